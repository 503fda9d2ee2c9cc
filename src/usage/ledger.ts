import { EngineFailure, type TokenUsage } from '../engines/engine.ts';
import { defineMessage } from '../i18n/define-message.ts';
import { createMessage, type MessageDescriptor, markDollars } from '../i18n/template-values.ts';
import { type Clock, formatTimestamp, utcDayOf } from '../scheduling/clock.ts';
import { Unreachable } from '../storage/outage.ts';
import type { LedgerStore, Limits, ReachedLimit, Spending } from '../storage/stores/ledger.ts';
import type { ServerSettings } from '../storage/stores/settings.ts';

export type { Limits } from '../storage/stores/ledger.ts';

/** Who an answer is for; null where nobody asked (a digest), or where it was not in a server. */
export interface Asker {
  readonly memberId: string | null;
  readonly serverId: string | null;
  /** Called before an answer is generated, once per answer that does not exist yet. Throws to refuse it. */
  readonly admit?: () => Promise<void>;
  /** What the member's server requires of answers; no requirements if absent. */
  readonly rules?:
    | (Pick<ServerSettings, 'answersPerMember' | 'engine'> & Partial<Pick<ServerSettings, 'provenOnly'>>)
    | undefined;
  /** Whether to regenerate a stored answer and replace it. */
  readonly isFresh?: boolean | undefined;
  /** The engine whose answer is wanted, if there may be one from each. */
  readonly engine?: string | undefined;
}

/** The asker of answers that nobody asked for, such as those in a digest. */
export const NOBODY: Asker = { memberId: null, serverId: null };

/** The price of a million tokens, in US dollars. */
export interface Price {
  readonly input: number;
  readonly output: number;
}

/** Thrown when a limit is reached. Unlike other engine failures, it affects only one asker. */
export class OverLimit extends EngineFailure {}

/** Accounts for models: reserve before a call, settle after it, so that limits hold for concurrent ones. */
export interface Ledger {
  /**
   * Reserves the most a generation may use: its input, and the maximum length of its reply. Throws an
   * `OverLimit` with the reason if that would exceed a limit. `isAnother` marks a further call for an answer
   * that is already counted. `model` is the model called, if not the one that answers.
   */
  reserve(
    asker: Asker,
    purpose: { recipe: string; articleId: string; isAnother?: boolean; model?: 'check' | undefined },
    estimate: TokenUsage,
  ): Promise<Reservation>;
  /** What was used today (UTC) by the member, in the server or by everyone; null does not restrict. */
  today(asker: Asker): Promise<Spending>;
  readonly limits: Limits;
  /** Whether tokens or dollars are limited, so that the maximum use must be counted, not guessed. */
  readonly needsEstimates: boolean;
}

/** A reservation for a generation. */
export interface Reservation {
  /** Replaces the reservation with the actual use; the cost is null if the operator has set no price. */
  settle(usage: TokenUsage): Promise<void>;
}

interface LedgerDependencies {
  readonly store: LedgerStore;
  readonly limits: Limits;
  readonly price: Price | null;
  /** The price of the checking model; that of the answering model if absent. */
  readonly checkPrice?: Price | null;
  readonly clock: Clock;
}

/** Creates a ledger on a store, with the operator's limits and prices. */
export function createLedger({
  store,
  limits,
  price,
  checkPrice = price,
  clock,
}: LedgerDependencies): Ledger {
  const today = () => utcDayOf(clock);
  return {
    limits,
    needsEstimates: [limits.tokens, limits.dollars].some(of =>
      Object.values(of).some(limit => limit !== null),
    ),
    async reserve(
      { memberId, serverId, rules },
      { recipe, articleId, isAnother = false, model },
      { inputTokens, outputTokens },
    ) {
      const at = formatTimestamp(clock);
      const priceOfModel = model === 'check' ? checkPrice : price;
      const dollars = costOf({ inputTokens, outputTokens }, priceOfModel);
      const wanted = {
        memberId,
        serverId,
        recipe,
        articleId,
        inputTokens,
        outputTokens,
        dollars,
        day: today(),
        at,
      };
      const all = { ...limits, answers: { ...limits.answers, memberHere: rules?.answersPerMember ?? null } };
      const reserved = await store
        .reserve({ ...wanted, answers: isAnother ? 0 : 1 }, all)
        .catch((error: unknown) => {
          // nothing may be spent that cannot be recorded; the built-in engine, which steps in, costs nothing
          if (error instanceof Unreachable)
            throw new EngineFailure('I can’t reach the records of the model’s use', {}, { cause: error });
          throw error;
        });
      if ('what' in reserved) throw new OverLimit(limitSentenceOf(reserved, all));
      return {
        async settle({ inputTokens, outputTokens, isCounted = false }) {
          const usage = { inputTokens, outputTokens };
          // if the counts are invalid or cannot be recorded, the reservation stands, and the answer is not
          // lost
          if (![inputTokens, outputTokens].every(isTokenCount)) return;
          await store
            .settle(reserved.id, { ...usage, dollars: costOf(usage, priceOfModel), isCounted })
            .catch((error: unknown) => {
              if (!(error instanceof Unreachable)) throw error;
            });
        },
      };
    },
    today: asker => store.getSpending(today(), asker),
  };
}

const limitSentences = {
  answers: {
    member: defineMessage('You’ve used your {{limit}} model answers for today (until midnight UTC)'),
    memberHere: defineMessage(
      'You’ve used the {{limit}} model answers that this server allows each member per day (until midnight UTC)',
    ),
    server: defineMessage('This server has used its {{limit}} model answers for today (until midnight UTC)'),
    day: defineMessage('The model has reached its limit for today (until midnight UTC)'),
  },
  share: {
    member: defineMessage(
      'Your share of the model for today ({{amount}}) is used up, or too little is left for this answer (until midnight UTC)',
    ),
    server: defineMessage(
      'This server’s share of the model for today ({{amount}}) is used up, or too little is left for this answer (until midnight UTC)',
    ),
    day: defineMessage(
      'The model is used up for today ({{amount}}), or too little is left for this answer (until midnight UTC)',
    ),
  },
} as const;

function limitSentenceOf({ whose, what }: ReachedLimit, limits: Limits): MessageDescriptor {
  const limit = limits[what][whose] ?? 0;
  if (what === 'answers') return createMessage(limitSentences.answers[whose], { limit });
  const amount = what === 'tokens' ? createMessage('{{count}} token', { count: limit }) : markDollars(limit);
  return createMessage(limitSentences.share[whose === 'memberHere' ? 'member' : whose], { amount });
}

const isTokenCount = (tokens: number) => Number.isSafeInteger(tokens) && tokens >= 0;

function costOf({ inputTokens, outputTokens }: TokenUsage, price: Price | null): number | null {
  return price && (inputTokens * price.input + outputTokens * price.output) / 1_000_000;
}
