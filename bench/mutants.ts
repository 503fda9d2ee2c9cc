import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AREAS } from './mutants/areas.ts';
import { judgeMutants } from './mutants/judge.ts';
import { readReach } from './mutants/reach.ts';
import { printSummary } from './mutants/report.ts';

const USAGE = `npm run mutants -- [FILES or folders] [options]

Changes the program in small ways, one at a time and in a copy, and says which changes no test notices.
Without files: the areas that docs/quality.md names, each with its own sample.

  --sample N     at most N changes of each area, or of all files named (default 30; 0: all)
  --seed N       which ones are drawn (default 1)
  --tests FILE   only with this test file, and others that are named so; what they do not notice others may
  --line N       only changes on this line of the one file named
  --jobs N       how many at once (default: one for each core)
  --budget N     at most so many seconds of tests for one change, as measured when nothing was changed (default 90)
  --renew        find out anew which tests run which functions, after large changes of the program
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    line: { type: 'string' },
    tests: { type: 'string', multiple: true },
    jobs: { type: 'string', default: String(availableParallelism()) },
    budget: { type: 'string', default: '90' },
    renew: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const jobs = Number(values.jobs);
const areas = positionals.length === 0 ? AREAS : { [positionals.join(' ')]: positionals };
const reach = await readReach(root, { renew: values.renew, jobs, tests: values.tests ?? null });
const results = await judgeMutants(root, areas, reach, {
  jobs,
  sample: Number(values.sample) || Number.POSITIVE_INFINITY,
  seed: Number(values.seed),
  line: values.line === undefined ? null : Number(values.line),
  budget: Number(values.budget),
});
printSummary(root, results, Number(values.seed));
// exiting removes the copies and ends what still runs in them
process.exit(results.some(({ verdict }) => verdict === 'survived') ? 1 : 0);
