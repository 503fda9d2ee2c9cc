/** A number that a text gives, in digits or words, with the words it stands in. */
export interface StatedNumber {
  readonly text: string;
  readonly value: number;
  readonly start: number;
}

const UNITS = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value]),
);
const ORDINALS = new Map(
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth'
    .split(' ')
    .map((word, value) => [word, value]),
);
const TENS = new Map(
  'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, at) => [word, 20 + at * 10]),
);
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

const PIECE = /\p{N}+(?:,\p{N}{3})*(?:\.\p{N}+)?|\p{L}+/gu;

function parsePiece(piece: string): number | undefined {
  if (/^\p{N}/u.test(piece)) return Number(piece.replaceAll(',', ''));
  return UNITS.get(piece) ?? TENS.get(piece) ?? ORDINALS.get(piece) ?? OTHER_WORDS.get(piece);
}

interface OpenNumber {
  start: number;
  end: number;
  value: number;
}

/**
 * `twenty` and `one`, `five` and `million`: what the next piece makes of the number before it, or undefined.
 */
function combinePiece(open: OpenNumber, piece: string, gap: string): number | undefined {
  if (!/^[\s-]?$/.test(gap)) return undefined;
  const scale = SCALES.get(piece);
  if (scale !== undefined && (piece.length > 2 || gap === '')) return open.value * scale;
  const unit = UNITS.get(piece) ?? ORDINALS.get(piece);
  const tens = open.value >= 20 && open.value < 100 && open.value % 10 === 0;
  return tens && unit !== undefined && unit > 0 && unit < 10 ? open.value + unit : undefined;
}

/**
 * The numbers of a text in order: `1,200`, `0.5`, `twenty-one`, `third`, `$5bn`, `two million`. Not "one",
 * which is mostly a pronoun.
 */
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
