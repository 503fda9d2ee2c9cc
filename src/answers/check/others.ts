import { areAntonyms, areOppositeDerivations } from '../../language/antonyms.ts';
import { areOpposites } from '../../language/thesaurus.ts';
import { elementAt } from '../../lists.ts';
import { isSupported, type Link } from './alignment.ts';
import { type Comparison, type Conflict, findNeighbors, lookAround, REACH, shareOf } from './comparison.ts';
import { hasNegationBefore } from './denials.ts';
import {
  hasSameVerb,
  isCountFramed,
  isElsewhereInClaim,
  isFramed,
  isListed,
  isOfSomethingElse,
  isOfThatNumber,
  isOfWhole,
} from './number-bindings.ts';
import { isContent, type ReadWord } from './reading.ts';
import { areDifferentCountries, areExclusive, isShortForm, isUnit, relateWords } from './relations.ts';

/** Below this share of the claim's words in the sentence, the claim is about something else. */
const MIN_SHARE = 0.5;
/** The share required for less certain conflicts. */
const MIN_CLOSE_SHARE = 0.7;
/** How many of the claim's words must be supported nearby for these. */
const CLOSE_COUNT = 3;

/** A pair of mutually exclusive words, with their surroundings. */
interface Pair extends ReturnType<typeof lookAround> {
  readonly link: Link;
  readonly word: ReadWord;
  readonly given: ReadWord;
  /** The share of the claim that is supported: as a whole, and around the word. */
  readonly whole: number;
  readonly near: number;
}

/** Finds words in the same place that cannot both be true of it. */
export function findOthers(comparison: Comparison): Conflict[] {
  return comparison.alignment.links
    .filter(({ relation }) => relation === 'other')
    .map(link => describePair(comparison, link))
    .filter(pair => isInOnePlace(comparison, pair) && isTelling(comparison, pair))
    .map(({ link, word, given }) => ({
      kind: 'other',
      given: given.text,
      claimed: word.text,
      at: link.claim,
    }));
}

function describePair(comparison: Comparison, link: Link): Pair {
  const { claim, source, alignment, here } = comparison;
  return {
    ...lookAround(comparison, link),
    link,
    word: elementAt(claim.words, link.claim),
    given: elementAt(source.words, link.source),
    whole: shareOf(here.indexes, alignment),
    near: shareOf(findNeighbors(claim, link.claim), alignment),
  };
}

/** Whether both words have the same surroundings. */
function isInOnePlace(comparison: Comparison, pair: Pair): boolean {
  const { left, right, count, whole, near, link, word } = pair;
  const { here, source } = comparison;
  if (Math.max(whole, near) < MIN_SHARE) return false;
  const rank = here.ranks[link.claim] ?? 0;
  const isAtEnd = rank === here.indexes.length - 1 || rank === 0;
  const stands = source.words.some(
    other =>
      isContent(other) &&
      (word.figure ? other.figure?.value === word.figure.value : other.stem === word.stem),
  );
  if (!stands)
    return (left || right) && (count >= 2 || isCounted(comparison, link) || whole >= MIN_CLOSE_SHARE);
  if (standsElsewhere(comparison, link)) return false;
  return count >= 2 && ((left && right) || ((left || right) && isAtEnd));
}

/** Whether the pair is evidence of a contradiction, judging by the kind of its words. */
function isTelling(comparison: Comparison, pair: Pair): boolean {
  const { word, given, link, left, right, whole, near } = pair;
  const isClose = left && right && Math.max(whole, near) >= MIN_CLOSE_SHARE;
  if (word.figure) {
    const isAboutIt =
      !isElsewhereInClaim(comparison, link) &&
      (hasSameVerb(comparison, link) || isFramed(comparison, link)) &&
      !isOfSomethingElse(comparison, link) &&
      !(isListed(comparison, link) && isOfWhole(comparison, link)) &&
      !isOfThatNumber(comparison, link);
    if (!isAboutIt) return false;
    // where the sentence has both numbers, the rest of the claim must tell which of them it is about
    if (isListed(comparison, link)) return isClose || whole >= MIN_CLOSE_SHARE;
    return !comparison.isKnown(word) || isClose || isCountFramed(comparison, link);
  }
  if (word.part === 'name') return isOtherName(comparison, pair, isClose);
  if (isUnit(word.stem) && isUnit(given.stem))
    return (isCounted(comparison, link) || isClose) && !areOtherNumbers(comparison, link);
  return arePartsAlike(word, given) && !isUndone(comparison, link) && !/-$/.test(given.gap);
}

/** Whether a name is really a different one, not the same place, body or person in other words. */
function isOtherName(comparison: Comparison, pair: Pair, isClose: boolean): boolean {
  const { word, given, link, whole, near, count } = pair;
  if (comparison.isKnown(word)) return isClose;
  if (given.part !== 'name' || isShortened(comparison, link)) return false;
  if (areDifferentCountries(word, given) || isPartOfLinkedName(comparison, link)) return true;
  if (isBeforeSameWord(comparison, link) && count >= 2) return true;
  const isNear = near >= MIN_CLOSE_SHARE && count >= CLOSE_COUNT;
  return (
    (isClose || isNear || whole >= MIN_CLOSE_SHARE) &&
    near >= MIN_SHARE &&
    !isPlaceBehindPreposition(comparison, link)
  );
}

/** Whether the text's name is short for one beside the claim's: "Lib" of "Lib Dems" for "Liberal Democrats". */
function isShortened({ claim, source }: Comparison, link: Link): boolean {
  const given = elementAt(source.words, link.source).lower;
  return [-1, 1].some(step => isShortForm(given, claim.words[link.claim + step]?.lower ?? ''));
}

/** Whether the next word is the same in both: "the Mexican embassy" for "the Russian embassy". */
function isBeforeSameWord({ claim, source, alignment }: Comparison, link: Link): boolean {
  const next = alignment.byClaim.get(link.claim + 1);
  const isNoun = claim.words[link.claim + 1]?.part === 'noun';
  return (
    isNoun &&
    next?.relation === 'same' &&
    next.source === link.source + 1 &&
    source.words[next.source]?.gap === ' '
  );
}

/** Whether another word of the same name is supported beside it: "Bank of India" for "Bank of Japan". */
function isPartOfLinkedName({ claim, alignment }: Comparison, { claim: index, source }: Link): boolean {
  return [-2, -1, 1, 2].some(step => {
    const link = alignment.byClaim.get(index + step);
    const isName = claim.words[index + step]?.part === 'name';
    const isWhole = [1, 2].includes(Math.abs(step)) && isNameGap(claim.words, index, step);
    return isName && isWhole && isSupported(link) && link.source - source === step;
  });
}

/** Whether only spaces and function words of names stand between two words of a name. */
function isNameGap(words: readonly ReadWord[], index: number, step: number): boolean {
  const [from, to] = [Math.min(index, index + step), Math.max(index, index + step)];
  return words
    .slice(from + 1, to + 1)
    .every(
      ({ gap, lower, part }) => /^[ -]$/.test(gap) && (part === 'name' || /^(?:of|the|and|for)$/.test(lower)),
    );
}

/** A town and its country, or a street and its town, may both follow "in". */
function isPlaceBehindPreposition({ claim }: Comparison, { claim: index }: Link): boolean {
  return /^(?:in|at|near|from)$/.test(claim.words[index - 1]?.lower ?? '');
}

const isVerb = ({ part }: ReadWord) => part === 'verb';
const isModifier = ({ part }: ReadWord) => part === 'adjective' || part === 'adverb';

/**
 * Whether two words have compatible parts of speech; a noun may stand for a verb ("increase", "dropped"), and for a
 * quality if the lists of opposites have both ("driven round", "the square").
 */
const arePartsAlike = (word: ReadWord, given: ReadWord) => {
  if ((isVerb(word) && isModifier(given)) || (isModifier(word) && isVerb(given))) return false;
  // "round" and "square" are opposites as qualities only
  if (word.part === 'noun' && given.part === 'noun' && areOpposites(word.lower, given.lower))
    return areAntonyms(word.stem, given.stem) || areOpposites(word.lower, given.lower, 'noun');
  const isMixed = [word, given].some(isModifier) && [word, given].some(({ part }) => part === 'noun');
  return (
    !isMixed ||
    areAntonyms(word.stem, given.stem) ||
    areExclusive(word, given) ||
    areOppositeDerivations(word.lower, given.lower)
  );
};

/** Whether either word is negated, so that opposites may mean the same ("did not go unnoticed"). */
function isUndone({ claim, source }: Comparison, link: Link): boolean {
  return hasNegationBefore(claim.words, link.claim) || hasNegationBefore(source.words, link.source);
}

/** Whether two units follow different numbers, so that both may say the same: "half an hour", "thirty minutes". */
function areOtherNumbers({ claim, source }: Comparison, link: Link): boolean {
  const valueBefore = (words: readonly ReadWord[], at: number) =>
    words.slice(Math.max(0, at - 2), at).findLast(({ figure }) => figure !== null)?.figure?.value;
  const [here, there] = [valueBefore(claim.words, link.claim), valueBefore(source.words, link.source)];
  return here !== undefined && there !== undefined && here !== there;
}

/** Whether two words are the units of the same number in both: "30 days" and "30 years". */
function isCounted({ claim, alignment }: Comparison, link: Link): boolean {
  return [1, 2].some(step => {
    const before = alignment.byClaim.get(link.claim - step);
    return (
      isSupported(before) &&
      before.source === link.source - step &&
      claim.words[link.claim - step]?.figure != null
    );
  });
}

/**
 * Whether the sentence has the claim's word after the same function word, but its own word after another: "to
 * 8".
 */
function standsElsewhere({ claim, source }: Comparison, link: Link): boolean {
  const word = elementAt(claim.words, link.claim);
  const before = claim.words[link.claim - 1]?.lower;
  if (before === undefined || before === source.words[link.source - 1]?.lower) return false;
  return source.words.some(
    (other, index) =>
      (word.figure ? other.figure?.value === word.figure.value : other.stem === word.stem) &&
      source.words[index - 1]?.lower === before,
  );
}

/**
 * Words other than names and numbers, which may be replaced by an opposite or by another thing of their kind.
 */
const isPlain = ({ part }: ReadWord) => part !== 'name' && part !== 'number' && part !== 'function';

/** How far from a thing, in content words, to look for what is said of it. */
const SAID_OF = 2;

/**
 * Finds conflicting words about the same thing in different places: "a sharp increase in profit" for "profits
 * dropped".
 */
export function findOtherOfThings(comparison: Comparison): Conflict[] {
  const { claim, alignment, here } = comparison;
  return here.indexes.flatMap((index, rank): Conflict[] => {
    const word = elementAt(claim.words, index);
    if (!isPlain(word) || isUnit(word.stem) || isSupported(alignment.byClaim.get(index))) return [];
    const things = [1, -1].map(step => alignment.byClaim.get(here.indexes[rank + step] ?? -1));
    const given = things
      .filter(isSupported)
      .filter(thing => elementAt(claim.words, thing.claim).part === 'noun')
      .map(thing => findOtherBeside(comparison, word, index, thing))
      .find(found => found !== undefined);
    return given ? [{ kind: 'other', given: given.text, claimed: word.text, at: index }] : [];
  });
}

/** Whether a word belongs to another noun right behind it than the thing: "contract services out to private suppliers". */
function isPartOfAnother(words: readonly ReadWord[], index: number, thing: number): boolean {
  const next = words[index + 1];
  if (!next || index + 1 === thing) return false;
  return (
    next.gap === '-' || (isModifier(elementAt(words, index)) && next.gap === ' ' && next.part === 'noun')
  );
}

/** The word beside a thing in the text that excludes the claim's word, if the latter is not nearby too. */
function findOtherBeside(
  { claim, source, alignment, there }: Comparison,
  word: ReadWord,
  index: number,
  thing: Link,
): ReadWord | undefined {
  const at = there.ranks[thing.source] ?? 0;
  const within = (reach: number) => there.indexes.slice(Math.max(0, at - reach), at + reach + 1);
  const isSaid = within(REACH).some(other =>
    ['same', 'alike'].includes(relateWords(word, elementAt(source.words, other)) ?? ''),
  );
  if (isSaid || hasNegationBefore(claim.words, index)) return undefined;
  const found = within(SAID_OF).find(other => {
    const given = elementAt(source.words, other);
    const isOfThing = !isPartOfAnother(source.words, other, thing.source);
    return (
      isPlain(given) && isOfThing && !alignment.bySource.has(other) && relateWords(word, given) === 'other'
    );
  });
  if (found === undefined || hasNegationBefore(source.words, found)) return undefined;
  const given = elementAt(source.words, found);
  return arePartsAlike(word, given) && !/-$/.test(given.gap) ? given : undefined;
}
