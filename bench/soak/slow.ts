import { useAllFirst } from '../../tests/slow-machine.ts';

/**
 * Starts the program the given number of times on a quarter of a core and uses each command immediately, and
 * returns whether Discord got every first reply in time.
 */
export async function soakSlow(starts: number): Promise<boolean> {
  const began = Date.now();
  const used: Awaited<ReturnType<typeof useAllFirst>>[number][] = [];
  for (let start = 0; start < starts; start++) used.push(...(await useAllFirst({ share: 0.25 })));
  const late = used.filter(({ isAcknowledged }) => !isAcknowledged);
  for (const { command } of late) console.log(`      /${command} had no reply within 3 seconds`);
  const slowest = Math.max(...used.map(({ after }) => after));
  console.log(
    `${late.length === 0 ? 'ok   ' : 'WRONG'} slow: ${used.length - late.length} of ${used.length} first uses after ${starts} starts on a quarter of a core acknowledged, the slowest after ${slowest} ms, in ${Math.round((Date.now() - began) / 1000)} s`,
  );
  return late.length === 0;
}
