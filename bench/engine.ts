import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { Keyv } from 'keyv';
import { pino } from 'pino';
import { commentsRecipe } from '../src/answers/comments/recipe.ts';
import { questionRecipe } from '../src/answers/question/recipe.ts';
import { quotesRecipe } from '../src/answers/quotes/recipe.ts';
import { createAnswer } from '../src/answers/service.ts';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import type { Article } from '../src/articles/article.ts';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import { createEverythingYoung, growHeapSlowly, limitThreadsByThemselves } from '../src/heap.ts';
import { systemClock } from '../src/scheduling/clock.ts';
import { openSqlite } from '../src/storage/sqlite.ts';
import { createLedger } from '../src/usage/ledger.ts';
import { createArticle } from './articles.ts';
import type { BenchRow } from './measure.ts';

/**
 * Measures the speed and memory of the built-in engine alone and writes rows as JSON to standard output; a
 * part of `npm run bench`.
 */
limitThreadsByThemselves();
createEverythingYoung();
growHeapSlowly();
const engine = createBuiltInEngine();
const log = pino({ level: 'silent' });

const small = (copy: number) => createArticle({ size: 5000, comments: 20, copy });
const megabytes = (copy: number) =>
  createArticle({ size: isQuick ? 60_000 : 1_400_000, comments: isQuick ? 200 : 4000, copy });
const sizeOf = ({ paragraphs, comments }: Article) =>
  [...paragraphs, ...comments.flatMap(comment => comment.paragraphs)].reduce(
    (sum, text) => sum + text.length,
    0,
  );

const free = { member: null, server: null, day: null };
const unlimited = { answers: free, tokens: free, dollars: free };
const ledger = createLedger({
  store: openSqlite(':memory:').ledger,
  limits: unlimited,
  price: null,
  clock: systemClock,
});
const answer = createAnswer({ engines: [engine], cache: new Keyv(), log, ledger });

async function answerEveryKind(article: Article): Promise<void> {
  await answer(summaryRecipe, article, {});
  await answer(quotesRecipe, article, {});
  await answer(commentsRecipe, article, {});
}

/** The duration of a piece of work, in milliseconds. */
async function timeWork(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const quantileAt = (sorted: readonly number[], share: number) =>
  sorted[Math.floor(share * (sorted.length - 1))]!;
const megabyte = (bytes: number) => bytes / 1e6;

const rows: BenchRow[] = [];
function addRow(figure: string, measured: number, unit: string, target: number | null): void {
  rows.push({ part: 'The built-in engine alone', figure, measured, unit, target });
}

const isQuick = process.argv.includes('--quick');
const WARM_UP = isQuick ? 3 : 60;
const RUNS = isQuick ? 5 : 150;

async function measureSmall(): Promise<void> {
  for (let i = 0; i < WARM_UP; i++) await answerEveryKind(small(i));
  const times: number[] = [];
  const before = process.cpuUsage();
  for (let i = 0; i < RUNS; i++) {
    const article = small(WARM_UP + i);
    times.push(await timeWork(() => answerEveryKind(article)));
  }
  const { user, system } = process.cpuUsage(before);
  times.sort((a, b) => a - b);
  addRow('summary, quotes and comments of 5 KB with 20 comments, median', quantileAt(times, 0.5), 'ms', 30);
  addRow('the same, 95th percentile', quantileAt(times, 0.95), 'ms', null);
  addRow(
    'the same, mean time on the processor (also on a busy machine)',
    (user + system) / 1000 / RUNS,
    'ms',
    null,
  );
  addRow('memory of the process after it', megabyte(process.memoryUsage().rss), 'MB', 150);
}

/** Measures each kind on 2 MB of text, with the longest time that the event loop was blocked. */
async function measureLarge(): Promise<void> {
  const article = megabytes(0);
  const text = `${megabyte(sizeOf(article)).toFixed(1)} MB`;
  const kinds = {
    summary: () => answer(summaryRecipe, article, {}),
    quotes: () => answer(quotesRecipe, article, {}),
    question: () =>
      answer(questionRecipe, article, { question: 'When did the last night train leave Brennick?' }),
    comments: () => answer(commentsRecipe, article, {}),
  };
  for (const [kind, work] of Object.entries(kinds)) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const took = await timeWork(work);
    // the histogram records a delay when the loop next runs
    await new Promise(resolve => setTimeout(resolve, 20));
    delay.disable();
    addRow(`${kind} of ${text} with ${article.comments.length} comments`, took / 1000, 's', 5);
    addRow('its longest block of the event loop', delay.max / 1e6, 'ms', 50);
  }
}

async function measureCancelling(): Promise<void> {
  const stop = new AbortController();
  const running = engine
    .draft(summaryRecipe, megabytes(1), summaryRecipe.options.parse({}), { signal: stop.signal })
    .then(
      () => 'finished',
      () => 'cancelled',
    );
  await new Promise(resolve => setTimeout(resolve, 100));
  const began = performance.now();
  stop.abort();
  const outcome = await running;
  addRow(`from cancelling to the end (${outcome})`, performance.now() - began, 'ms', null);
}

await measureSmall();
await measureLarge();
await measureCancelling();
addRow(
  'highest memory of the process, with its threads',
  megabyte(process.resourceUsage().maxRSS * 1024),
  'MB',
  null,
);
process.stdout.write(JSON.stringify(rows), () => process.exit());
