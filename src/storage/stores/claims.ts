import type { Dialect, Statements } from '../database.ts';

/** A process's claim to answer an interaction or message (by its Discord id), so that no other does. */
export interface Claim {
  readonly id: string;
  /** The id that the process gave itself. */
  readonly owner: string;
  /** The channel of a message; null for an interaction, which no other process could answer. */
  readonly channelId: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly isAnswered: boolean;
}

/** Claims of the processes on a database. */
export interface ClaimStore {
  /** Returns false if it is already claimed, by whatever process. */
  claim(claim: Omit<Claim, 'isAnswered'>): Promise<boolean>;
  get(id: string): Promise<Claim | undefined>;
  /** Lists messages claimed since a time and not answered yet, newest first, at most `limit`. */
  listOpen(since: string, limit: number): Promise<Claim[]>;
  /** Transfers an unanswered claim to another process; false if `from` no longer owns it. */
  takeOver(id: string, from: string, to: string): Promise<boolean>;
  /** Records that the answer has been sent. */
  settle(id: string): Promise<void>;
  /** Deletes claims made before a time, at most `limit`. Returns how many were deleted. */
  deleteBefore(before: string, limit: number): Promise<number>;
}

/** The claims of running processes; neither backed up nor moved. */
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

/** Creates the store of claims on either database. */
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
