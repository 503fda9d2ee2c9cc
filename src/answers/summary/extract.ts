import type { Article } from '../../articles/article.ts';
import { splitWords } from '../../language/stems.ts';
import { elementAt } from '../../lists.ts';
import {
  CONNECTIVE,
  isDangling,
  PRONOUN,
  removeDuplicates,
  type SummaryCandidate,
  selectPool,
} from './candidates.ts';
import { computeCentralities, createStemVectors, dotProduct, standardize } from './centrality.ts';
import type { Length, SummaryDraft } from './schema.ts';

/**
 * Weights of the score, in standard deviations of the centrality. Position and direction after Zheng and
 * Lapata, "Sentence Centrality Revisited for Unsupervised Summarization" (ACL 2019); redundancy after
 * Carbonell and Goldstein, "The Use of MMR" (1998).
 */
const WEIGHTS = {
  position: 2,
  positionWidth: 3,
  quoted: 1,
  question: 0.5,
  connective: 0.5,
  pronoun: 0.25,
  dangling: 4,
  longest: 35,
  long: 1,
  redundancy: 1,
  crowded: 1,
};

function computePenalty({ text, length, isCut }: SummaryCandidate): number {
  return (
    (isCut ? WEIGHTS.dangling : 0) +
    (/^["“«„]/.test(text) ? WEIGHTS.quoted : 0) +
    (/\?["”]?$/.test(text) ? WEIGHTS.question : 0) +
    (CONNECTIVE.test(text) ? WEIGHTS.connective : 0) +
    (PRONOUN.test(text) ? WEIGHTS.pronoun : 0) +
    WEIGHTS.long * Math.min(1, Math.max(0, (length - WEIGHTS.longest) / 20))
  );
}

/** A single sentence has nothing before it that a pronoun could mean. */
function computeLoneliness({ text }: SummaryCandidate): number {
  return PRONOUN.test(text) || CONNECTIVE.test(text) ? 3 : 0;
}

/** Words of a point that is made of two sentences, at most. */
const MAX_PAIR_WORDS = 40;

/**
 * A sentence with the one before it, which names whom it speaks of; null where they do not stand together or
 * are too long.
 */
function joinPair({ withBefore }: SummaryCandidate): string | null {
  return withBefore !== null && withBefore.length <= 400 && splitWords(withBefore).length <= MAX_PAIR_WORDS
    ? withBefore
    : null;
}

/**
 * So many points tell the whole article: each further one from a stretch of it then counts against the next.
 */
const MANY_POINTS = 6;

/** Takes the best sentence that says least of what was taken before, again and again. */
function selectCandidates(list: readonly SummaryCandidate[], count: number): SummaryCandidate[] {
  const sentenceVectors = createStemVectors(list.map(({ text }) => text));
  const central = standardize(computeCentralities(sentenceVectors));
  const scores = list.map(
    (candidate, i) =>
      elementAt(central, i) +
      WEIGHTS.position / (1 + i / WEIGHTS.positionWidth) -
      computePenalty(candidate) -
      (count === 1 ? computeLoneliness(candidate) : 0),
  );
  const open = list.map(isDangling);
  const follows = list.map((candidate, i) => candidate.index - 1 === list[i - 1]?.index);
  const together = list.map((candidate, i) =>
    open[i] && follows[i] && !open[i - 1] ? joinPair(candidate) : null,
  );
  const likeness = new Float64Array(list.length);
  const crowd = new Float64Array(count);
  const stretchOf = (i: number) => Math.floor((i * count) / list.length);
  const crowded = count >= MANY_POINTS ? WEIGHTS.crowded : 0;
  const taken = new Set<number>();
  // the sentence before, which names whom this one means, can be taken too
  const hasRoom = (i: number) =>
    follows[i] === true && !open[i - 1] && taken.size + 2 <= Math.min(count, list.length);
  while (taken.size < Math.min(count, list.length)) {
    let best = -1;
    let highest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < list.length; i++) {
      const isOpen = open[i] && together[i] === null && !(follows[i] && (taken.has(i - 1) || hasRoom(i)));
      const score =
        elementAt(scores, i) -
        WEIGHTS.redundancy * elementAt(likeness, i) -
        (isOpen ? WEIGHTS.dangling : 0) -
        crowded * elementAt(crowd, stretchOf(i));
      if (score > highest && !taken.has(i)) [best, highest] = [i, score];
    }
    const news =
      open[best] && together[best] === null && hasRoom(best) && !taken.has(best - 1)
        ? [best - 1, best]
        : [best];
    for (const one of news) {
      taken.add(one);
      crowd[stretchOf(one)] = elementAt(crowd, stretchOf(one)) + 1;
      const chosen = elementAt(sentenceVectors, one);
      for (const [i, vector] of sentenceVectors.entries())
        likeness[i] = Math.max(elementAt(likeness, i), dotProduct(chosen, vector));
    }
  }
  return [...taken]
    .toSorted((a, b) => a - b)
    .map(i => {
      const candidate = elementAt(list, i);
      const pair = follows[i] && taken.has(i - 1) ? null : together[i];
      return { ...candidate, text: pair ?? candidate.text };
    });
}

/** Sentences of the article for each further point, and the fewest and most points of a length. */
const SIZES: Record<Length, { least: number; most: number; each: number }> = {
  brief: { least: 1, most: 1, each: 1 },
  standard: { least: 3, most: 5, each: 8 },
  full: { least: 7, most: 10, each: 5 },
};

/**
 * Sentences of the article, verbatim and in its order: central ones near the beginning that can stand alone
 * and do not repeat each other, not cut out of a quotation if there are others; one that begins with a
 * pronoun follows the sentence that names whom it means. Where they are many they are spread over the
 * article. As many as the length asks for, or exactly `points`; fewer only if the article has fewer
 * sentences. Deterministic.
 */
export function extractSummary(
  article: Article,
  { length, points }: { length: Length; points?: number | undefined },
): SummaryDraft {
  const { least, most, each } = SIZES[length];
  const list = removeDuplicates(selectPool(article, points ?? least));
  const count = points ?? Math.min(most, Math.max(least, Math.round(list.length / each)));
  return {
    points: selectCandidates(list, count).map(({ text, paragraph }) => ({ text, paragraphs: [paragraph] })),
  };
}
