import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Asked, type Preview, startPreview } from 'discord-preview/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { waitForAnswer } from './answers.ts';
import { importSamples, type Program, startProgram } from './program.ts';
import { createFileTarget } from './support.ts';

let preview: Preview;
let program: Program | undefined;

beforeEach(async () => {
  preview = await startPreview({ port: 0 });
});

afterEach(async () => {
  await program?.end('SIGTERM');
  program = undefined;
  await preview.close();
});

/** An article of 1.9 MB, near the most that is taken, which takes longer than one second. */
function createEndlessArticle(): string {
  const paragraphs = Array.from(
    { length: 8500 },
    (_, index) =>
      `In ${1000 + index} the council of town ${index} decided to build bridge number ${index}, although it cost ${index} million euros more than planned. “Nobody in town ${index} wants to walk ${index} miles to a shop,” said Mayor Ada${index} Thorne, who did not say when.`,
  );
  const text = { headline: 'Bridges without end', byline: null, url: null, published: null, paragraphs };
  return JSON.stringify({ ...text, comments: [], commentsClosed: false, notices: [] });
}

const ask = (name: string, options: Record<string, string>): Promise<Asked> =>
  preview.member('Ben').command(preview.channels.articles, name, options);

test('a text that takes longer than it may is given up with a sentence, and what others ask is answered meanwhile and afterwards', {
  timeout: 240_000,
}, async () => {
  const outside = { preview, target: createFileTarget(), settings: { WORK_SECONDS: '1', WORKERS: '1' } };
  // a second may be too short for a file too, on a slow machine
  await importSamples(outside, createEndlessArticle());
  program = await startProgram(outside);
  const article = 'Bridges without end';
  // as many at once as there are places
  const long = Promise.all([
    ask('check', { article, claim: 'The council wants two bridges at once.' }).then(waitForAnswer),
    ask('check', { article, claim: 'The mayor walks ten miles to a shop.' }).then(waitForAnswer),
  ]);
  expect(await waitForAnswer(await ask('quotes', { article: 'night train' }))).toContain('¶');
  for (const text of await long) expect(text).toContain('This was taking too long, so I stopped.');
  expect(program.output()).toContain('a worker was ended');
  expect(await waitForAnswer(await ask('summary', { article: 'night train' }))).toContain('¶');
});

test.each([
  ['the system has no room for another thread', 'room', Array(3).fill('no room for another thread')],
  ['what a worker loads is broken', 'load', Array(3).fill('what it loads is broken')],
  [
    'there is room only for the first worker, which exceeds its time',
    'end',
    [
      'This was taking too long, so I stopped.',
      'no room for another thread',
      'This is no list of feeds (OPML) that I can read.',
    ],
  ],
])(
  'where %s, each task fails at once with the reason, and none waits',
  async (_, fault, outcomes) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(import.meta.dirname, 'failing-workers.ts'), fault],
      { timeout: 60_000 },
    );
    expect(stdout.trim().split('\n')).toEqual(outcomes);
  },
  90_000,
);
