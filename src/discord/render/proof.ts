import type { Answered } from '../../answer.ts';
import type { Article } from '../../article/article.ts';
import { type Proof, proofOf } from '../../recipes/evidence.ts';
import type { Ground } from '../../recipes/recipe.ts';
import { phrase } from '../../texts/phrase.ts';
import { formatList, t } from '../../texts/texts.ts';
import { counted, paragraphMarks } from './frame.ts';

/** More separate runs of paragraphs than this are said as their number, so that the line stays one. */
const RUNS = 4;

type Grounds<Answer> = { grounds(answer: Answer): readonly Ground[] };

/** `6 of 6 quotes verbatim`, `every quote from ¶2–9`: counted from the stored article when it is shown, not claimed. */
export function proofLine<Answer>(
  recipe: Grounds<Answer>,
  { content }: Pick<Answered<Answer>, 'content'>,
  article: Article,
  what: keyof typeof origins,
): string[] {
  const proof = proofOf(recipe, content, article);
  if (proof.statements === 0) return [];
  const { statements, verbatim } = proof;
  const isVerbatim = verbatim === statements;
  const passages = evidence(proof);
  if (statements === 1)
    return [isVerbatim ? t('verbatim from {{passages}}', { passages }) : t('checked against {{passages}}', { passages })];
  const all = { statements: t(origins[what].counted, { count: statements }), passages };
  return [
    ...(verbatim > 0 ? [t('{{verbatim}} of {{statements}} verbatim', { verbatim, ...all })] : []),
    isVerbatim ? t(origins[what].verbatim, { passages }) : t(origins[what].checked, { passages }),
  ];
}

/** What an answer is made of, and how it is said where all of it comes from. */
const origins = {
  point: {
    counted: phrase('{{count}} point'),
    verbatim: phrase('every point from {{passages}}'),
    checked: phrase('every point checked against {{passages}}'),
  },
  quote: {
    counted: phrase('{{count}} quote'),
    verbatim: phrase('every quote from {{passages}}'),
    checked: phrase('every quote checked against {{passages}}'),
  },
  sentence: {
    counted: phrase('{{count}} sentence'),
    verbatim: phrase('every sentence from {{passages}}'),
    checked: phrase('every sentence checked against {{passages}}'),
  },
} as const;

function evidence({ paragraphs, comments }: Proof): string {
  const marks = paragraphMarks(paragraphs);
  const readers = counted(comments.length, 'comment');
  if (paragraphs.length === 0) return readers;
  const shown = marks.split(', ').length > RUNS ? counted(paragraphs.length, 'paragraph') : marks;
  return comments.length > 0 ? formatList([shown, readers]) : shown;
}
