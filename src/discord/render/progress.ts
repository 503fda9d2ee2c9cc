import type { Doing } from '../../answers/service.ts';
import { phrase } from '../../i18n/define-message.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { Making } from '../context.ts';
import { button, customId, row } from '../custom-id.ts';
import type { Reply } from '../types.ts';
import { counted } from './frame.ts';
import { joinText, md } from './text.ts';

export const CANCELLED = phrase(
  'Cancelled, as you asked. Nothing more is being made for it; ask again whenever you like.',
);
export const ENDING = phrase('I am being restarted and could not finish this. Please ask again in a minute.');
export const TAKES_TOO_LONG = phrase(
  'This takes longer than Discord lets me wait. I go on with it: ask the same in a few minutes, and the answer is there.',
);

/**
 * A message while its answer is being made: what of it has passed the check, what is being done, and a button
 * to cancel it.
 */
export function renderMaking(making: Making | null, { cancelId }: { cancelId: string | null }): Reply {
  const line = md`-# ${making ? doingText(making.doing) : t('Working on it…')}`;
  return {
    ...making?.reply,
    content: joinText([making?.reply?.content, line].filter(Boolean), '\n'),
    components: cancelId === null ? [] : [row(button(t('Cancel'), customId('open', 'cancel', cancelId)))],
  };
}

function doingText(doing: Making['doing']): Markdown {
  switch (doing.step) {
    case 'waiting':
      return t('Working on it…');
    case 'asking':
      return doing.engine === 'extractive'
        ? t('The built-in engine is reading the article…')
        : askingText(doing);
    case 'fetching':
      return t('Fetching the page…');
    case 'reading':
      return t('Reading the article in it, and what its readers wrote…');
    case 'storing':
      return t('Looking whether it is stored already…');
    case 'checking':
      return t('Checking {{statements}} against the article…', {
        statements: counted(doing.statements, 'point'),
      });
    case 'asking again':
      return t('{{complaints}} did not pass the check; asking the model once more…', {
        complaints: counted(doing.complaints, 'point'),
      });
  }
}

function askingText({ part }: Doing & { step: 'asking' }): Markdown {
  const asking = t('Asking the model…');
  return part
    ? md`${asking} ${t('It reads part {{at}} of {{of}} of this long article.', { ...part })}`
    : asking;
}
