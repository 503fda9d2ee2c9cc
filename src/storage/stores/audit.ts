import type { Statements } from '../database.ts';
import { deleteSome } from './deletions.ts';

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

/** Lines that are dropped at once. */
const BATCH_SIZE = 500;

/** The changes by editors and operators on either database. */
export function createAuditStore({ rows, write }: Statements): AuditStore {
  return {
    async record({ serverId, at, actor, action, kind, what }) {
      const values = [serverId ?? '', at, actor, action, kind, what];
      await write(
        'INSERT INTO audit (server_id, at, actor, action, kind, what) VALUES ($1, $2, $3, $4, $5, $6)',
        values,
      );
    },
    list: (serverId, { offset, limit }) =>
      rows<AuditEntry>(
        `SELECT nullif(server_id, '') AS server_id, at, actor, action, kind, what FROM audit WHERE server_id = $1
         ORDER BY id DESC LIMIT $2 OFFSET $3`,
        [serverId ?? '', limit, offset],
      ),
    deleteBefore: before =>
      write(deleteSome('audit', 'id', { where: 'at < $1', limit: BATCH_SIZE }), [before]),
  };
}
