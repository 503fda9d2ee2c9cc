import type { CheckAnswer } from '../../answers/check/schema.ts';
import type { Answered } from '../../answers/service.ts';
import { parseReason } from '../../answers/verification/reasons.ts';
import type { Article } from '../../articles/article.ts';
import { createMessage, formatPlain } from '../../i18n/template-values.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { answerReferenceOf } from '../answer-reference.ts';
import type { Reply } from '../types.ts';
import { createAnswerRows } from './buttons.ts';
import { formatCommentMarks, formatParagraphMarks, renderFrame } from './frame.ts';
import { escapeLine, mask, md } from './text.ts';

const MAX_CLAIM = 300;
const MAX_REASON = 500;
const MAX_PASSAGE = 900;

/** Whether the article says what the claim says: the verdict, why, and the nearest passage. */
export function renderCheck(
  article: Article,
  answered: Answered<CheckAnswer>,
  { claim, settings }: { claim: string; settings: DisplaySettings },
): Reply {
  const body = md`**${escapeLine(mask(claim, settings), MAX_CLAIM)}**\n${formatVerdict(answered.content, settings)}`;
  return {
    embeds: [
      renderFrame({
        article,
        answered,
        kind: t('Check'),
        body,
        verification: formatVerification(answered.content),
      }),
    ],
    components: createAnswerRows(article, 'check', answerReferenceOf('check', article, answered)),
  };
}

/** The reason in the reader's language; it may hold another one. */
function translateReason(reason: string): string {
  const found = parseReason(reason);
  if (!found) return reason;
  const { reason: inner, ...values } = found.values;
  return formatPlain(
    createMessage(found.template, {
      ...values,
      ...(inner !== undefined && { reason: translateReason(inner) }),
    }),
  );
}

function formatVerdict(
  { verdict, reason, passage, comments }: CheckAnswer,
  settings: DisplaySettings,
): Markdown {
  const says = escapeLine(mask(translateReason(reason), settings), MAX_REASON);
  const head = verdict === 'supported' ? t('**Supported.**') : t('**Not supported.**');
  const readers = comments.length > 0 ? md` \`${formatCommentMarks(comments)}\`` : '';
  if (!passage) return md`${head} ${says}${readers}`;
  const shown = md`${escapeLine(mask(passage.text, settings), MAX_PASSAGE)} \`${formatParagraphMarks(passage.paragraphs)}\``;
  return md`${head} ${says}${readers}${verdict === 'supported' ? '' : md` ${t('The closest passage:')}`}\n> ${shown}`;
}

function formatVerification({ passage, comments }: CheckAnswer): Markdown[] {
  const rules = t('checked by fixed rules');
  if (comments.length > 0) return [t('from the readers, not the article'), rules];
  if (passage)
    return [
      t('the passage is verbatim from {{paragraphs}}', {
        paragraphs: formatParagraphMarks(passage.paragraphs),
      }),
      rules,
    ];
  return [t('nothing in the article comes close'), rules];
}
