import { isReadingEnglish } from '../../language/stems.ts';
import { dotProduct, findWordVector, toUnit } from '../../language/word-vectors/word-vectors.ts';
import { memoizePerObject } from '../../memo.ts';
import type { QuestionTerm } from './question-terms.ts';
import { getReading, type IndexedSentence } from './sentence-index.ts';

/** How close the words of a sentence are to those of a question in distribution (word vectors). */
export interface Kinship {
  /** For each word of the question, how close the nearest word of the sentence is, from 0 to 1. */
  readonly words: readonly number[];
  /** Cosine between the mean vectors of the question and the sentence. */
  readonly whole: number;
}

/** Words with a lower cosine have nothing to do with each other. */
const MIN_NEAR = 0.4;

const getVectors: (sentence: IndexedSentence) => readonly Float32Array[] = memoizePerObject(sentence =>
  [...new Set(getReading(sentence).words)].flatMap(word => findWordVector(word) ?? []),
);

const getMean: (sentence: IndexedSentence) => Float32Array | null = memoizePerObject(sentence =>
  meanOf(getVectors(sentence)),
);

function meanOf(vectors: readonly Float32Array[]): Float32Array | null {
  const [first] = vectors;
  if (!first) return null;
  const sum = new Float32Array(first.length);
  for (const vector of vectors)
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (vector[i] ?? 0);
  return toUnit(sum);
}

/** Creates a reader of how close sentences are to a question's words. Vectors exist for English only. */
export function createKinshipReader(terms: readonly QuestionTerm[]): (sentence: IndexedSentence) => Kinship {
  const none = { words: terms.map(() => 0), whole: 0 };
  if (!isReadingEnglish()) return () => none;
  const vectors = terms.map(({ word, kind }) =>
    kind === 'name' || kind === 'number' ? null : findWordVector(word),
  );
  const asked = meanOf(vectors.filter(each => each !== null));
  return sentence => {
    const said = getVectors(sentence);
    const mean = getMean(sentence);
    return {
      words: vectors.map(vector => (vector ? nearestOf(vector, said) : 0)),
      whole: asked && mean ? Math.max(0, dotProduct(asked, mean)) : 0,
    };
  };
}

function nearestOf(vector: Float32Array, others: readonly Float32Array[]): number {
  let best = 0;
  for (const other of others) best = Math.max(best, dotProduct(vector, other));
  return Math.max(0, (best - MIN_NEAR) / (1 - MIN_NEAR));
}
