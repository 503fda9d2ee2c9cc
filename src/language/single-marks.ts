import {
  canCloseHere,
  canOpenHere,
  createPart,
  type QuotationPart,
  type QuotationScan,
  SINGLE_MARKS,
} from './quotation-scan.ts';

/** 'em, ’90s, ’tis: an apostrophe before a word. */
const ELISION = /^['’‘](?:\d0s\b|em\b|tis\b|twas\b|til\b|till\b|cause\b|cuz\b|bout\b|n['’\s])/i;

const SENTENCE_PUNCTUATION = /[.,!?…”"—–]/;

/** Whether a single mark surely closes a quotation, or may be an apostrophe. */
function classifySingleMark(text: string, at: number): 'surely' | 'perhaps' | 'not' {
  if (!canCloseHere(text, at)) return 'not';
  const after = text.charAt(at + 1);
  const isSure =
    SENTENCE_PUNCTUATION.test(text.charAt(at - 1)) || after === '' || /[.,;:!?)\]—–]/.test(after);
  return isSure ? 'surely' : 'perhaps';
}

/** The text with TeX's single marks, `so', replaced by typographic ones; the length stays the same. */
export function normalizeTexMarks(text: string): string {
  return text.includes('`') ? text.replace(/``|''/g, '  ').replaceAll('`', '‘') : text;
}

/** An open quotation, and the index of a mark that may close it. */
interface OpenQuotation {
  readonly start: number;
  readonly mayCloseAt: number | undefined;
}

/** Whether the mark at an index opens a quotation. */
function isOpening(text: string, at: number, glyph: string): boolean {
  return glyph !== '’' && canOpenHere(text, at) && !ELISION.test(text.slice(at, at + 8));
}

/** A paragraph's quotations in single marks; one in a word, elision or after a plural's s is none. */
export function scanSingle(text: string, paragraph: number): QuotationScan {
  const closed: QuotationPart[] = [];
  let open: OpenQuotation | undefined;
  const closeAt = (start: number, mark: number) => {
    closed.push(createPart(text, { paragraph, start, end: mark + 1, opening: 1, closing: 1 }));
    open = undefined;
  };
  for (let at = 0; at < text.length; at++) {
    const glyph = text.charAt(at);
    if (!SINGLE_MARKS.has(glyph)) continue;
    const opens = isOpening(text, at, glyph);
    if (open && !opens && glyph !== '‘') {
      const closing = classifySingleMark(text, at);
      const isBehindS = text[at - 1] === 's';
      if (closing === 'surely' || (closing === 'perhaps' && !isBehindS)) closeAt(open.start, at);
      else if (closing === 'perhaps') open = { start: open.start, mayCloseAt: open.mayCloseAt ?? at };
    } else if (opens) {
      if (open?.mayCloseAt !== undefined) closeAt(open.start, open.mayCloseAt);
      open = { start: at, mayCloseAt: undefined };
    }
  }
  if (open?.mayCloseAt !== undefined) closeAt(open.start, open.mayCloseAt);
  const end = text.length;
  return {
    closed,
    open: open && createPart(text, { paragraph, start: open.start, end, opening: 1, closing: 0 }),
  };
}
