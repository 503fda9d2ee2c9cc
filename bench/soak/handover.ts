import type { DatabaseTarget } from '../../src/storage/database-target.ts';
import { startPostgres } from '../../tests/postgres.ts';
import { type RestartWay, runRestart } from '../../tests/restarting.ts';
import { createFileTarget } from '../../tests/support.ts';

const ways: readonly RestartWay[] = [
  'the next is there before the first is stopped',
  'the next is started when the first has ended',
  'the next is started when the first was killed',
];

/**
 * Replaces one process by another the given number of times in each way, on both databases, and returns
 * whether everything that any process could hear was answered exactly once.
 */
export async function soakHandover(times: number): Promise<boolean> {
  const server = await startPostgres();
  const places: [string, () => Promise<DatabaseTarget>][] = [
    ['the embedded database', async () => createFileTarget()],
    ['PostgreSQL', () => server.create()],
  ];
  let isFine = true;
  try {
    for (const [name, createPlace] of places)
      for (const way of ways) {
        const began = Date.now();
        const sums = { asked: 0, heard: 0, unanswered: 0, twice: 0, alone: 0 };
        for (let time = 0; time < times; time++) {
          const { asked, heard, unanswered, twice, alone } = await runRestart(await createPlace(), way, {
            everySecond: 25,
          });
          for (const what of [...unanswered, ...twice]) console.log(`      ${what}`);
          sums.asked += asked;
          sums.heard += heard;
          sums.unanswered += unanswered.length;
          sums.twice += twice.length;
          sums.alone = Math.max(sums.alone, alone);
        }
        const isWell = sums.unanswered === 0 && sums.twice === 0;
        console.log(
          `${isWell ? 'ok   ' : 'WRONG'} handover on ${name}, ${times} times, ${way}, in ${Math.round((Date.now() - began) / 1000)} s: ${sums.asked} asked, ${sums.heard} while somebody was there, ${sums.unanswered} of these unanswered, ${sums.twice} answered twice, nobody connected for ${Math.round(sums.alone)} ms at most`,
        );
        isFine &&= isWell;
      }
    return isFine;
  } finally {
    await server.stop();
  }
}
