import { type APIMessage, PermissionFlagsBits } from 'discord-api-types/v10';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identifyArticle } from '../src/articles/article.ts';
import { createArticle } from './articles.ts';
import { contentOf } from './cards.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

let bot: TestBot;
let train: string;

beforeEach(async () => {
  bot = await startTestBot();
  train = (await bot.library.suggest('A Town Asks Its Railway', 1))[0]?.id as string;
});

afterEach(() => bot.stop());

const ben = () => bot.preview.member('Ben');
const MAYOR = 'Who is the mayor of Brennick?';

/** Waits for the bot's reply to a member's message. */
const waitForReply = (message: APIMessage): Promise<APIMessage> =>
  bot.preview.until(() => bot.preview.repliesTo(message)[0], 'a reply');

const say = async (channelId: string, text: string) => waitForReply(await ben().say(channelId, text));

async function openPost(): Promise<string> {
  const { channels } = bot.preview;
  const asked = await ben().command(channels.general, 'discuss', { article: train, forum: channels.forum });
  const [, id] = contentOf(await asked.reply()).match(/<#(\d+)>/) ?? [];
  return id as string;
}

/** Adds a new version of the sample article, in which 900 people came. */
async function changeArticle(): Promise<void> {
  const { id: _id, source, version: _version, addedAt: _addedAt, ...text } = (await bot.library.get(train))!;
  const paragraphs = text.paragraphs.map(paragraph => paragraph.replaceAll('600 people', '900 people'));
  const { serverId: _serverId, ...rest } = { serverId: null, ...text };
  expect((await bot.library.add(identifyArticle({ ...rest, paragraphs }), source)).outcome).toBe(
    'new version',
  );
}

test('opens a post in a forum, with the headline as its title and the summary as its first message, and answers there', async () => {
  const post = await openPost();
  const [opened] = bot.preview.threads(bot.preview.channels.forum);
  expect(opened).toMatchObject({ id: post, name: 'A Town Asks Its Railway for the 22:40 Back' });
  const [first] = bot.preview.messages(post);
  expect(visibleTextOf(first!)).toContain('`¶');
  expect(contentOf(first)).toContain('Just type your question here.');
  expect(visibleTextOf(await say(post, MAYOR))).toContain('Samuel Okoro');
});

test('opens another post when asked inside a post about another article, and says which permission is missing', async () => {
  const post = await openPost();
  const again = await (await ben().command(post, 'discuss', { article: train })).reply();
  expect(contentOf(again)).toContain(`already has a thread here: <#${post}>`);
  const [bridge, lido] = (await bot.library.list({ offset: 0, limit: 3 })).filter(({ id }) => id !== train);
  await (await ben().command(post, 'discuss', { article: bridge!.id })).reply();
  expect(bot.preview.threads(bot.preview.channels.forum)).toHaveLength(2);
  bot.preview.deny(bot.preview.channels.forum, PermissionFlagsBits.SendMessages);
  const refused = await (await ben().command(post, 'discuss', { article: lido!.id })).reply();
  expect(contentOf(refused)).toContain('“Send Messages”');
  expect(contentOf(refused)).toContain(`<#${bot.preview.channels.forum}>`);
  bot.preview.allow(bot.preview.channels.forum, PermissionFlagsBits.SendMessages);
});

test('remembers the article of direct messages, also after a restart, and goes over to another', async () => {
  const direct = ben().directMessages();
  const opened = await (await ben().command(direct, 'discuss', { article: train })).reply();
  expect(visibleTextOf(opened)).toContain('Just type your question here.');
  expect(visibleTextOf(await say(direct, MAYOR))).toContain('Samuel Okoro');
  await bot.restart();
  expect(
    visibleTextOf(await say(direct, 'How many people stood on the platform on Monday evening?')),
  ).toContain('600 people');
  const bridge = (await bot.library.suggest('Footbridge', 1))[0]?.id as string;
  await (await ben().command(direct, 'discuss', { article: bridge })).reply();
  expect(visibleTextOf(await say(direct, MAYOR))).not.toContain('Samuel Okoro');
});

test('asks in direct messages which article a question is about, and answers it once that is chosen', async () => {
  const direct = ben().directMessages();
  const which = await say(direct, MAYOR);
  expect(visibleTextOf(which)).toContain('Which article is your question about?');
  const [menu] = Object.values(pressableOf(which));
  await bot.restart();
  const answer = await (await ben().select(which, menu as string, [train])).reply();
  expect(visibleTextOf(answer)).toContain('Samuel Okoro');
  expect(
    visibleTextOf(await say(direct, 'How many people stood on the platform on Monday evening?')),
  ).toContain('600 people');
});

test('takes a headline alone, in direct messages, for the choice of its article', async () => {
  const direct = ben().directMessages();
  await say(direct, MAYOR);
  const chosen = await say(direct, 'a town asks its railway for the 22:40 back');
  expect(contentOf(chosen)).toBe(
    'From now on, I answer from **A Town Asks Its Railway for the 22:40 Back** here. Just type your question.',
  );
  expect(visibleTextOf(await say(direct, MAYOR))).toContain('Samuel Okoro');
  await say(direct, 'Bees Return to Tarrowgate’s Roofs, but Not the Ones in the Hives');
  expect(visibleTextOf(await say(direct, MAYOR))).not.toContain('Samuel Okoro');
});

test('offers in direct messages the other article that a question names, where the chosen one has none of its words', async () => {
  const direct = ben().directMessages();
  await say(direct, 'a town asks its railway for the 22:40 back');
  const silent = await say(direct, 'Where do the bees nest?');
  const name = 'Ask “Bees Return to Tarrowgate’s Roofs, but Not the Ones in the Hives”';
  expect(pressableOf(silent)).toHaveProperty(name);
  await bot.restart();
  const answer = await (await ben().click(silent, pressableOf(silent)[name] as string)).reply();
  expect(visibleTextOf(answer)).toContain('Bees Return to Tarrowgate’s Roofs');
  expect(visibleTextOf(answer)).toContain('Where do the bees nest?');
  expect(Object.keys(pressableOf(await say(direct, 'How many hives are there?')))).not.toContainEqual(
    expect.stringMatching(/^Ask “/),
  );
  await say(direct, 'a town asks its railway for the 22:40 back');
  for (const question of [
    'How many people stood on the platform on Monday evening?',
    'Why?',
    'Who drives the train?',
  ])
    expect(Object.keys(pressableOf(await say(direct, question)))).not.toContainEqual(
      expect.stringMatching(/^Ask “/),
    );
});

test('answers from the version before where that is chosen below an answer, and says that there is a newer one', async () => {
  const ask = async () =>
    (
      await ben().command(bot.preview.channels.general, 'ask', {
        article: 'A Town Asks Its Railway',
        question: 'How many people stood on the platform on Monday evening?',
      })
    ).final();
  expect(Object.keys(pressableOf(await ask()))).not.toContain('Version 1');
  await changeArticle();
  const answer = await ask();
  expect(visibleTextOf(answer)).toContain('900 people');
  const earlier = visibleTextOf(
    await (await ben().click(answer, pressableOf(answer)['Version 1'] as string)).final(),
  );
  expect(earlier).toContain('600 people');
  expect(earlier).toContain('This is about version 1; the library has version 2.');
});

test('offers a menu of those that a name may mean, which keeps what was asked', async () => {
  const said = async (name: string, options = {}) =>
    (await ben().command(bot.preview.channels.general, name, options)).reply();
  for (const river of ['Tamar', 'Tavy'])
    await bot.library.add(
      createArticle(`Free Rides on the ${river}`, [`The rides on the ${river} are free. Nobody pays.`]),
      river,
    );
  const named = { article: 'free rides' };
  for (const [name, options] of [
    ['summary', named],
    ['quotes', named],
    ['comments', named],
    ['ask', { ...named, question: 'What is free?' }],
    ['check', { ...named, claim: 'The rides are free.' }],
    ['discuss', named],
  ] as const) {
    const which = await said(name, options);
    expect(visibleTextOf(which)).toContain('“free rides” could be one of these');
    expect(visibleTextOf(which)).not.toContain('22:40');
    const [tavy] = await bot.library.suggest('tavy', 1);
    const chosen = await ben().select(which, Object.values(pressableOf(which))[0] as string, [`${tavy?.id}`]);
    expect(visibleTextOf(await chosen.final())).toContain('Tavy');
  }
  const vague = await said('ask', { article: 'the letter about pirates', question: 'Who is free?' });
  expect(visibleTextOf(vague)).toContain('No article has all the words of “the letter about pirates”.');
});

test('needs no article named where one is discussed, and offers a menu of them where none is, which keeps what was asked', async () => {
  const post = await openPost();
  const said = async (channelId: string, name: string, options = {}) =>
    (await ben().command(channelId, name, options)).reply();
  for (const [name, options, expected] of [
    ['summary', {}, '22:40'],
    ['quotes', {}, 'Calloway'],
    ['comments', {}, '22:40'],
    ['ask', { question: MAYOR }, 'Samuel Okoro'],
    ['check', { claim: 'The mayor of Brennick is Samuel Okoro.' }, '22:40'],
  ] as const) {
    expect(visibleTextOf(await said(post, name, options))).toContain(expected);
    const which = await said(bot.preview.channels.general, name, options);
    expect(visibleTextOf(which)).toContain('Which article?');
    const answer = await (
      await ben().select(which, Object.values(pressableOf(which))[0] as string, [train])
    ).final();
    expect(visibleTextOf(answer)).toContain(expected);
    expect(answer.id).toBe(which.id);
  }
  const oneSpeaker = await said(bot.preview.channels.general, 'quotes', { speaker: 'maund' });
  const quoted = await (
    await ben().select(oneSpeaker, Object.values(pressableOf(oneSpeaker))[0] as string, [train])
  ).final();
  expect(visibleTextOf(quoted)).toContain('Gregor Maund');
  expect(visibleTextOf(quoted)).not.toContain('Calloway');
  const brief = await said(bot.preview.channels.general, 'summary', { length: 'brief' });
  const short = await (
    await ben().select(brief, Object.values(pressableOf(brief))[0] as string, [train])
  ).final();
  expect(visibleTextOf(short)).toContain('In one sentence');
  const speakers = await ben().autocomplete(post, 'quotes', { speaker: 'caloway' }, 'speaker');
  expect(speakers.map(({ name }) => name)).toContain('Ines Calloway');
});

test('offers a newer version with a button that goes over to it, keeping what was asked', async () => {
  const post = await openPost();
  const question = 'How many people stood on the platform on Monday evening?';
  await changeArticle();
  const reply = await say(post, question);
  expect(visibleTextOf(reply)).toContain('600 people');
  expect(visibleTextOf(reply)).toContain('This is about version 1; the library has version 2.');
  const press = pressableOf(reply)['Switch to version 2'] as string;
  await bot.restart();
  const switched = await (await ben().click(reply, press)).reply();
  expect(contentOf(switched)).toContain('version 2');
  const after = await say(post, question);
  expect(visibleTextOf(after)).toContain('900 people');
  expect(visibleTextOf(after)).not.toContain('the library has version');
  expect(
    (await bot.storage.threads.listQuestionsBefore(post, after.id, 5)).map(({ question }) => question),
  ).toEqual([question, question]);
  expect(contentOf(await (await ben().click(reply, press)).reply())).toContain(
    'This is already about version 2. Just ask your question.',
  );
});
