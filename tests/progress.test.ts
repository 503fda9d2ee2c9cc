import type { APIMessage } from 'discord-api-types/v10';
import { afterEach, expect, test } from 'vitest';
import { REPLY_TIMINGS } from '../src/discord/pending-replies.ts';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import type { DraftOptions, Engine } from '../src/engines/engine.ts';
import { cardsOf, isEphemeral } from './cards.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

let bot: TestBot;

afterEach(() => bot.stop());

const pace = { ...REPLY_TIMINGS, firstReply: 10, progress: 20, cancel: 40, edits: 20, shutdown: 50 };

/** The built-in engine behind a gate that the test opens. */
function createGatedEngine() {
  const engine = createBuiltInEngine();
  const asked: (DraftOptions & { open: () => void; write: () => Promise<void> })[] = [];
  const slow: Engine = {
    ...engine,
    async draft(recipe, article, options, how = {}) {
      await new Promise<void>((open, refuse) => {
        const write = async () => how.onPartialDraft?.(await engine.draft(recipe, article, options));
        asked.push({ ...how, open, write });
        how.signal?.addEventListener('abort', () => refuse(how.signal?.reason));
      });
      return engine.draft(recipe, article, options);
    },
  };
  return { slow, asked };
}

async function startBot() {
  const { slow, asked } = createGatedEngine();
  bot = await startTestBot({ engines: [slow], pace });
  return { asked, article: (await bot.library.find('22:40')).id, here: bot.preview.channels.articles };
}

const cancelOf = (message: APIMessage) => pressableOf(message).Cancel;
const canBeCancelled = (message: APIMessage) => cancelOf(message) !== undefined;
const CANCELLED = 'Cancelled. You can ask again';

test('says what is being done, and the member who asked, alone, can cancel it', async () => {
  const { asked, article, here } = await startBot();
  const summary = await bot.preview.member('Ben').command(here, 'summary', { article });
  const waiting = await summary.replyWhere(canBeCancelled);
  expect(visibleTextOf(waiting)).toContain('The built-in engine is reading the article…');
  const other = await bot.preview.member('Ada').click(waiting, cancelOf(waiting)!);
  const refused = await other.reply();
  expect(visibleTextOf(refused)).toContain('Only the member who asked can cancel this answer.');
  expect(isEphemeral(refused)).toBe(true);
  expect(asked[0]?.signal?.aborted).toBe(false);
  await bot.preview.member('Ben').click(waiting, cancelOf(waiting)!);
  const ended = await summary.replyWhere(message => !canBeCancelled(message));
  expect(visibleTextOf(ended)).toContain(CANCELLED);
  expect(asked[0]?.signal?.aborted).toBe(true);
  // a cancelled answer is not stored: the next member gets a new one
  const next = await bot.preview.member('Ben').command(here, 'summary', { article });
  await bot.preview.until(() => asked.length === 2, 'the second draft');
  asked[1]?.open();
  expect(visibleTextOf(await next.replyWhere(message => cardsOf(message).length > 0))).toContain(
    'word for word',
  );
});

test('“thinking…” shows as soon as a model is asked, and not first after the time in which other replies may be ready', async () => {
  const { slow, asked } = createGatedEngine();
  bot = await startTestBot({
    engines: [{ ...slow, name: 'openai' }, createBuiltInEngine()],
    pace: { ...pace, firstReply: 3_600_000 },
  });
  const article = (await bot.library.find('22:40')).id;
  const summary = await bot.preview
    .member('Ben')
    .command(bot.preview.channels.articles, 'summary', { article });
  expect(await summary.settled()).toBe('answered');
  expect([summary.wasDeferred, asked.length]).toEqual([true, 1]);
  asked[0]?.open();
  await summary.replyWhere(message => cardsOf(message).length > 0);
});

test('what has passed its check is shown to each who waits in their own language', async () => {
  const { asked, article, here } = await startBot();
  const first = await bot.preview.member('Ben').command(here, 'summary', { article });
  await bot.preview.until(() => asked.length === 1, 'the draft');
  const second = await bot.preview.member('Ada').command(here, 'summary', { article }, { locale: 'de' });
  await second.replyWhere(message => pressableOf(message).Abbrechen !== undefined);
  await asked[0]?.write();
  const [inEnglish, inGerman] = await Promise.all(
    [first, second].map(each => each.replyWhere(message => cardsOf(message).length > 0)),
  );
  expect(visibleTextOf(inEnglish!)).toContain('word for word');
  expect(visibleTextOf(inGerman!)).toContain('wörtlich');
  asked[0]?.open();
});

test('an answer that two wait for goes on when one of them cancels', async () => {
  const { asked, article, here } = await startBot();
  const ben = await bot.preview.member('Ben').command(here, 'summary', { article });
  const ada = await bot.preview.member('Ada').command(here, 'summary', { article });
  const waiting = await ben.replyWhere(canBeCancelled);
  await ada.replyWhere(canBeCancelled);
  await bot.preview.member('Ben').click(waiting, cancelOf(waiting)!);
  expect(visibleTextOf(await ben.replyWhere(message => !canBeCancelled(message)))).toContain(CANCELLED);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.signal?.aborted).toBe(false);
  asked[0]?.open();
  expect(visibleTextOf(await ada.replyWhere(message => cardsOf(message).length > 0))).toContain(
    'word for word',
  );
});

test('a button that puts another answer in place gives the old one back when that is cancelled', async () => {
  const { asked, article, here } = await startBot();
  const ben = bot.preview.member('Ben');
  const summary = await ben.command(here, 'summary', { article, length: 'brief' });
  await bot.preview.until(() => asked.length === 1);
  asked[0]?.open();
  const shown = await summary.replyWhere(message => cardsOf(message).length > 0);
  const turned = await ben.click(shown, pressableOf(shown)['Full summary']!);
  const waiting = await summary.replyWhere(canBeCancelled);
  expect(visibleTextOf(waiting)).toContain(cardsOf(shown)[0]?.description);
  expect(visibleTextOf(waiting)).toContain('The built-in engine is reading the article…');
  await ben.click(waiting, cancelOf(waiting)!);
  const back = await summary.replyWhere(message => !canBeCancelled(message));
  expect(asked[1]?.signal?.aborted).toBe(true);
  expect({ text: visibleTextOf(back), buttons: pressableOf(back) }).toEqual({
    text: visibleTextOf(shown),
    buttons: pressableOf(shown),
  });
  await bot.preview.until(
    () => turned.followUps.some(message => visibleTextOf(message).includes(CANCELLED)),
    'the sentence',
  );
});

test('in a thread too, and the reply that said what was done becomes the answer', async () => {
  const { asked, article, here } = await startBot();
  const ben = bot.preview.member('Ben');
  const opened = await ben.command(here, 'discuss', { article });
  const { id } = await opened.reply();
  const thread = await bot.preview.until(
    () => bot.preview.threads(here).find(each => each.id === id)?.id,
    'the thread',
  );
  const replyTo = (question: APIMessage) => bot.preview.repliesTo(question)[0];
  const first = await ben.say(thread, 'Who was the guard?');
  const waiting = await bot.preview.until(
    () => [replyTo(first)].find(reply => reply && canBeCancelled(reply)),
    'the progress',
  );
  await ben.click(waiting, cancelOf(waiting)!);
  await bot.preview.until(() => visibleTextOf(replyTo(first)!).includes(CANCELLED), 'the sentence');
  expect(asked[0]?.signal?.aborted).toBe(true);
  const second = await ben.say(thread, 'Who is the mayor of Brennick?');
  await bot.preview.until(() => replyTo(second) && asked[1], 'the second draft');
  const { id: sameMessage } = replyTo(second)!;
  asked[1]?.open();
  await bot.preview.until(() => visibleTextOf(replyTo(second)!).includes('Samuel Okoro'), 'the answer');
  expect(replyTo(second)?.id).toBe(sameMessage);
  expect(Object.keys(pressableOf(replyTo(second)!)).slice(-4)).toEqual([
    'Sources',
    '¶ ≈ explained',
    'Useful',
    'Wrong',
  ]);
});

test('what is not ready when the process ends is given up with a sentence', async () => {
  const { asked, article, here } = await startBot();
  const waiting = await bot.preview.member('Ben').command(here, 'summary', { article });
  const message = await waiting.replyWhere(canBeCancelled);
  await bot.restart();
  expect(visibleTextOf(await waiting.reply())).toContain('Please ask again in a minute.');
  expect(asked[0]?.signal?.aborted).toBe(true);
  expect(message.id).toBe(waiting.message?.id);
});
