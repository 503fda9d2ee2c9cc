/** Who claims, and for how long; times are ISO 8601, UTC. */
export interface Claim {
  /** The claimant. */
  readonly by: string;
  readonly now: string;
  /** When the lease ends unless it is renewed. */
  readonly until: string;
}

/** The values of a row's key, in the order of the key's columns. */
export type RowKey = readonly string[];

/** Rows that are due at a time and are worked at by one claimant at a time. */
export interface DueRows {
  /** Leases up to so many rows that are due, the longest due first; nothing of servers that rest. */
  claimDue(claim: Claim, limit: number, part?: ServerPartition): Promise<RowKey[]>;
  /** Makes leases of a claimant last until the claim's new end. */
  renew(keys: readonly RowKey[], claim: Claim): Promise<void>;
  /**
   * Gives up the lease of a claimant, if it is that one's still; the row is due next at `nextDue`. Returns when it
   * is, which is another time where it was changed meanwhile.
   */
  release(key: RowKey, by: string, nextDue: string | null): Promise<string | null>;
  /** When something is due next that this claimant is not at; null for never. */
  findNextDue(by: string, part?: ServerPartition): Promise<string | null>;
  /** Who else is at rows that are due at `now`, which somebody may have died over. */
  listClaimants(claim: Pick<Claim, 'by' | 'now'>, part?: ServerPartition): Promise<string[]>;
  /** Gives up all leases of a claimant that has died. */
  releaseAll(by: string): Promise<void>;
}

/** How processes show each other that they live. */
export interface Presence {
  /** This process. */
  readonly owner: string;
  /** Whether the others can see it: what is claimed before is taken for a dead process's. */
  isShown(): boolean;
  /** Whether another process is known to have ended. Throws where that cannot be asked. */
  isGone(owner: string): Promise<boolean>;
}

/** How processes tell each other that something may be due earlier than they know. */
export interface WakeSignal {
  /** Wakes the pollers of all processes. Never throws: what is not heard is found within a minute. */
  notify(): Promise<void>;
  /** Calls back at each signal, until the function is called that it returns. */
  listen(wake: () => void): () => void;
}

/** The part of a bot's servers that one process serves, by Discord's shards. */
export interface ServerPartition {
  readonly list: readonly number[];
  /** How many there are in all processes together. */
  readonly count: number;
}
