import { extractContentWords, isReadingEnglish, stem } from '../../language/stems.ts';
import { dotProduct, findWordVector } from '../../language/word-vectors/word-vectors.ts';
import { elementAt } from '../../lists.ts';

/** A headline with fewer content words does not say what happened. */
const MIN_WORDS = 3;

/** Words with a lower cosine have nothing to do with each other. */
const MIN_NEAR = 0.45;

/** How much a word that is only close to one of the headline counts. */
const NEAR = 0.7;

/** Maximum number of sentences that are compared with the headline; the news comes earlier. */
const MAX_SENTENCES = 300;

/** How much of its words the nearest word covers, from 0 to 1. */
function compareWord(word: string, vector: Float32Array | null, words: readonly string[]): number {
  const stemmed = stem(word);
  let best = 0;
  for (const other of words) {
    if (other === word || stem(other) === stemmed) return 1;
    const near = vector && findWordVector(other);
    if (near) best = Math.max(best, (dotProduct(vector, near) - MIN_NEAR) / (1 - MIN_NEAR));
  }
  return NEAR * best;
}

/**
 * For each sentence, the share of the headline's content words that it tells, in the same or close words
 * (word vectors, for English only), from 0 to 1. All 0 for a headline that says too little.
 */
export function computeHeadlineShares(sentences: readonly string[], headline: string): number[] {
  const wanted = [...new Set(extractContentWords(headline))];
  if (wanted.length < MIN_WORDS) return sentences.map(() => 0);
  const vectors = wanted.map(word => (isReadingEnglish() ? findWordVector(word) : null));
  return sentences.map((sentence, at) => {
    if (at >= MAX_SENTENCES) return 0;
    const words = [...new Set(extractContentWords(sentence))];
    return (
      wanted.reduce((sum, word, i) => sum + compareWord(word, elementAt(vectors, i), words), 0) /
      wanted.length
    );
  });
}

/** The lead tells this share of what the best sentence tells of the headline. */
const LEAD_SHARE = 0.5;

/** The lead is among the first sentences; later, the article is told otherwise. */
const LAST_LEAD = 12;

/**
 * The index of the sentence with which the news begins: the first that tells most of what any sentence near
 * the beginning tells of the headline. What comes before it is a scene or a saying.
 */
export function findLead(shares: readonly number[]): number {
  const early = shares.slice(0, LAST_LEAD);
  const most = Math.max(0, ...early);
  return most === 0 ? 0 : early.findIndex(share => share >= LEAD_SHARE * most);
}
