import type { Article } from '../../articles/article.ts';
import { removeDuplicates, selectPool } from './candidates.ts';
import type { Length, SummaryDraft } from './schema.ts';
import { type SummaryPlan, selectPoints } from './selection.ts';

/**
 * Sentences of the article for each further point, the fewest and most points of a length, and the words that they are to
 * have together, at most.
 */
const SIZES: Record<Length, { least: number; most: number; each: number; words: number | null }> = {
  brief: { least: 1, most: 1, each: 1, words: 30 },
  standard: { least: 3, most: 5, each: 8, words: 60 },
  full: { least: 7, most: 10, each: 5, words: null },
};

/** An article of more paragraphs is told from its beginning, its middle and its end. */
const SHORT_ARTICLE = 12;

/**
 * Sentences of the article in its order, whole or shortened as far as that is proven: central ones near the beginning, and
 * those that tell what the headline tells, that can stand alone and do not repeat each other, not cut out of a quotation if
 * there are others; one that begins with a pronoun follows the sentence that names whom it means. As many as the length
 * asks for, in few words and from each third of a long article; or exactly `points`, the best ones wherever they stand;
 * fewer only if the article has fewer sentences. Deterministic.
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
