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
    `**You, today:** ${line(own, limits, 'member')}`,
    ...(server ? [`**This server, today:** ${line(server, limits, 'server')}`] : []),
    '-# Only new answers by a model count. What somebody asked before comes from the cache and is free; over the limit the built-in engine answers. A day ends at midnight UTC.',
  ];
  return { content: lines.join('\n') };
}

function line(spending: Spending, limits: Limits, whose: 'member' | 'server'): string {
  const { answers, inputTokens, outputTokens, counted: ours } = spending;
  const most = limits.answers[whose];
  const tokens = `${counted(inputTokens, 'token')} read, ${counted(outputTokens, 'token')} written`;
  return [
    `${answers.toLocaleString('en')}${of(most)} ${answers === 1 && most === null ? 'answer' : 'answers'}`,
    limits.tokens[whose] === null
      ? tokens
      : `${(inputTokens + outputTokens).toLocaleString('en')}${of(limits.tokens[whose])} tokens (${tokens})`,
    ...money(spending, limits.dollars[whose]),
    ...(ours > 0 ? [`${counted(ours, 'answer')} of them estimated`] : []),
  ].join(' · ');
}

/** Only what is known: an answer by a model without a price is named as such. */
function money({ dollars, unpriced }: Spending, limit: number | null): string[] {
  return [
    ...(dollars === null && limit === null
      ? []
      : [`$${(dollars ?? 0).toFixed(4)}${limit === null ? '' : ` of $${limit.toFixed(2)}`}`]),
    ...(unpriced === 0 ? [] : [`${counted(unpriced, 'answer')} without a known price`]),
  ];
}

function of(limit: number | null): string {
  return limit === null ? '' : ` of ${limit.toLocaleString('en')}`;
}
