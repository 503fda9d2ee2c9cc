/** A part of a quotation within one paragraph (`paragraph` counts from 0): the marks stand in `start..end`, the words in `from..to`. */
export interface Part {
  readonly paragraph: number;
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/** A quoted string: one part, or one for each paragraph where it is reopened. */
export interface Quotation {
  readonly parts: readonly Part[];
}

const SINGLE = new Set("‘’‚‛'");
const DOUBLE = new Set('“”„‟"«»‹›');
const BEFORE_OPENING = /[\s([{—–\-/…]/;
const BEFORE_CLOSING = /[^\s([{—–-]/;
/** 'em, ’90s, ’tis: an apostrophe in front of a word. */
const ELISION = /^['’‘](?:\d0s\b|em\b|tis\b|twas\b|til\b|till\b|cause\b|cuz\b|bout\b|n['’\s])/i;

function opensHere(text: string, at: number): boolean {
  return (at === 0 || BEFORE_OPENING.test(text[at - 1]!) || SINGLE.has(text[at - 1]!)) && /\S/.test(text[at + 1] ?? '');
}

function closesHere(text: string, at: number): boolean {
  return at > 0 && BEFORE_CLOSING.test(text[at - 1]!) && !/[\p{L}\p{N}]/u.test(text[at + 1] ?? '');
}

interface Mark {
  readonly at: number;
  readonly glyph: string;
}

function marksOf(text: string): Mark[] {
  const found: Mark[] = [];
  for (let at = 0; at < text.length; at++) if (DOUBLE.has(text[at]!)) found.push({ at, glyph: text[at]! });
  return found;
}

/** 6'2", a 15" screen: a straight mark after a number. While a quotation is open, one that leaves the closing to the next mark. */
function isMeasure(text: string, mark: Mark, open: Mark | undefined, next: Mark | undefined): boolean {
  if (mark.glyph !== '"' || !/\d['’]?$/.test(text.slice(Math.max(0, mark.at - 3), mark.at))) return false;
  return open ? open.glyph === '"' && next !== undefined && !opensHere(text, next.at) && closesHere(text, next.at) : true;
}

function canOpen(text: string, { at, glyph }: Mark): boolean {
  if ('“„«‹‟'.includes(glyph)) return true;
  return (glyph === '"' || '”»›'.includes(glyph)) && opensHere(text, at);
}

const CLOSED_BY: Record<string, string> = {
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
function canClose(text: string, mark: Mark, open: Mark, next: Mark | undefined): boolean {
  const inPlace = () => closesHere(text, mark.at) && !(next?.glyph === '”' && closesHere(text, next.at));
  if (open.glyph === '“' && (mark.glyph === '“' || mark.glyph === '"')) return inPlace();
  return CLOSED_BY[open.glyph]!.includes(mark.glyph);
}

/** Whether an opening mark inside an open quotation begins one within it: it is closed, and then the outer one is. */
function isNested(open: Mark, marks: readonly Mark[], index: number): boolean {
  const [inner, close, outerClose] = marks.slice(index, index + 3);
  if (!inner || !close || !'”“»'.includes(close.glyph)) return false;
  if (open.glyph === '"') return inner.glyph !== '"';
  return outerClose !== undefined && CLOSED_BY[open.glyph]!.includes(outerClose.glyph) && outerClose.glyph !== '"';
}

interface Scan {
  readonly closed: Part[];
  /** A quotation that is still open at the paragraph's end. */
  readonly open: Part | undefined;
}

function part(text: string, paragraph: number, start: number, end: number, closed: number): Part {
  let from = start + 1;
  let to = end - closed;
  while (from < to && /\s/.test(text[from]!)) from++;
  while (to > from && /\s/.test(text[to - 1]!)) to--;
  return { paragraph, start, end, from, to };
}

/** The quotations of one paragraph in double marks, straight or typographic, « » or „ “; those within a quotation are left out. */
function scanDouble(text: string, paragraph: number): Scan {
  const marks = marksOf(text);
  const closed: Part[] = [];
  let open: Mark | undefined;
  let depth = 0;
  for (const [index, mark] of marks.entries()) {
    if (isMeasure(text, mark, open, marks[index + 1])) continue;
    if (!open) {
      if (canOpen(text, mark)) open = mark;
    } else if (depth > 0 && mark.glyph !== '"') {
      depth -= 1;
    } else if (canClose(text, mark, open, marks[index + 1])) {
      closed.push(part(text, paragraph, open.at, mark.at + 1, 1));
      open = undefined;
    } else if (canOpen(text, mark)) {
      if (isNested(open, marks, index)) depth += 1;
      // Its partner is missing: where it should have ended nobody can tell, so only the next one is taken.
      else open = mark;
    }
  }
  return { closed, open: open && part(text, paragraph, open.at, text.length, 0) };
}

const SENTENCE_PUNCTUATION = /[.,!?…”"—–]/;

function closesSingle(text: string, at: number): 'surely' | 'perhaps' | 'not' {
  if (!closesHere(text, at)) return 'not';
  const after = text[at + 1] ?? '';
  if (SENTENCE_PUNCTUATION.test(text[at - 1]!) || after === '' || /[.,;:!?)\]—–]/.test(after)) return 'surely';
  return 'perhaps';
}

/** The quotations of one paragraph in single marks. A mark within a word, in front of an elision or after a plural's s is an apostrophe. */
function scanSingle(text: string, paragraph: number): Scan {
  const closed: Part[] = [];
  let open: number | undefined;
  let perhaps: number | undefined;
  const close = (at: number) => {
    closed.push(part(text, paragraph, open!, at + 1, 1));
    open = perhaps = undefined;
  };
  for (let at = 0; at < text.length; at++) {
    const glyph = text[at]!;
    if (!SINGLE.has(glyph)) continue;
    const opening = glyph !== '’' && opensHere(text, at) && !ELISION.test(text.slice(at, at + 8));
    if (open !== undefined && !opening && glyph !== '‘') {
      const closing = closesSingle(text, at);
      if (closing === 'surely') close(at);
      else if (closing === 'perhaps') perhaps = text[at - 1] === 's' ? (perhaps ?? at) : at;
      if (open !== undefined && perhaps === at && text[at - 1] !== 's') close(at);
    } else if (opening) {
      if (open !== undefined && perhaps !== undefined) close(perhaps);
      open = at;
    }
  }
  if (open !== undefined && perhaps !== undefined) close(perhaps);
  return { closed, open: open === undefined ? undefined : part(text, paragraph, open, text.length, 0) };
}

/** “WALLACE: Let's begin”: in a transcript every turn is a quotation of its own. */
export const TRANSCRIPT = /^[“"„«‘']?(\p{Lu}[\p{Lu}.'’-]*(?: \p{Lu}[\p{Lu}.'’-]*){0,3}):\s/u;

/**
 * Joins what is reopened in paragraph after paragraph and closed in the last. What is never closed runs to the end of its paragraph,
 * but a single mark that is never closed is an apostrophe.
 */
function join(texts: readonly string[], scans: readonly Scan[], single: boolean): Quotation[] {
  const quotations: { parts: Part[] }[] = [];
  let running: { parts: Part[] } | undefined;
  const glyph = (part: Part) => texts[part.paragraph]![part.start]!;
  for (const { closed, open } of scans) {
    const first = closed[0] ?? open;
    const continues =
      running &&
      first &&
      first.start === 0 &&
      glyph(first) === glyph(running.parts.at(-1)!) &&
      !TRANSCRIPT.test(texts[first.paragraph]!);
    for (const piece of open ? [...closed, open] : closed) {
      if (piece === first && continues) running!.parts.push(piece);
      else if (!single || piece !== open || piece.start === 0) quotations.push({ parts: [piece] });
    }
    running = open ? (open === first && continues ? running : quotations.at(-1)) : undefined;
    if (running && open && running.parts.at(-1) !== open) running = undefined;
  }
  return single
    ? quotations.filter(({ parts }) => parts.length > 1 || glyph(parts[0]!) !== texts[parts[0]!.paragraph]![parts[0]!.end])
    : quotations;
}

/** Without those that hold no word. */
function worded(text: string, { closed, open }: Scan): Scan {
  const holdsWord = ({ from, to }: Part) => /[\p{L}\p{N}]/u.test(text.slice(from, to));
  return { closed: closed.filter(holdsWord), open: open && holdsWord(open) ? open : undefined };
}

function wordCount(text: string, { from, to }: Part): number {
  return text.slice(from, to).split(/\s+/).length;
}

/** Those parts that stand in none of the others; both in the order of the text. */
function outside(parts: readonly Part[], others: readonly Part[]): Part[] {
  let next = 0;
  return parts.filter(({ start, end }) => {
    while (next < others.length && others[next]!.end <= start) next++;
    const other = others[next];
    return !(other && other.start < start && end < other.end);
  });
}

/**
 * The article's outer marks are single (British style) if more quotations of some length stand in single marks outside double ones
 * than in double marks outside single ones.
 */
function isBritish(texts: readonly string[], double: readonly Scan[], single: readonly Scan[]): boolean {
  let balance = 0;
  for (const [index, text] of texts.entries()) {
    const { closed, open } = double[index]!;
    const inDouble = open ? [...closed, open] : closed;
    const inSingle = single[index]!.closed;
    balance += outside(inSingle, inDouble).filter(part => wordCount(text, part) >= 4).length - outside(inDouble, inSingle).length;
  }
  return balance > 0;
}

/**
 * Every quoted string in the order of the text, in the article's own style of marks. What is quoted within a quotation is part of
 * it. Apostrophes and the marks of feet and inches are none. Linear in the text's length.
 */
export function quotations(texts: readonly string[]): Quotation[] {
  const double = texts.map((text, paragraph) => worded(text, scanDouble(text, paragraph)));
  const single = texts.map((text, paragraph) => worded(text, scanSingle(text, paragraph)));
  const british = isBritish(texts, double, single);
  return join(texts, british ? single : double, british);
}
