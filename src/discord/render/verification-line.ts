import type { Citation } from '../../answers/recipe.ts';
import type { Answered } from '../../answers/service.ts';
import { summarizeVerification, type VerificationSummary } from '../../answers/verification/citations.ts';
import type { Article } from '../../articles/article.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { formatList, type Markdown, t } from '../../i18n/translate.ts';
import { formatCount, formatParagraphMarks } from './frame.ts';

/** More separate runs of paragraphs than this are said as their number, so that the line stays one. */
const MAX_RUNS = 4;

type CitingRecipe<Answer> = { citations(answer: Answer): readonly Citation[] };

/** `6 of 6 quotes verbatim from ¶2–9`: counted from the stored article when it is shown, not claimed. */
export function formatVerificationLine<Answer>(
  recipe: CitingRecipe<Answer>,
  { content }: Pick<Answered<Answer>, 'content'>,
  article: Article,
  unit: keyof typeof unitNames,
): Markdown[] {
  const summary = summarizeVerification(recipe, content, article);
  if (summary.statements === 0) return [];
  const { statements, verbatim } = summary;
  const isVerbatim = verbatim === statements;
  const passages = formatEvidence(summary);
  if (statements === 1)
    return [
      isVerbatim
        ? t('verbatim from {{passages}}', { passages })
        : t('checked against {{passages}}', { passages }),
    ];
  const all = { statements: t(unitNames[unit], { count: statements }), passages };
  if (isVerbatim)
    return [t('{{verbatim}} of {{statements}} verbatim from {{passages}}', { verbatim, ...all })];
  if (verbatim === 0) return [t('{{statements}} checked against {{passages}}', all)];
  return [
    t('{{verbatim}} of {{statements}} verbatim', { verbatim, ...all }),
    t('all checked against {{passages}}', { passages }),
  ];
}

/** What an answer is made of. */
const unitNames = {
  point: defineMessage('{{count}} point'),
  quote: defineMessage('{{count}} quote'),
  sentence: defineMessage('{{count}} sentence'),
} as const;

function formatEvidence({ paragraphs, comments }: VerificationSummary): Markdown {
  const marks = formatParagraphMarks(paragraphs);
  const readers = formatCount(comments.length, 'comment');
  if (paragraphs.length === 0) return readers;
  const shown = marks.split(', ').length > MAX_RUNS ? formatCount(paragraphs.length, 'paragraph') : marks;
  return comments.length > 0 ? formatList([shown, readers]) : shown;
}
