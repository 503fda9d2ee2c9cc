import antonyms from './lexicons/antonyms.json' with { type: 'json' };
import { stem } from './stems.ts';
import { derivedWordsOf } from './thesaurus.ts';

type Side = 'one' | 'other';

/** The families of each stem: one family's words mean about the same, its pair's the opposite. */
const familySides = new Map<string, { pair: string; side: Side }[]>();
for (const [pair, families] of Object.entries(antonyms.words)) {
  for (const side of ['one', 'other'] as const) {
    for (const word of families[side].map(stem))
      familySides.set(word, [...(familySides.get(word) ?? []), { pair, side }]);
  }
}

const stemsByFamily = new Map<string, string[]>();
for (const [root, sides] of familySides)
  for (const { pair, side } of sides)
    stemsByFamily.set(`${pair} ${side}`, [...(stemsByFamily.get(`${pair} ${side}`) ?? []), root]);

const PREFIX = /^(?:un|in|im|ir|il|dis|non)(?=.{4})/;

/** Whether two stems have opposite meanings: `rise` and `fell`, `likely` and `unlikely`. */
export function areAntonyms(a: string, b: string): boolean {
  const prefixed = (long: string, short: string) => PREFIX.test(long) && long.replace(PREFIX, '') === short;
  if (prefixed(a, b) || prefixed(b, a)) return true;
  return isRelated(a, b, (one, other) => one !== other);
}

/**
 * Whether words of different parts of speech (lower case, English) have derivations that are opposites: "profitable"
 * and "lost", by "profit" and "loss"; "victory" and "lost".
 */
export function areOppositeDerivations(a: string, b: string): boolean {
  const [one, other] = [derivedWordsOf(a), derivedWordsOf(b)];
  return (
    one.some(word => isInPair(word, stem(b))) ||
    other.some(word => isInPair(stem(a), word)) ||
    one.some(word => other.some(each => isInPair(word, each)))
  );
}

/** Whether stems are opposites by the lists. */
const isInPair = (a: string, b: string) => a !== b && isRelated(a, b, (one, other) => one !== other);

/** Whether two stems are in one family, so that either may replace the other: `climb` and `rose`. */
export function areSynonyms(a: string, b: string): boolean {
  return isRelated(a, b, (one, other) => one === other);
}

/** The stems in the same families as a stem, itself included. */
export function synonymStemsOf(root: string): string[] {
  return (familySides.get(root) ?? []).flatMap(
    ({ pair, side }) => stemsByFamily.get(`${pair} ${side}`) ?? [],
  );
}

function isRelated(a: string, b: string, by: (one: Side, other: Side) => boolean): boolean {
  const others = familySides.get(b);
  if (!others) return false;
  return (familySides.get(a) ?? []).some(one =>
    others.some(other => other.pair === one.pair && by(one.side, other.side)),
  );
}
