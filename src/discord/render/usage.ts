import { defineMessage } from '../../i18n/define-message.ts';
import { formatDollars, type Markdown, t } from '../../i18n/translate.ts';
import type { Spending } from '../../storage/stores/ledger.ts';
import type { Limits } from '../../usage/ledger.ts';
import type { Reply } from '../types.ts';
import { formatCount } from './frame.ts';
import { joinText } from './text.ts';

interface UsageView {
  /** Without a model, there is nothing to limit. */
  readonly hasModel: boolean;
  readonly limits: Limits;
  readonly own: Spending;
  /** Null if the reader does not manage the server. */
  readonly server: Spending | null;
}

/** Today's usage by the member and, for members who manage the server, by the whole server. */
export function renderUsage({ hasModel, limits, own, server }: UsageView): Reply {
  if (!hasModel)
    return { content: joinText([...formatEarlierSpending(own, server), t(NO_MODEL_NOTICE)], '\n') };
  const lines = [
    t('**You, today:** {{own}}', { own: formatSpending(own, limits, 'member') }),
    server && t('**This server, today:** {{server}}', { server: formatSpending(server, limits, 'server') }),
    t(
      '-# Only new model answers count. What someone has asked before comes from the cache and is free. Over the limit, the built-in engine answers. The day ends at midnight UTC.',
    ),
  ];
  return { content: joinText(lines, '\n') };
}

const NO_MODEL_NOTICE = defineMessage(
  '-# No model is set up here. The built-in engine answers, which costs nothing.',
);

/** The cost of a model that was configured earlier in the day. */
function formatEarlierSpending(own: Spending, server: Spending | null): (Markdown | false | null)[] {
  return [
    own.answers > 0 && t('**You, today:** {{own}}', { own: formatSpending(own, NO_LIMITS, 'member') }),
    server &&
      server.answers > 0 &&
      t('**This server, today:** {{server}}', { server: formatSpending(server, NO_LIMITS, 'server') }),
  ];
}

const NO_SPENDING = { member: null, server: null, day: null };
const NO_LIMITS: Limits = { answers: NO_SPENDING, tokens: NO_SPENDING, dollars: NO_SPENDING };

function formatSpending(spending: Spending, limits: Limits, whose: 'member' | 'server'): Markdown {
  const { answers, inputTokens, outputTokens, counted } = spending;
  const most = limits.answers[whose];
  const tokens = t('{{inputTokens}} read, {{outputTokens}} written', {
    inputTokens: formatCount(inputTokens, 'token'),
    outputTokens: formatCount(outputTokens, 'token'),
  });
  return joinText(
    [
      most === null
        ? formatCount(answers, 'answer')
        : t('{{answers}} of {{count}} answers', { answers, count: most }),
      limits.tokens[whose] === null
        ? tokens
        : t('{{used}} of {{most}} tokens ({{tokens}})', {
            used: inputTokens + outputTokens,
            most: limits.tokens[whose],
            tokens,
          }),
      ...formatMoney(spending, limits.dollars[whose]),
      ...(counted > 0 ? [t('{{ours}} of them estimated', { ours: formatCount(counted, 'answer') })] : []),
    ],
    ' · ',
  );
}

/** Gives only known amounts: answers by a model without a price are counted as such. */
function formatMoney({ dollars, unpriced }: Spending, limit: number | null): Markdown[] {
  return [
    ...(dollars === null && limit === null
      ? []
      : [
          limit === null
            ? formatDollars(dollars ?? 0, 4)
            : t('{{spent}} of {{limit}}', {
                spent: formatDollars(dollars ?? 0, 4),
                limit: formatDollars(limit, 2),
              }),
        ]),
    ...(unpriced === 0
      ? []
      : [t('{{unpriced}} without a known price', { unpriced: formatCount(unpriced, 'answer') })]),
  ];
}
