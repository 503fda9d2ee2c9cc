/** Who claims, and for how long; times are ISO 8601, UTC. */
export interface Claim {
  /** The claimant: each poller has a name of its own. */
  readonly by: string;
  readonly now: string;
  /** When the lease ends unless it is renewed. */
  readonly until: string;
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
