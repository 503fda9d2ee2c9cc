import { extractContentWords, isReadingEnglish, stem } from '../../language/stems.ts';
import {
  dotProduct,
  findWordVector,
  getDimensions,
  toUnit,
} from '../../language/word-vectors/word-vectors.ts';
import { appendTo, elementAt } from '../../lists.ts';

/**
 * A text as a unit vector: the weights of its stems, and the meaning of its words. Two texts without a common
 * word may still be similar in meaning ("the fare", "ticket prices").
 */
export interface TextVector {
  readonly stems: ReadonlyMap<string, number>;
  /** Empty if meanings are unknown: for languages other than English, and with few texts. */
  readonly meaning: Float32Array;
}

/** Words in a larger share of the texts are what all of them are about. */
const MAX_DOCUMENT_SHARE = 0.5;
/** Minimum number of texts to tell what all of them are about, by words and by meaning. */
const MIN_TEXTS = 10;
/** The share of meaning in the similarity of two texts; with more, comments on one subject become alike. */
const MEANING_SHARE = 0.1;
const NO_MEANING = new Float32Array();

/** Texts as unit vectors by tf-idf and word meanings, and any other text with the same weights. */
export interface VectorSpace {
  readonly vectors: readonly TextVector[];
  /** The vector of a text, using only stems that occur in the space. */
  vectorOf(text: string): TextVector;
}

/** Creates the space of texts over their words, each counted once; with meanings if `byMeaning`. */
export function createVectorSpace(texts: readonly string[], { byMeaning = true } = {}): VectorSpace {
  const words = texts.map(text => new Set(extractContentWords(text)));
  const weightOf = createWeights(words);
  const meanings = byMeaning && hasMeanings(texts) ? words.map(set => sumMeanings(set, weightOf)) : [];
  const common = meanOf(meanings);
  const toVector = (set: ReadonlySet<string>, meaning: Float32Array) => {
    const own = toUnit(meaning.map((x, i) => x - (common[i] ?? 0)));
    const stems = normalizeVector({
      stems: new Map([...set].map(word => [stem(word), weightOf(stem(word))])),
      meaning: NO_MEANING,
    }).stems;
    return normalizeVector({
      stems: scaleStems(stems, Math.sqrt(1 - MEANING_SHARE)),
      meaning: own.map(x => x * Math.sqrt(MEANING_SHARE)),
    });
  };
  return {
    vectors: words.map((set, i) => toVector(set, meanings[i] ?? NO_MEANING)),
    vectorOf: text => {
      const set = new Set(extractContentWords(text));
      return toVector(set, meanings.length > 0 ? sumMeanings(set, weightOf) : NO_MEANING);
    },
  };
}

const hasMeanings = (texts: readonly string[]) => isReadingEnglish() && texts.length >= MIN_TEXTS;

/** The weight of each stem, by the number of texts that have it. */
function createWeights(words: readonly ReadonlySet<string>[]): (stem: string) => number {
  const seen = new Map<string, number>();
  for (const set of words)
    for (const each of new Set([...set].map(stem))) seen.set(each, (seen.get(each) ?? 0) + 1);
  return each => {
    const count = seen.get(each) ?? 0;
    if (count === 0 || (words.length >= MIN_TEXTS && count > MAX_DOCUMENT_SHARE * words.length)) return 0;
    return Math.log((1 + words.length) / (0.5 + count));
  };
}

/** The joint meaning of words: the unit vector of their weighted sum. */
function sumMeanings(words: ReadonlySet<string>, weightOf: (stem: string) => number): Float32Array {
  const sum = new Float32Array(getDimensions());
  for (const word of words) {
    const weight = weightOf(stem(word));
    const vector = weight > 0 ? findWordVector(word) : null;
    if (vector) addScaled(sum, vector, weight);
  }
  return toUnit(sum);
}

function meanOf(meanings: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(meanings[0]?.length ?? 0);
  for (const meaning of meanings) addScaled(mean, meaning, 1 / meanings.length);
  return mean;
}

function addScaled(sum: Float32Array, vector: Float32Array, scale: number): void {
  for (let i = 0; i < vector.length; i++) sum[i] = (sum[i] ?? 0) + scale * (vector[i] ?? 0);
}

const scaleStems = (stems: TextVector['stems'], scale: number) =>
  new Map([...stems].flatMap(([each, x]) => (x > 0 ? [[each, x * scale]] : [])));

function normalizeVector({ stems, meaning }: TextVector): TextVector {
  const square = [...stems.values()].reduce((sum, x) => sum + x * x, dotProduct(meaning, meaning));
  const scale = square === 0 ? 0 : 1 / Math.sqrt(square);
  return { stems: scaleStems(stems, scale), meaning: meaning.map(x => x * scale) };
}

/** The cosine of two unit vectors: how much two texts have in common. */
export function cosineSimilarity(a: TextVector, b: TextVector): number {
  const [small, large] = a.stems.size > b.stems.size ? [b, a] : [a, b];
  let sum = dotProduct(a.meaning, b.meaning);
  for (const [each, x] of small.stems) sum += x * (large.stems.get(each) ?? 0);
  return sum;
}

/** The unit vector in the middle of others. */
export function centroidOf(group: readonly TextVector[]): TextVector {
  return combineVectors(group.map(vector => ({ vector, share: 1 })));
}

/** A text's vector with a share of its parent's, for what its own words leave out. */
export function blendContext(own: TextVector, context: TextVector, share: number): TextVector {
  return combineVectors([
    { vector: own, share: 1 },
    { vector: context, share },
  ]);
}

function combineVectors(
  parts: readonly { readonly vector: TextVector; readonly share: number }[],
): TextVector {
  const stems = new Map<string, number>();
  const meaning = new Float32Array(Math.max(0, ...parts.map(({ vector }) => vector.meaning.length)));
  for (const { vector, share } of parts) {
    for (const [each, x] of vector.stems) stems.set(each, (stems.get(each) ?? 0) + share * x);
    addScaled(meaning, vector.meaning, share);
  }
  return normalizeVector({ stems, meaning });
}

/** All cosines at once, by the stems that two texts share: far fewer steps than pair by pair. */
export function computeSimilarities(all: readonly TextVector[]): Float32Array[] {
  const close = all.map(() => new Float32Array(all.length));
  for (const list of indexStems(all).values())
    for (const [i, x] of list) {
      const row = elementAt(close, i);
      for (const [j, y] of list) row[j] = (row[j] ?? 0) + x * y;
    }
  addMeanings(all, close);
  return close;
}

/** Adds the cosines of meanings, pair by pair; packed into one array so that only the loop takes time. */
function addMeanings(all: readonly TextVector[], close: readonly Float32Array[]): void {
  const size = all[0]?.meaning.length ?? 0;
  const packed = new Float32Array(all.length * size);
  for (const [i, { meaning }] of all.entries()) packed.set(meaning, i * size);
  for (let i = 0; i < all.length; i++) {
    const row = elementAt(close, i);
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let k = 0; k < size; k++)
        sum += (packed[i * size + k] as number) * (packed[j * size + k] as number);
      row[j] = (row[j] as number) + sum;
      const other = close[j] as Float32Array;
      other[i] = (other[i] as number) + sum;
    }
  }
}

/** The texts that have each stem, with its weight there. */
function indexStems(all: readonly TextVector[]): Map<string, [number, number][]> {
  const postings = new Map<string, [number, number][]>();
  for (const [i, { stems }] of all.entries()) for (const [each, x] of stems) appendTo(postings, each, [i, x]);
  return postings;
}
