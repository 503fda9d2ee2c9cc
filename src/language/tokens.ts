/**
 * A word, a mark of punctuation, or a quotation (one token, whatever it holds). Offsets are into the
 * paragraph.
 */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly kind: 'word' | 'mark' | 'quotation';
}

/** Stands for each character of a quotation in a masked paragraph. */
export const MASK = '\ufffc';

const TITLE =
  'Messrs|Mrs|Mr|Ms|Mx|Dr|Prof|Rev|Hon|Sens|Sen|Reps|Rep|Govs|Gov|Gen|Del|Lt|Col|Maj|Capt|Sgt|Adm|St|Jr|Sr';
const TOKEN = new RegExp(
  `(?<quotation>${MASK}+)|(?<word>(?:${TITLE})\\.(?!\\p{L})|(?:\\p{Lu}\\.)+(?=[\\s,)${MASK}])|[\\p{L}\\p{N}$#@][\\p{L}\\p{M}\\p{N}]*(?:['’.&/-][\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]*)*(?:(?<=s)['’](?![\\p{L}]))?)|(?<mark>[,;:().?!—–―…-])`,
  'gu',
);

/** The tokens of one sentence of a masked paragraph. */
export function tokenize(masked: string, start: number, end: number): Token[] {
  return [...masked.slice(start, end).matchAll(TOKEN)].map(match => {
    const kind =
      match.groups!.quotation !== undefined
        ? 'quotation'
        : match.groups!.word !== undefined
          ? 'word'
          : 'mark';
    return { text: match[0], start: start + match.index, end: start + match.index + match[0].length, kind };
  });
}

/**
 * Replaces what stands in the spans by `MASK`, character for character. Spans are in order and do not
 * overlap.
 */
export function maskSpans(text: string, spans: readonly { start: number; end: number }[]): string {
  let result = '';
  let at = 0;
  for (const { start, end } of spans) {
    result += text.slice(at, start) + MASK.repeat(end - start);
    at = end;
  }
  return result + text.slice(at);
}
