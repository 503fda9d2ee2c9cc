/** Okapi BM25 (Robertson and Zaragoza 2009) with its usual constants. */
const SATURATION = 1.2;
const LENGTH = 0.75;

/** Texts that can be searched by their stems. */
export interface Bm25Index {
  /** The weight of a stem: how rare it is. 0 for one that no text has. */
  inverseFrequency(stem: string): number;
  /** Whether a text has the stem. */
  has(text: number, stem: string): boolean;
  /** The score of every text for the stems of a query, each with its weight. */
  score(query: ReadonlyMap<string, number>): Float64Array;
  /** The same where each word of the query may be said in several ways: of those that a text has, the best counts. */
  scoreAlternatives(words: readonly ReadonlyMap<string, number>[]): Float64Array;
}

/**
 * An index over texts that are given as stems; a query takes time only for the texts that share a stem with
 * it.
 */
export function createBm25Index(texts: readonly (readonly string[])[]): Bm25Index {
  const postings = new Map<string, Map<number, number>>();
  for (const [i, stems] of texts.entries()) {
    for (const stem of stems) {
      const counts = postings.get(stem) ?? new Map<number, number>();
      postings.set(stem, counts.set(i, (counts.get(i) ?? 0) + 1));
    }
  }
  const mean = texts.reduce((sum, stems) => sum + stems.length, 0) / Math.max(1, texts.length) || 1;
  const inverseFrequency = (stem: string) => {
    const count = postings.get(stem)?.size ?? 0;
    return count === 0 ? 0 : Math.log(1 + (texts.length - count + 0.5) / (count + 0.5));
  };
  const scorePosting = (stem: string, text: number, count: number) => {
    const length = 1 - LENGTH + (LENGTH * (texts[text]?.length ?? 0)) / mean;
    return (inverseFrequency(stem) * count * (SATURATION + 1)) / (count + SATURATION * length);
  };
  const scoreAlternatives = (words: readonly ReadonlyMap<string, number>[]) => {
    const sums = new Float64Array(texts.length);
    for (const alternatives of words) {
      const best = new Map<number, number>();
      for (const [stem, weight] of alternatives)
        for (const [i, count] of postings.get(stem) ?? [])
          best.set(i, Math.max(best.get(i) ?? 0, weight * scorePosting(stem, i, count)));
      for (const [i, score] of best) sums[i] = (sums[i] ?? 0) + score;
    }
    return sums;
  };
  const score = (query: ReadonlyMap<string, number>) =>
    scoreAlternatives([...query].map(([stem, weight]) => new Map([[stem, weight]])));
  return {
    inverseFrequency,
    has: (text, stem) => postings.get(stem)?.has(text) ?? false,
    score,
    scoreAlternatives,
  };
}
