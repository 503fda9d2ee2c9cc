import lexicon from './lexicons/currencies.json' with { type: 'json' };
import { extractEnglishNumbers, type StatedNumber } from './numbers.ts';
import { createWordTest } from './word-lists.ts';

/** A number in a text with what stands beside it and changes what it means. */
export interface Quantity extends StatedNumber {
  /** The sign of its currency, whether a sign, a code or a word stands beside it: "£"; or "°C" or "°F"; or null. */
  readonly currency: string | null;
  /** A minus, "<", "~" or the like directly before it; or empty. */
  readonly sign: string;
  /** All of it as written: "£3 million", "3 million pounds", "-5". */
  readonly written: string;
  /** The offset of `written`. */
  readonly from: number;
}

const CURRENCIES = new Map(
  Object.entries(lexicon.words).flatMap(([sign, names]) => [
    [sign, sign] as const,
    ...names.map(name => [name, sign] as const),
  ]),
);

/** Whether a word in lowercase names a currency or a coin: "pounds", "eur". */
export const isCurrency = createWordTest(lexicon.words);

/** How many characters beside a number may hold its sign and its currency. */
const REACH = 16;

const BEFORE =
  /(?:(?<!\p{L})(?<code>[A-Z]{3})\s?|(?<land>(?<!\p{L})(?:AU?|CA?|NZ|HK|S))?(?<symbol>\p{Sc})\s?)$/u;
const BEHIND =
  /^(?:\s?(?<degrees>°\s?[CF])(?!\p{L})|\s?(?<symbol>\p{Sc})|[\s-]?(?<name>\p{L}+)(?![\p{L}\p{N}]))/u;
/** A sign that no word or number precedes: "5-10" is a range. */
const SIGN = /(?:^|[\s(])(?<sign>[-−–+<>≤≥~≈±])$/u;

const signOf = (before: string): string => {
  const sign = SIGN.exec(before)?.groups?.sign ?? '';
  return /[-−–]/.test(sign) ? '-' : sign === '+' ? '' : sign;
};

function readQuantity(text: string, number: StatedNumber): Quantity {
  const end = number.start + number.text.length;
  const before = text.slice(Math.max(0, number.start - REACH), number.start);
  const ahead = BEFORE.exec(before);
  const behind = BEHIND.exec(text.slice(end, end + REACH));
  // the dollars of a land are other dollars: "A$" or "AU$"
  const land = ahead?.groups?.land?.replace(/^(?:AU|CA)$/, name => name.charAt(0)) ?? '';
  const sum = CURRENCIES.get(ahead?.groups?.symbol ?? ahead?.groups?.code?.toLowerCase() ?? '');
  const first = sum === undefined ? undefined : land + sum;
  const degrees = behind?.groups?.degrees?.replace(/\s/, '');
  const last = degrees ?? CURRENCIES.get(behind?.groups?.symbol ?? behind?.groups?.name?.toLowerCase() ?? '');
  const isAhead = first !== undefined;
  const from = number.start - (isAhead ? (ahead?.[0].length ?? 0) : 0);
  const to = !isAhead && last !== undefined ? end + (behind?.[0].length ?? 0) : end;
  return {
    ...number,
    currency: first ?? last ?? null,
    sign: signOf(text.slice(Math.max(0, from - 2), from)),
    written: text.slice(from, to),
    from,
  };
}

/** The numbers of an English text in order, with their signs and currencies. */
export const extractQuantities = (text: string): Quantity[] =>
  extractEnglishNumbers(text).map(number => readQuantity(text, number));

const isAlike = (one: Quantity, other: Quantity) =>
  one.currency === other.currency && one.sign === other.sign;

/**
 * The first quantity of a claim whose number a text has only with another currency or sign, or, if that counts too,
 * with one of them alone: "$3 million" for "£3 million", "5" for "-5"; with the text's.
 */
export function findOtherQuantity(
  claim: string,
  given: readonly Quantity[],
  { isStrict }: { readonly isStrict: boolean },
): { readonly claimed: Quantity; readonly given: Quantity } | null {
  for (const claimed of extractQuantities(claim)) {
    const same = given.filter(({ value }) => value === claimed.value);
    const [other] = same;
    if (!other || same.some(each => isAlike(claimed, each))) continue;
    const differs = (each: Quantity) =>
      each.sign !== claimed.sign || (each.currency !== null && claimed.currency !== null);
    if (isStrict || same.every(differs)) return { claimed, given: other };
  }
  return null;
}

/** A claim with its sums of money written as a text writes them: "£3 million" for "3 million pounds" or "£3m". */
export function writeSumsAs(claim: string, given: readonly Quantity[]): string {
  let written = '';
  let at = 0;
  for (const claimed of extractQuantities(claim)) {
    const same = given.find(each => each.value === claimed.value && isAlike(claimed, each));
    if (claimed.currency === null || !same || claimed.from < at) continue;
    written += claim.slice(at, claimed.from) + same.written;
    at = claimed.from + claimed.written.length;
  }
  return written + claim.slice(at);
}
