import lists from './lexicons/english-numbers.json' with { type: 'json' };

/** A number in a text, in digits or words. */
export interface StatedNumber {
  /** The digits or words as written: "Twenty-one". */
  readonly text: string;
  readonly value: number;
  /** The offset of `text`. */
  readonly start: number;
}

/** Whether a number as written in a text is an ordinal: "21st", "fourth". */
export const isOrdinal = (text: string): boolean => /(?:\d(?:st|nd|rd)|first|second|third|th)$/i.test(text);

/** Whether a number as written in a text is a year, from 1500 to 2099. */
export const isYear = (text: string): boolean => /^(?:1[5-9]|20)\d\d$/.test(text);

// the values of these words follow from their positions in the lists
const UNITS = new Map(lists.units.words.map((word, value) => [word, value]));
const ORDINALS = new Map(lists.ordinals.words.map((word, value) => [word, value]));
const TENS = new Map(lists.tens.words.map((word, at) => [word, 20 + at * 10]));
const OTHER_WORDS = new Map([
  ['twice', 2],
  ['double', 2],
  ['thrice', 3],
  ['triple', 3],
  ['dozen', 12],
  ['twentieth', 20],
  ['thirtieth', 30],
  ['half', 0.5],
]);
const SCALES = new Map([
  ['hundred', 100],
  ['thousand', 1e3],
  ['k', 1e3],
  ['million', 1e6],
  ['m', 1e6],
  ['mn', 1e6],
  ['billion', 1e9],
  ['bn', 1e9],
  ['b', 1e9],
  ['trillion', 1e12],
  ['tn', 1e12],
]);

/** A number in digits, with commas between thousands and a point before decimals, or a word. */
const PIECE = /\p{N}+(?:,\p{N}{3})*(?:\.\p{N}+)?|\p{L}+/gu;

/** The value of a piece that can begin a number, or undefined. */
function parsePiece(piece: string): number | undefined {
  if (/^\p{N}/u.test(piece)) return Number(piece.replaceAll(',', ''));
  return UNITS.get(piece) ?? TENS.get(piece) ?? ORDINALS.get(piece) ?? OTHER_WORDS.get(piece);
}

/** A number that the next piece may continue. */
interface OpenNumber {
  start: number;
  end: number;
  value: number;
}

/** The value of a number and the next piece: `twenty` and `one`, `five` and `million`; else undefined. */
function combinePiece(open: OpenNumber, piece: string, gap: string): number | undefined {
  if (!/^[\s-]?$/.test(gap)) return undefined;
  const scale = SCALES.get(piece);
  if (scale !== undefined && (piece.length > 2 || gap === '')) return open.value * scale;
  const unit = UNITS.get(piece) ?? ORDINALS.get(piece);
  const areTens = open.value >= 20 && open.value < 100 && open.value % 10 === 0;
  return areTens && unit !== undefined && unit > 0 && unit < 10 ? open.value + unit : undefined;
}

/** The numbers of an English text in order: `1,200`, `0.5`, `twenty-one`, `third`, `$5bn`, `two million`. */
export function extractEnglishNumbers(text: string): StatedNumber[] {
  const found: OpenNumber[] = [];
  let open: OpenNumber | undefined;
  for (const match of text.toLowerCase().matchAll(PIECE)) {
    const [piece] = match;
    const end = match.index + piece.length;
    const more = open && combinePiece(open, piece, text.slice(open.end, match.index));
    if (open && more !== undefined) {
      open.value = more;
      open.end = end;
      continue;
    }
    const value = parsePiece(piece);
    open = value === undefined ? undefined : { start: match.index, end, value };
    if (open) found.push(open);
  }
  return found.map(({ start, end, value }) => ({ text: text.slice(start, end), value, start }));
}
