/** A folded text; `offsets[i]` is its i-th character's place in the original, the last the end. */
export interface FoldedText {
  readonly text: string;
  readonly offsets: Uint32Array;
}

const QUOTATION_GLYPHS = new Set('“”„‟"«»‹›‘’‚‛\'`´′″');
const DASHES = new Set('-‐‑‒–—―−');
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\u202a-\u202e\u2066-\u2069\ufeff]/;

function computeFold(character: string): string {
  if (QUOTATION_GLYPHS.has(character)) return "'";
  if (DASHES.has(character)) return '-';
  if (character === '…') return '...';
  if (INVISIBLE.test(character)) return '';
  return /\s/.test(character) ? ' ' : character;
}

/** Memoized by code unit: a long article would test the same patterns millions of times. */
const foldedUnits: string[] = [];

function foldCharacter(character: string): string {
  const unit = character.charCodeAt(0);
  foldedUnits[unit] ??= computeFold(character);
  return foldedUnits[unit];
}

/**
 * Folds a text: runs of white space become one space (none at the ends), quotation marks and apostrophes one
 * glyph, dashes one dash, `…` three dots; invisible characters are dropped.
 */
export function foldWithOffsets(text: string): FoldedText {
  const characters: string[] = [];
  const at: number[] = [];
  for (let index = 0; index < text.length; index++) {
    for (const character of foldCharacter(text.charAt(index))) {
      if (character === ' ' && (characters.length === 0 || characters.at(-1) === ' ')) continue;
      characters.push(character);
      at.push(index);
    }
  }
  if (characters.at(-1) === ' ') {
    characters.pop();
    at.pop();
  }
  at.push((at.at(-1) ?? -1) + 1);
  return { text: characters.join(''), offsets: Uint32Array.from(at) };
}

/** A text folded so that white space, quotation marks and dashes make no difference; fast. */
export function fold(text: string): string {
  return text
    .replace(INVISIBLE_ONES, '')
    .replace(QUOTATION_ONES, "'")
    .replace(DASHED_ONES, '-')
    .replaceAll('…', '...')
    .replace(/\s{2,}|[^\S ]/g, ' ')
    .trim();
}

const INVISIBLE_ONES = new RegExp(INVISIBLE, 'g');
const QUOTATION_ONES = new RegExp(`[${[...QUOTATION_GLYPHS].join('')}]`, 'g');
const DASHED_ONES = new RegExp(`[${[...DASHES].map(dash => `\\${dash}`).join('')}]`, 'g');

/** Replaces every glyph that people type for an apostrophe with a straight one. */
export const straightenApostrophes = (text: string): string => text.replaceAll(/[‘’ʼ´`]/g, "'");

/** Shortens a text to at most 80 characters, for use in a complaint. */
export function truncate(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79).trimEnd()}…`;
}

/** The start of a text up to a maximum length, cut at the end of a word; verbatim. */
export function truncateAtWord(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const cut = text.slice(0, longest);
  const space = cut.search(/\s\S*$/);
  return (space > 0 ? cut.slice(0, space) : cut.replace(/[\ud800-\udbff]$/, '')).trimEnd();
}
