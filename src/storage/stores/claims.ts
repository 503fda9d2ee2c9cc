import type { Dialect, Statements } from '../database.ts';

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

/** What processes have taken on to answer; nothing that is kept. */
export function createClaimSchema({ text, end }: Dialect): string {
  return `
  CREATE TABLE claim (
    id ${text} PRIMARY KEY,
    owner TEXT NOT NULL,
    channel_id TEXT,
    at ${text} NOT NULL,
    answered INTEGER NOT NULL
  ${end};
  CREATE INDEX claim_at ON claim (at);
`;
}

const COLUMNS = 'id, owner, channel_id, at, answered';

/** The claims of processes on either database. */
export function createClaimStore({ rows, write }: Statements): ClaimStore {
  const hasChanged = async (sql: string, values: readonly (string | number | null)[]) =>
    (await write(sql, values)) === 1;
  return {
    claim: ({ id, owner, channelId, at }) =>
      hasChanged(`INSERT INTO claim (${COLUMNS}) VALUES ($1, $2, $3, $4, 0) ON CONFLICT DO NOTHING`, [
        id,
        owner,
        channelId,
        at,
      ]),
    async get(id) {
      const [row] = await rows<ClaimRow>(`SELECT ${COLUMNS} FROM claim WHERE id = $1`, [id]);
      return row && parseClaim(row);
    },
    async listOpen(since, limit) {
      const open = await rows<ClaimRow>(
        `SELECT ${COLUMNS} FROM claim WHERE at >= $1 AND channel_id IS NOT NULL AND answered = 0 ORDER BY at DESC LIMIT $2`,
        [since, limit],
      );
      return open.map(parseClaim);
    },
    takeOver: (id, from, to) =>
      hasChanged('UPDATE claim SET owner = $3 WHERE id = $1 AND owner = $2 AND answered = 0', [id, from, to]),
    async settle(id) {
      await write('UPDATE claim SET answered = 1 WHERE id = $1', [id]);
    },
    deleteBefore: (before, limit) =>
      write('DELETE FROM claim WHERE id IN (SELECT id FROM claim WHERE at < $1 LIMIT $2)', [before, limit]),
  };
}

type ClaimRow = Omit<Claim, 'isAnswered'> & { readonly answered: number };

function parseClaim({ answered, ...claim }: ClaimRow): Claim {
  return { ...claim, isAnswered: answered === 1 };
}
