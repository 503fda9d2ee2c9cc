import abbreviations from './lexicons/abbreviations.json' with { type: 'json' };
import { oneOf } from './word-lists.ts';

/** A word, a mark, or a quotation (one token). Offsets are into the paragraph. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly kind: 'word' | 'mark' | 'quotation';
}

/** The character that replaces each character of a quotation in a masked paragraph. */
export const MASK = '\ufffc';

const TOKEN = new RegExp(
  `(?<quotation>${MASK}+)|(?<word>${oneOf(abbreviations.titles.words)}\\.(?!\\p{L})|(?:\\p{Lu}\\.)+(?=[\\s,)${MASK}])|[\\p{L}\\p{N}$#@][\\p{L}\\p{M}\\p{N}]*(?:['’.&/-][\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]*)*(?:(?<=s)['’](?![\\p{L}]))?)|(?<mark>[,;:().?!—–―…-])`,
  'gu',
);

function kindOf({ quotation, word }: Readonly<Record<string, string>>): Token['kind'] {
  if (quotation !== undefined) return 'quotation';
  return word === undefined ? 'mark' : 'word';
}

/** The tokens of the sentence at `start..end` of a masked paragraph. */
export function tokenize(masked: string, start: number, end: number): Token[] {
  return [...masked.slice(start, end).matchAll(TOKEN)].map(match => ({
    text: match[0],
    start: start + match.index,
    end: start + match.index + match[0].length,
    kind: kindOf(match.groups ?? {}),
  }));
}

/** Whether a token exists and is a word. */
export function isWord(token: Token | undefined): token is Token {
  return token?.kind === 'word';
}

/** The text of the token at an index, or an empty string outside the list. */
export function textAt(list: readonly Token[], index: number): string {
  return list[index]?.text ?? '';
}

/** The lower-case text of the token at an index, or an empty string outside the list. */
export function lowerTextAt(list: readonly Token[], index: number): string {
  return textAt(list, index).toLowerCase();
}

/** The index of the last token before `end` that `isSuch` accepts, or -1. */
export function findLastBefore(
  list: readonly Token[],
  end: number,
  isSuch: (token: Token) => boolean,
): number {
  let at = Math.min(end, list.length) - 1;
  for (let token = list[at]; token && !isSuch(token); token = list[at]) at--;
  return at;
}

/** The text with every character of the spans replaced by `MASK`. Spans are in order and do not overlap. */
export function maskSpans(text: string, spans: readonly { start: number; end: number }[]): string {
  let result = '';
  let at = 0;
  for (const { start, end } of spans) {
    result += text.slice(at, start) + MASK.repeat(end - start);
    at = end;
  }
  return result + text.slice(at);
}
