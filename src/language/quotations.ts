import { isPlainlyEnglish, sampleTexts } from './language-detection.ts';
import sayings from './lexicons/saying-after-dashes.json' with { type: 'json' };
import { wordsOf } from './word-lists.ts';

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

/** A quoted string: one part, or one for each paragraph where it is reopened. */
export interface Quotation {
  readonly parts: readonly QuotationPart[];
}

const SINGLE = new Set("‘’‚‛'");
const DOUBLE = new Set('“”„‟"«»‹›');
const BEFORE_OPENING = /[\s([{—–\-/…]/;
const BEFORE_CLOSING = /[^\s([{—–-]/;
/** 'em, ’90s, ’tis: an apostrophe in front of a word. */
const ELISION = /^['’‘](?:\d0s\b|em\b|tis\b|twas\b|til\b|till\b|cause\b|cuz\b|bout\b|n['’\s])/i;

function canOpenHere(text: string, at: number): boolean {
  return (
    (at === 0 || BEFORE_OPENING.test(text[at - 1]!) || SINGLE.has(text[at - 1]!)) &&
    /\S/.test(text[at + 1] ?? '')
  );
}

function canCloseHere(text: string, at: number): boolean {
  return at > 0 && BEFORE_CLOSING.test(text[at - 1]!) && !/[\p{L}\p{N}]/u.test(text[at + 1] ?? '');
}

interface QuotationMark {
  readonly at: number;
  /** The mark that it stands for. */
  readonly glyph: string;
  /** How many characters it is written with. */
  readonly length: number;
}

/**
 * Quotation marks as keyboards and typesetters write them that have no others: ``TeX'', ,,low'', <<angled>>.
 */
const WRITTEN_OUT: Readonly<Record<string, string>> = {
  '``': '“',
  "''": '”',
  ',,': '„',
  '<<': '«',
  '>>': '»',
};

function readMark(text: string, at: number): QuotationMark | undefined {
  const written = WRITTEN_OUT[text.slice(at, at + 2)];
  if (written !== undefined && text[at] !== text[at + 2]) return { at, glyph: written, length: 2 };
  return DOUBLE.has(text[at]!) ? { at, glyph: text[at]!, length: 1 } : undefined;
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

/**
 * 6'2", a 15" screen: a straight mark after a number. While a quotation is open, one that leaves the closing
 * to the next mark.
 */
function isMeasureMark(
  text: string,
  mark: QuotationMark,
  open: QuotationMark | undefined,
  next: QuotationMark | undefined,
): boolean {
  if (mark.glyph !== '"' || !/\d['’]?$/.test(text.slice(Math.max(0, mark.at - 3), mark.at))) return false;
  return open
    ? open.glyph === '"' && next !== undefined && !canOpenHere(text, next.at) && canCloseHere(text, next.at)
    : true;
}

function canOpen(text: string, { at, glyph, length }: QuotationMark): boolean {
  // two characters are also a shift of bits, or two commas by mistake
  if (length > 1)
    return '“„«'.includes(glyph) && canOpenHere(text, at) && /[^\s<>]/.test(text[at + length] ?? '');
  if ('“„«‹‟'.includes(glyph)) return true;
  return (glyph === '"' || '”»›'.includes(glyph)) && canOpenHere(text, at);
}

const CLOSING_GLYPHS: Record<string, string> = {
  '“': '”"',
  '”': '”“"',
  '„': '“”‟"',
  '‟': '”"',
  '"': '"”',
  '«': '»',
  '‹': '›',
  '»': '«',
  '›': '‹',
};

/** A mark of the wrong shape closes where it stands like a closing one, unless the right one comes next. */
function canClose(
  text: string,
  mark: QuotationMark,
  open: QuotationMark,
  next: QuotationMark | undefined,
): boolean {
  const inPlace = () => canCloseHere(text, mark.at) && !(next?.glyph === '”' && canCloseHere(text, next.at));
  if (open.glyph === '“' && (mark.glyph === '“' || mark.glyph === '"')) return inPlace();
  return CLOSING_GLYPHS[open.glyph]!.includes(mark.glyph);
}

/**
 * Whether an opening mark inside an open quotation begins one within it: it is closed, and then the outer one
 * is.
 */
function isNested(open: QuotationMark, marks: readonly QuotationMark[], index: number): boolean {
  const [inner, close, outerClose] = marks.slice(index, index + 3);
  if (!inner || !close || !'”“»'.includes(close.glyph)) return false;
  if (open.glyph === '"') return inner.glyph !== '"';
  return (
    outerClose !== undefined &&
    CLOSING_GLYPHS[open.glyph]!.includes(outerClose.glyph) &&
    outerClose.glyph !== '"'
  );
}

interface QuotationScan {
  readonly closed: QuotationPart[];
  /** A quotation that is still open at the paragraph's end. */
  readonly open: QuotationPart | undefined;
}

/** `opened` and `closed`: with how many characters the marks at its ends are written. */
function createPart(
  text: string,
  paragraph: number,
  start: number,
  end: number,
  closed: number,
  opened = 1,
): QuotationPart {
  let from = start + opened;
  let to = end - closed;
  while (from < to && /\s/.test(text[from]!)) from++;
  while (to > from && /\s/.test(text[to - 1]!)) to--;
  return { paragraph, start, end, from, to };
}

/**
 * The quotations of one paragraph in double marks, straight or typographic, « » or „ “; those within a
 * quotation are left out.
 */
function scanDouble(text: string, paragraph: number): QuotationScan {
  const marks = findMarks(text);
  const closed: QuotationPart[] = [];
  let open: QuotationMark | undefined;
  let depth = 0;
  for (const [index, mark] of marks.entries()) {
    if (isMeasureMark(text, mark, open, marks[index + 1])) continue;
    if (!open) {
      if (canOpen(text, mark)) open = mark;
    } else if (depth > 0 && mark.glyph !== '"') {
      depth -= 1;
    } else if (canClose(text, mark, open, marks[index + 1])) {
      closed.push(createPart(text, paragraph, open.at, mark.at + mark.length, mark.length, open.length));
      open = undefined;
    } else if (canOpen(text, mark)) {
      if (isNested(open, marks, index)) depth += 1;
      // Its partner is missing: where it should have ended nobody can tell, so only the next one is taken.
      else open = mark;
    }
  }
  return { closed, open: open && createPart(text, paragraph, open.at, text.length, 0, open.length) };
}

const SENTENCE_PUNCTUATION = /[.,!?…”"—–]/;

function classifySingleMark(text: string, at: number): 'surely' | 'perhaps' | 'not' {
  if (!canCloseHere(text, at)) return 'not';
  const after = text[at + 1] ?? '';
  if (SENTENCE_PUNCTUATION.test(text[at - 1]!) || after === '' || /[.,;:!?)\]—–]/.test(after))
    return 'surely';
  return 'perhaps';
}

/** The same text, character for character, with the single marks of TeX as others print them: `so'. */
function normalizeTexMarks(text: string): string {
  return text.includes('`') ? text.replace(/``|''/g, '  ').replaceAll('`', '‘') : text;
}

/**
 * The quotations of one paragraph in single marks. A mark within a word, in front of an elision or after a
 * plural's s is an apostrophe.
 */
function scanSingle(text: string, paragraph: number): QuotationScan {
  const closed: QuotationPart[] = [];
  let open: number | undefined;
  let perhaps: number | undefined;
  const closePart = (at: number) => {
    closed.push(createPart(text, paragraph, open!, at + 1, 1));
    open = perhaps = undefined;
  };
  for (let at = 0; at < text.length; at++) {
    const glyph = text[at]!;
    if (!SINGLE.has(glyph)) continue;
    const opening = glyph !== '’' && canOpenHere(text, at) && !ELISION.test(text.slice(at, at + 8));
    if (open !== undefined && !opening && glyph !== '‘') {
      const closing = classifySingleMark(text, at);
      if (closing === 'surely') closePart(at);
      else if (closing === 'perhaps') perhaps = text[at - 1] === 's' ? (perhaps ?? at) : at;
      if (open !== undefined && perhaps === at && text[at - 1] !== 's') closePart(at);
    } else if (opening) {
      if (open !== undefined && perhaps !== undefined) closePart(perhaps);
      open = at;
    }
  }
  if (open !== undefined && perhaps !== undefined) closePart(perhaps);
  return { closed, open: open === undefined ? undefined : createPart(text, paragraph, open, text.length, 0) };
}

/** A dash that opens what somebody says, at the head of its paragraph. */
const OPENING_DASH = /^(?:[–—―]\s?|-\s)(?=[^\s–—―-])/;
/** The same behind the words that tell who speaks: "…, sier Berg. – Nå", "—dijo Berg—. Ahora". */
const REOPENING_DASH = /[.!?:]\s[–—―]\s?|[–—―][.,;:!?]?\s/g;
/** What ends it: a mark and the verb whose subject speaks. */
const DASH_TAG = /(?:,|(?<mark>[?!…])|\s[–—―])\s?(?<verb>\p{Ll}+(?:['’-]\p{L}+)*)(?=\s\S)/gu;
const SAYING_VERBS = new Set(wordsOf(sayings.words));

/** Where the words of a speaker end and the verb stands that tells so; undefined where none does. */
function findDashTag(
  text: string,
  from: number,
): { readonly end: number; readonly verb: number } | undefined {
  DASH_TAG.lastIndex = from;
  for (let match = DASH_TAG.exec(text); match; match = DASH_TAG.exec(text)) {
    const { mark = '', verb = '' } = match.groups!;
    const isSaid = SAYING_VERBS.has(verb) || SAYING_VERBS.has(verb.split('-')[0]!);
    if (isSaid) return { end: match.index + mark.length, verb: match.index + match[0].length };
  }
  return undefined;
}

/**
 * What is said behind a dash, as most languages but English print it: "– Vi har ventet lenge nok, sier Klara
 * Berg." A paragraph that tells of nobody who says so is an item of a list, or goes on with a talk whose
 * turns are told by the order alone: it is no quotation.
 */
function scanDashes(text: string, paragraph: number): QuotationPart[] {
  const found: QuotationPart[] = [];
  let opening = OPENING_DASH.exec(text);
  while (opening) {
    const start = opening.index + opening[0].search(/[–—―-]/);
    const tag = findDashTag(text, opening.index + opening[0].length);
    if (!tag && found.length === 0) return [];
    found.push(
      createPart(
        text,
        paragraph,
        start,
        tag?.end ?? text.length,
        0,
        opening.index + opening[0].length - start,
      ),
    );
    REOPENING_DASH.lastIndex = tag?.verb ?? text.length;
    opening = REOPENING_DASH.exec(text);
  }
  return found;
}

/** The quotations of a paragraph behind dashes and those in marks outside them. */
function mergeDashes(text: string, paragraph: number, { closed, open }: QuotationScan): QuotationScan {
  const dashes = scanDashes(text, paragraph);
  if (dashes.length === 0) return { closed, open };
  const others = excludeOverlaps(closed, dashes).filter(
    ({ start, end }) => !dashes.some(dash => start < dash.end && dash.start < end),
  );
  return { closed: [...dashes, ...others].toSorted((a, b) => a.start - b.start), open: undefined };
}

/** “WALLACE: Let's begin”: in a transcript every turn is a quotation of its own. */
export const TRANSCRIPT_LABEL = /^[“"„«‘']?(\p{Lu}[\p{Lu}.'’-]*(?: \p{Lu}[\p{Lu}.'’-]*){0,3}):\s/u;

/**
 * Joins what is reopened in paragraph after paragraph and closed in the last. What is never closed runs to
 * the end of its paragraph, but a single mark that is never closed is an apostrophe.
 */
function joinParts(texts: readonly string[], scans: readonly QuotationScan[], single: boolean): Quotation[] {
  const quotations: { parts: QuotationPart[] }[] = [];
  let running: { parts: QuotationPart[] } | undefined;
  const glyph = (part: QuotationPart) => texts[part.paragraph]![part.start]!;
  for (const { closed, open } of scans) {
    const first = closed[0] ?? open;
    const continues =
      running &&
      first &&
      first.start === 0 &&
      glyph(first) === glyph(running.parts.at(-1)!) &&
      !TRANSCRIPT_LABEL.test(texts[first.paragraph]!);
    for (const piece of open ? [...closed, open] : closed) {
      if (piece === first && continues) running!.parts.push(piece);
      else if (!single || piece !== open || piece.start === 0) quotations.push({ parts: [piece] });
    }
    running = open ? (open === first && continues ? running : quotations.at(-1)) : undefined;
    if (running && open && running.parts.at(-1) !== open) running = undefined;
  }
  return single
    ? quotations.filter(
        ({ parts }) => parts.length > 1 || glyph(parts[0]!) !== texts[parts[0]!.paragraph]![parts[0]!.end],
      )
    : quotations;
}

/** Without those that hold no word. */
function keepWorded(text: string, { closed, open }: QuotationScan): QuotationScan {
  const hasWord = ({ from, to }: QuotationPart) => /[\p{L}\p{N}]/u.test(text.slice(from, to));
  return { closed: closed.filter(hasWord), open: open && hasWord(open) ? open : undefined };
}

function countWords(text: string, { from, to }: QuotationPart): number {
  return text.slice(from, to).split(/\s+/).length;
}

/** Those parts that stand in none of the others; both in the order of the text. */
function excludeOverlaps(parts: readonly QuotationPart[], others: readonly QuotationPart[]): QuotationPart[] {
  let next = 0;
  return parts.filter(({ start, end }) => {
    while (next < others.length && others[next]!.end <= start) next++;
    const other = others[next];
    return !(other && other.start < start && end < other.end);
  });
}

/**
 * The article's outer marks are single (British style) if more quotations of some length stand in single
 * marks outside double ones than in double marks outside single ones.
 */
function isBritishStyle(
  texts: readonly string[],
  double: readonly QuotationScan[],
  single: readonly QuotationScan[],
): boolean {
  let balance = 0;
  for (const [index, text] of texts.entries()) {
    const { closed, open } = double[index]!;
    const inDouble = open ? [...closed, open] : closed;
    const inSingle = single[index]!.closed;
    balance +=
      excludeOverlaps(inSingle, inDouble).filter(part => countWords(text, part) >= 4).length -
      excludeOverlaps(inDouble, inSingle).length;
  }
  return balance > 0;
}

/**
 * Every quoted string in the order of the text, in the article's own style of marks. What is quoted within a
 * quotation is part of it. What is said behind a dash is one too. Apostrophes and the marks of feet and
 * inches are none. Linear in the text's length.
 */
export function findQuotations(texts: readonly string[]): Quotation[] {
  const double = texts.map((text, paragraph) => keepWorded(text, scanDouble(text, paragraph)));
  const single = texts.map((text, paragraph) =>
    keepWorded(text, scanSingle(normalizeTexMarks(text), paragraph)),
  );
  const british = isBritishStyle(texts, double, single);
  const marked = british ? single : double;
  // in English a dash at the head of a paragraph opens an item of a list
  const scans = isPlainlyEnglish(sampleTexts(texts))
    ? marked
    : marked.map((scan, at) => mergeDashes(texts[at]!, at, scan));
  return joinParts(texts, scans, british);
}
