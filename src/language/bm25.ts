/** The usual constants of Okapi BM25 (Robertson and Zaragoza 2009). */
const SATURATION = 1.2;
const LENGTH = 0.75;

/** A collection of texts that can be searched by stems. */
export interface Bm25Index {
  /** The weight of a stem by its rarity; 0 for one that no text has. */
  inverseFrequency(stem: string): number;
  /** The score of every text for the weighted stems of a query. */
  score(query: ReadonlyMap<string, number>): Float64Array;
  /** The score of every text if each word of the query has alternatives: the best one in the text counts. */
  scoreAlternatives(words: readonly ReadonlyMap<string, number>[]): Float64Array;
}

/** Creates an index of texts given as stems. A query takes time only for texts that share a stem with it. */
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
    score,
    scoreAlternatives,
  };
}
