import type { Comment } from '../articles/article.ts';
import { truncateAtWord } from '../language/folding.ts';
import { splitSentences } from '../language/sentences.ts';
import { hasStrongLanguage } from '../language/strong-language.ts';
import { elementAt } from '../lists.ts';
import { centroidOf, cosineSimilarity, createVectors, type FeatureVector } from './comments/clusters.ts';

/** Characters in a passage, at most. */
export const MAX_PASSAGE = 300;

/** The sentences of a comment that can stand alone, short enough; verbatim, each within one paragraph. */
export function candidatePassagesOf(comment: Comment): string[] {
  return comment.paragraphs
    .flatMap(splitSentences)
    .map(sentence => truncateAtWord(sentence, MAX_PASSAGE))
    .filter(text => text !== '');
}

/** So many of the most central comments are looked through for the passage. */
const MAX_CANDIDATES = 8;

/**
 * The most typical sentence of a group: nearest to the middle of the group's comments, neither a few words
 * only nor strong language if there is another.
 */
export function findTypicalPassage(
  group: readonly Comment[],
  commentVectors: readonly FeatureVector[],
): { comment: string; text: string } {
  const middle = centroidOf(commentVectors);
  const central = group
    .map((comment, i) => ({ comment, close: cosineSimilarity(middle, elementAt(commentVectors, i)) }))
    .toSorted((a, b) => b.close - a.close)
    .slice(0, MAX_CANDIDATES);
  const candidates = central.flatMap(({ comment }) =>
    candidatePassagesOf(comment).map(text => ({ comment: comment.number, text })),
  );
  const said = createVectors(candidates.map(({ text }) => text));
  const scoreCandidate = (i: number) => {
    const { text } = elementAt(candidates, i);
    return (
      cosineSimilarity(middle, elementAt(said, i)) -
      (text.length < 30 ? 0.3 : 0) -
      (hasStrongLanguage(text) ? 0.5 : 0)
    );
  };
  const best = candidates
    .map((_, i) => i)
    .reduce((a, b) => (scoreCandidate(b) > scoreCandidate(a) ? b : a), 0);
  return (
    candidates[best] ?? {
      comment: elementAt(group, 0).number,
      text: truncateAtWord(elementAt(elementAt(group, 0).paragraphs, 0), MAX_PASSAGE),
    }
  );
}
