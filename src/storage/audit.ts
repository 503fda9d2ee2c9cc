import type { Statements } from './statements.ts';
import type { AuditStore, Change } from './storage.ts';

/** Lines that are dropped at once. */
const AT_ONCE = 500;

export function auditStore({ rows, write }: Statements): AuditStore {
  return {
    async note({ serverId, at, actor, action, kind, what }) {
      const values = [serverId ?? '', at, actor, action, kind, what];
      await write(
        'INSERT INTO audit (serverId, at, actor, action, kind, what) VALUES ($1, $2, $3, $4, $5, $6)',
        values,
      );
    },
    list: (serverId, { offset, limit }) =>
      rows<Change>(
        `SELECT nullif(serverId, '') AS serverId, at, actor, action, kind, what FROM audit WHERE serverId = $1
         ORDER BY id DESC LIMIT $2 OFFSET $3`,
        [serverId ?? '', limit, offset],
      ),
    sweep: before =>
      write(`DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < $1 LIMIT ${AT_ONCE})`, [before]),
  };
}
