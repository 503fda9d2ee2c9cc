import { runRushAfterRestart } from '../../tests/after-restart.ts';
import { startPostgres } from '../../tests/postgres.ts';

/**
 * Restarts three processes that share one PostgreSQL database, asks 25 times a second for the given number of
 * seconds as soon as they are logged in, and returns whether each question got a reply in time.
 */
export async function soakRestart(seconds: number): Promise<boolean> {
  const server = await startPostgres();
  const began = Date.now();
  try {
    const place = await server.create();
    const { asked, lost } = await runRushAfterRestart({
      target: place,
      processes: 3,
      everySecond: 25,
      seconds,
      isEarly: true,
    });
    for (const what of lost) console.log(`      ${what} had no reply within 3 seconds`);
    console.log(
      `${lost.length === 0 ? 'ok   ' : 'WRONG'} restart of three processes under 25 asks a second: ${lost.length} of ${asked} lost, in ${Math.round((Date.now() - began) / 1000)} s`,
    );
    return lost.length === 0;
  } finally {
    await server.stop();
  }
}
