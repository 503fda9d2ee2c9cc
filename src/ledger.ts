import type { Clock } from './clock.ts';
import { EngineFailure } from './engines/engine.ts';
import type { LedgerStore, ServerSettings, Spending } from './storage/storage.ts';

/** Who an answer is made for; null where nobody asked (a digest) or where it was not in a server. */
export interface Asker {
  readonly memberId: string | null;
  readonly serverId: string | null;
  /** Called once for each answer that is not there yet, before it is made. Throws to refuse it. */
  readonly admit?: () => Promise<void>;
  /** What their server wants of an answer; nothing if absent. */
  readonly rules?: Pick<ServerSettings, 'answersPerMember' | 'engine'> | undefined;
}

export const nobody: Asker = { memberId: null, serverId: null };

/** How many answers a model may be asked for in one day (UTC); null is no limit. Answers from the cache count nowhere. */
export interface Limits {
  readonly member: number | null;
  readonly server: number | null;
  readonly day: number | null;
}

/** What a model takes for a million tokens, in US dollars. */
export interface Price {
  readonly input: number;
  readonly output: number;
}

/** What one or several calls to a model used. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Whether some of it was counted here, because the server did not say. */
  readonly isCounted?: boolean;
}

/** A limit is reached. Unlike another failure it concerns one asker only. */
export class OverLimit extends EngineFailure {}

/** Reserve before a call, settle after it: what is counted can never be passed by requests that come at the same time. */
export interface Ledger {
  /** Throws an `OverLimit` with the reason. */
  reserve(asker: Asker, what: { recipe: string; articleId: string }): Promise<Reservation>;
  /** What was used today (UTC) by a member, in a server or by all, whichever is not null. */
  today(asker: Asker): Promise<Spending>;
  readonly limits: Limits;
}

export interface Reservation {
  /** The price is null where the operator has named none for the model: nothing is guessed. */
  settle(usage: Usage): Promise<void>;
}

interface Dependencies {
  readonly store: LedgerStore;
  readonly limits: Limits;
  readonly price: Price | null;
  readonly clock: Clock;
}

export function createLedger({ store, limits, price, clock }: Dependencies): Ledger {
  const today = () => new Date(clock.now()).toISOString().slice(0, 10);
  return {
    limits,
    async reserve({ memberId, serverId, rules }, what) {
      const generation = { memberId, serverId, ...what, day: today(), at: new Date(clock.now()).toISOString() };
      const all = { ...limits, memberHere: rules?.answersPerMember ?? null };
      const reserved = await store.reserve(generation, all);
      if (typeof reserved === 'string') throw new OverLimit(sentences[reserved](all));
      return { settle: usage => store.settle(reserved.id, { ...usage, dollars: costOf(usage, price) }) };
    },
    today: asker => store.spending(today(), asker),
  };
}

const sentences = {
  memberHere: ({ memberHere }: { memberHere: number | null }) =>
    `You have had your ${memberHere} answers by the model that this server allows a member for today (until midnight UTC)`,
  member: ({ member }: Limits) => `You have had your ${member} answers by the model for today (until midnight UTC)`,
  server: ({ server }: Limits) => `This server has had its ${server} answers by the model for today (until midnight UTC)`,
  day: () => 'The model has given all the answers it may give today (until midnight UTC)',
} as const;

function costOf({ inputTokens, outputTokens }: Usage, price: Price | null): number | null {
  return price && (inputTokens * price.input + outputTokens * price.output) / 1_000_000;
}
