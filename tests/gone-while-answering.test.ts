import type { Member } from 'discord-preview/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { StoredArticle } from '../src/articles/article.ts';
import { REPLY_TIMINGS } from '../src/discord/pending-replies.ts';
import { isWhole } from './cards.ts';
import { createModelEngines, type ModelReply, type ScriptedModel, startScriptedModel } from './model.ts';
import { createLogRecorder, startTestBot, type TestBot, visibleTextOf } from './support.ts';

let model: ScriptedModel;
let bot: TestBot;
let train: StoredArticle;
/** Continues what the model is saying. */
let goOn: () => void;

beforeAll(async () => {
  model = await startScriptedModel();
});

afterAll(() => model.stop());

beforeEach(async () => {
  const pace = { ...REPLY_TIMINGS, firstReply: 10, progress: 20, cancel: 40, edits: 20 };
  bot = await startTestBot({ engines: createModelEngines(model, createLogRecorder()), pace });
  train = (await bot.library.find('22:40')) as StoredArticle;
});

afterEach(async () => {
  expect(bot.preview.violations).toEqual([]);
  await bot.stop();
});

const sentence = (paragraph: number) => ({
  text: train.paragraphs[paragraph - 1]!.split('. ')[0]!,
  paragraphs: [paragraph],
});

/** Lets the model say the first piece, and one more each time that it is continued. */
function say(...pieces: readonly string[]): void {
  const gates = pieces.map(() => Promise.withResolvers<void>());
  const opened = gates.map(({ resolve }) => resolve);
  goOn = () => opened.shift()?.();
  async function* flowing() {
    for (const [index, piece] of pieces.entries()) {
      await gates[index]!.promise;
      yield piece;
    }
  }
  model.say({ pieces: flowing, usage: { prompt_tokens: 500, completion_tokens: 77 } } satisfies ModelReply);
  goOn();
}

/** Asks for a summary whose first point is shown. */
async function askSummary(
  channelId: string,
  {
    member = bot.preview.member('Ben'),
    further = [],
    ...options
  }: { member?: Member; further?: readonly number[]; private?: boolean } = {},
) {
  const point = (paragraph: number) => JSON.stringify(sentence(paragraph));
  say(`{"points":[${point(1)},`, ...further.map(each => `${point(each)},`), `${point(4)}]}`);
  const asked = await member.command(channelId, 'summary', {
    ...{ article: train.id, length: 'full' },
    ...options,
  });
  await asked.replyWhere(message => visibleTextOf(message).includes('`¶1`'));
  return asked;
}

/** Asks a question in a thread, until the first sentence of its answer is shown. */
async function askInThread(): Promise<string> {
  const here = bot.preview.channels.articles;
  const opened = await bot.preview.member('Ben').command(here, 'discuss', { article: train.id });
  const { id } = await opened.reply();
  await bot.preview.until(() => bot.preview.messages(id).length > 1, 'the thread');
  const [first, second] = [1, 4].map(each => JSON.stringify({ ...sentence(each), comments: [] }));
  say(`{"found":true,"statements":[${first},`, `${second}],"nearest":null}`);
  const question = await bot.preview.member('Ben').say(id, 'What happened to the train?');
  const replies = () => bot.preview.repliesTo(question);
  await bot.preview.until(() => replies().some(each => visibleTextOf(each).includes('`¶1`')), 'a reply');
  return id;
}

/** Waits for the end of the answer, of which the log says once that it has no place, and nothing worse. */
async function expectSaidOnce(): Promise<void> {
  const gone = () => bot.lines.filter(({ msg }) => msg === 'an answer has no place any more');
  await expect.poll(() => gone().length).toBe(1);
  await expect.poll(() => bot.lines.filter(({ outcome }) => outcome !== undefined).at(-1)?.level).toBe(30);
  expect(bot.lines.filter(({ level }) => level >= 40).map(({ msg }) => msg)).toEqual([]);
  expect(model.requests).toHaveLength(1);
}

/** The next member to ask has it at once. */
async function expectKept(): Promise<void> {
  const ada = bot.preview.member('Ada');
  const again = await ada.command(bot.preview.channels.articles, 'summary', {
    article: train.id,
    length: 'full',
  });
  expect(visibleTextOf(await again.replyWhere(isWhole))).toContain('by the model');
  expect(model.requests).toHaveLength(1);
}

/** What Ben asked for is in the ledger. */
async function expectPaid(): Promise<void> {
  const used = await bot.preview.member('Ben').command(bot.preview.channels.articles, 'usage');
  expect(visibleTextOf(await used.reply())).toContain('500 tokens read, 77 tokens written');
}

test('the private answer that a member dismissed while it was made', async () => {
  const here = bot.preview.channels.articles;
  const asked = await askSummary(here, { private: true });
  bot.preview.member('Ben').dismiss(asked.message!.id);
  goOn();
  await expectSaidOnce();
  await expectKept();
  await expectPaid();
});

test('the channel was deleted while a command in it was answered', async () => {
  const channelId = bot.preview.addChannel('short-lived');
  await askSummary(channelId);
  bot.preview.removeChannel(channelId);
  goOn();
  await expectSaidOnce();
  await expectKept();
  await expectPaid();
});

test('the bot was removed from the server while it answered a command there', async () => {
  const there = bot.preview.addServer('Harbour');
  const cleo = bot.preview.addMember('Cleo', { serverId: there.id });
  await expect.poll(() => cleo.commands(there.channels.general).length).toBeGreaterThan(5);
  await askSummary(there.channels.general, { member: cleo });
  bot.preview.expelBot(there.id);
  goOn();
  await expect.poll(() => bot.lines.filter(({ msg }) => msg === 'interaction').length).toBe(1);
  expect(bot.lines.filter(({ level }) => level >= 40).map(({ msg }) => msg)).toEqual([]);
  await expectKept();
});

test.each([
  ['closed', { locked: false }],
  ['locked', { locked: true }],
])('the thread was %s while a question in it was answered', async (_, how) => {
  const threadId = await askInThread();
  bot.preview.archive(threadId, how);
  goOn();
  await expectSaidOnce();
  await expectPaid();
});

test('a state that Discord refuses is the last one that it is offered', async () => {
  await askSummary(bot.preview.channels.articles, { further: [2, 3] });
  bot.preview.faults.add({ method: 'PATCH', path: /original$/, status: 400, code: 50035, times: 100 });
  const refused = () => bot.preview.requests.filter(({ status }) => status === 400).length;
  goOn();
  await bot.preview.until(() => refused() > 0, 'a state that is refused');
  goOn();
  await new Promise(resolve => setTimeout(resolve, 500));
  expect(refused()).toBe(1);
  goOn();
  const failed = () => bot.lines.filter(({ level }) => level >= 40).map(({ msg }) => msg);
  await expect
    .poll(failed)
    .toEqual(['Discord refused the content of an answer', 'an interaction could not be answered']);
  // the answer, and the sentence in its place
  expect(refused()).toBe(3);
});
