import { EngineFailure, type TokenUsage } from '../engines/engine.ts';
import { defineMessage } from '../i18n/define-message.ts';
import { createMessage, type MessageDescriptor, markDollars } from '../i18n/template-values.ts';
import type { Clock } from '../scheduling/clock.ts';
import { Unreachable } from '../storage/outage.ts';
import type { LedgerStore, Limits, ReachedLimit, Spending } from '../storage/stores/ledger.ts';
import type { ServerSettings } from '../storage/stores/settings.ts';

export type { Limits } from '../storage/stores/ledger.ts';

/** Who an answer is made for; null where nobody asked (a digest) or where it was not in a server. */
export interface Asker {
  readonly memberId: string | null;
  readonly serverId: string | null;
  /** Called once for each answer that is not there yet, before it is made. Throws to refuse it. */
  readonly admit?: () => Promise<void>;
  /** What their server wants of an answer; nothing if absent. */
  readonly rules?:
    | (Pick<ServerSettings, 'answersPerMember' | 'engine'> & Partial<Pick<ServerSettings, 'provenOnly'>>)
    | undefined;
  /** Whether the answer is to be made anew although one is kept; it then takes the place of that one. */
  readonly isFresh?: boolean | undefined;
  /** The engine whose answer is meant, where there may be one of each. */
  readonly engine?: string | undefined;
}

/** The asker of what nobody asked for, such as a digest. */
export const NOBODY: Asker = { memberId: null, serverId: null };

/** What a model takes for a million tokens, in US dollars. */
export interface Price {
  readonly input: number;
  readonly output: number;
}

/** A limit is reached. Unlike another failure it concerns one asker only. */
export class OverLimit extends EngineFailure {}

/**
 * Reserve before a call, settle after it: what is counted can never be passed by requests that come at the
 * same time.
 */
export interface Ledger {
  /**
   * Enters a generation with what it may take: what is read, and all the room that the reply has. Throws an
   * `OverLimit` with the reason where that would pass a limit. `isAnother`: it is another call for an answer
   * that is counted already. `model`: which one is called, if not the one that answers.
   */
  reserve(
    asker: Asker,
    purpose: { recipe: string; articleId: string; isAnother?: boolean; model?: 'check' | undefined },
    estimate: TokenUsage,
  ): Promise<Reservation>;
  /** What was used today (UTC) by a member, in a server or by all, whichever is not null. */
  today(asker: Asker): Promise<Spending>;
  /**
   * Takes a member's id from what is on record, from today's at midnight UTC; returns how many records there
   * are.
   */
  forget(memberId: string): Promise<number>;
  readonly limits: Limits;
  /**
   * Whether there is a limit in tokens or dollars, for which what a generation may take must be counted and
   * not guessed.
   */
  readonly needsEstimates: boolean;
}

/** What was reserved for a generation. */
export interface Reservation {
  /** The price is null where the operator has named none for the model: nothing is guessed. */
  settle(usage: TokenUsage): Promise<void>;
}

interface LedgerDependencies {
  readonly store: LedgerStore;
  readonly limits: Limits;
  readonly price: Price | null;
  /** Of the model that takes a second look; that of the other if absent. */
  readonly checkPrice?: Price | null;
  readonly clock: Clock;
}

/** A ledger on a store, with the limits and the price of the operator. */
export function createLedger({
  store,
  limits,
  price,
  checkPrice = price,
  clock,
}: LedgerDependencies): Ledger {
  const today = () => new Date(clock.now()).toISOString().slice(0, 10);
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
      const at = new Date(clock.now()).toISOString();
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
          // Nothing is spent that cannot be entered; the engine behind the model costs nothing.
          if (error instanceof Unreachable)
            throw new EngineFailure('I can’t reach the records of the model’s use', {}, { cause: error });
          throw error;
        });
      if ('what' in reserved) throw new OverLimit(limitSentenceOf(reserved, all));
      return {
        async settle({ inputTokens, outputTokens, isCounted = false }) {
          const usage = { inputTokens, outputTokens };
          // what is no count, or cannot be entered, counts with what was reserved, and the answer is not lost
          // for it
          if (![inputTokens, outputTokens].every(isTokenCount)) return;
          await store
            .settle(reserved.id, { ...usage, dollars: costOf(usage, priceOfModel), isCounted })
            .catch((error: unknown) => {
              if (!(error instanceof Unreachable)) throw error;
            });
        },
      };
    },
    forget: memberId => store.forget(memberId, today()),
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
