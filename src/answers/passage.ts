import type { Comment } from '../articles/article.ts';
import { truncateAtWord } from '../language/folding.ts';
import { splitSentences } from '../language/sentences.ts';
import { elementAt } from '../lists.ts';

/** Maximum characters in a passage. */
export const MAX_PASSAGE = 300;

/** The sentences of a comment, each cut to the length of a passage; verbatim, each within one paragraph. */
export function candidatePassagesOf(comment: Comment): string[] {
  return comment.paragraphs
    .flatMap(splitSentences)
    .map(sentence => truncateAtWord(sentence, MAX_PASSAGE))
    .filter(text => text !== '');
}

/** The first candidate passage of a comment, otherwise its beginning; verbatim. */
export const firstWordsOf = (comment: Comment) =>
  candidatePassagesOf(comment)[0] ?? truncateAtWord(elementAt(comment.paragraphs, 0), MAX_PASSAGE);
