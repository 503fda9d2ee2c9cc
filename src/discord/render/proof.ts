import type { Answered } from '../../answer.ts';
import type { Article } from '../../article/article.ts';
import { type Proof, proofOf } from '../../recipes/evidence.ts';
import type { Ground } from '../../recipes/recipe.ts';
import { counted, paragraphMarks } from './frame.ts';

/** More separate runs of paragraphs than this are said as their number, so that the line stays one. */
const RUNS = 4;

type Grounds<Answer> = { grounds(answer: Answer): readonly Ground[] };

/** `6 of 6 quotes verbatim`, `every quote from ¶2–9`: counted from the stored article when it is shown, not claimed. */
export function proofLine<Answer>(
  recipe: Grounds<Answer>,
  { content }: Pick<Answered<Answer>, 'content'>,
  article: Article,
  what: string,
): string[] {
  const proof = proofOf(recipe, content, article);
  if (proof.statements === 0) return [];
  const { statements, verbatim } = proof;
  const isVerbatim = verbatim === statements;
  if (statements === 1) return [`${isVerbatim ? 'verbatim from' : 'checked against'} ${evidence(proof)}`];
  return [
    ...(verbatim > 0 ? [`${verbatim} of ${counted(statements, what)} verbatim`] : []),
    `every ${what} ${isVerbatim ? 'from' : 'checked against'} ${evidence(proof)}`,
  ];
}

function evidence({ paragraphs, comments }: Proof): string {
  const marks = paragraphMarks(paragraphs);
  const readers = counted(comments.length, 'comment');
  if (paragraphs.length === 0) return readers;
  const shown = marks.split(', ').length > RUNS ? counted(paragraphs.length, 'paragraph') : marks;
  return comments.length > 0 ? `${shown} and ${readers}` : shown;
}
