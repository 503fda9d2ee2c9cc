import { extractContentWords } from '../../language/stems.ts';
import { elementAt } from '../../lists.ts';
import { CONNECTIVE, LABEL, PRONOUN, type SummaryCandidate } from './candidates.ts';
import {
  computeCentralities,
  computeLikenesses,
  createStemVectors,
  dotProduct,
  type StemVector,
  standardize,
} from './centrality.ts';
import { computeHeadlineShares, findLead } from './headline.ts';
import { computeNewsValue } from './news-value.ts';

/**
 * Weights of the score, in standard deviations of the centrality. Position and direction after Zheng and
 * Lapata, "Sentence Centrality Revisited for Unsupervised Summarization" (ACL 2019).
 */
const WEIGHTS = {
  position: 2.5,
  positionWidth: 3,
  headline: 6,
  share: 3,
  news: 1,
  cut: 4,
  quoted: 1,
  connective: 0.5,
  pronoun: 0.25,
  label: 1,
  lonely: 3,
  shortest: 8,
  short: 1,
  fewest: 5,
  thin: 1,
};

/** The initial values of the sentences to choose from, before any is taken; each list is by index. */
export interface Ranking {
  /** The headline. */
  readonly title: StemVector;
  readonly vectors: readonly StemVector[];
  readonly scores: readonly number[];
  /**
   * How much a sentence shares with the whole article, in standard deviations, regardless of its position.
   */
  readonly worth: readonly number[];
}

/** What counts against a sentence as a point, whatever it says. */
export function computePenalty({ text, length, isCut }: SummaryCandidate): number {
  return (
    (isCut ? WEIGHTS.cut : 0) +
    (/^["“«„]/.test(text) ? WEIGHTS.quoted : 0) +
    (CONNECTIVE.test(text) ? WEIGHTS.connective : 0) +
    (PRONOUN.test(text) ? WEIGHTS.pronoun : 0) +
    (LABEL.test(text) ? WEIGHTS.label : 0) +
    (length < WEIGHTS.shortest ? WEIGHTS.short : 0) +
    (extractContentWords(text).length < WEIGHTS.fewest ? WEIGHTS.thin : 0)
  );
}

/**
 * The penalty for a pronoun or connective in a summary of one sentence, which has nothing before it to refer
 * to.
 */
const computeLoneliness = ({ text }: SummaryCandidate) =>
  PRONOUN.test(text) || CONNECTIVE.test(text) ? WEIGHTS.lonely : 0;

/** Ranks the sentences of an article: central ones near its beginning that say what its headline says. */
export function rankCandidates(
  list: readonly SummaryCandidate[],
  { headline, isOnly }: { headline: string; isOnly: boolean },
): Ranking {
  const [title = new Map<string, number>(), ...vectors] = createStemVectors([
    headline,
    ...list.map(({ text }) => text),
  ]);
  const central = standardize(computeCentralities(vectors));
  const shares = computeHeadlineShares(
    list.map(({ text }) => text),
    headline,
  );
  const lead = findLead(shares);
  const scores = list.map(
    (candidate, i) =>
      elementAt(central, i) +
      WEIGHTS.headline * dotProduct(title, elementAt(vectors, i)) +
      WEIGHTS.news * computeNewsValue(candidate.text, headline) +
      WEIGHTS.share * elementAt(shares, i) +
      (i < lead ? 0 : WEIGHTS.position / (1 + (i - lead) / WEIGHTS.positionWidth)) -
      computePenalty(candidate) -
      (isOnly ? computeLoneliness(candidate) : 0),
  );
  return { title, vectors, scores, worth: standardize(computeLikenesses(vectors)) };
}
