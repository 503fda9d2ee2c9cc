/** A part of a quotation in one paragraph (from 0): `start..end` with the marks, `from..to` without. */
export interface QuotationPart {
  readonly paragraph: number;
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/** The quotations of one paragraph in one style of quotation marks. */
export interface QuotationScan {
  readonly closed: readonly QuotationPart[];
  /** A quotation still open at the end of the paragraph. */
  readonly open: QuotationPart | undefined;
  /** What precedes the first mark, if it may be the rest of a quotation left open in a paragraph before. */
  readonly rest?: QuotationPart | undefined;
}

/** The position of a part in its paragraph, including its marks, and the lengths of the marks. */
interface PartSpan {
  readonly paragraph: number;
  readonly start: number;
  readonly end: number;
  readonly opening: number;
  readonly closing: number;
}

/** Creates a part of a quotation in the text of a paragraph, without white space around its words. */
export function createPart(
  text: string,
  { paragraph, start, end, opening, closing }: PartSpan,
): QuotationPart {
  let from = start + opening;
  let to = end - closing;
  while (from < to && /\s/.test(text.charAt(from))) from++;
  while (to > from && /\s/.test(text.charAt(to - 1))) to--;
  return { paragraph, start, end, from, to };
}

/** The single quotation marks. */
export const SINGLE_MARKS: ReadonlySet<string> = new Set("‘’‚‛'");

const BEFORE_OPENING = /[\s([{—–\-/…]/;
const BEFORE_CLOSING = /[^\s([{—–-]/;

/** Whether a mark at an index is placed like an opening one: after a space and before something else. */
export function canOpenHere(text: string, at: number): boolean {
  const before = text.charAt(at - 1);
  const isFree = at === 0 || BEFORE_OPENING.test(before) || SINGLE_MARKS.has(before);
  return isFree && /\S/.test(text.charAt(at + 1));
}

/** Whether a mark at an index is placed like a closing one: after something and not before a word. */
export function canCloseHere(text: string, at: number): boolean {
  return at > 0 && BEFORE_CLOSING.test(text.charAt(at - 1)) && !/[\p{L}\p{N}]/u.test(text.charAt(at + 1));
}
