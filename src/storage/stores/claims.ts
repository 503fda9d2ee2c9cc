/**
 * What one process has taken on to answer, so that no other does: an interaction or a message of Discord's,
 * by its id.
 */
export interface Claim {
  readonly id: string;
  /** The process, by a name that it has given itself. */
  readonly owner: string;
  /** Where a message was written; null for an interaction, which nobody could answer in its place. */
  readonly channelId: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly isAnswered: boolean;
}

/** What the processes on a database have taken on to answer. */
export interface ClaimStore {
  /** False if it is claimed already, whoever did. */
  claim(claim: Omit<Claim, 'isAnswered'>): Promise<boolean>;
  get(id: string): Promise<Claim | undefined>;
  /** Messages that were claimed since a time and have no answer yet, the newest first, at most `limit`. */
  listOpen(since: string, limit: number): Promise<Claim[]>;
  /** Gives what has no answer yet to another process; false if it is not this owner's any more. */
  takeOver(id: string, from: string, to: string): Promise<boolean>;
  /** Notes that the answer is out. */
  settle(id: string): Promise<void>;
  /** Drops what was claimed before a time, at most `limit`; returns how many were dropped. */
  deleteBefore(before: string, limit: number): Promise<number>;
}
