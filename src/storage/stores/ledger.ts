/**
 * One generation by a model, or another call for it, before it is made: with what it may take, which counts
 * until it is settled.
 */
export interface Generation {
  /** UTC, `2026-11-25`. */
  readonly day: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly memberId: string | null;
  readonly serverId: string | null;
  readonly recipe: string;
  readonly articleId: string;
  /** 1, or 0 for another call for an answer that is counted already. */
  readonly answers: 0 | 1;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Null where the price is not known. */
  readonly dollars: number | null;
}

/** What generations used: answers, tokens (read and written) and US dollars. */
export interface Amounts {
  readonly answers: number;
  readonly tokens: number;
  readonly dollars: number;
}

/** What may be used in one day (UTC) by one member, in one server, and by all; null is no limit. */
export interface Limit {
  readonly member: number | null;
  /** What a server allows each of its members there. */
  readonly memberHere?: number | null;
  readonly server: number | null;
  readonly day: number | null;
}

/** The limits of one day. */
export interface Limits {
  readonly answers: Limit;
  /** Read and written. */
  readonly tokens: Limit;
  /** US dollars. */
  readonly dollars: Limit;
}

/** The limit that a generation would pass. */
export interface ReachedLimit {
  readonly whose: keyof Limit;
  readonly what: keyof Limits;
}

/** What generations used, as it is shown. */
export interface Spending {
  readonly answers: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** What the answers with a known price cost, in US dollars; null where there is none. */
  readonly dollars: number | null;
  /** How many answers have no known price. */
  readonly unpriced: number;
  /**
   * How many answers hold something that the server did not count but we did, or that nobody has settled:
   * what they are shown with is about right.
   */
  readonly counted: number;
}

/** What a generation used in the end. */
export interface Settlement {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly dollars: number | null;
  /** Whether some of it was counted by us. */
  readonly isCounted: boolean;
}

/** The generations by a model, and what they cost. */
export interface LedgerStore {
  /**
   * Records a generation unless a limit would be passed; then which. Counting and recording are one step (see
   * limits.ts).
   */
  reserve(generation: Generation, limits: Limits): Promise<{ readonly id: number } | ReachedLimit>;
  /** Puts what was used in place of what was reserved. */
  settle(id: number, used: Settlement): Promise<void>;
  /**
   * Takes a member's id from their generations, from those of today (UTC, `2026-11-25`) when the day is over:
   * until then they count for the limits. Returns how many there are.
   */
  forget(memberId: string, today: string): Promise<number>;
  /** The sums of one day over a server, a member, or all where both are null. */
  getSpending(day: string, of: { serverId: string | null; memberId: string | null }): Promise<Spending>;
}
