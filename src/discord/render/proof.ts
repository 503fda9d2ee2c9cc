import type { Ground } from '../../answers/recipe.ts';
import type { Answered } from '../../answers/service.ts';
import { type Proof, proofOf } from '../../answers/verification/evidence.ts';
import type { Article } from '../../articles/article.ts';
import { phrase } from '../../i18n/define-message.ts';
import { formatList, type Markdown, t } from '../../i18n/translate.ts';
import { counted, paragraphMarks } from './frame.ts';

/** More separate runs of paragraphs than this are said as their number, so that the line stays one. */
const RUNS = 4;

type Grounds<Answer> = { grounds(answer: Answer): readonly Ground[] };

/** `6 of 6 quotes verbatim from ¶2–9`: counted from the stored article when it is shown, not claimed. */
export function proofLine<Answer>(
  recipe: Grounds<Answer>,
  { content }: Pick<Answered<Answer>, 'content'>,
  article: Article,
  what: keyof typeof parts,
): Markdown[] {
  const proof = proofOf(recipe, content, article);
  if (proof.statements === 0) return [];
  const { statements, verbatim } = proof;
  const isVerbatim = verbatim === statements;
  const passages = evidence(proof);
  if (statements === 1)
    return [
      isVerbatim
        ? t('verbatim from {{passages}}', { passages })
        : t('checked against {{passages}}', { passages }),
    ];
  const all = { statements: t(parts[what], { count: statements }), passages };
  if (isVerbatim)
    return [t('{{verbatim}} of {{statements}} verbatim from {{passages}}', { verbatim, ...all })];
  if (verbatim === 0) return [t('{{statements}} checked against {{passages}}', all)];
  return [
    t('{{verbatim}} of {{statements}} verbatim', { verbatim, ...all }),
    t('all checked against {{passages}}', { passages }),
  ];
}

/** What an answer is made of. */
const parts = {
  point: phrase('{{count}} point'),
  quote: phrase('{{count}} quote'),
  sentence: phrase('{{count}} sentence'),
} as const;

function evidence({ paragraphs, comments }: Proof): Markdown {
  const marks = paragraphMarks(paragraphs);
  const readers = counted(comments.length, 'comment');
  if (paragraphs.length === 0) return readers;
  const shown = marks.split(', ').length > RUNS ? counted(paragraphs.length, 'paragraph') : marks;
  return comments.length > 0 ? formatList([shown, readers]) : shown;
}
