import type { Dialect, Statements } from './statements.ts';
import type { Claim, ClaimStore } from './storage.ts';

/** What processes have taken on to answer; nothing that is kept. */
export function claimSchema({ text, end }: Dialect): string {
  return `
  CREATE TABLE claim (
    id ${text} PRIMARY KEY,
    owner TEXT NOT NULL,
    channelId TEXT,
    at ${text} NOT NULL,
    answered INTEGER NOT NULL
  ${end};
  CREATE INDEX claim_at ON claim (at);
`;
}

const columns = 'id, owner, channelId, at, answered';

export function claimStore({ rows, write }: Statements): ClaimStore {
  const isDone = async (sql: string, values: readonly (string | number | null)[]) =>
    (await write(sql, values)) === 1;
  return {
    claim: ({ id, owner, channelId, at }) =>
      isDone(`INSERT INTO claim (${columns}) VALUES ($1, $2, $3, $4, 0) ON CONFLICT DO NOTHING`, [
        id,
        owner,
        channelId,
        at,
      ]),
    async get(id) {
      const [row] = await rows<Row>(`SELECT ${columns} FROM claim WHERE id = $1`, [id]);
      return row && readClaim(row);
    },
    async open(since, limit) {
      const open = await rows<Row>(
        `SELECT ${columns} FROM claim WHERE at >= $1 AND channelId IS NOT NULL AND answered = 0 ORDER BY at DESC LIMIT $2`,
        [since, limit],
      );
      return open.map(readClaim);
    },
    takeOver: (id, from, to) =>
      isDone('UPDATE claim SET owner = $3 WHERE id = $1 AND owner = $2 AND answered = 0', [id, from, to]),
    async settle(id) {
      await write('UPDATE claim SET answered = 1 WHERE id = $1', [id]);
    },
    sweep: (before, limit) =>
      write('DELETE FROM claim WHERE id IN (SELECT id FROM claim WHERE at < $1 LIMIT $2)', [before, limit]),
  };
}

type Row = Omit<Claim, 'isAnswered'> & { readonly answered: number };

function readClaim({ answered, ...claim }: Row): Claim {
  return { ...claim, isAnswered: answered === 1 };
}
