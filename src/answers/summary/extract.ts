import type { Article } from '../../articles/article.ts';
import { removeDuplicates, selectPool } from './candidates.ts';
import type { Length, SummaryDraft } from './schema.ts';
import { type SummaryPlan, selectPoints } from './selection.ts';

/**
 * For each length: the minimum and maximum number of points, how many sentences of the article make one
 * point, and the maximum words of all points together (null: no limit).
 */
const SIZES: Record<Length, { least: number; most: number; each: number; words: number | null }> = {
  brief: { least: 1, most: 1, each: 1, words: 30 },
  standard: { least: 3, most: 5, each: 8, words: 60 },
  full: { least: 7, most: 10, each: 5, words: null },
};

/** An article with more paragraphs is summarized from its beginning, middle and end. */
const SHORT_ARTICLE = 12;

/**
 * Sentences of the article in order, whole or shortened as far as proven: central ones near the beginning,
 * and those that say what the headline says, that stand alone, do not repeat each other and, if possible, are
 * not cut from a quotation. One that begins with a pronoun follows the sentence that names the person. Their
 * number depends on the length, with few words, and from each third of a long article; with `points` it is
 * exact, the best ones wherever they are, or fewer if the article has fewer sentences. Deterministic.
 */
export function extractSummary(
  article: Article,
  { length, points }: { length: Length; points?: number | undefined },
): SummaryDraft {
  const { least, most, each, words } = SIZES[length];
  const list = removeDuplicates(selectPool(article, points ?? least));
  const count = points ?? Math.min(most, Math.max(least, Math.round(list.length / each)));
  const plan: SummaryPlan = {
    count,
    words: points === undefined ? words : null,
    isSpread: points === undefined && count >= 3 && article.paragraphs.length > SHORT_ARTICLE,
  };
  return {
    points: selectPoints(list, article, plan).map(({ text, paragraph }) => ({
      text,
      paragraphs: [paragraph],
    })),
  };
}
