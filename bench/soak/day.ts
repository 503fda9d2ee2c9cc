import { querySqlite, runKillDay } from '../../tests/kill-day.ts';
import { startPostgres } from '../../tests/postgres.ts';
import { createFileTarget } from '../../tests/support.ts';

/**
 * Kills the program the given number of times in a scripted day on SQLite, and half as often on PostgreSQL,
 * and returns whether the remaining data is consistent.
 */
export async function soakDay(kills: number): Promise<boolean> {
  const server = await startPostgres();
  try {
    const days = [
      [
        `the embedded database, killed ${kills} times`,
        () => runKillDay(createFileTarget(), querySqlite, { kills }),
      ],
      [
        `PostgreSQL, killed ${Math.ceil(kills / 2)} times`,
        async () => runKillDay(await server.create(), server.run, { kills: Math.ceil(kills / 2) }),
      ],
    ] as const;
    let isFine = true;
    for (const [name, live] of days) {
      const began = Date.now();
      const { wrong, articles, threads, posts, generations, unsettled } = await live();
      for (const what of wrong) console.log(`      ${what}`);
      console.log(
        `${wrong.length === 0 ? 'ok   ' : 'WRONG'} day on ${name}, in ${Math.round((Date.now() - began) / 1000)} s: ${wrong.length} things wrong with ${articles} articles, ${threads} threads, ${posts} posts, ${generations} generations (${unsettled} cut off)`,
      );
      isFine &&= wrong.length === 0;
    }
    return isFine;
  } finally {
    await server.stop();
  }
}
