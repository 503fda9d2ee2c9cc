import { areAntonyms } from '../../language/antonyms.ts';
import kinds from '../../language/lexicons/exclusive-kinds.json' with { type: 'json' };
import { relatedStemsOf } from '../../language/related-words.ts';
import { areCoordinate, areOpposites, implies } from '../../language/thesaurus.ts';
import { createWordTest } from '../../language/word-lists.ts';
import { memoizePerObject } from '../../memo.ts';
import { boundAt, isRoundedTo } from './bounds.ts';
import { hasNegationBefore } from './denials.ts';
import { isBoundary, isContent, type ReadSentence, type ReadWord } from './reading.ts';
import { areDifferentCountries, areExclusive, isUnit, relateContent, relateWords } from './relations.ts';
import { isReadable, type Source, type SourceSentence } from './source.ts';

/** A word of the text that excludes a word of a claim and stands among the same words. */
export interface Rival {
  /** The index of the claim's word. */
  readonly at: number;
  readonly sentence: SourceSentence;
  readonly given: ReadWord;
  readonly strength: number;
  /** What stands in one place in both, if that is more than a word each. */
  readonly phrases?: { readonly given: string; readonly claimed: string };
}

/** How many content words on either side are neighbours. */
const REACH = 4;
/** How many neighbours two words must share to stand in the same place. */
const MIN_SHARED = 2;
/** From this strength on, a word related to another may say the same. */
const MIN_KINSHIP = 0.75;

/** A content word in its sentence, with the content words around it. */
export interface Place {
  readonly word: ReadWord;
  readonly index: number;
  readonly around: readonly ReadWord[];
  /** The word right before it. */
  readonly before: ReadWord | undefined;
  /** The content words next to it, before and behind. */
  readonly beside: readonly (ReadWord | undefined)[];
  /** The function words between it and these, in lowercase. */
  readonly between: readonly string[];
}

/** Words in lowercase without articles, as the link between two others. */
const linkOf = (words: readonly ReadWord[]) =>
  words.flatMap(({ lower }) => (/^(?:an?|the)$/.test(lower) ? [] : [lower])).join(' ');

/** The content words of a sentence with their surroundings. */
export const readPlaces: (sentence: ReadSentence) => readonly Place[] = memoizePerObject(({ words }) => {
  const content = words.flatMap((word, index) => (isContent(word) ? [{ word, index }] : []));
  return content.map(({ word, index }, rank) => ({
    word,
    index,
    around: content
      .slice(Math.max(0, rank - REACH), rank + REACH + 1)
      .filter(other => other.index !== index)
      .map(other => other.word),
    before: words[index - 1],
    beside: [content[rank - 1]?.word, content[rank + 1]?.word],
    between: [
      linkOf(words.slice((content[rank - 1]?.index ?? -1) + 1, index)),
      linkOf(words.slice(index + 1, content[rank + 1]?.index)),
    ],
  }));
});

/** Whether two words are the same, or forms of one. */
export const isSame = (one: ReadWord, other: ReadWord) =>
  one.figure || other.figure ? one.figure?.value === other.figure?.value : one.stem === other.stem;

/** Whether a text's word says the same as a word of the claim, or may do so. */
const mayRender = (word: ReadWord, given: ReadWord) =>
  (relatedStemsOf(word.lower).get(given.stem) ?? 0) >= MIN_KINSHIP ||
  relateContent(word, given) === 'alike' ||
  implies(word.lower, given.lower);

const KINDS = { noun: 'noun', verb: 'verb', adjective: 'quality', adverb: 'quality' } as const;
const kindOf = ({ part }: ReadWord) => KINDS[part as keyof typeof KINDS];

const countShared = (some: readonly ReadWord[], others: readonly ReadWord[]) =>
  some.filter(word => others.some(other => isSame(word, other))).length;

/** Whether two words stand among the same words. */
export const areInOnePlace = (one: Place, other: Place): boolean =>
  countShared(one.around, other.around) >= MIN_SHARED;

/** Whether the same word precedes or follows both. */
const areBesideSame = (one: Place, other: Place) => findBesideSame(one, other).length > 0;

/** On which sides the same word is next to both: 0 before, 1 behind. */
const findBesideSame = (one: Place, other: Place) =>
  [0, 1].filter(side => {
    const [word, beside] = [one.beside[side], other.beside[side]];
    return word !== undefined && beside !== undefined && isSame(word, beside);
  });

/** How many neighbours of two words must be the same if the words next to them differ. */
const MANY_SHARED = 3;

/** Whether two words stand in the same place beyond doubt: next to the same word, or among three of the same. */
const areSurelyInOnePlace = (one: Place, other: Place) =>
  areBesideSame(one, other) || countShared(one.around, other.around) >= MANY_SHARED;

/** Whether no other preposition links them to that word: "Stoke City" is not rivalled by "Stoke from Blackpool". */
const areLinkedAlike = (one: Place, other: Place) =>
  findBesideSame(one, other).some(side => one.between[side] === other.between[side]);

const isUnknown = ({ lower, stem }: ReadWord, { words, stems }: Source) =>
  !words.has(lower) && !stems.has(stem);

const isRelative = createWordTest(kinds.words.family);

/**
 * Whether two numbers count the same: the same unit, or what has none beside the same word or between commas
 * ("Lee, 72,"). Money and shares need neither.
 */
function countSame(here: Place, there: Place): boolean {
  const [claimed, given] = [here.word.figure, there.word.figure];
  if (!claimed || !given || relateWords(here.word, there.word) !== 'other') return false;
  if (claimed.kind === 'money' || claimed.kind === 'percent') return true;
  // "hit two aces", "saw five aces"
  const [verb, other] = [here.beside[0], there.beside[0]];
  if (verb?.part === 'verb' && other?.part === 'verb' && !isSame(verb, other) && !mayRender(verb, other))
    return false;
  // what both count does not tell which of several numbers is meant
  const isCounted = ({ stem }: ReadWord) => stem === claimed.unit;
  const [around, others] = [here.around, there.around].map(words => words.filter(word => !isCounted(word)));
  if (countShared(around ?? [], others ?? []) < MIN_SHARED) return false;
  return (
    claimed.unit === given.unit &&
    (claimed.unit !== null || areBesideSame(here, there) || isBoundary(there.word.gap))
  );
}

/** Whether two units follow the same number or word: "40 hours" and "40 days", "a month" and "a year". */
const areCountedAlike = ({ before: one }: Place, { before: other }: Place) =>
  one !== undefined && other !== undefined && isSame(one, other);

/** Whether a word of the text cannot be true of the same thing as the claim's word. */
function excludes(here: Place, there: Place, source: Source): boolean {
  const [word, given] = [here.word, there.word];
  if (word.figure) return countSame(here, there);
  if (word.part === 'name')
    return (
      areDifferentCountries(word, given) ||
      (given.part === 'name' && relateWords(word, given) === 'other' && areLinkedAlike(here, there))
    );
  // somebody may have a husband and a daughter
  if (isRelative(word.lower) && !areBesideSame(here, there)) return false;
  if (given.figure || !kindOf(given) || isUnit(word.stem) !== isUnit(given.stem)) return false;
  if (isUnit(word.stem) && !areCountedAlike(here, there)) return false;
  // "left with an injury", "his right leg"; a noun may stand for a verb ("increase", "dropped")
  if ([kindOf(word), kindOf(given)].toSorted().join() === 'quality,verb') return false;
  if (areExclusive(word, given)) return true;
  if (!areSurelyInOnePlace(here, there)) return false;
  if (areAntonyms(word.stem, given.stem)) return true;
  if (kindOf(word) === kindOf(given) && areOpposites(word.lower, given.lower)) return true;
  // what the article calls so elsewhere, it may mean here: "crossing" for the bridge
  const areNouns = word.part === 'noun' && given.part === 'noun' && isUnknown(word, source);
  return areNouns && areCoordinate(word.lower, given.lower);
}

/** Whether a word follows a preposition of place: a street and its town may both follow "in". */
const isPlaceName = ({ words }: ReadSentence, index: number) =>
  /^(?:in|at|near|from)$/.test(words[index - 1]?.lower ?? '');

/** Whether no sentence of the article has a word of the claim in its place, so that none says what the claim says. */
function isForeign(claim: ReadSentence, place: Place, source: Source): boolean {
  const { word, index } = place;
  if (word.figure)
    return (
      boundAt(claim.words, index) === null &&
      ![...source.numbers].some(number => isRoundedTo(word.figure?.value ?? 0, number))
    );
  if (word.part === 'name') return !isPlaceName(claim, index) && isUnknown(word, source);
  if (kindOf(word) === undefined) return false;
  if (isUnknown(word, source)) return true;
  return !source.sentences.some(
    sentence =>
      isReadable(sentence) &&
      place.around.some(({ stem }) => sentence.stems.has(stem)) &&
      readPlaces(sentence.read()).some(
        other => isSame(other.word, word) && countShared(other.around, place.around) > 0,
      ),
  );
}

/**
 * Finds the word of a claim that the article has nowhere in its place, where, among the same words, it has
 * one that excludes it: "sister" for "brother", "rose" for "fell", "£3 million" for "£2 million". Of several, the
 * one among most of the same words. Unlike an alignment, this needs no more of the sentence than the words around.
 */
export function findStrongestRival(claim: ReadSentence, source: Source): Rival | null {
  const found = readPlaces(claim).flatMap(place =>
    isForeign(claim, place, source) && !hasNegationBefore(claim.words, place.index)
      ? (findRival(claim, place, source) ?? [])
      : [],
  );
  return strongestOf(found);
}

const strongestOf = (rivals: readonly Rival[]): Rival | null =>
  rivals.toSorted((a, b) => b.strength - a.strength)[0] ?? null;

function findRival(claim: ReadSentence, here: Place, source: Source): Rival | null {
  const { word, index, around } = here;
  const found: Rival[] = [];
  for (const sentence of source.sentences) {
    const shared = around.filter(({ stem, figure }) => figure || sentence.stems.has(stem));
    if (shared.length < MIN_SHARED || !isReadable(sentence)) continue;
    for (const place of readPlaces(sentence.read())) {
      const given = place.word;
      const strength = countShared(shared, place.around);
      if (strength === 0) continue;
      if (kindOf(word) && kindOf(given) && mayRender(word, given)) return null;
      if (!areInOnePlace(here, place) || claim.words.some(each => isSame(each, given))) continue;
      if (excludes(here, place, source) && !hasNegationBefore(sentence.read().words, place.index))
        found.push({ at: index, sentence, given, strength });
    }
  }
  return strongestOf(found);
}
