import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { APIMessage } from 'discord-api-types/v10';
import { type Preview, startPreview } from 'discord-preview/testing';
import { type Clock, systemClock } from '../../src/scheduling/clock.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { createArticle } from '../../tests/articles.ts';
import { threadIdOf } from '../../tests/cards.ts';
import { importSamples, startProgram } from '../../tests/program.ts';
import { pressableOf } from '../../tests/support.ts';
import { flags } from '../programs.ts';

const ARTICLES = 300;
/** How many members use the bot at the same time. */
const AT_ONCE = 8;
/**
 * How many interactions take place in a channel before it is removed with its threads and another is opened.
 */
const IN_CHANNEL = 250;
/** The maximum heap size of the program, in MB. */
const HEAP = 256;

/**
 * A clock on which time passes 100 times as fast, so that the stand-in for Discord drops what is older than a
 * quarter of an hour; its timeouts are not shortened.
 */
const FAST_CLOCK: Clock = {
  now: () => started + (Date.now() - started) * 100,
  sleep: (ms, signal) => systemClock.sleep(ms * 20, signal),
};
const started = Date.now();

/**
 * Runs a scripted week with the given number of interactions in a process with a small heap, and returns
 * whether its memory stays the same after each quarter.
 */
export async function soakMemory(interactions: number): Promise<boolean> {
  const began = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'standfirst-'));
  const path = join(folder, 'standfirst.db');
  await fillDatabase(path);
  const preview = await startPreview({ port: 0, clock: FAST_CLOCK });
  const outside = { preview, target: { kind: 'sqlite', path } as const, settings: { LOG_LEVEL: 'error' } };
  await importSamples(outside);
  const nodeOptions = [...flags, `--max-old-space-size=${HEAP}`];
  // the first start with these options fills the compile cache
  await (await startProgram({ ...outside, nodeOptions })).end('SIGTERM');
  const program = await startProgram({ ...outside, nodeOptions });
  const quarters: number[] = [];
  const failures = new Map<string, number>();
  try {
    let next = 0;
    const samples: number[] = [];
    const week = createWeek(preview);
    const member = async () => {
      while (next < interactions) {
        const number = next++;
        await week(number).catch(error =>
          failures.set(String(error), (failures.get(String(error)) ?? 0) + 1),
        );
        if (number % Math.ceil(interactions / 200) === 0) samples.push(readMemory(program.child.pid!));
      }
    };
    for (let quarter = 1; quarter <= 4; quarter++) {
      const end = interactions;
      interactions = Math.round((end * quarter) / 4);
      await Promise.all(Array.from({ length: AT_ONCE }, member));
      interactions = end;
      // the median of the last samples, so that a single garbage collection does not matter
      quarters.push(medianOf(samples.slice(-15)));
      await sleep(10);
    }
    const failed = [...failures.values()].reduce((sum, count) => sum + count, 0);
    const growth = quarters[3]! / quarters[0]! - 1;
    const isFine = growth <= 0.1 && failed <= interactions / 1000 && program.child.exitCode === null;
    console.log(
      `${isFine ? 'ok   ' : 'WRONG'} memory: ${interactions} interactions in ${Math.round((Date.now() - began) / 1000)} s with a heap of ${HEAP} MB: ${quarters.map(Math.round).join(', ')} MB after each quarter (${(growth * 100).toFixed(1)} % from the first to the last), ${failed} unanswered`,
    );
    for (const [error, count] of failures) console.log(`      ${count} times ${error}`);
    if (!isFine) console.log(program.output().slice(-2000));
    return isFine;
  } finally {
    await program.end('SIGTERM');
    await preview.close();
    rmSync(folder, { recursive: true });
  }
}

async function fillDatabase(path: string): Promise<void> {
  const storage = openSqlite(path);
  for (let i = 0; i < ARTICLES; i++) {
    const paragraphs = Array.from(
      { length: 12 },
      (_, at) => `On day ${i} the ferry number ${at} was ${i + at} minutes late, said Captain Marsh ${at}.`,
    );
    const comments = Object.fromEntries(
      Array.from({ length: 10 }, (_, at) => [
        `${at + 1}`,
        `The ferry of day ${i} is always late, and number ${at} is the worst.`,
      ]),
    );
    await storage.articles.add(createArticle(`Ferry report ${i}`, paragraphs, comments), {
      source: `report ${i}`,
      addedAt: new Date(i).toISOString(),
    });
  }
  await storage.close();
}

/**
 * Creates the interactions of a scripted week, one per number: commands, buttons, threads, lists, across all
 * articles.
 */
function createWeek(preview: Preview): (number: number) => Promise<void> {
  let channel = preview.addChannel('week-0');
  let thread: string | undefined;
  let last: APIMessage | undefined;

  return async number => {
    if (number % IN_CHANNEL === IN_CHANNEL - 1) {
      const old = channel;
      channel = preview.addChannel(`week-${number}`);
      thread = last = undefined;
      setTimeout(() => preview.removeChannel(old), 3000);
    }
    const reader = preview.addMember(`Reader ${number % 2000}`);
    const here = channel;
    const article = `Ferry report ${(number * 7) % ARTICLES}`;
    const reply = async (name: string, options: Record<string, string>) =>
      await (await reader.command(here, name, options)).reply();
    switch (number % 10) {
      case 0:
      case 1:
      case 2:
        last = await reply('summary', { article });
        return;
      case 3:
        await reply('quotes', { article });
        return;
      case 4:
        await reply('comments', { article });
        return;
      case 5:
        await reply('ask', { article, question: `How late was ferry number ${number % 997}?` });
        return;
      case 6:
        await reply('articles', { search: `ferry ${number % 300}` });
        return;
      case 7: {
        await reader.autocomplete(here, 'summary', { article: `Ferry rep${number % 10}` }, 'article');
        return;
      }
      case 8: {
        const button = last && here === channel && pressableOf(last).Quotes;
        if (last && button) await (await reader.click(last, button)).reply();
        else await reply('help', {});
        return;
      }
      default: {
        if (thread === undefined || number % 100 === 9) {
          const id = threadIdOf(await reply('discuss', { article }));
          await preview.until(() => preview.messages(id).length > 1, 'a thread');
          thread = id;
        }
        const place = thread;
        const { id } = await reader.say(place, `How late was ferry number ${number % 991}?`);
        await preview.until(
          () => preview.messages(place).some(({ message_reference }) => message_reference?.message_id === id),
          'an answer in a thread',
        );
      }
    }
  };
}

/** The memory that a process uses (its resident set), in MB. */
function readMemory(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
