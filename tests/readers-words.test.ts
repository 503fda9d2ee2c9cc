import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { identifyArticle } from '../src/articles/article.ts';
import { readArticle } from '../src/articles/read-file.ts';
import { runCommand } from './command-line.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

const TEXT = JSON.stringify({
  headline: 'The ferry of Lund stops',
  paragraphs: ['The council of Lund ends the ferry in May, after forty years on the river.'],
  comments: [
    {
      text: '**Cost per crossing** is *about 42p*, see [my page](https://lund.example/sums). The word is __final__.',
      replies: [
        {
          text: '> **Cost per crossing** is *about 42p*, see [my page](https://lund.example/sums).\nNo, the fare is **four** crowns.',
        },
      ],
    },
    { text: '# The ferryman\nHe waited for me with a lantern, \\*every\\* night.' },
    { text: 'What a f**k up for s**t reasons: 2*3*4 snake_case_name * and more.' },
  ],
});

let bot: TestBot;
let article: string;
beforeAll(async () => {
  bot = await startTestBot();
  const read = identifyArticle(readArticle('ferry.json', Buffer.from(TEXT)));
  await bot.library.add(read, 'ferry.json');
  article = read.id;
});
afterAll(async () => {
  await bot.stop();
});

const ada = () => bot.preview.member('Ada');
const use = async (name: string, options: Record<string, string>) =>
  visibleTextOf(await (await ada().command(bot.preview.channels.articles, name, options)).reply());
const press = async (message: APIMessage, name: string) =>
  (await ada().click(message, pressableOf(message)[name] as string)).reply();

test('readers’ words are shown without the marks that they typed, and their words alone', async () => {
  const shown = await use('comments', { article });
  expect(shown).toContain('“Cost per crossing is about 42p, see my page.”');
  expect(shown).toContain('“No, the fare is four crowns.”');
  expect(shown).not.toMatch(/\\\*\\\*(?:Cost|four)/);
  const answer = await use('ask', { article, question: 'What do readers say about the cost per crossing?' });
  expect(answer).toContain('Cost per crossing is about 42p, see my page.');
  expect(answer).not.toContain('\\*');
  const asked = await ada().command(bot.preview.channels.articles, 'ask', {
    article,
    question: 'What do readers say about the cost per crossing?',
  });
  const list = visibleTextOf(await press(await asked.reply(), 'Open a comment'));
  expect(list).toContain('“Cost per crossing is about 42p, see my page. The word is final.”');
});

test('a heading, escapes and signs that are no marks', async () => {
  const shown = await use('ask', { article, question: 'What do readers say about the ferryman?' });
  expect(shown).toContain('The ferryman');
  expect(shown).not.toContain('#');
  const { out } = await runCommand(['comments', ferry()], { data: folder() });
  expect(out).toContain('2*3*4 snake_case_name * and more.');
  expect(out).toMatch(/f\*\*k up for s\*\*t/);
});

const folder = () => mkdtempSync(join(tmpdir(), 'standfirst-'));
function ferry(): string {
  const file = join(folder(), 'ferry.json');
  writeFileSync(file, TEXT);
  return file;
}

test('in the terminal too', async () => {
  const { out } = await runCommand(['ask', ferry(), 'What do readers say about the cost per crossing?'], {
    data: folder(),
  });
  expect(out).toContain('Cost per crossing is about 42p, see my page. ');
  const comments = await runCommand(['comments', ferry()], { data: folder() });
  expect(comments.out).toContain('1: “Cost per crossing is about 42p, see my page.');
});

test('what readers think is told by the sentences that head the viewpoints, with their comments counted', async () => {
  const file = new URL('../data/articles/night-train.txt', import.meta.url);
  const night = identifyArticle(readArticle('night-train.txt', readFileSync(file)));
  await bot.library.add(night, 'night-train.txt');
  const views = [
    ...(await use('comments', { article: night.id })).matchAll(/^\*\*“(.+?)”\*\*\s·\s(\d+\scomments)$/gmu),
  ];
  expect(views).toHaveLength(5);
  const answer = await use('ask', { article: night.id, question: 'What do readers think?' });
  for (const [, title, count] of views)
    expect(answer).toContain(`\n- ${title} (${count?.replace('\u00a0', ' ')})`);
  const { out } = await runCommand(['ask', file.pathname, 'What do readers think?'], { data: folder() });
  expect(out).toMatch(/^At Cold Ashby .* \[comment 1, comment 1\.1, comment 1\.1\.1\]$/m);
});
