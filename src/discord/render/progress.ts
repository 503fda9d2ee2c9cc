import { z } from 'zod';
import type { Stage } from '../../answers/service.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import { createButton, createRow } from '../components.ts';
import type { ReplyProgress } from '../context.ts';
import { createCustomId } from '../custom-id.ts';
import type { Reply } from '../types.ts';
import { formatCount } from './frame.ts';
import { joinText, md } from './text.ts';

/** Stops a reply in progress, identified by the id of the interaction or message it answers. */
export const cancelButton = { key: 'cancel', values: z.object({ id: z.string().min(1) }) };

/** Replaces an answer that the member cancelled. */
export const CANCELLED = defineMessage('Cancelled. You can ask again whenever you like.');
/** Replaces an answer that was interrupted by the end of the process. */
export const SHUTTING_DOWN = defineMessage(
  'I’m being restarted and couldn’t finish this. Please ask again in a minute.',
);
/** Replaces an answer that was not ready within 14 minutes. */
export const TAKES_TOO_LONG = defineMessage(
  'This takes longer than Discord lets me wait. I’ll keep working on it: ask again in a few minutes, and the answer will be there.',
);

/** What is shown while an answer is made: what has passed its check, the stage, a button to cancel. */
export function renderProgress(
  progress: ReplyProgress | null,
  { cancelId }: { cancelId: string | null },
): Reply {
  const line = md`-# ${progress ? formatStage(progress.stage) : t('Working on it…')}`;
  const shown = progress?.render?.();
  return {
    ...shown,
    content: joinText([shown?.content, line].filter(Boolean), '\n'),
    components:
      cancelId === null
        ? []
        : [createRow(createButton(t('Cancel'), createCustomId('open', cancelButton, { id: cancelId })))],
  };
}

function formatStage(stage: ReplyProgress['stage']): Markdown {
  switch (stage.step) {
    case 'waiting':
      return t('Working on it…');
    case 'asking':
      return stage.engine === 'extractive'
        ? t('The built-in engine is reading the article…')
        : formatAsking(stage);
    case 'fetching':
      return t('Fetching the page…');
    case 'reading':
      return t('Reading the article and its comments…');
    case 'storing':
      return t('Checking whether I already have it…');
    case 'checking':
      return t('Checking {{statements}} against the article…', {
        statements: formatCount(stage.statements, 'point'),
      });
    case 'asking again':
      return t('{{complaints}} didn’t pass the check. Asking the model again…', {
        complaints: formatCount(stage.complaints, 'point'),
      });
    case 'looking again':
      return t('Taking a second look at {{statements}} in the model’s words…', {
        statements: formatCount(stage.statements, 'point'),
      });
  }
}

function formatAsking({ part }: Stage & { step: 'asking' }): Markdown {
  const asking = t('Asking the model…');
  return part
    ? md`${asking} ${t('It’s on part {{at}} of {{of}} of this long article.', { ...part })}`
    : asking;
}
