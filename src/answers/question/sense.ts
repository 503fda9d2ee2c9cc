import { compareVectors, encodeSentence } from '../../language/sentence-encoder/sentence-encoder.ts';
import { isReadingEnglish } from '../../language/stems.ts';
import type { SentenceIndex } from './sentence-index.ts';

/** How close a sentence is in sense to a question, whatever its words. */
export interface Sense {
  /** The cosine of the vectors of question and sentence. */
  readonly sense: number;
  /** How much less that is than the closest sentence's. */
  readonly senseBehind: number;
  /** That of the closer one of its neighbours, which may be what it refers to. */
  readonly senseBeside: number;
}

/** The sense of a sentence whose vector is not read. */
export const NO_SENSE: Sense = { sense: 0, senseBehind: 0, senseBeside: 0 };

/**
 * Creates a reader of how close the candidate sentences of a text are to a question in sense. Only
 * candidates and their neighbours are encoded, as each takes milliseconds. English only: 0 otherwise.
 */
export function createSenseReader(
  question: string,
  { all }: SentenceIndex,
  candidates: readonly number[],
): (at: number) => Sense {
  if (!isReadingEnglish() || candidates.length === 0) return () => NO_SENSE;
  const asked = encodeSentence(question);
  const known = new Map<number, number>();
  const closenessOf = (at: number): number => {
    const sentence = all[at];
    if (!sentence) return 0;
    const closeness = known.get(at) ?? compareVectors(asked, encodeSentence(sentence.text));
    known.set(at, closeness);
    return closeness;
  };
  const most = Math.max(...candidates.map(closenessOf));
  return at => {
    const sense = closenessOf(at);
    const senseBeside = Math.max(closenessOf(at - 1), closenessOf(at + 1));
    return { sense, senseBehind: most - sense, senseBeside };
  };
}
