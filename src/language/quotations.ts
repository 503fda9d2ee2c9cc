import { elementAt } from '../lists.ts';
import { scanDashes } from './dialogue-dashes.ts';
import { scanDouble } from './double-marks.ts';
import { isPlainlyEnglish, sampleTexts } from './language-detection.ts';
import { createPart, type QuotationPart, type QuotationScan } from './quotation-scan.ts';
import { normalizeTexMarks, scanSingle } from './single-marks.ts';
import { findTurns } from './turns.ts';

export type { QuotationPart } from './quotation-scan.ts';

/** A quotation: a single part, or one for each paragraph in which it is reopened. */
export interface Quotation {
  readonly parts: readonly QuotationPart[];
}

/** The label of a turn in a transcript, each of which is a separate quotation: “WALLACE: Let's begin”. */
export const TRANSCRIPT_LABEL = /^[“"„«‘']?(\p{Lu}[\p{Lu}.'’-]*(?: \p{Lu}[\p{Lu}.'’-]*){0,3}):\s/u;

/** The parts that do not lie within any of the others; both lists are in text order. */
function excludeOverlaps(parts: readonly QuotationPart[], others: readonly QuotationPart[]): QuotationPart[] {
  let next = 0;
  return parts.filter(({ start, end }) => {
    for (let other = others[next]; other && other.end <= start; other = others[next]) next++;
    const other = others[next];
    return !(other && other.start < start && end < other.end);
  });
}

/** The quotations of a paragraph introduced by dashes, and those in marks outside them. */
function mergeDashes(text: string, paragraph: number, scan: QuotationScan): QuotationScan {
  const dashes = scanDashes(text, paragraph);
  if (dashes.length === 0) return scan;
  const others = excludeOverlaps(scan.closed, dashes).filter(
    ({ start, end }) => !dashes.some(dash => start < dash.end && dash.start < end),
  );
  return { closed: [...dashes, ...others].toSorted((a, b) => a.start - b.start), open: undefined };
}

/**
 * The scans with the answers of an interview that is printed without quotation marks. An answer in which somebody
 * is quoted at length keeps those quotations instead.
 */
function addAnswers(texts: readonly string[], scans: readonly QuotationScan[]): readonly QuotationScan[] {
  const added = [...scans];
  for (const { paragraph, from, isAnswer } of findTurns(texts)) {
    if (!isAnswer) continue;
    const text = elementAt(texts, paragraph);
    const { closed, open } = elementAt(scans, paragraph);
    if (open || closed.some(part => countWords(text, part) >= MIN_WORDS)) continue;
    const part = createPart(text, { paragraph, start: from, end: text.length, opening: 0, closing: 0 });
    added[paragraph] = { closed: [part], open: undefined };
  }
  return added;
}

/** The mark that begins a part. */
function glyphOf(texts: readonly string[], { paragraph, start }: QuotationPart): string {
  return elementAt(texts, paragraph).charAt(start);
}

/** Whether two opening marks are the same, or both single, one straight and one typographic. */
function areAlike(mark: string, other: string): boolean {
  return mark === other || ("'‘".includes(mark) && "'‘".includes(other));
}

/** Whether the first part of a paragraph reopens a quotation that was left open before. */
function isReopened(
  texts: readonly string[],
  first: QuotationPart | undefined,
  before: QuotationPart,
): boolean {
  if (first?.start !== 0 || !areAlike(glyphOf(texts, first), glyphOf(texts, before))) return false;
  return !TRANSCRIPT_LABEL.test(elementAt(texts, first.paragraph));
}

/** The most paragraphs over which a quotation runs that is not reopened in each. */
const MAX_UNOPENED = 4;

/** The rest of a quotation left open in a paragraph, if it is closed in one of the next without being reopened. */
function findRest(
  texts: readonly string[],
  scans: readonly QuotationScan[],
  paragraph: number,
): readonly QuotationPart[] {
  const between: QuotationPart[] = [];
  for (const [offset, { closed, open, rest }] of scans
    .slice(paragraph + 1, paragraph + MAX_UNOPENED)
    .entries()) {
    if (rest) return [...between, rest];
    if (closed.length > 0 || open) return [];
    const end = elementAt(texts, paragraph + 1 + offset).length;
    between.push({ paragraph: paragraph + 1 + offset, start: 0, end, from: 0, to: end });
  }
  return [];
}

const piecesOf = (scan: QuotationScan | undefined): readonly QuotationPart[] =>
  scan?.open ? [...scan.closed, scan.open] : (scan?.closed ?? []);

/**
 * Joins quotations that are reopened in each paragraph and closed in the last. A quotation that is never
 * closed extends to the end of its paragraph, except that a single mark neither closed nor reopened is an
 * apostrophe.
 */
function joinParts(
  texts: readonly string[],
  scans: readonly QuotationScan[],
  { isSingle }: { readonly isSingle: boolean },
): Quotation[] {
  const quotations: { readonly parts: QuotationPart[] }[] = [];
  let running: QuotationPart[] | undefined;
  for (const [paragraph, { closed, open }] of scans.entries()) {
    const [next] = piecesOf(scans[paragraph + 1]);
    const isKept = !isSingle || open?.start === 0 || (open && isReopened(texts, next, open));
    const pieces = piecesOf({ closed, open });
    const [first] = pieces;
    const reopened = running && isReopened(texts, first, elementAt(running, -1)) ? running : undefined;
    for (const piece of pieces) {
      if (piece === first && reopened) reopened.push(piece);
      else if (piece !== open || isKept) quotations.push({ parts: [piece] });
    }
    const last = open === first && reopened ? reopened : quotations.at(-1)?.parts;
    running = open && last?.at(-1) === open ? last : undefined;
    running?.push(...findRest(texts, scans, paragraph));
  }
  return isSingle ? quotations.filter(({ parts }) => !isApostrophe(texts, parts)) : quotations;
}

/** Whether the marks of a quotation in single marks are apostrophes: one part and another mark after. */
function isApostrophe(texts: readonly string[], [first, ...others]: readonly QuotationPart[]): boolean {
  if (!first || others.length > 0) return false;
  return glyphOf(texts, first) === elementAt(texts, first.paragraph).charAt(first.end);
}

/** A scan without the quotations that contain no word. */
function keepWorded(text: string, { closed, open, rest }: QuotationScan): QuotationScan {
  const hasWord = ({ from, to }: QuotationPart) => /[\p{L}\p{N}]/u.test(text.slice(from, to));
  return { closed: closed.filter(hasWord), open: open && hasWord(open) ? open : undefined, rest };
}

function countWords(text: string, { from, to }: QuotationPart): number {
  return text.slice(from, to).split(/\s+/).length;
}

/** From so many words a quotation in single marks tells an article's style: "so-called" has one. */
const MIN_WORDS = 4;

/**
 * Whether the article's outer marks are single (British style): more longer quotations in single marks are
 * outside double ones than quotations in double marks are outside single ones.
 */
function isBritishStyle(
  texts: readonly string[],
  double: readonly QuotationScan[],
  single: readonly QuotationScan[],
): boolean {
  let balance = 0;
  for (const [index, text] of texts.entries()) {
    const { closed, open } = elementAt(double, index);
    const inDouble = open ? [...closed, open] : closed;
    const inSingle = elementAt(single, index).closed;
    balance += excludeOverlaps(inSingle, inDouble).filter(part => countWords(text, part) >= MIN_WORDS).length;
    balance -= excludeOverlaps(inDouble, inSingle).length;
  }
  return balance > 0;
}

/**
 * All quotations of the paragraphs in text order, in the article's own style of marks. A nested quotation is
 * part of the outer one. Speech introduced by a dash counts too, and so do the labelled answers of an interview. Apostrophes, feet and inches do not. Linear
 * in the text's length.
 */
export function findQuotations(texts: readonly string[]): Quotation[] {
  const double = texts.map((text, paragraph) => keepWorded(text, scanDouble(text, paragraph)));
  const single = texts.map((text, paragraph) =>
    keepWorded(text, scanSingle(normalizeTexMarks(text), paragraph)),
  );
  const isSingle = isBritishStyle(texts, double, single);
  const marked = isSingle ? single : double;
  // in English a dash at the start of a paragraph begins a list item
  const scans = isPlainlyEnglish(sampleTexts(texts))
    ? marked
    : marked.map((scan, paragraph) => mergeDashes(elementAt(texts, paragraph), paragraph, scan));
  return joinParts(texts, addAnswers(texts, scans), { isSingle });
}
