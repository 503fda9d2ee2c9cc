import type { Statements } from './database.ts';
import type { AuditEntry, AuditStore } from './stores/audit.ts';

/** Lines that are dropped at once. */
const BATCH_SIZE = 500;

/** The changes by editors and operators on either database. */
export function createAuditStore({ rows, write }: Statements): AuditStore {
  return {
    async record({ serverId, at, actor, action, kind, what }) {
      const values = [serverId ?? '', at, actor, action, kind, what];
      await write(
        'INSERT INTO audit (serverId, at, actor, action, kind, what) VALUES ($1, $2, $3, $4, $5, $6)',
        values,
      );
    },
    list: (serverId, { offset, limit }) =>
      rows<AuditEntry>(
        `SELECT nullif(serverId, '') AS serverId, at, actor, action, kind, what FROM audit WHERE serverId = $1
         ORDER BY id DESC LIMIT $2 OFFSET $3`,
        [serverId ?? '', limit, offset],
      ),
    deleteBefore: before =>
      write(`DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < $1 LIMIT ${BATCH_SIZE})`, [
        before,
      ]),
  };
}
