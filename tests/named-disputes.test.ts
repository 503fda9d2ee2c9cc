import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { createArticle } from './articles.ts';
import { createModelEngines, startScriptedModel } from './model.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

const pier = createArticle(
  'Merrow pulls down its pier',
  [
    'The old pier of Merrow will come down in March, the council decided on Monday.',
    'Repairs would cost 4.2 million crowns, a report says. The harbour master wants to keep the pier.',
  ],
  {
    '1': 'My firm quoted half that for the same repairs.',
    '2': 'Yes, the repairs cost a fortune.',
    '3': 'My cat is called Harold.',
    '4': 'What a lovely old pier that was.',
  },
);

const dispute = (change: object = {}) => ({
  comment: '1',
  text: 'My firm quoted half that for the same repairs.',
  paragraph: 2,
  disputed: 'Repairs would cost 4.2 million crowns',
  ...change,
});
const draft = (...disputes: object[]) => ({
  viewpoints: [],
  gists: pier.comments.map(({ number: comment, paragraphs: [text] }) => ({ comment, text, act: 'starts' })),
  contradictions: [],
  disputes,
});

const model = await startScriptedModel();
let bot: TestBot;
let article: string;

afterAll(() => model.stop());

beforeEach(async () => {
  bot = await startTestBot({
    engines: createModelEngines(model),
  });
  article = (await bot.library.add(pier, 'pier')).article.id;
});
afterEach(() => bot.stop());

const ada = () => bot.preview.member('Ada');
const here = () => bot.preview.channels.articles;
const showComments = async () =>
  (await ada().command(here(), 'comments', { article })).final() as Promise<APIMessage>;
const openDisputes = async (shown: APIMessage) =>
  visibleTextOf(await (await ada().click(shown, pressableOf(shown)['What is disputed'] as string)).reply());

test('a dispute that a model names is shown with the words of both, and opening it asks no model', async () => {
  model.say(draft(dispute()));
  const shown = await showComments();
  expect(visibleTextOf(shown)).toContain('“Repairs would cost 4.2 million crowns, a report says.”');
  const asked = model.requests.length;
  const side = await openDisputes(shown);
  expect(side).toContain('> Repairs would cost 4.2 million crowns, a report says.');
  expect(side).toContain('amed by the model, both passages found in the text');
  expect(side).toContain('My firm quoted half that for the same repairs.');
  expect(model.requests.length).toBe(asked);
});

test.each([
  ['a comment that there is not', { comment: '9' }],
  ['words that the comment does not say', { text: 'My firm quoted a tenth.' }],
  ['words that the article does not say', { disputed: 'Repairs would cost 9 million crowns' }],
  ['words of another paragraph', { paragraph: 1 }],
  ['words of two sentences', { disputed: 'a report says. The harbour master wants' }],
  ['a comment that agrees', { comment: '2', text: 'Yes, the repairs cost a fortune.' }],
  ['a comment about something else', { comment: '3', text: 'My cat is called Harold.' }],
])('a dispute is not shown that rests on %s', async (_, change) => {
  model.say(draft(dispute(change)));
  const text = visibleTextOf(await showComments());
  expect(text).toContain('by the model');
  expect(text).not.toContain('Most disputed');
});

test('a comment counts once for a sentence', async () => {
  model.say(draft(dispute(), dispute({ disputed: 'a report says' })));
  expect(visibleTextOf(await showComments())).toMatch(/4\.2 million crowns, a report says\.”, .*\b1\b/);
});

test('the model is told what is asked of it', async () => {
  model.say(draft());
  await showComments();
  expect(JSON.stringify(model.requests)).toContain(
    'list comments that contradict, doubt or correct the article',
  );
});
