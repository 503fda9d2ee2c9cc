import { isMonth, isMonthAbbreviation } from '../../language/calendar.ts';
import shortening from '../../language/lexicons/shortening.json' with { type: 'json' };
import { getNlp } from '../../language/nlp.ts';
import { extractEnglishNumbers, isOrdinal, isYear } from '../../language/numbers.ts';
import { markQuoted } from '../../language/open-quotation.ts';
import { isCurrency } from '../../language/quantities.ts';
import { extractContentWords, stem } from '../../language/stems.ts';
import { isPreposition } from '../../language/syntax/function-words.ts';
import { createWordTest } from '../../language/word-lists.ts';

/** The part of speech that a word has in its sentence. */
type WordPart = 'name' | 'number' | 'noun' | 'verb' | 'adjective' | 'adverb' | 'function';

/**
 * What a number denotes: an amount of money, a share, a rank, a time or date, how often ("twice"), by how much one
 * thing exceeds another ("three minutes longer than"), or a count.
 */
type FigureKind =
  | 'money'
  | 'percent'
  | 'ordinal'
  | 'clock'
  | 'year'
  | 'day'
  | 'times'
  | 'difference'
  | 'count';

/** A number with what it denotes and the stem of the unit it counts, if any. */
export interface Figure {
  readonly kind: FigureKind;
  readonly value: number;
  readonly unit: string | null;
}

/** A word of a sentence; a number is one word, however it is written. */
export interface ReadWord {
  /** As written. */
  readonly text: string;
  /** In lowercase, without a possessive ending. */
  readonly lower: string;
  readonly stem: string;
  readonly part: WordPart;
  readonly figure: Figure | null;
  /** The white space and punctuation between the previous word and this one. */
  readonly gap: string;
  readonly isPossessive: boolean;
  /** The particle after a verb that it may form a phrasal verb with: "down" in "stepped down". */
  readonly particle: string | null;
  /** Whether it is inside quotation marks. */
  readonly isQuoted: boolean;
  /** Whether it is not in the text but inferred by a reader. */
  readonly isImplied?: boolean;
}

/** A sentence split into analyzed words. */
export interface ReadSentence {
  readonly text: string;
  readonly words: readonly ReadWord[];
  /** The text after the last word. */
  readonly end: string;
}

/** Whether a word is a content word. */
export const isContent = ({ part }: ReadWord): boolean => part !== 'function';

/** Whether the gap between two words has punctuation that ends a phrase. */
export const isBoundary = (gap: string): boolean => /[,;:()—–]|\s-\s|[.!?]\s/.test(gap);

/** Words as they are written in their sentence, without those that a reader infers. */
export const joinWords = (words: readonly ReadWord[]): string =>
  words
    .filter(({ isImplied }) => isImplied !== true)
    .map(({ text, gap }, at) => (at === 0 ? text : `${gap}${text}`))
    .join('');

const WORD =
  /(?:\p{L}\.){2,}(?:['’]s)?|[£$€¥]?\p{N}+(?:[.,:]\p{N}+)*(?:%|\p{L}+)?|[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;

interface Tagged {
  readonly terms: readonly {
    readonly pre: string;
    readonly text: string;
    readonly post: string;
    readonly tags: readonly string[];
  }[];
}

/** The tags of compromise, by the offset where their word begins. */
function tagWords(text: string): Map<number, readonly string[]> {
  const found = new Map<number, readonly string[]>();
  let at = 0;
  for (const { pre, text: word, post, tags } of (getNlp()(text).json() as Tagged[]).flatMap(s => s.terms)) {
    at += pre.length;
    const offset = Math.max(0, word.search(/[\p{L}\p{N}£$€¥]/u));
    if (word !== '') found.set(at + offset, tags);
    at += word.length + post.length;
  }
  return found;
}

const namesMonth = (text: string) => isMonth(text) || isMonthAbbreviation(text.replace(/\.$/, ''));

/** The stem of a word; "Jan." and "January" get the same one, "month:jan". */
function stemOf(lower: string, text: string): string {
  const isMonth = /^\p{Lu}/u.test(text) && namesMonth(text);
  return isMonth ? `month:${lower.slice(0, 3)}` : stem(lower);
}

interface Piece {
  readonly text: string;
  readonly start: number;
  readonly value: number | null;
}

/** The words of a text as written; a number of several words is one piece. */
function splitPieces(text: string): Piece[] {
  const numbers = extractEnglishNumbers(text).map(number => ({
    ...number,
    end: number.start + number.text.length,
  }));
  const pieces: Piece[] = [];
  let covered = 0;
  let next = 0;
  for (const match of text.matchAll(WORD)) {
    const [word] = match;
    if (match.index < covered) continue;
    while (numbers[next] && (numbers[next]?.end ?? 0) <= match.index) next++;
    const number = numbers[next];
    if (/^\d{1,2}:\d{2}$/.test(word)) {
      const [hours = 0, minutes = 0] = word.split(':').map(Number);
      pieces.push({ text: word, start: match.index, value: hours * 60 + minutes });
    } else if (number && number.start < match.index + word.length) {
      const end = Math.max(number.end, match.index + word.length);
      pieces.push({ text: text.slice(match.index, end), start: match.index, value: number.value });
      covered = end;
    } else pieces.push({ text: word, start: match.index, value: null });
  }
  return pieces;
}

const isComparative = (word: string) => /^(?:more|less|fewer|worse|further|\p{L}{2,}er)$/u.test(word);

/** Whether the words after a number compare: "longer than" of "three minutes longer than the film". */
const isDifference = ([after, behind, last]: readonly string[]) =>
  (isComparative(after ?? '') && behind === 'than') || (isComparative(behind ?? '') && last === 'than');

function kindOf({ text, value }: Piece, before: string, following: readonly string[]): FigureKind {
  const [after = '', behind = ''] = following;
  if (/:/.test(text)) return 'clock';
  if (/^(?:twice|thrice)$/i.test(text) || after === 'times') return 'times';
  if (isDifference(following)) return 'difference';
  if (/^[£$€¥]/.test(text) || isCurrency(after)) return 'money';
  if (text.endsWith('%') || /^percent/.test(after) || (after === 'per' && behind === 'cent'))
    return 'percent';
  if (isOrdinal(text)) return 'ordinal';
  if (namesMonth(before) || namesMonth(after)) {
    if (/^\d{1,2}$/.test(text)) return 'day';
  }
  if (isYear(text) && value !== null) return 'year';
  return 'count';
}

const isParticle = createWordTest(shortening.particles.words);

const NOUN_TAGS = ['Noun', 'Unit', 'Duration'];

function partOf(piece: Piece, lower: string, tags: readonly string[], isFirst: boolean): WordPart {
  if (piece.value !== null) return 'number';
  const isMonth = namesMonth(piece.text) && /^\p{Lu}/u.test(piece.text);
  const isEmpty = !isMonth && extractContentWords(lower).length === 0 && !/^\p{Lu}{2}/u.test(piece.text);
  if (/^(?:say|says|said|saying)$/.test(lower)) return 'verb';
  if (isEmpty) return 'function';
  if (isMonth || tags.includes('WeekDay')) return 'noun';
  if (/^\p{Lu}/u.test(piece.text) && (!isFirst || tags.includes('ProperNoun'))) return 'name';
  if (tags.includes('Verb')) return 'verb';
  if (tags.includes('Adjective')) return 'adjective';
  return tags.includes('Adverb') ? 'adverb' : 'noun';
}

const lowerOf = (text: string) =>
  text
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/'s$|(?<=s)'$/, '')
    .replaceAll('.', /^(?:\p{L}\.)+/u.test(text) ? '' : '.');

/** Splits an English sentence into analyzed words. */
export function readSentence(text: string): ReadSentence {
  const pieces = splitPieces(text);
  const tags = tagWords(text);
  const quoted = markQuoted(text);
  let end = 0;
  const words = pieces.map((piece, index): ReadWord => {
    const lower = lowerOf(piece.text);
    const gap = text.slice(end, piece.start);
    end = piece.start + piece.text.length;
    const [before = '', ...following] = [-1, 1, 2, 3].map(step => lowerOf(pieces[index + step]?.text ?? ''));
    const [after = ''] = following;
    const isFirst = index === 0 || /[.!?:“"]\s*$/.test(gap);
    // "sailed past the flag"
    const isBeforeArticle =
      (isPreposition(lower) || lower === 'past') && /^(?:the|an?|his|her|its|their)$/.test(after);
    const part =
      isPercentWord(pieces, index) || isBeforeArticle
        ? 'function'
        : partOf(piece, lower, tags.get(piece.start) ?? [], isFirst);
    const isOne =
      part === 'number' &&
      lower === 'one' &&
      !NOUN_TAGS.some(tag => tags.get(pieces[index + 1]?.start ?? -1)?.includes(tag));
    const figure =
      part === 'number' && !isOne && piece.value !== null
        ? {
            kind: kindOf(piece, before, following),
            value: piece.value,
            unit: unitOf(pieces, index, tags),
          }
        : null;
    return {
      text: piece.text,
      lower,
      stem: stemOf(lower, piece.text),
      part: isOne ? 'function' : part,
      figure,
      gap,
      isPossessive: /['’]s$|s['’]$/.test(piece.text),
      particle: part === 'verb' && isParticle(after) ? after : null,
      isQuoted: quoted[piece.start] === 1,
    };
  });
  return { text, words, end: text.slice(end) };
}

/** Whether a word is "percent" or "cent" as part of a number. */
function isPercentWord(pieces: readonly Piece[], index: number): boolean {
  const at = (step: number) => lowerOf(pieces[index + step]?.text ?? '');
  const isCent = at(0) === 'cent' && at(-1) === 'per' && pieces[index - 2]?.value != null;
  return (at(0) === 'percent' && pieces[index - 1]?.value != null) || isCent;
}

/** The stem of the noun after a number, at most one word further on. */
function unitOf(
  pieces: readonly Piece[],
  index: number,
  tags: Map<number, readonly string[]>,
): string | null {
  for (const piece of pieces.slice(index + 1, index + 3)) {
    const lower = lowerOf(piece.text);
    const isNoun = tags.get(piece.start)?.some(tag => NOUN_TAGS.includes(tag)) ?? false;
    if (extractContentWords(lower).length > 0 && piece.value === null)
      return isNoun && lower !== 'others' ? stem(lower) : null;
    if (!/^(?:of|the|more|other|per)$/.test(lower)) return null;
  }
  return null;
}
