/** Who claims rows, and for how long; times are ISO 8601, UTC. */
export interface Claim {
  /** The claimant's id. */
  readonly by: string;
  readonly now: string;
  /** When the lease expires unless renewed. */
  readonly until: string;
}

/** The values of a row's key, in the order of the key's columns. */
export type RowKey = readonly string[];

/** Rows with due times, each worked on by one claimant at a time. */
export interface DueRows {
  /** Leases at most `limit` due rows, longest overdue first, skipping servers that rest. */
  claimDue(claim: Claim, limit: number, part?: ServerPartition): Promise<RowKey[]>;
  /** Extends a claimant's leases to the claim's new end. */
  renew(keys: readonly RowKey[], claim: Claim): Promise<void>;
  /**
   * Frees a lease if the claimant still holds it, and makes the row due at `nextDue`. Returns when it is due,
   * which differs if that was changed in the meantime.
   */
  release(key: RowKey, by: string, nextDue: string | null): Promise<string | null>;
  /** When the next row is due that this claimant is not working on; null for never. */
  findNextDue(by: string, part?: ServerPartition): Promise<string | null>;
  /** Lists the other claimants of rows due at `now`, any of which may have died. */
  listClaimants(claim: Pick<Claim, 'by' | 'now'>, part?: ServerPartition): Promise<string[]>;
  /** Frees all leases of a claimant that has died. */
  releaseAll(by: string): Promise<void>;
}

/** How processes show each other that they are alive. */
export interface Presence {
  /** The id of this process. */
  readonly owner: string;
  /** Whether others see that this process is alive: they take earlier claims for a dead one's. */
  isShown(): boolean;
  /** Whether another process is known to have ended. Throws if that cannot be determined. */
  isGone(owner: string): Promise<boolean>;
}

/** How processes tell each other that something may be due earlier than they know. */
export interface WakeSignal {
  /** Wakes the pollers of all processes. Never throws: a missed signal delays work by a minute at most. */
  notify(): Promise<void>;
  /** Calls `wake` at each signal until the returned function is called. */
  listen(wake: () => void): () => void;
}

/** The shards of a bot's servers that one process serves. */
export interface ServerPartition {
  readonly list: readonly number[];
  /** The number of shards in all processes together. */
  readonly count: number;
}
