import { fold } from '../../../language/folding.ts';
import lexicon from '../../../language/lexicons/entailment.json' with { type: 'json' };
import { extractEnglishNumbers } from '../../../language/numbers.ts';
import { splitSentences } from '../../../language/sentences.ts';
import { extractContentWords, splitWords, stem, stemText } from '../../../language/stems.ts';
import { isNegativeContraction } from '../../../language/syntax/function-words.ts';

/** A sentence of the passages, analyzed once. */
export interface AnalyzedSentence {
  readonly text: string;
  /** The stems of the content words: in order, and as a set. */
  readonly order: readonly string[];
  readonly stems: ReadonlySet<string>;
  readonly numbers: ReadonlySet<number>;
  /** Stems that a negation reaches. */
  readonly negated: ReadonlySet<string>;
  /** Whether the sentence contains a negation. */
  readonly isNegative: boolean;
}

/** The passages, analyzed once for all rules. */
export interface AnalyzedSource {
  readonly sentences: readonly AnalyzedSentence[];
  readonly stems: ReadonlySet<string>;
  /** All words in lowercase, unstemmed, for looking up names. */
  readonly words: ReadonlySet<string>;
  readonly numbers: readonly number[];
  readonly folded: readonly string[];
}

const NEGATING_WORDS = new Set(lexicon.negating.words);

/** Whether a lowercase word negates what follows it. */
export const isNegation = (word: string) => NEGATING_WORDS.has(word) || isNegativeContraction(word);

/** How many content words a negation reaches. */
const NEGATION_SCOPE = 2;

/** The stems that a negation reaches, up to the next punctuation mark. */
export function negatedStemsIn(text: string): Set<string> {
  const denied = new Set<string>();
  for (const clause of text.split(/[,;:.!?()]\s|\bbut\b/)) {
    let reach = 0;
    for (const word of splitWords(clause)) {
      if (isNegation(word)) reach = NEGATION_SCOPE;
      else if (reach > 0 && extractContentWords(word).length > 0) {
        denied.add(stem(word));
        reach -= 1;
      }
    }
  }
  return denied;
}

function analyzeSentence(text: string): AnalyzedSentence {
  const order = stemText(text);
  return {
    text,
    order,
    stems: new Set(order),
    numbers: new Set(extractEnglishNumbers(text).map(({ value }) => value)),
    negated: negatedStemsIn(text),
    isNegative: splitWords(text).some(isNegation),
  };
}

/** Analyzes passages once, for all rules. */
export function analyzeSource(passages: readonly string[]): AnalyzedSource {
  const all = passages.flatMap(splitSentences).map(analyzeSentence);
  return {
    sentences: all,
    stems: new Set(all.flatMap(({ stems }) => [...stems])),
    words: new Set(passages.flatMap(splitWords)),
    numbers: passages.flatMap(extractEnglishNumbers).map(({ value }) => value),
    folded: passages.map(passage => fold(passage).toLowerCase()),
  };
}

/** The word that a sentence has for a stem. */
export function surfaceFormOf(root: string, { text }: AnalyzedSentence): string {
  return splitWords(text).find(word => stem(word) === root) ?? root;
}
