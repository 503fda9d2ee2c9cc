import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Judged } from './judge.ts';

const isKilled = ({ verdict }: Judged) => verdict === 'killed' || verdict === 'timed out';
const percent = (part: number, all: number) => (all === 0 ? '–' : `${Math.round((100 * part) / all)} %`);

/** How many of the changes were noticed, without those that are equivalent. */
function sumUp(judged: readonly Judged[]): string {
  const counted = judged.filter(({ verdict }) => verdict !== 'equivalent');
  const killed = counted.filter(isKilled).length;
  return `${killed} of ${counted.length} (${percent(killed, counted.length)})`;
}

/**
 * Prints the survivors, a line per area and a total, and writes all results to tests/artefacts/mutants.json.
 */
export function printSummary(root: string, judged: readonly Judged[], seed: number): void {
  const path = join(root, 'tests/artefacts/mutants.json');
  mkdirSync(join(root, 'tests/artefacts'), { recursive: true });
  writeFileSync(path, `${JSON.stringify(judged, null, 2)}\n`);
  const survivors = judged.filter(({ verdict }) => verdict === 'survived' || verdict === 'no test');
  console.log(`\n${survivors.length} not noticed:`);
  for (const { mutation, verdict } of survivors)
    console.log(
      `  ${mutation.file}:${mutation.line}:${verdict === 'no test' ? ' (no test runs it)' : ''} ${JSON.stringify(mutation.before)} → ${JSON.stringify(mutation.after)}`,
    );
  console.log('');
  for (const [area, ones = []] of Object.entries(Object.groupBy(judged, one => one.area)))
    console.log(`${area}: ${sumUp(ones)}`);
  const equivalent = judged.filter(({ verdict }) => verdict === 'equivalent').length;
  const late = judged.filter(({ verdict }) => verdict === 'timed out').length;
  console.log(
    `mutants: ${sumUp(judged)} killed, ${late} of them by time; ${equivalent} that change nothing; seed ${seed}`,
  );
}
