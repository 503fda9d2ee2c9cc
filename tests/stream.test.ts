import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StoredArticle } from '../src/articles/article.ts';
import { REPLY_TIMINGS } from '../src/discord/pending-replies.ts';
import { isWhole } from './cards.ts';
import { createModelEngines, type ModelReply, startScriptedModel } from './model.ts';
import {
  createLogRecorder,
  type LogLine,
  pressableOf,
  startTestBot,
  type TestBot,
  visibleTextOf,
} from './support.ts';

const model = await startScriptedModel();
let bot: TestBot;
let train: StoredArticle;
let said: LogLine[];

afterAll(() => model.stop());

beforeEach(async () => {
  const { log, lines } = createLogRecorder();
  said = lines;
  const pace = { ...REPLY_TIMINGS, firstReply: 10, progress: 20, cancel: 40, edits: 20 };
  bot = await startTestBot({
    engines: createModelEngines(model, { log }),
    pace,
  });
  train = (await bot.library.find('22:40')) as StoredArticle;
});

afterEach(() => bot.stop());

const point = (paragraph: number) => ({
  text: train.paragraphs[paragraph - 1]!.split('. ')[0]!,
  paragraphs: [paragraph],
});
const lie = { text: 'The town lost 40 million in a day.', paragraphs: [2] };
const LIE = '40 million';

/** A stream that pauses before each piece except the first until the test continues it. */
function createStepwise(...pieces: readonly string[]) {
  const opened: (() => void)[] = [];
  const gates = pieces.map(() => new Promise<void>(open => opened.push(open)));
  opened.shift()?.();
  async function* flowing() {
    for (const [index, piece] of pieces.entries()) {
      await gates[index];
      yield piece;
    }
  }
  return { said: { pieces: flowing } satisfies ModelReply, goOn: () => opened.shift()?.() };
}

const json = JSON.stringify;
const here = () => bot.preview.channels.articles;
const full = (member: string) =>
  bot.preview.member(member).command(here(), 'summary', { article: train.id, length: 'full' });
const shows = (text: string) => (message: APIMessage) => visibleTextOf(message).includes(text);
/** An unfinished message says so in its content. */

test('a full summary appears point by point, each only after its check, for all who wait for it', async () => {
  const [first, second] = [point(1), point(4)];
  const { said: stream, goOn } = createStepwise(
    `{"points":[${json(first)},`,
    `${json(lie)},{"text":"The com`,
    `pany`,
    `"},${json(second)}]}`,
  );
  model.say(stream, { points: [first, second] });
  const ben = await full('Ben');
  await ben.replyWhere(shows('`¶1`'));
  const ada = await full('Ada');
  await ada.replyWhere(shows('`¶1`'));
  goOn();
  goOn();
  goOn();
  for (const asked of [ben, ada]) {
    const whole = await asked.replyWhere(isWhole);
    expect(visibleTextOf(whole)).toMatch(/`¶1`[\s\S]*`¶4`/);
    for (const version of asked.versions) expect(visibleTextOf(version)).not.toContain(LIE);
    expect(asked.versions.length).toBeGreaterThan(1);
  }
  // the second request is the one with the complaint
  expect(model.requests).toHaveLength(2);
  expect(model.requests[0]).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  expect(model.violations).toEqual([]);
});

test('what is in the model’s words is marked while it is being made, and left out where only what is proven is shown', async () => {
  const proven = { text: train.paragraphs[2]!.split(/(?<=\.) /)[0]!, paragraphs: [3] };
  const worded = {
    text: 'The company lost £2.1 million on the night train in its final year.',
    paragraphs: [4],
  };
  const pieces = [`{"points":[${json(worded)},{"te`, `xt":"Her`, `"},${json(proven)}]}`];
  const first = createStepwise(...pieces);
  model.say(first.said, { points: [] });
  const marked = await full('Ben');
  await marked.replyWhere(shows(`${worded.text}\u00a0\`≈\u00a0¶4\``));
  first.goOn();
  first.goOn();
  await marked.replyWhere(isWhole);

  await bot.storage.settings.update(bot.preview.serverId, { provenOnly: true });
  const second = createStepwise(...pieces);
  model.say(second.said, { points: [] });
  const asked = await bot.preview
    .member('Ben')
    .command(here(), 'summary', { article: train.id, length: 'standard' });
  await bot.preview.until(() => model.requests.length > 0, 'a request');
  await asked.replyWhere(shows('Checking 1 point against the article'));
  second.goOn();
  second.goOn();
  const whole = await asked.replyWhere(isWhole);
  expect(visibleTextOf(whole)).toContain(proven.text);
  for (const version of asked.versions) expect(visibleTextOf(version)).not.toContain(worded.text);
});

test('what was shown goes when the model fails after all', async () => {
  const stream = { pieces: () => [`{"points":[${json(point(1))},`], breaksOff: true };
  model.say(stream);
  const asked = await full('Ben');
  const whole = await asked.replyWhere(isWhole);
  expect(visibleTextOf(whole)).toMatch(
    /The connection to the model was lost while it answered, so this is the built-in engine’s answer/,
  );
  // an answer that breaks off is requested once more
  expect(model.requests).toHaveLength(2);
});

test('the reply in a thread grows, and is one message', async () => {
  const opened = await bot.preview.member('Ben').command(here(), 'discuss', { article: train.id });
  const { id } = await opened.reply();
  const thread = await bot.preview.until(
    () => bot.preview.threads(here()).find(each => each.id === id)?.id,
    'the thread',
  );
  const [first, second] = [point(1), point(4)].map(({ text }, index) => ({
    text,
    paragraphs: [index === 0 ? 1 : 4],
    comments: [],
  }));
  const { said: stream, goOn } = createStepwise(
    `{"found":true,"statements":[${json(first)},`,
    `${json(second)}],"nearest":null}`,
  );
  model.say(stream);
  const question = await bot.preview.member('Ben').say(thread, 'What happened to the train?');
  const replies = () => bot.preview.repliesTo(question);
  await bot.preview.until(() => replies().some(shows('`¶1`')), 'the first statement');
  expect(visibleTextOf(replies()[0]!)).not.toContain('`¶4`');
  goOn();
  await bot.preview.until(() => replies().some(shows('`¶4`')), 'the second statement');
  await bot.preview.until(() => pressableOf(replies()[0]!).Sources, 'the whole answer');
  expect(replies()).toHaveLength(1);
});

test('a cancelled answer leaves the model’s server, and what was read and written so far is counted', async () => {
  const { said: stream } = createStepwise(`{"points":[${json(point(1))},`, 'never');
  model.say(stream);
  const asked = await full('Ben');
  const waiting = await asked.replyWhere(
    message => shows('`¶1`')(message) && 'Cancel' in pressableOf(message),
  );
  await bot.preview.member('Ben').click(waiting, pressableOf(waiting).Cancel!);
  const ended = await asked.replyWhere(shows('Cancelled. You can ask again'));
  expect(visibleTextOf(ended)).not.toContain('`¶1`');
  await bot.preview.until(() => model.left === 1, 'the client to leave');
  await vi.waitFor(async () =>
    expect(await readUsage('Ben')).toMatch(/1 answer · [1-9][\d,]* tokens read, [1-9]\d* tokens written/),
  );
});

async function readUsage(member: string): Promise<string> {
  return visibleTextOf(await (await bot.preview.member(member).command(here(), 'usage')).reply());
}

const objection = (message: string) => ({ error: { message, type: 'invalid_request_error' }, status: 400 });

test('a server that cannot stream, or knows no stream options, is noticed once and asked in another way', async () => {
  model.say(
    objection('Unknown parameter: stream_options'),
    objection('stream is not supported by this model'),
    {
      points: [point(1)],
    },
  );
  const text = visibleTextOf(await (await full('Ben')).replyWhere(isWhole));
  expect(text).toContain('· by the model');
  expect(
    model.requests.map(({ stream, stream_options }) => [stream ?? false, stream_options !== undefined]),
  ).toEqual([
    [true, true],
    [true, false],
    [false, false],
  ]);
  model.say({ points: [point(1), point(4)] });
  await (await bot.preview.member('Ben').command(here(), 'summary', { article: train.id })).replyWhere(
    isWhole,
  );
  expect(model.requests.map(({ stream }) => stream ?? false)).toEqual([false]);
  expect(said.filter(line => line.msg.includes('simpler manner'))).toHaveLength(1);
});

test('where a server does not say what was used, it is counted', async () => {
  model.say({ pieces: () => [json({ points: [point(1)] })], usage: null });
  await (await full('Ben')).replyWhere(isWhole);
  expect(await readUsage('Ben')).toMatch(/[1-9],\d{3} tokens read, [1-9]\d* tokens written/);
});
