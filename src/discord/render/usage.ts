import type { Limits } from '../../ledger.ts';
import type { Spending } from '../../storage/storage.ts';
import type { Reply } from '../command.ts';
import { counted } from './frame.ts';

interface Usage {
  readonly limits: Limits;
  readonly own: Spending;
  /** Null where the reader does not manage the server. */
  readonly server: Spending | null;
}

/** What was used today, by the member and, for who manages it, in the server. */
export function renderUsage({ limits, own, server }: Usage): Reply {
  const lines = [
    `**You, today:** ${line(own, limits.member)}`,
    ...(server ? [`**This server, today:** ${line(server, limits.server)}`] : []),
    '-# Only new answers by a model count. What somebody asked before comes from the cache and is free; over the limit the built-in engine answers. A day ends at midnight UTC.',
  ];
  return { content: lines.join('\n') };
}

function line(spending: Spending, limit: number | null): string {
  const { answers, inputTokens, outputTokens } = spending;
  const of = limit === null ? '' : ` of ${limit.toLocaleString('en')}`;
  return `${answers.toLocaleString('en')}${of} ${answers === 1 && limit === null ? 'answer' : 'answers'} · ${counted(inputTokens, 'token')} read, ${counted(outputTokens, 'token')} written${money(spending)}`;
}

/** Only what is known: an answer by a model without a price is named as such. */
function money({ dollars, unpriced }: Spending): string {
  const known = dollars === null ? '' : ` · $${dollars.toFixed(4)}`;
  return unpriced === 0 ? known : `${known} · ${counted(unpriced, 'answer')} without a known price`;
}
