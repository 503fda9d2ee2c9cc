import type { Comment } from '../articles/article.ts';
import { sentences } from '../language/sentences.ts';
import { isStrong } from '../language/strong-language.ts';
import { centre, cosine, type Vector, vectors } from './comments/clusters.ts';

/** Characters in a passage, at most. */
export const LONGEST = 300;

/** The beginning of a text up to a length, at the end of a word; verbatim. */
export function beginning(text: string, longest = LONGEST): string {
  if (text.length <= longest) return text;
  const cut = text.slice(0, longest);
  const space = cut.search(/\s\S*$/);
  return (space > 0 ? cut.slice(0, space) : cut.replace(/[\ud800-\udbff]$/, '')).trimEnd();
}

/** The sentences of a comment that can stand alone, short enough; verbatim, each within one paragraph. */
export function passagesOf(comment: Comment): string[] {
  return comment.paragraphs
    .flatMap(sentences)
    .map(sentence => beginning(sentence))
    .filter(text => text !== '');
}

/** So many of the most central comments are looked through for the passage. */
const CANDIDATES = 8;

/**
 * The most typical sentence of a group: nearest to the middle of the group's comments, neither a few words
 * only nor strong language if there is another.
 */
export function typicalPassage(
  group: readonly Comment[],
  spoken: readonly Vector[],
): { comment: string; text: string } {
  const middle = centre(spoken);
  const central = group
    .map((comment, i) => ({ comment, close: cosine(middle, spoken[i]!) }))
    .toSorted((a, b) => b.close - a.close)
    .slice(0, CANDIDATES);
  const candidates = central.flatMap(({ comment }) =>
    passagesOf(comment).map(text => ({ comment: comment.number, text })),
  );
  const said = vectors(candidates.map(({ text }) => text));
  const score = (i: number) => {
    const { text } = candidates[i]!;
    return cosine(middle, said[i]!) - (text.length < 30 ? 0.3 : 0) - (isStrong(text) ? 0.5 : 0);
  };
  const best = candidates.map((_, i) => i).reduce((a, b) => (score(b) > score(a) ? b : a), 0);
  return candidates[best] ?? { comment: group[0]!.number, text: beginning(group[0]!.paragraphs[0]!) };
}
