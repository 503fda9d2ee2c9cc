/**
 * A part of a quotation within one paragraph (`paragraph` counts from 0): the marks stand in `start..end`,
 * the words in `from..to`.
 */
export interface QuotationPart {
  readonly paragraph: number;
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/** The quotations of one paragraph in one style of marks. */
export interface QuotationScan {
  readonly closed: readonly QuotationPart[];
  /** A quotation that is still open at the paragraph's end. */
  readonly open: QuotationPart | undefined;
}

/**
 * Where a part stands in its paragraph, marks included, and with how many characters its marks are written.
 */
interface PartSpan {
  readonly paragraph: number;
  readonly start: number;
  readonly end: number;
  readonly opening: number;
  readonly closing: number;
}

/** A part of a quotation in the text of a paragraph; no white space is at the ends of its words. */
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

/** The glyphs of single quotation marks. */
export const SINGLE_MARKS: ReadonlySet<string> = new Set("‘’‚‛'");

const BEFORE_OPENING = /[\s([{—–\-/…]/;
const BEFORE_CLOSING = /[^\s([{—–-]/;

/** Whether a mark at an index stands as an opening one does: behind a space and before something else. */
export function canOpenHere(text: string, at: number): boolean {
  const before = text.charAt(at - 1);
  const isFree = at === 0 || BEFORE_OPENING.test(before) || SINGLE_MARKS.has(before);
  return isFree && /\S/.test(text.charAt(at + 1));
}

/** Whether a mark at an index stands as a closing one does: behind something and not before a word. */
export function canCloseHere(text: string, at: number): boolean {
  return at > 0 && BEFORE_CLOSING.test(text.charAt(at - 1)) && !/[\p{L}\p{N}]/u.test(text.charAt(at + 1));
}
