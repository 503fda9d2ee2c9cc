/** Who changed what, and when; no texts. */
export interface AuditEntry {
  /** Null: what belongs to all servers. */
  readonly serverId: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  /**
   * A member's id, `operator` for the terminal, `bot` for the bot itself, empty for a member who had this
   * deleted.
   */
  readonly actor: string;
  readonly action: 'added' | 'removed' | 'renamed' | 'tagged' | 'changed' | 'paused' | 'resumed';
  readonly kind: 'article' | 'digest' | 'feed' | 'setting';
  /** An id; of a setting its name. */
  readonly what: string;
}

/** The changes by editors and operators. */
export interface AuditStore {
  record(change: AuditEntry): Promise<void>;
  /** The newest first. */
  list(serverId: string | null, page: { offset: number; limit: number }): Promise<AuditEntry[]>;
  /** Drops some of the changes before a time; returns how many. */
  deleteBefore(before: string): Promise<number>;
}
