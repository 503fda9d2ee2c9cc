import { extractQuantities, type Quantity } from '../../../language/quantities.ts';
import { splitSentences } from '../../../language/sentences.ts';
import { splitWords, stem, stemText } from '../../../language/stems.ts';

/** A sentence of the passages, analyzed once. */
export interface AnalyzedSentence {
  readonly text: string;
  /** The stems of the content words. */
  readonly stems: ReadonlySet<string>;
}

/** The passages, analyzed once for all rules. */
export interface AnalyzedSource {
  readonly sentences: readonly AnalyzedSentence[];
  readonly stems: ReadonlySet<string>;
  /** All words in lowercase, unstemmed, for looking up names. */
  readonly words: ReadonlySet<string>;
  readonly quantities: readonly Quantity[];
}

/** Analyzes passages once, for all rules. */
export function analyzeSource(passages: readonly string[]): AnalyzedSource {
  const all = passages.flatMap(splitSentences).map(text => ({ text, stems: new Set(stemText(text)) }));
  return {
    sentences: all,
    stems: new Set(all.flatMap(({ stems }) => [...stems])),
    words: new Set(passages.flatMap(splitWords)),
    quantities: passages.flatMap(extractQuantities),
  };
}

/** The word that a sentence has for a stem. */
export function surfaceFormOf(root: string, { text }: AnalyzedSentence): string {
  return splitWords(text).find(word => stem(word) === root) ?? root;
}
