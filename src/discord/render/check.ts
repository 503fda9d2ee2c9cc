import type { CheckAnswer } from '../../answers/check/schema.ts';
import type { Answered } from '../../answers/service.ts';
import { readReason } from '../../answers/verification/reasons.ts';
import type { Article } from '../../articles/article.ts';
import { plainly, say } from '../../i18n/template-values.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { Settings } from '../../storage/storage.ts';
import { subjectOf } from '../answer-reference.ts';
import type { Reply } from '../types.ts';
import { answerRows } from './buttons.ts';
import { commentMarks, frame, paragraphMarks } from './frame.ts';
import { mask, md, plainLine } from './text.ts';

const CLAIM = 300;
const REASON = 500;
const PASSAGE = 900;

/** Whether the article says what the claim says: the verdict, why, and the nearest passage. */
export function renderCheck(
  article: Article,
  answered: Answered<CheckAnswer>,
  { claim, settings }: { claim: string; settings: Settings },
): Reply {
  const body = md`**${plainLine(mask(claim, settings), CLAIM)}**\n${verdictText(answered.content, settings)}`;
  return {
    embeds: [frame({ article, answered, kind: t('Check'), body, proof: proof(answered.content) })],
    components: answerRows(article, 'check', subjectOf('check', article, answered)),
  };
}

/** The reason in the reader's language; it may hold another one. */
function reasonIn(reason: string): string {
  const found = readReason(reason);
  if (!found) return reason;
  const { reason: inner, ...values } = found.values;
  return plainly(say(found.template, { ...values, ...(inner !== undefined && { reason: reasonIn(inner) }) }));
}

function verdictText({ verdict, reason, passage, comments }: CheckAnswer, settings: Settings): Markdown {
  const says = plainLine(mask(reasonIn(reason), settings), REASON);
  const head = verdict === 'supported' ? t('**Supported.**') : t('**Not supported.**');
  const readers = comments.length > 0 ? md` \`${commentMarks(comments)}\`` : '';
  if (!passage) return md`${head} ${says}${readers}`;
  const shown = md`${plainLine(mask(passage.text, settings), PASSAGE)} \`${paragraphMarks(passage.paragraphs)}\``;
  return md`${head} ${says}${readers}${verdict === 'supported' ? '' : md` ${t('The nearest passage:')}`}\n> ${shown}`;
}

function proof({ passage, comments }: CheckAnswer): Markdown[] {
  const rules = t('checked by plain rules');
  if (comments.length > 0) return [t('what readers wrote, not the article'), rules];
  if (passage)
    return [
      t('the passage is verbatim from {{paragraphs}}', { paragraphs: paragraphMarks(passage.paragraphs) }),
      rules,
    ];
  return [t('nothing in the article comes near'), rules];
}
