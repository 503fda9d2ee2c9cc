/** The marks around a quotation. */
type MarkPair = readonly [open: string, close: string];

/** The marks that browsers draw around `<q>` by language, as in CLDR: outer pair, inner pair. */
const MARKS: ReadonlyMap<string, string> = new Map([
  ['bg', '„“’’'],
  ['cs', '„“‚‘'],
  ['da', '“”‘’'],
  ['de', '„“‚‘'],
  ['de-CH', '«»‹›'],
  ['el', '«»“”'],
  ['es', '«»“”'],
  ['et', '„“«»'],
  ['fi', '””’’'],
  ['fr', '«»“”'],
  ['fr-CH', '«»‹›'],
  ['hr', '„“‘’'],
  ['hu', '„”»«'],
  ['it', '«»“”'],
  ['ja', '「」『』'],
  ['lt', '„“„“'],
  ['lv', '“”‘’'],
  ['nb', '«»‘’'],
  ['nn', '«»‘’'],
  ['no', '«»‘’'],
  ['pl', '„”«»'],
  ['ro', '„”«»'],
  ['ru', '«»„“'],
  ['sk', '„“‚‘'],
  ['sl', '„“‚‘'],
  ['sr', '„“‘’'],
  ['sv', '””’’'],
  ['uk', '«»„“'],
  ['zh-HK', '「」『』'],
  ['zh-TW', '「」『』'],
]);
const ENGLISH_MARKS = '“”‘’';
const ANY_MARK = /^["'“”„‟«»‹›‘’‚‛「」『』＂]$/;
const OPENING_MARK = /["“„«‹‘‚「『]$/;

/** How many characters of a language tag (BCP 47) are read. */
const MAX_TAG = 35;

/** The marks of a quotation at a depth (from 0), by BCP 47 tag; English if absent or unknown. */
function quotationMarksOf(language: string | null | undefined, depth: number): MarkPair {
  const [primary = '', ...rest] = (language ?? '').trim().slice(0, MAX_TAG).split(/[-_]/);
  const base = primary.toLowerCase();
  const region = rest.at(-1)?.toUpperCase();
  const isTraditional = base === 'zh' && /hant/i.test(rest.join());
  const marks = MARKS.get(isTraditional ? 'zh-TW' : `${base}-${region}`) ?? MARKS.get(base) ?? ENGLISH_MARKS;
  const from = depth % 2 === 0 ? 0 : 2;
  return [marks.charAt(from), marks.charAt(from + 1)];
}

/** An open quotation; `close` is null if its marks are typed in the text. */
interface OpenQuotation {
  readonly marks: MarkPair;
  close: string | null;
}

/** A text being written, with its open quotations. */
interface QuotingText {
  text: string;
  /** The end of the last visible input; empty at the start and after a mark drawn here. */
  lastTyped: string;
  isBlank: boolean;
  readonly open: OpenQuotation[];
  /** The number of open quotations whose opening mark has been written. */
  begun: number;
}

/** Draws the pending opening marks before the character `next`. */
function drawOpening(quoting: QuotingText, next: string): void {
  const { open } = quoting;
  for (const [offset, quotation] of open.slice(quoting.begun).entries()) {
    const isInnermost = quoting.begun + offset === open.length - 1;
    const isTyped = OPENING_MARK.test(quoting.lastTyped) || (isInnermost && ANY_MARK.test(next));
    quoting.lastTyped = '';
    if (isTyped) continue;
    quoting.text += quotation.marks[0];
    quotation.close = quotation.marks[1];
  }
  quoting.begun = open.length;
}

function writePiece(quoting: QuotingText, piece: string): void {
  const seen = piece.trim();
  if (seen !== '') {
    drawOpening(quoting, seen.charAt(0));
    quoting.lastTyped = seen.slice(-2);
    quoting.isBlank = false;
  }
  quoting.text += piece;
}

function endQuotation(quoting: QuotingText): string {
  const close = quoting.open.pop()?.close ?? '';
  quoting.begun = Math.min(quoting.begun, quoting.open.length);
  if (quoting.isBlank) return close;
  quoting.text += close;
  if (close !== '') quoting.lastTyped = '';
  return '';
}

/** Writes a text piece by piece, with quotation marks around the content of `<q>`. */
interface QuotingWriter {
  write(piece: string): void;
  /** Begins a quotation in a text in this language (a BCP 47 tag). */
  beginQuotation(language: string | null | undefined): void;
  /** Ends a quotation; returns its closing mark if its text was taken already, else an empty string. */
  endQuotation(): string;
  /** Takes the text written since it was last taken. */
  take(): string;
}

/** Creates a writer of `<q>`'s marks; none for empty quotations or those with marks typed already. */
export function createQuotingWriter(): QuotingWriter {
  const quoting: QuotingText = { text: '', lastTyped: '', isBlank: true, open: [], begun: 0 };
  return {
    write: piece => writePiece(quoting, piece),
    beginQuotation: language => {
      quoting.open.push({ marks: quotationMarksOf(language, quoting.open.length), close: null });
    },
    endQuotation: () => endQuotation(quoting),
    take: () => {
      const { text } = quoting;
      Object.assign(quoting, { text: '', lastTyped: '', isBlank: true });
      return text;
    },
  };
}
