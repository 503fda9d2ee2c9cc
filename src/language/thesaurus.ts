import { getEntry, getSense, type Sense, type WordEntry } from './wordnet.ts';

/** What words have to do with each other, by their meanings in WordNet. */

/** What is more general, or follows: to say it of the thing is true where the thing itself is. */
const HYPERNYM_POINTERS = new Set(['@', '@i', '*', '>']);
/**
 * The same in another part of speech, or verbs that people use for one another. Adjectives that are similar
 * are not: a late man is dead, a late train is not.
 */
const RELATED_POINTERS = new Set(['+', '\\', '$']);
/** Further up is no statement any more: everything is a thing. */
const MAX_STEPS = 2;

/**
 * Whether to say `claimed` is true where the text says `given` (small letters, English): the same meaning, a
 * more general one, or the same in another part of speech ("departed" for "left", "journey" for "trip",
 * "loss" for "lose"). Never for the opposite, and not for what is only of the same kind.
 */
export function implies(claimed: string, given: string): boolean {
  const [wanted, held] = [getEntry(claimed), getEntry(given)];
  if (held.senses.some(({ key }) => wanted.keys.has(key))) return true;
  if (held.senses.some(sense => canReach(sense, wanted.keys, MAX_STEPS))) return true;
  return wanted.senses.some(({ pointers }) =>
    pointers.some(({ kind, to }) => RELATED_POINTERS.has(kind) && held.keys.has(to)),
  );
}

/** Whether a word (small letters, English) can be a noun. */
export function canBeNoun(word: string): boolean {
  return getEntry(word).senses.some(({ key }) => key.startsWith('noun'));
}

/** Whether a word (small letters, English) can be a verb. */
export function canBeVerb(word: string): boolean {
  return getEntry(word).senses.some(({ key }) => key.startsWith('verb'));
}

/**
 * The numbers of the lexicographer's files (`lexnames` of WordNet: 18 people, 14 groups, 28 times, ...) in which
 * the commonest meanings of a noun stand, the first `most` of them; none for a word that is no noun.
 */
export function nounFilesOf(word: string, most: number): number[] {
  const { senses, ranks } = getEntry(word);
  return senses
    .filter(({ key }) => key.startsWith('noun') && (ranks.get(key) ?? most) < most)
    .map(({ file }) => file);
}

function canReach({ pointers }: Sense, wanted: ReadonlySet<string>, steps: number): boolean {
  return pointers.some(({ kind, to }) => {
    if (RELATED_POINTERS.has(kind)) return wanted.has(to);
    if (!HYPERNYM_POINTERS.has(kind)) return false;
    return wanted.has(to) || (steps > 1 && canReach(getSense(to), wanted, steps - 1));
  });
}

/** A meaning that is no commoner than this of either word is not what a plain synonym rests on. */
const MAX_SYNONYM_RANK = 3;

/**
 * Whether two words (small letters, English) are plain synonyms: they share a meaning that is common for both
 * and among the first two of one ("conduct" and "carry", "shut" and "close").
 */
export function areSynonymous(a: string, b: string): boolean {
  const [one, other] = [getEntry(a), getEntry(b)];
  return [...one.ranks].some(([key, rank]) => {
    const otherRank = other.ranks.get(key);
    return (
      otherRank !== undefined &&
      Math.min(rank, otherRank) <= 1 &&
      Math.max(rank, otherRank) <= MAX_SYNONYM_RANK
    );
  });
}

/**
 * Whether two words are opposites (small letters, English): by one of their common meanings, as WordNet gives
 * them, word by word ("loud" and "soft"), not by what is only similar to them.
 */
export function areOpposites(a: string, b: string): boolean {
  const [one, other] = [getEntry(a), getEntry(b)];
  return (
    one.senses.some(({ words, pointers }) =>
      pointers.some(
        ({ kind, to, word, toWord }) =>
          kind === '!' &&
          one.forms.has(words[word - 1] ?? '') &&
          other.forms.has(getSense(to).words[toWord - 1] ?? ''),
      ),
    ) || areContrasted(one, other)
  );
}

/** An adjective's first meanings with what they are similar to, or what an adverb's is made of. */
function clusterOf({ senses: all, ranks }: WordEntry): Sense[] {
  return all
    .filter(({ key }) => key.startsWith('adj') && (ranks.get(key) ?? 0) <= 1)
    .flatMap(sense => [
      sense,
      ...sense.pointers.filter(({ kind }) => kind === '&').map(({ to }) => getSense(to)),
    ]);
}

/** Adjectives that are similar to opposites: "swift" to "fast", "sluggish" to "slow". */
function areContrasted(one: WordEntry, other: WordEntry): boolean {
  const keys = new Set(clusterOf(other).map(({ key }) => key));
  return clusterOf(one).some(({ pointers }) => pointers.some(({ kind, to }) => kind === '!' && keys.has(to)));
}

/** Files of WordNet's whose nouns are things that one can tell apart: animals, bodies, food, plants, substances. */
const FILES_OF_THINGS = new Set([5, 8, 13, 20, 27]);

/**
 * Whether two nouns (small letters, English) name two things of one kind, neither of which is the other:
 * "coffee" and "water", "rose" and "tulip". Only for things that can be told apart, by their first meanings.
 */
export function areSisters(a: string, b: string): boolean {
  const [one, other] = [a, b].map(word =>
    getEntry(word).senses.find(({ key, file }) => key.startsWith('noun') && FILES_OF_THINGS.has(file)),
  );
  if (!one || !other || one.key === other.key) return false;
  if (getEntry(a).ranks.get(one.key) !== 0 || getEntry(b).ranks.get(other.key) !== 0) return false;
  const parentsOf = ({ pointers }: Sense) => pointers.filter(({ kind }) => kind === '@').map(({ to }) => to);
  const parents = new Set(parentsOf(one));
  return parentsOf(other).some(parent => parents.has(parent));
}

/** Whether a verb with its particle is a plain synonym of another word: "stepped" with "down" and "resigned". */
export function arePhrasalSynonyms(verb: string, particle: string, other: string): boolean {
  return [...getEntry(verb).forms].some(form => areSynonymous(`${form}_${particle}`, other));
}

/** Whether what is said with one word is said more generally with the other: "truck" is a "vehicle". */
export function isBroader(claimed: string, given: string): boolean {
  const [wanted, held] = [getEntry(claimed), getEntry(given)];
  return held.senses.some(
    ({ key, pointers }) =>
      (held.ranks.get(key) ?? 0) === 0 &&
      pointers.some(({ kind, to }) => HYPERNYM_POINTERS.has(kind) && (wanted.ranks.get(to) ?? 9) === 0),
  );
}

/** Whether one word is a form of the other: "rose" of "rise", "left" of "leave". */
export function shareBaseForm(a: string, b: string): boolean {
  const [one, other] = [getEntry(a).forms, getEntry(b).forms];
  return one.has(b) || other.has(a);
}

/** Whether WordNet has a word (small letters, English), or a form of it. */
export function isKnownWord(word: string): boolean {
  return getEntry(word).senses.length > 0;
}
