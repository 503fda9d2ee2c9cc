import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureLatency, QUICK_EXTENT, WHOLE_EXTENT } from './discord.ts';
import { measureFirstUses } from './discord-first-use.ts';
import { measureLibraries } from './discord-libraries.ts';
import { measureGrowth, measureThroughput } from './discord-load.ts';
import { measureModels } from './discord-models.ts';
import { measureInstallation } from './installation.ts';
import type { BenchRow } from './measure.ts';
import { describeMachine, formatRow, isMet, writeReport } from './report.ts';

/**
 * Measures speed, with the bot in its own process and the real discord.js on its own loopback Discord: `npm
 * run bench`, which writes `bench/results.json`, `bench/results.md` and the table in `docs/quality.md`. `--
 * --quick` runs everything briefly and writes nothing, `--json` prints the rows as JSON, and names of parts
 * (`-- latency models`) measure only these.
 */
const parts = {
  latency: measureLatency,
  models: measureModels,
  first: measureFirstUses,
  libraries: measureLibraries,
  throughput: measureThroughput,
  growth: measureGrowth,
  engine: measureEngine,
  installation: measureInstallation,
};
type BenchPart = keyof typeof parts;

const given = process.argv.slice(2);
const extent = given.includes('--quick') ? QUICK_EXTENT : WHOLE_EXTENT;
const named = given.filter(word => !word.startsWith('--'));
const usage = `Usage: npm run bench -- [--quick] [--json] [PART...]

Without a part, all are measured, which takes long, and the published figures written anew; --quick tries everything in little time and writes
nothing, --json prints the rows as JSON. Parts: ${Object.keys(parts).join(', ')}.
`;
if (given.includes('--help') || given.includes('-h')) {
  process.stdout.write(usage);
  process.exit();
}
// an unknown word must not cause the published figures to be rewritten
const unknown = given.find(word => !Object.hasOwn(parts, word) && word !== '--quick' && word !== '--json');
if (unknown !== undefined) {
  process.stderr.write(`There is no "${unknown}".\n\n${usage}`);
  process.exit(2);
}
const all = Object.keys(parts) as BenchPart[];
const wanted = named.length > 0 ? (named as BenchPart[]) : all;

/** Measures the built-in engine alone, in its own process, since its memory is one of the figures. */
async function measureEngine(): Promise<BenchRow[]> {
  const flags = [
    ...process.execArgv,
    join(import.meta.dirname, 'engine.ts'),
    ...(extent === QUICK_EXTENT ? ['--quick'] : []),
  ];
  const { stdout, stderr, status } = spawnSync(process.execPath, flags, { encoding: 'utf8', maxBuffer: 1e7 });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as BenchRow[];
}

const folder = mkdtempSync(join(tmpdir(), 'standfirst-bench-'));
const [began, today] = [describeMachine(), new Date().toISOString().slice(0, 10)];
const rows: BenchRow[] = [];
try {
  for (const part of wanted) {
    const measured = await parts[part](folder, extent);
    rows.push(...measured);
    // after each part, so that an interrupted run keeps its results
    if (extent === WHOLE_EXTENT && wanted.length === all.length)
      writeReport({ date: today, machine: began, rows });
    if (!given.includes('--json')) for (const row of measured) console.log(formatRow(row));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (given.includes('--json')) console.log(JSON.stringify(rows));
else {
  const missed = rows.filter(row => isMet(row) === false);
  console.log(
    `\n${began}\n${rows.length} figures, ${missed.length} past their target${missed.map(({ figure }) => `\n- ${figure}`).join('')}`,
  );
}
if (extent === WHOLE_EXTENT && wanted.length === all.length)
  writeReport({ date: new Date().toISOString().slice(0, 10), machine: began, rows });
// the loopback keeps connections to killed programs open
process.exit();
