import lexicon from './lexicons/written-words.json' with { type: 'json' };
import { getReadingLanguage } from './stems.ts';

/* Words that only their capitals, accents, hyphens or article tell apart: "us" and "US", "few" and "a few". */

const ACRONYMS = new Set(lexicon.acronyms.words.map(word => word.toLowerCase()));
const CAPITALS = new Set(lexicon.capitals.words);
const ACCENTED = new Set(lexicon.accents.words);

const removeAccents = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '');

interface Written {
  readonly text: string;
  readonly lower: string;
  readonly plain: string;
  /** Whether it stands where every word has a capital. */
  readonly isFirst: boolean;
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const OPENING = /(?:^|[.!?:…][”"’»“]?\s*|[“"„«‘]\s*)$/u;
/** How many characters before a word tell whether it begins a sentence. */
const MAX_OPENING = 8;

const readWritten = (text: string): Written[] =>
  [...text.matchAll(WORD)].map(({ 0: word, index }) => {
    const lower = word.toLowerCase();
    const before = text.slice(Math.max(0, index - MAX_OPENING), index);
    const isFirst = index < MAX_OPENING ? OPENING.test(before) : OPENING.test(`-${before}`);
    return { text: word, lower, plain: removeAccents(lower), isFirst };
  });

/** Whether the capitals of a text say nothing: it has none, or nothing else. */
const isUniform = (words: readonly Written[]) =>
  words.every(({ text, lower }) => text === lower) ||
  words.every(({ text }) => /^(?:\p{Lu}|\p{N}|\p{L}{1,3}$)/u.test(text));

const isAcronym = ({ text }: Written) => text.length > 1 && text === text.toUpperCase();

/** Whether two words that differ in their capitals alone are different words. */
function differInCapitals(one: Written, other: Written): boolean {
  if (isAcronym(one) !== isAcronym(other)) return ACRONYMS.has(one.lower);
  if (one.isFirst || other.isFirst) return false;
  const isOther = /^\p{Lu}/u.test(one.text) !== /^\p{Lu}/u.test(other.text);
  return isOther && (getReadingLanguage() === 'deu' || CAPITALS.has(one.lower));
}

const differInAccents = (one: Written, other: Written) =>
  one.lower !== other.lower && (ACCENTED.has(one.lower) || ACCENTED.has(other.lower));

/** Words with a hyphen within, in lower case: "man-eating". Of more than two parts they are never two words. */
const HYPHENATED = /(?<![-‐‑\p{L}])\p{L}+[-‐‑]\p{L}+(?![-‐‑\p{L}])/gu;
const HYPHEN = /[-‐‑]/g;

const listHyphenated = (text: string) =>
  [...text.matchAll(HYPHENATED)].map(([word]) => word.replaceAll(HYPHEN, '-'));

/** Whether one text has a word with a hyphen that the other has without it: "re-sign" and "resign". */
function differInHyphens(one: string, other: string): boolean {
  const given = new Set(listHyphenated(other));
  const padded = ` ${[...other.matchAll(WORD)].join(' ')} `;
  return listHyphenated(one).some(
    word =>
      !given.has(word) &&
      [' ', ''].some(joint => padded.includes(` ${word.replaceAll('-', joint)} `) && !other.includes(word)),
  );
}

/** "A few" are some, and "few" next to none; so are "a little" and "little" where they stand alone. */
const SMALL = /\b(?:a )?(?:few\b|little(?= (?:is|was|of|has|had|can|could|will)\b))/g;

function differInSmall(one: string, other: string): boolean {
  const [wanted, given] = [one, other].map(text => [...text.matchAll(SMALL)].map(([words]) => words));
  return (given?.length ?? 0) > 0 && (wanted ?? []).some(words => !given?.includes(words));
}

/** Whether a statement has a word of a sentence as another word, by its capitals, accents or hyphens. */
export function writesOtherWord(statement: string, sentence: string): boolean {
  const [wanted, given] = [readWritten(statement), readWritten(sentence)];
  const [lower, other] = [statement.toLowerCase(), sentence.toLowerCase()];
  if (differInHyphens(lower, other) || differInHyphens(other, lower)) return true;
  if (differInSmall(lower, other)) return true;
  const byPlain = Map.groupBy(given, ({ plain }) => plain);
  const isCapitalFree = isUniform(wanted) || isUniform(given);
  return wanted.some(word => {
    const same = byPlain.get(word.plain) ?? [];
    if (same.length === 0 || same.some(({ text }) => text === word.text)) return false;
    return same.every(each =>
      each.lower === word.lower
        ? !isCapitalFree && differInCapitals(word, each)
        : differInAccents(word, each),
    );
  });
}
