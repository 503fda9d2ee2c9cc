import type { APIMessage } from 'discord-api-types/v10';
import type { Fault } from 'discord-preview/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { REPLY_TIMINGS } from '../src/discord/pending-replies.ts';
import { isEphemeral } from './cards.ts';
import { PATIENT_CLOCK } from './manual-clock.ts';
import { startTestBot, type TestBot, visibleTextOf } from './support.ts';

let bot: TestBot;
afterEach(() => bot?.stop());

const startPutOff = (firstReply: number) =>
  startTestBot({ discordClock: PATIENT_CLOCK, pace: { ...REPLY_TIMINGS, firstReply } });

const EDIT = { method: 'PATCH', path: /original$/ };
const FIRST = { method: 'POST', path: /\/callback$/ };

const faults: readonly (readonly [string, Omit<Fault, 'method' | 'path'>])[] = [
  ['an invalid body', { status: 400, code: 50_035 }],
  ['a body that is too large', { status: 413, code: 40_005 }],
  ['links that it takes for harmful', { status: 400, code: 240_000 }],
];

/** The member reads one sentence, whose id is in the only line of the log that says what happened. */
function expectSentence(message: APIMessage | undefined): void {
  const errors = bot.lines.filter(({ level }) => level >= 40);
  expect(errors.map(({ msg }) => msg)).toEqual(['Discord refused the content of an answer']);
  expect(visibleTextOf(message!)).toMatch(
    new RegExp(`^Discord refused my answer, so I can’t show it\\..*\`${errors[0]!.errorId}\``),
  );
}

const ask = (options = {}) =>
  bot.preview
    .member('Ben')
    .command(bot.preview.channels.articles, 'summary', { article: 'night train', ...options });

describe.each(faults)('where Discord refuses %s', (_, fault) => {
  test('an answer that was ready at once is a sentence', async () => {
    bot = await startPutOff(60_000);
    // afterwards it is stored, and no worker is waited for
    await (await ask()).final();
    bot.preview.faults.add({ ...FIRST, ...fault });
    const sentence = await (await ask()).reply();
    expectSentence(sentence);
    expect(isEphemeral(sentence)).toBe(true);
  });

  test('an answer that was put off is a sentence', async () => {
    bot = await startPutOff(0);
    bot.preview.faults.add({ ...EDIT, ...fault });
    const asked = await ask();
    expectSentence(await asked.replyWhere(message => visibleTextOf(message).includes('refused')));
  });

  test.each([
    ['ready at once', 60_000, FIRST],
    ['put off', 0, EDIT],
  ])('whoever pressed a button is told alone, if the page was %s', async (_when, firstReply, where) => {
    bot = await startPutOff(firstReply);
    const { preview } = bot;
    const ben = preview.member('Ben');
    const turned = (message: APIMessage) => /turn\/[^"]*/.exec(JSON.stringify(message.components))![0];
    const { id, channel_id: here } = await (await ask()).final();
    const shown = () => preview.messages(here).find(message => message.id === id)!;
    // and back, to an answer that is stored
    const there = turned(shown());
    await ben.click(shown(), there);
    await expect.poll(() => turned(shown())).not.toBe(there);
    await expect.poll(() => bot.lines.filter(({ msg }) => msg === 'interaction').length).toBe(2);
    const list = structuredClone(shown());
    preview.faults.add({ ...where, ...fault });
    const pressed = await ben.click(list, turned(list));
    const told = () =>
      pressed.followUps[0] ?? (pressed.message?.id === list.id ? undefined : pressed.message);
    await preview.until(() => told() !== undefined, 'a sentence');
    expectSentence(told());
    expect(visibleTextOf(shown())).toBe(visibleTextOf(list));
  });

  test('an answer in a thread is a sentence', async () => {
    bot = await startPutOff(60_000);
    const { preview } = bot;
    const ben = preview.member('Ben');
    const opened = await ben.command(preview.channels.articles, 'discuss', { article: 'night train' });
    const { id } = await opened.reply();
    await preview.until(() => preview.messages(id).length > 1, 'the thread');
    const askHere = async () => {
      const question = await ben.say(id, 'When does it leave?');
      await preview.until(() => preview.repliesTo(question).length > 0, 'a reply');
      return preview.repliesTo(question)[0];
    };
    await askHere();
    await expect.poll(() => bot.lines.some(({ msg }) => msg === 'message')).toBe(true);
    preview.faults.add({ method: 'POST', path: /\/messages$/, ...fault });
    expectSentence(await askHere());
  });
});
