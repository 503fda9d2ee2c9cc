import type { Statements } from '../database.ts';
import { deleteSome } from './deletions.ts';

/** A record of who changed what, and when; it contains no text of an article. */
export interface AuditEntry {
  /** Null for what belongs to all servers. */
  readonly serverId: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** A member's id, `operator` (command line), `bot`, or empty for one who had their data deleted. */
  readonly actor: string;
  readonly action: 'added' | 'removed' | 'renamed' | 'tagged' | 'changed' | 'paused' | 'resumed';
  readonly kind: 'article' | 'digest' | 'feed' | 'setting';
  /**
   * The id, or the name of a setting. For digests and feeds, the id, a space and the name at the time, which
   * is all that is left of them once they are deleted (`formatSubject`).
   */
  readonly what: string;
}

/** The id and name of a digest or feed, as `what`. */
export const formatSubject = (id: string, name: string): string => `${id} ${name}`.slice(0, 300);

/** Reads back the id and name; an entry from before names were recorded has an empty one. */
export function parseSubject(what: string): { id: string; name: string } {
  const [id = '', ...name] = what.split(' ');
  return { id, name: name.join(' ') };
}

/** The log of changes by editors and operators. */
export interface AuditStore {
  record(change: AuditEntry): Promise<void>;
  /** Lists changes, newest first. */
  list(serverId: string | null, page: { offset: number; limit: number }): Promise<AuditEntry[]>;
  /** Deletes a batch of changes made before `before` (ISO 8601). Returns how many were deleted. */
  deleteBefore(before: string): Promise<number>;
}

/** Rows deleted per batch. */
const BATCH_SIZE = 500;

/** Creates the audit log on either database. */
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
