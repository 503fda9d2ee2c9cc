import { stemText } from '../../language/stems.ts';
import { getExisting } from '../../lists.ts';

/** The stems of a sentence with their weights. */
export type StemVector = ReadonlyMap<string, number>;

/** Unit vectors of stems, weighted by their rarity among the sentences. */
export function createStemVectors(texts: readonly string[]): StemVector[] {
  const counts = texts.map(text => {
    const count = new Map<string, number>();
    for (const stem of stemText(text)) count.set(stem, (count.get(stem) ?? 0) + 1);
    return count;
  });
  const seen = new Map<string, number>();
  for (const count of counts) for (const stem of count.keys()) seen.set(stem, (seen.get(stem) ?? 0) + 1);
  return counts.map(count => {
    const weighted = [...count].map(
      ([stem, times]) =>
        [stem, times * Math.log((1 + texts.length) / (0.5 + getExisting(seen, stem)))] as const,
    );
    const size = Math.sqrt(weighted.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
    return new Map(weighted.map(([stem, weight]) => [stem, weight / size]));
  });
}

function addVector(sum: Map<string, number>, vector: StemVector): void {
  for (const [stem, weight] of vector) sum.set(stem, (sum.get(stem) ?? 0) + weight);
}

/** The dot product of two vectors; for unit vectors, their cosine. */
export function dotProduct(a: StemVector, b: StemVector): number {
  let sum = 0;
  for (const [stem, weight] of a) sum += weight * (b.get(stem) ?? 0);
  return sum;
}

/**
 * Similarity to earlier sentences counts against a sentence, similarity to later ones for it (Zheng and
 * Lapata 2019).
 */
const BEFORE_WEIGHT = -1;
const AFTER_WEIGHT = 1;

/**
 * How similar each sentence is to those after it and dissimilar to those before it. The sum of products with
 * many vectors is the product with their sum, so this is linear in the text's length.
 */
export function computeCentralities(sentenceVectors: readonly StemVector[]): number[] {
  const before = new Map<string, number>();
  const all = new Map<string, number>();
  for (const vector of sentenceVectors) addVector(all, vector);
  return sentenceVectors.map(vector => {
    const behind = dotProduct(vector, before);
    const ahead = dotProduct(vector, all) - behind - dotProduct(vector, vector);
    addVector(before, vector);
    return BEFORE_WEIGHT * behind + AFTER_WEIGHT * ahead;
  });
}

/** How similar each sentence is to all of them together. */
export function computeLikenesses(sentenceVectors: readonly StemVector[]): number[] {
  const all = new Map<string, number>();
  for (const vector of sentenceVectors) addVector(all, vector);
  return sentenceVectors.map(vector => dotProduct(vector, all));
}

/** The values minus their mean, in standard deviations. */
export function standardize(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation =
    Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) || 1;
  return values.map(value => (value - mean) / deviation);
}
