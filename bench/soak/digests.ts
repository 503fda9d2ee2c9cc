import { runKillMany } from '../../tests/kill-many.ts';
import { startPostgres } from '../../tests/postgres.ts';

/**
 * Lets the given number of digests come due within one minute on three processes that share one PostgreSQL
 * server and are killed ten times, and returns whether each was posted once.
 */
export async function soakDigests(digests: number): Promise<boolean> {
  const server = await startPostgres();
  try {
    const began = Date.now();
    const outcomes = await runKillMany(await server.create(), { digests, kills: 10, patience: 900_000 });
    const wrong = outcomes.filter(({ record, messages }) => messages !== 1 || record?.state !== 'posted');
    const sent = outcomes.reduce((sum, outcome) => sum + outcome.sent, 0);
    for (const outcome of wrong) console.log(`      ${JSON.stringify(outcome)}`);
    console.log(
      `${wrong.length === 0 ? 'ok   ' : 'WRONG'} digests: ${digests} due at once on three processes, killed 10 times, in ${Math.round((Date.now() - began) / 1000)} s: ${digests - wrong.length} posted once, ${wrong.length} wrong, Discord was asked ${sent} times`,
    );
    return wrong.length === 0;
  } finally {
    await server.stop();
  }
}
