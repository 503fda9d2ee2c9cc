import {
  canCloseHere,
  canOpenHere,
  createPart,
  type QuotationPart,
  type QuotationScan,
} from './quotation-scan.ts';

const DOUBLE = new Set('“”„‟"«»‹›‚‘');
/** German single marks, ‚so‘: an outer quotation if none is open, else nested, or an apostrophe. */
const LOW_SINGLE = { open: '‚', close: '‘' };

interface QuotationMark {
  readonly at: number;
  /** The typographic mark that it represents. */
  readonly glyph: string;
  /** The number of characters it is written with. */
  readonly length: number;
}

/** Quotation marks in other characters: ``TeX'', ,,low'', <<angled>>. */
const WRITTEN_OUT: ReadonlyMap<string, string> = new Map([
  ['``', '“'],
  ["''", '”'],
  [',,', '„'],
  ['<<', '«'],
  ['>>', '»'],
]);

function readMark(text: string, at: number): QuotationMark | undefined {
  const written = WRITTEN_OUT.get(text.slice(at, at + 2));
  if (written !== undefined && text[at] !== text[at + 2]) return { at, glyph: written, length: 2 };
  const glyph = text.charAt(at);
  return DOUBLE.has(glyph) ? { at, glyph, length: 1 } : undefined;
}

function findMarks(text: string): QuotationMark[] {
  const found: QuotationMark[] = [];
  for (let at = 0; at < text.length; ) {
    const mark = readMark(text, at);
    if (mark) found.push(mark);
    at += mark?.length ?? 1;
  }
  return found;
}

/** Whether a straight mark after a number means inches (6'2") and cannot close an open quotation. */
function isMeasureMark(
  text: string,
  mark: QuotationMark,
  open: QuotationMark | undefined,
  next: QuotationMark | undefined,
): boolean {
  if (mark.glyph !== '"' || !/\d['’]?$/.test(text.slice(Math.max(0, mark.at - 3), mark.at))) return false;
  if (!open) return true;
  return (
    open.glyph === '"' && next !== undefined && !canOpenHere(text, next.at) && canCloseHere(text, next.at)
  );
}

function canOpen(text: string, { at, glyph, length }: QuotationMark): boolean {
  // two characters may also be a bit shift, or two commas by mistake
  if (length > 1)
    return '“„«'.includes(glyph) && canOpenHere(text, at) && /[^\s<>]/.test(text.charAt(at + length));
  if (glyph === LOW_SINGLE.open) return canOpenHere(text, at);
  if ('“„«‹‟'.includes(glyph)) return true;
  return (glyph === '"' || '”»›'.includes(glyph)) && canOpenHere(text, at);
}

/** Whether a straight mark opens a quotation with a space too many: She noted, " we have tried". */
function isSpacedOpening(
  text: string,
  { at, glyph }: QuotationMark,
  next: QuotationMark | undefined,
): boolean {
  if (glyph !== '"' || next?.glyph !== '"' || canOpenHere(text, next.at)) return false;
  return /\s/.test(text.charAt(at - 1)) && /^\s\S/.test(text.slice(at + 1, at + 3));
}

/** Whether a straight mark opens a quotation without the space before it: He left."We have tried". */
const isGluedOpening = (text: string, { at, glyph }: QuotationMark): boolean =>
  glyph === '"' && /\p{L}/u.test(text.charAt(at + 1)) && !/\d/.test(text.charAt(at - 1));

/** The marks that close each opening mark. */
const CLOSING_GLYPHS: ReadonlyMap<string, string> = new Map([
  ['“', '”"'],
  ['”', '”“"'],
  ['„', '“”‟"'],
  [LOW_SINGLE.open, LOW_SINGLE.close],
  ['‟', '”"'],
  ['"', '"”'],
  ['«', '»'],
  ['‹', '›'],
  ['»', '«'],
  ['›', '‹'],
]);

const isClosedBy = (open: QuotationMark, glyph: string) =>
  CLOSING_GLYPHS.get(open.glyph)?.includes(glyph) ?? false;

/** Whether a mark closes the open quotation; one of the wrong shape if placed so and no right one follows. */
function canClose(
  text: string,
  mark: QuotationMark,
  open: QuotationMark,
  next: QuotationMark | undefined,
): boolean {
  const isWrongShape = open.glyph === '“' && (mark.glyph === '“' || mark.glyph === '"');
  if (!isWrongShape) return isClosedBy(open, mark.glyph);
  return canCloseHere(text, mark.at) && !(next?.glyph === '”' && canCloseHere(text, next.at));
}

/** Whether an opening mark begins a nested quotation: the next marks close it and then the outer one. */
function isNested(open: QuotationMark, marks: readonly QuotationMark[], index: number): boolean {
  const [inner, close, outerClose] = marks.slice(index, index + 3);
  if (!inner || !close || !'”“»'.includes(close.glyph)) return false;
  if (open.glyph === '"') return inner.glyph !== '"';
  return outerClose !== undefined && isClosedBy(open, outerClose.glyph) && outerClose.glyph !== '"';
}

/** Removes single marks that are within a quotation in double marks, or close nothing. */
function leaveInnerSingles(marks: readonly QuotationMark[]): QuotationMark[] {
  let isOpen = false;
  let depth = 0;
  return marks.filter(({ glyph }) => {
    if (glyph === LOW_SINGLE.open) {
      isOpen = depth === 0;
      return isOpen;
    }
    if (glyph === LOW_SINGLE.close) {
      const closes = isOpen;
      isOpen = false;
      return closes;
    }
    depth = Math.max(0, depth + (glyph === '„' ? 1 : '“”'.includes(glyph) ? -1 : 0));
    return true;
  });
}

/**
 * Whether a straight mark reopens the open quotation after one of its sentences: “It rained. "The ferry
 * stays.” This comes from joined paragraphs, each of which repeats the opening mark.
 */
const isReopening = (text: string, { at, glyph }: QuotationMark, open: QuotationMark) =>
  glyph === '"' &&
  open.glyph === '"' &&
  /[\p{L}\p{N}][.!?]\s$/u.test(text.slice(Math.max(0, at - 4), at)) &&
  /^[[(]?\p{Lu}/u.test(text.slice(at + 1, at + 4));

/** Whether the words before an opening mark are sentences in the first or second person: “... [¶] I know him. “He ...” */
const isInSpeech = (text: string) =>
  /[.!?]\s$/.test(text.slice(-2)) && /(?<![\p{L}\p{N}])(?:I|we|my|our|you|your)(?![\p{L}\p{N}])/iu.test(text);

/**
 * What precedes the first mark of a paragraph, if it may be the rest of a quotation left open before: the mark
 * closes it, or reopens it after a sentence of speech.
 */
function createRest(
  text: string,
  paragraph: number,
  { at, length }: QuotationMark,
  { isOpening }: { readonly isOpening: boolean },
): QuotationPart | undefined {
  const isRest = isOpening ? isInSpeech(text.slice(0, at)) : canCloseHere(text, at);
  const [end, closing] = isOpening ? [at - 1, 0] : [at + length, length];
  return isRest ? createPart(text, { paragraph, start: 0, end, opening: 0, closing }) : undefined;
}

/** A paragraph's quotations in double marks: straight, typographic, « » or „ “; no nested ones. */
export function scanDouble(text: string, paragraph: number): QuotationScan {
  const marks = leaveInnerSingles(findMarks(text));
  // in an odd number of marks, the first may close what a paragraph before has left open
  const isPaired = marks.length % 2 === 0;
  const closed: QuotationPart[] = [];
  let open: QuotationMark | undefined;
  let rest: QuotationPart | undefined;
  let depth = 0;
  for (const [index, mark] of marks.entries()) {
    if (isMeasureMark(text, mark, open, marks[index + 1])) continue;
    if (!open) {
      if (
        canOpen(text, mark) ||
        isSpacedOpening(text, mark, marks[index + 1]) ||
        (isPaired && isGluedOpening(text, mark))
      )
        open = mark;
      if (index === 0) rest = createRest(text, paragraph, mark, { isOpening: open !== undefined });
    } else if (depth > 0 && mark.glyph !== '"') {
      depth -= 1;
    } else if (isReopening(text, mark, open)) {
      const { at: start, length: opening } = open;
      closed.push(createPart(text, { paragraph, start, end: mark.at - 1, opening, closing: 0 }));
      open = mark;
    } else if (canClose(text, mark, open, marks[index + 1])) {
      const end = mark.at + mark.length;
      const { at: start, length: opening } = open;
      closed.push(createPart(text, { paragraph, start, end, opening, closing: mark.length }));
      open = undefined;
    } else if (canOpen(text, mark)) {
      if (isNested(open, marks, index)) depth += 1;
      // The closing mark of the open quotation is missing and its position unknown, so only the new one is
      // kept.
      else open = mark;
    }
  }
  const end = text.length;
  return {
    closed,
    rest,
    open: open && createPart(text, { paragraph, start: open.at, end, opening: open.length, closing: 0 }),
  };
}
