import { createMemo } from '../memo.ts';
import { stem } from './stems.ts';
import { getEntry, getSense, type Sense, type WordEntry } from './wordnet.ts';

/** Relations between words, by their meanings in WordNet. */

/** Pointers to more general meanings and to entailments, with which a statement stays true. */
const HYPERNYM_POINTERS = new Set(['@', '@i', '*', '>']);
/** Derivations of rarer meanings mislead. */
const MAX_DERIVED_RANK = 1;
/** Pointers to the same meaning in another part of speech, or a like verb; adjectives' meanings differ. */
const RELATED_POINTERS = new Set(['+', '\\', '$']);
/** More general meanings say nothing any more: everything is a thing. */
const MAX_STEPS = 2;

/**
 * Whether a statement with `given` implies the same with `claimed` (lower case, English): by the same
 * meaning, a more general one, or the same in another part of speech ("departed" for "left", "journey" for
 * "trip", "loss" for "lose"). Never for opposites, nor for things that are only of the same kind.
 */
export function implies(claimed: string, given: string): boolean {
  const [wanted, held] = [getEntry(claimed), getEntry(given)];
  if (held.senses.some(({ key }) => wanted.keys.has(key))) return true;
  if (held.senses.some(sense => canReach(sense, wanted.keys, MAX_STEPS))) return true;
  return wanted.senses.some(({ pointers }) =>
    pointers.some(({ kind, to }) => RELATED_POINTERS.has(kind) && held.keys.has(to)),
  );
}

/** Whether a word (lower case, English) can be a noun. */
export function canBeNoun(word: string): boolean {
  return getEntry(word).senses.some(({ key }) => key.startsWith('noun'));
}

/** Whether a word (lower case, English) can be a verb. */
export function canBeVerb(word: string): boolean {
  return getEntry(word).senses.some(({ key }) => key.startsWith('verb'));
}

/**
 * The numbers of the lexicographer files (WordNet's `lexnames`: 18 people, 14 groups, 28 times, ...) of a
 * noun's `most` most common meanings; empty for a word that is not a noun.
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

/** Plain synonyms share a meaning at least this common for both words. */
const MAX_SYNONYM_RANK = 3;

/**
 * Whether two words (lower case, English) are plain synonyms: they share a meaning that is common for both
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
 * Whether two English words are opposites in a common meaning, of one part of speech if given: antonyms ("loud",
 * "soft") or similar.
 */
export function areOpposites(a: string, b: string, part: 'noun' | '' = ''): boolean {
  const [one, other] = [getEntry(a), getEntry(b)];
  return (
    one.senses.some(
      ({ key, words, pointers }) =>
        key.startsWith(part) &&
        pointers.some(
          ({ kind, to, word, toWord }) =>
            kind === '!' &&
            one.forms.has(words[word - 1] ?? '') &&
            other.forms.has(getSense(to).words[toWord - 1] ?? ''),
        ),
    ) ||
    (part === '' && areContrasted(one, other))
  );
}

/** The first meanings of an adjective, with the meanings similar to them. */
function clusterOf({ senses: all, ranks }: WordEntry): Sense[] {
  return all
    .filter(({ key }) => key.startsWith('adj') && (ranks.get(key) ?? 0) <= 1)
    .flatMap(sense => [
      sense,
      ...sense.pointers.filter(({ kind }) => kind === '&').map(({ to }) => getSense(to)),
    ]);
}

/** Whether adjectives are similar to opposites: "swift" to "fast", "sluggish" to "slow". */
function areContrasted(one: WordEntry, other: WordEntry): boolean {
  const keys = new Set(clusterOf(other).map(({ key }) => key));
  return clusterOf(one).some(({ pointers }) => pointers.some(({ kind, to }) => kind === '!' && keys.has(to)));
}

/** WordNet's files of nouns for distinguishable things: animals, bodies, food, plants, substances. */
const FILES_OF_THINGS = new Set([5, 8, 13, 20, 27]);

/**
 * Whether two nouns (lower case, English) name different things of one kind: "coffee" and "water", "rose" and
 * "tulip". Only for distinguishable things, by their first meanings.
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

/** Whether a phrasal verb is a plain synonym of another word: "stepped" with "down" and "resigned". */
export function arePhrasalSynonyms(verb: string, particle: string, other: string): boolean {
  return [...getEntry(verb).forms].some(form => areSynonymous(`${form}_${particle}`, other));
}

/** Whether `claimed` is a more general word for `given`: a "truck" is a "vehicle". */
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

/** Whether WordNet contains a word (lower case, English), or its base form. */
export function isKnownWord(word: string): boolean {
  return getEntry(word).senses.length > 0;
}

/** Whether two words (lower case, English) are different things of one kind in their two most common meanings. */
export function areCoordinate(a: string, b: string): boolean {
  const [one, other] = [a, b].map(word => {
    const { senses, ranks } = getEntry(word);
    return senses.filter(({ key }) => (ranks.get(key) ?? 0) <= 1);
  }) as [Sense[], Sense[]];
  const parentsOf = ({ pointers }: Sense) => pointers.filter(({ kind }) => kind === '@').map(({ to }) => to);
  const keys = new Set(other.map(({ key }) => key));
  if (one.some(({ key }) => keys.has(key))) return false;
  const parents = new Set(one.flatMap(parentsOf));
  return other.some(sense => parentsOf(sense).some(parent => parents.has(parent)));
}

/** The stems of the words derived from the first meanings of a word (lower case, English): "loss" of "lost". */
export const derivedWordsOf = (word: string): string[] => derived.getOrCreate(word, () => findDerived(word));

const derived = createMemo<string[]>({ entries: 5000 });

function findDerived(word: string): string[] {
  const { senses, ranks, forms } = getEntry(word);
  const found = senses
    .filter(({ key }) => (ranks.get(key) ?? 0) <= MAX_DERIVED_RANK)
    .flatMap(({ pointers, words }) =>
      pointers
        .filter(({ kind, word: at }) => kind === '+' && forms.has(words[at - 1] ?? ''))
        .flatMap(({ to, toWord }) => getSense(to).words.slice(toWord - 1, toWord)),
    );
  return [...new Set(found.map(stem))];
}

/** How far two words may be from a common meaning for one to be named by the other. */
const MAX_KIN_STEPS = 6;

/** The keys of the meanings more general than these, up to a limit. */
function collectBroader(senses: readonly Sense[]): Set<string> {
  const found = new Set<string>();
  let next = senses;
  for (let step = 0; step < MAX_KIN_STEPS && next.length > 0; step++) {
    const broader = next.flatMap(({ pointers }) =>
      pointers.filter(({ kind }) => kind === '@' || kind === '@i').map(({ to }) => to),
    );
    next = [...new Set(broader)].filter(key => !found.has(key)).map(getSense);
    for (const { key } of next) found.add(key);
  }
  return found;
}

/** Whether one of two words (lower case, English) can name what the other does: "boat", "ferry". */
export function areKindred(a: string, b: string): boolean {
  const [one, other] = [getEntry(a), getEntry(b)];
  if (one.senses.some(({ key }) => other.keys.has(key))) return true;
  const [above, beyond] = [collectBroader(one.senses), collectBroader(other.senses)];
  return [...other.keys].some(key => above.has(key)) || [...one.keys].some(key => beyond.has(key));
}
