import { runKillMany } from '../../tests/kill-many.ts';
import { startPostgres } from '../../tests/postgres.ts';

/** The maximum delay of the last post after its slot, in seconds. */
const LIMIT_SECONDS = 60;

/**
 * Lets the given number of digests come due within one minute on three processes that share one PostgreSQL
 * server, and returns whether each was posted once and the last one within a minute.
 */
export async function soakRush(digests: number): Promise<boolean> {
  const server = await startPostgres();
  try {
    const outcomes = await runKillMany(await server.create(), { digests, kills: 0, patience: 900_000 });
    const wrong = outcomes.filter(({ record, messages }) => messages !== 1 || record?.state !== 'posted');
    for (const outcome of wrong) console.log(`      ${JSON.stringify(outcome)}`);
    const seconds = outcomes
      .map(({ record }) => (record ? (Date.parse(record.at) - Date.parse(record.slot)) / 1000 : Number.NaN))
      .sort((a, b) => a - b);
    const [half = Number.NaN, last = Number.NaN] = [seconds[Math.floor(seconds.length / 2)], seconds.at(-1)];
    const isFine = wrong.length === 0 && last <= LIMIT_SECONDS;
    console.log(
      `${isFine ? 'ok   ' : 'WRONG'} rush: ${digests} digests due at once on three processes: ${digests - wrong.length} posted once, ${wrong.length} wrong, half of them after ${half.toFixed(1)} s, the last after ${last.toFixed(1)} s (at most ${LIMIT_SECONDS})`,
    );
    return isFine;
  } finally {
    await server.stop();
  }
}
