import type { Passage } from './passages.ts';
import type { IndexedSentence } from './sentence-index.ts';

const QUESTION = /\?["”’)]*$/;

/** Rows of a table, which are no sentence. */
const TABLE = /(?:\|[^|]{0,200}){4}/;

/** A heading: a short line without a figure that ends without a mark, above a paragraph of sentences. */
const HEADING = /^[^\d.:;!?…]{1,80}$/;
const ENDED = /[.!?…]["”’)]*$/;

function isHeading({ text, whole, unit }: IndexedSentence, next: IndexedSentence | undefined): boolean {
  return (
    text === whole && HEADING.test(text) && next !== undefined && next.unit > unit && ENDED.test(next.whole)
  );
}

/**
 * Passages that may answer: for a question of the text's own, as in an interview, the sentence that follows it; no
 * rows of a table and no heading.
 */
export function toAnswers(passages: readonly Passage[], all: readonly IndexedSentence[]): Passage[] {
  return passages.flatMap(passage => {
    const isQuestion = QUESTION.test(passage.sentence.text);
    const at = passage.at + (isQuestion ? 1 : 0);
    const sentence = all[at];
    if (!sentence || QUESTION.test(sentence.text) || TABLE.test(sentence.text)) return [];
    if (isHeading(sentence, all[at + 1])) return [];
    return isQuestion ? [{ ...passage, sentence, at }] : [passage];
  });
}
