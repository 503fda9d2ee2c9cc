/** The marks around a quotation. */
type MarkPair = readonly [open: string, close: string];

/**
 * What a browser draws around `<q>`, outer and inner, by language: as CLDR ("Delimiters") has it, in the
 * order opening, closing, opening, closing.
 */
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

/** A language tag (BCP 47) is read up to so many characters. */
const MAX_TAG = 35;

/**
 * The marks of a quotation so many levels deep (from 0) in a text of a language (a BCP 47 tag; English where
 * there is none or it is not known).
 */
function quotationMarksOf(language: string | null | undefined, depth: number): MarkPair {
  const [primary = '', ...rest] = (language ?? '').trim().slice(0, MAX_TAG).split(/[-_]/);
  const base = primary.toLowerCase();
  const region = rest.at(-1)?.toUpperCase();
  const isTraditional = base === 'zh' && /hant/i.test(rest.join());
  const marks = MARKS.get(isTraditional ? 'zh-TW' : `${base}-${region}`) ?? MARKS.get(base) ?? ENGLISH_MARKS;
  const from = depth % 2 === 0 ? 0 : 2;
  return [marks.charAt(from), marks.charAt(from + 1)];
}

/** A quotation that is open; `close` is null where its marks are typed. */
interface OpenQuotation {
  readonly marks: MarkPair;
  close: string | null;
}

/** A text on its way, with the quotations that are open in it. */
interface QuotingText {
  text: string;
  /** The end of what was written and seen, empty at the beginning and behind a mark that was drawn here. */
  lastTyped: string;
  isBlank: boolean;
  readonly open: OpenQuotation[];
  /** Of these, so many have their opening mark. */
  begun: number;
}

/** Draws the opening marks that are due, before the character `next`. */
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

/** Writes a text piece by piece, with quotation marks around what `<q>` holds. */
interface QuotingWriter {
  write(piece: string): void;
  /** Begins a quotation in a text of this language (a BCP 47 tag). */
  beginQuotation(language: string | null | undefined): void;
  /** Returns the closing mark where the text that it belongs to has been taken, else an empty text. */
  endQuotation(): string;
  /** The text since it was last taken. */
  take(): string;
}

/**
 * Writes a text from its pieces with the marks that belong around `<q>`. A quotation of nothing gets none,
 * and one whose marks are typed in or just before it gets no second ones.
 */
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
