import { commentTextOf } from '../../articles/article.ts';
import { stemText } from '../../language/stems.ts';
import { elementAt, getExisting } from '../../lists.ts';
import { findEvidence } from '../verification/evidence.ts';
import { type CommentsCheck, firstWordsOf } from './check-context.ts';
import type { CheckedViewpoint, Viewpoint } from './schema.ts';

/** So many comments that have all words of a label are looked through for a sentence that has them in this order. */
const MAX_LOOKED_THROUGH = 3;

/**
 * How a viewpoint's label stands to its comments: shortened where one of their sentences says it in these words without
 * what would change them, else worded, and then it rests on the passage.
 */
export function findLabelStanding(
  label: string,
  { comments: numbers, passage }: Pick<Viewpoint, 'comments' | 'passage'>,
  { article, comments }: Pick<CommentsCheck, 'article' | 'comments'>,
): Pick<CheckedViewpoint, 'level' | 'ground'> {
  const words = stemText(label);
  const first = passage?.comment ?? elementAt(numbers, 0);
  const holding = [...new Set([first, ...numbers])]
    .filter(number => {
      const there = new Set(stemText(commentTextOf(getExisting(comments, number))));
      return words.length > 0 && words.every(word => there.has(word));
    })
    .slice(0, MAX_LOOKED_THROUGH);
  for (const number of holding) {
    const { paragraphs } = getExisting(comments, number);
    const found = findEvidence(
      { ...article, paragraphs: [...paragraphs], comments: [] },
      { text: label, paragraphs: paragraphs.map((_, index) => index + 1) },
    );
    if (!('statement' in found) || found.statement.level === 'worded') continue;
    const { level, ground } = found.statement;
    return { level, ground: ground.map(({ quote }) => ({ comment: number, quote })) };
  }
  const quote = passage?.text ?? firstWordsOf(getExisting(comments, first));
  return { level: 'worded', ground: [{ comment: first, quote }] };
}
