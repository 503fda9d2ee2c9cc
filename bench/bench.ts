import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { Keyv } from 'keyv';
import { pino } from 'pino';
import { createAnswer } from '../src/answer.ts';
import { type Article, type Comment, identify } from '../src/article/article.ts';
import { readArticle } from '../src/article/read.ts';
import { systemClock } from '../src/clock.ts';
import { createExtractive } from '../src/engines/extractive/extractive.ts';
import { createLedger } from '../src/ledger.ts';
import { commentsRecipe } from '../src/recipes/comments.ts';
import { questionRecipe } from '../src/recipes/question.ts';
import { quotesRecipe } from '../src/recipes/quotes.ts';
import { summaryRecipe } from '../src/recipes/summary.ts';
import { openSqlite } from '../src/storage/sqlite.ts';

/** The speed and memory of the built-in engine on articles made of the sample articles, beside their targets: `npm run bench`. */
const samples = globSync(join(import.meta.dirname, '../data/articles/*'))
  .sort()
  .map(file => readArticle(basename(file), readFileSync(file)));
const paragraphPool = samples.flatMap(({ paragraphs }) => paragraphs);
const commentPool = samples.flatMap(({ comments }) => comments.flatMap(({ paragraphs }) => paragraphs));

const engine = createExtractive();
const log = pino({ level: 'silent' });

/** An article of so many characters and comments; each `copy` is another article, so that nothing is remembered between runs. */
function articleOf({ size, comments, copy }: { size: number; comments: number; copy: number }): Article {
  const paragraphs: string[] = [];
  for (let i = 0, length = 0; length < size; i++) {
    // a number in front keeps repeated paragraphs apart
    const text = i < paragraphPool.length ? paragraphPool[i]! : `On day ${i}: ${paragraphPool[i % paragraphPool.length]!}`;
    paragraphs.push(text.slice(0, Math.max(80, size - length)));
    length += text.length;
  }
  const written = Array.from({ length: comments }, (_, i): Comment => {
    const text = commentPool[i % commentPool.length]!;
    return { number: `${i + 1}`, author: null, paragraphs: [i < commentPool.length ? text : `${text} (${i})`] };
  });
  const base = { byline: null, url: null, published: null, commentsClosed: true, notices: [] };
  return identify({ headline: `Copy ${copy}`, paragraphs, comments: written, ...base });
}

const small = (copy: number) => articleOf({ size: 5000, comments: 20, copy });
const megabytes = (copy: number) => articleOf({ size: 1_400_000, comments: 4000, copy });
const sizeOf = ({ paragraphs, comments }: Article) =>
  [...paragraphs, ...comments.flatMap(comment => comment.paragraphs)].reduce((sum, text) => sum + text.length, 0);

const free = { member: null, server: null, day: null };
const unlimited = { answers: free, tokens: free, dollars: free };
const ledger = createLedger({ store: openSqlite(':memory:').ledger, limits: unlimited, price: null, clock: systemClock });
const answer = createAnswer({ engines: [engine], cache: new Keyv(), log, ledger });

async function everyKind(article: Article): Promise<void> {
  await answer(summaryRecipe, article, {});
  await answer(quotesRecipe, article, {});
  await answer(commentsRecipe, article, {});
}

/** Milliseconds that a piece of work takes. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const at = (sorted: readonly number[], share: number) => sorted[Math.floor(share * (sorted.length - 1))]!;
const megabyte = (bytes: number) => bytes / 1e6;

function row(figure: string, value: number, unit: string, target: number | null): void {
  const met = target === null ? '–' : value <= target ? 'yes' : 'no';
  console.log(`| ${figure} | ${value.toFixed(1)} ${unit} | ${target === null ? '–' : `${target} ${unit}`} | ${met} |`);
}

const WARM_UP = 60;
const RUNS = 150;

async function onSmall(): Promise<void> {
  for (let i = 0; i < WARM_UP; i++) await everyKind(small(i));
  const times: number[] = [];
  const before = process.cpuUsage();
  for (let i = 0; i < RUNS; i++) {
    const article = small(WARM_UP + i);
    times.push(await timed(() => everyKind(article)));
  }
  const { user, system } = process.cpuUsage(before);
  times.sort((a, b) => a - b);
  row('summary, quotes and comments of 5 KB with 20 comments, median', at(times, 0.5), 'ms', 30);
  row('the same, 95th percentile', at(times, 0.95), 'ms', null);
  row('the same, mean time on the processor (also on a busy machine)', (user + system) / 1000 / RUNS, 'ms', null);
  row('memory of the process after it', megabyte(process.memoryUsage().rss), 'MB', 150);
}

/** Each kind alone on 2 MB, with the longest time for which the event loop stood still. */
async function onLarge(): Promise<void> {
  const article = megabytes(0);
  const text = `${megabyte(sizeOf(article)).toFixed(1)} MB`;
  const kinds = {
    summary: () => answer(summaryRecipe, article, {}),
    quotes: () => answer(quotesRecipe, article, {}),
    question: () => answer(questionRecipe, article, { question: 'When did the last night train leave Brennick?' }),
    comments: () => answer(commentsRecipe, article, {}),
  };
  for (const [kind, work] of Object.entries(kinds)) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const took = await timed(work);
    // the histogram takes a delay down when the loop turns again
    await new Promise(resolve => setTimeout(resolve, 20));
    delay.disable();
    row(`${kind} of ${text} with ${article.comments.length} comments`, took / 1000, 's', 5);
    row('its longest block of the event loop', delay.max / 1e6, 'ms', 50);
  }
}

async function onCancelling(): Promise<void> {
  const stop = new AbortController();
  const running = engine.draft(summaryRecipe, megabytes(1), summaryRecipe.options.parse({}), { signal: stop.signal }).then(
    () => 'finished',
    () => 'cancelled',
  );
  await new Promise(resolve => setTimeout(resolve, 100));
  const began = performance.now();
  stop.abort();
  const outcome = await running;
  row(`from cancelling to the end (${outcome})`, performance.now() - began, 'ms', null);
}

console.log('| figure | measured | target | met |\n| --- | --- | --- | --- |');
await onSmall();
await onLarge();
await onCancelling();
row('highest memory of the process, with its threads', megabyte(process.resourceUsage().maxRSS * 1024), 'MB', null);
process.exit();
