import weighty from '../../language/lexicons/weighty-words.json' with { type: 'json' };
import { implies } from '../../language/thesaurus.ts';
import { createWordTest } from '../../language/word-lists.ts';
import { elementAt } from '../../lists.ts';
import { isWithinBounds } from './bounds.ts';
import { isContent, type ReadWord } from './reading.ts';
import { isOnlyWanted, type Relation, relateWords } from './relations.ts';

/** A link from a word of the claim to the word of the text that it corresponds to, by index. */
export interface Link {
  readonly claim: number;
  readonly source: number;
  readonly relation: Relation;
  /** Whether it is out of order with the other links. */
  readonly isMoved: boolean;
}

/** Whether a word of a claim is linked to a word of the text that says the same or more. */
export const isSupported = (link: Link | undefined): link is Link =>
  link !== undefined && link.relation !== 'other';

/** A sentence of a claim aligned word by word with one of the text. */
export interface Alignment {
  readonly links: readonly Link[];
  readonly byClaim: ReadonlyMap<number, Link>;
  readonly bySource: ReadonlyMap<number, Link>;
  readonly score: number;
}

const SCORES: Readonly<Record<Relation, number>> = { same: 3, alike: 2.2, other: 1.3 };
const FUNCTION_SCORE = 0.7;
const GAP_OPENING = 0.6;
const GAP = 0.05;

type Relate = (claimed: ReadWord, given: ReadWord) => Relation | null;

function createScore(relate: Relate) {
  return (claimed: ReadWord, given: ReadWord): number => {
    const relation = relate(claimed, given);
    if (relation === null) return Number.NEGATIVE_INFINITY;
    return isContent(claimed) ? SCORES[relation] : FUNCTION_SCORE;
  };
}

/** Creates a memoized comparison for the words of two sentences. */
function createRelate(): Relate {
  const known = new Map<string, Relation | null>();
  return (claimed, given) => {
    const key = `${claimed.text} ${claimed.particle}\n${claimed.figure?.kind}\n${given.text} ${given.particle}\n${given.figure?.kind}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const relation = relateWords(claimed, given);
    known.set(key, relation);
    return relation;
  };
}

/**
 * The best order-preserving alignment (Gotoh 1982, affine gaps; free at both ends), as pairs of indexes.
 * Takes time and space proportional to the product of the two lengths, which the caller bounds.
 */
function alignInOrder(
  claim: readonly ReadWord[],
  source: readonly ReadWord[],
  score: (claimed: ReadWord, given: ReadWord) => number,
): { pairs: [number, number][]; total: number } {
  const width = source.length + 1;
  const size = (claim.length + 1) * width;
  const [match, skipClaim, skipSource] = [0, 1, 2].map(() =>
    new Float64Array(size).fill(Number.NEGATIVE_INFINITY),
  ) as [Float64Array, Float64Array, Float64Array];
  const at = (table: Float64Array, index: number) => table[index] ?? Number.NEGATIVE_INFINITY;
  const bestAt = (index: number) => Math.max(at(match, index), at(skipClaim, index), at(skipSource, index));
  for (let i = 0; i <= claim.length; i++) skipClaim[i * width] = 0;
  for (let j = 0; j <= source.length; j++) skipSource[j] = 0;
  for (let i = 1; i <= claim.length; i++)
    for (let j = 1; j <= source.length; j++) {
      const here = i * width + j;
      match[here] = bestAt(here - width - 1) + score(elementAt(claim, i - 1), elementAt(source, j - 1));
      const free = j === source.length ? 0 : 1;
      skipClaim[here] = Math.max(
        at(skipClaim, here - width) - GAP * free,
        bestAt(here - width) - GAP_OPENING * free,
      );
      const freeSource = i === claim.length ? 0 : 1;
      skipSource[here] = Math.max(
        at(skipSource, here - 1) - GAP * freeSource,
        bestAt(here - 1) - GAP_OPENING * freeSource,
      );
    }
  const pairs: [number, number][] = [];
  let [i, j] = [claim.length, source.length];
  while (i > 0 && j > 0) {
    const here = i * width + j;
    const best = bestAt(here);
    if (at(match, here) === best) pairs.push([--i, --j]);
    else if (at(skipClaim, here) === best) i--;
    else j--;
  }
  return { pairs: pairs.toReversed(), total: bestAt(size - 1) };
}

/** How many times to align the leftover words again, to find phrases that have moved. */
const MAX_MOVES = 3;

/** Aligns a claim with a sentence of the text. */
export function alignWords(claim: readonly ReadWord[], source: readonly ReadWord[]): Alignment {
  const related = createRelate();
  const names = new Set(source.filter(({ text }) => /^\p{Lu}/u.test(text)).map(({ lower }) => lower));
  // a name that occurs elsewhere in the sentence is not aligned with a different name
  const relate: Relate = (claimed, given) => {
    const relation = related(claimed, given);
    return relation === 'other' && claimed.part === 'name' && names.has(claimed.lower) ? null : relation;
  };
  const { pairs, total } = alignInOrder(claim, source, createScore(relate));
  const links = pairs.map(([i, j]) => linkOf(i, j, false));
  let score = total;
  for (let move = 0; move < MAX_MOVES; move++) {
    const [here, there] = [claim, source].map((words, side) =>
      words.flatMap((word, index) =>
        isContent(word) && !links.some(link => (side === 0 ? link.claim : link.source) === index)
          ? [index]
          : [],
      ),
    ) as [number[], number[]];
    const moved = alignInOrder(
      here.map(index => elementAt(claim, index)),
      there.map(index => elementAt(source, index)),
      (claimed, given) =>
        relate(claimed, given) === 'other' ? Number.NEGATIVE_INFINITY : createScore(relate)(claimed, given),
    );
    if (moved.pairs.length === 0) break;
    links.push(...moved.pairs.map(([i, j]) => linkOf(elementAt(here, i), elementAt(there, j), true)));
    score += moved.total / 2;
  }
  links.push(...findSlots(claim, source, links));
  links.unshift(...linkLightVerbs(claim, source, links));
  return {
    links,
    byClaim: new Map(links.map(link => [link.claim, link])),
    bySource: new Map(links.map(link => [link.source, link])),
    score,
  };

  function linkOf(i: number, j: number, isMoved: boolean): Link {
    const relation = relate(elementAt(claim, i), elementAt(source, j)) ?? 'other';
    const isWithin =
      relation === 'other' && isWithinBounds({ words: claim, index: i }, { words: source, index: j });
    return { claim: i, source: j, relation: isWithin ? 'alike' : relation, isMoved };
  }
}

/**
 * Links words that fill the same slot, between the same words in both sentences, if WordNet relates them at
 * all: there a looser synonym will do.
 */
function findSlots(claim: readonly ReadWord[], source: readonly ReadWord[], links: readonly Link[]): Link[] {
  const linked = new Set(links.map(({ source: index }) => index));
  const anchors = [
    { claim: -1, source: -1 },
    ...links.filter(({ isMoved }) => !isMoved),
    { claim: claim.length, source: source.length },
  ];
  return anchors.slice(1).flatMap((anchor, index) => {
    const before = elementAt(anchors, index);
    const between = (words: readonly ReadWord[], from: number, to: number) =>
      words.slice(from + 1, to).flatMap((word, at) => (isContent(word) ? [from + 1 + at] : []));
    const here = between(claim, before.claim, anchor.claim);
    const there = between(source, before.source, anchor.source).filter(at => !linked.has(at));
    if (here.length === 0 || here.length !== there.length || here.length > 3) return [];
    return here.flatMap((at, place): Link[] => {
      const [one, other] = [elementAt(claim, at), elementAt(source, elementAt(there, place))];
      return isLooselyAlike(one, other)
        ? [{ claim: at, source: elementAt(there, place), relation: 'alike', isMoved: false }]
        : [];
    });
  });
}

const isLight = createWordTest(weighty.light.words);

/** Links a verb that says nothing by itself, whose noun a verb of the text stands for: "made a loss", "lost". */
function linkLightVerbs(
  claim: readonly ReadWord[],
  source: readonly ReadWord[],
  links: readonly Link[],
): Link[] {
  return links.flatMap((link): Link[] => {
    // "carried 38,000 and lost": the tagger takes some verbs for adjectives
    if (claim[link.claim]?.part !== 'noun' || !/^(?:verb|adjective)$/.test(source[link.source]?.part ?? ''))
      return [];
    const at = claim.findLastIndex(
      ({ part }, index) => index < link.claim && (part === 'verb' || part === 'noun'),
    );
    const isLinked = links.some(each => each.claim === at);
    const isObject = claim.slice(at + 1, link.claim + 1).every(({ gap }) => gap === ' ');
    // "was made an offer": the doer is somebody else
    const isPassive = /^(?:is|are|was|were|be|been|being)$/.test(claim[at - 1]?.lower ?? '');
    return at >= 0 && !isLinked && isObject && !isPassive && isLight(elementAt(claim, at).lower)
      ? [{ ...link, claim: at, relation: 'alike' }]
      : [];
  });
}

const isLooselyAlike = (one: ReadWord, other: ReadWord): boolean =>
  one.part !== 'name' &&
  other.part !== 'name' &&
  !one.figure &&
  !other.figure &&
  !isOnlyWanted(one, other) &&
  (implies(one.lower, other.lower) || implies(other.lower, one.lower));
