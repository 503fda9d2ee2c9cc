import type { Doing } from '../../answer.ts';
import type { Making } from '../../house.ts';
import { button, customId, row } from '../button.ts';
import type { Reply } from '../command.ts';
import { counted } from './frame.ts';

export const CANCELLED = 'Cancelled, as you asked. Nothing more is being made for it; ask again whenever you like.';
export const ENDING = 'I am being restarted and could not finish this. Please ask again in a minute.';
export const TAKES_TOO_LONG =
  'This takes longer than Discord lets me wait. I go on with it: ask the same in a few minutes, and the answer is there.';

/** A message while its answer is being made: what of it has passed the check, what is being done, and a button to cancel it. */
export function renderMaking(making: Making | null, { cancelId }: { cancelId: string | null }): Reply {
  const line = `-# ${making ? doingText(making.doing) : 'Working on it…'}`;
  return {
    ...making?.reply,
    content: [making?.reply?.content, line].filter(Boolean).join('\n'),
    components: cancelId === null ? [] : [row(button('Cancel', customId('open', 'cancel', cancelId)))],
  };
}

function doingText(doing: Making['doing']): string {
  switch (doing.step) {
    case 'asking':
      return doing.engine === 'extractive' ? 'The built-in engine is reading the article…' : askingText(doing);
    case 'fetching':
      return 'Fetching the page…';
    case 'reading':
      return 'Reading the article in it, and what its readers wrote…';
    case 'storing':
      return 'Looking whether it is stored already…';
    case 'checking':
      return `Checking ${counted(doing.statements, 'point')} against the article…`;
    case 'asking again':
      return `${counted(doing.complaints, 'point')} did not pass the check; asking the model once more…`;
  }
}

function askingText({ engine, part }: Doing & { step: 'asking' }): string {
  return `Asking the model (${engine})…${part ? ` It reads part ${part.at} of ${part.of} of this long article.` : ''}`;
}
