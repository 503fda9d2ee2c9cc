import { type APIMessage, MessageType } from 'discord-api-types/v10';
import { afterEach, expect, test } from 'vitest';
import { identifyArticle } from '../src/articles/article.ts';
import { REPLY_TIMINGS } from '../src/discord/pending-replies.ts';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import { contentOf, isEphemeral } from './cards.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

let bot: TestBot;

afterEach(() => bot.stop());

async function openThread(headline: string): Promise<string> {
  const { preview } = bot;
  const [entry] = await bot.library.suggest(headline, 1);
  const asked = await preview
    .member('Ada')
    .command(preview.channels.articles, 'discuss', { article: entry?.id as string });
  const message = await asked.reply();
  const thread = await preview.until(
    () => preview.threads(preview.channels.articles).find(({ id }) => id === message.id),
    'the thread',
  );
  await preview.until(
    () =>
      preview.messages(thread.id).some(each => each.author.id === preview.botId && contentOf(each) !== ''),
    'its first message',
  );
  return thread.id;
}

/** The bot's replies in a channel. */
function listReplies(channelId: string): APIMessage[] {
  return bot.preview
    .messages(channelId)
    .filter(({ type, author }) => type === MessageType.Reply && author.id === bot.preview.botId);
}

/** Waits for the bot's reply to a message in a thread. */
async function waitForReply(message: { id: string; channel_id: string }): Promise<string> {
  const { preview } = bot;
  return visibleTextOf(await preview.until(() => preview.repliesTo(message)[0], 'a reply in the thread'));
}

test('answers every message in a thread with its evidence, no mention needed, and understands a follow-up', async () => {
  bot = await startTestBot();
  const thread = await openThread('A Town Asks Its Railway');
  const ben = bot.preview.member('Ben');
  expect(
    await waitForReply(await ben.say(thread, 'How many people stood on the platform on Monday evening?')),
  ).toMatch(/600 people\*\* stood .*`¶1/s);
  expect(await waitForReply(await ben.say(thread, 'Who is the mayor of Brennick?'))).toContain(
    'Samuel Okoro',
  );
  expect(await waitForReply(await ben.say(thread, 'Which football club won the championship?'))).toContain(
    'I didn’t find a clear answer in the article.',
  );
});

test('answers a member in the language of their Discord, once a command has told it', async () => {
  bot = await startTestBot();
  const thread = await openThread('A Town Asks Its Railway');
  const ben = bot.preview.member('Ben');
  const question = 'Who is the chief executive of the company?';
  expect(await waitForReply(await ben.say(thread, question))).toContain('Word for word');
  await (await ben.command(bot.preview.channels.articles, 'about', {}, { locale: 'de' })).reply();
  expect(await waitForReply(await ben.say(thread, question))).toContain('Wörtlich');
  const { serverId } = bot.preview;
  await bot.storage.settings.update(serverId, { language: 'fr' });
  expect(await waitForReply(await ben.say(thread, question))).toContain('Mot pour mot');
});

test('leaves what asks nothing unanswered, in every language, and what members say to each other', async () => {
  bot = await startTestBot();
  const { preview } = bot;
  const thread = await openThread('A Town Asks Its Railway');
  const ben = preview.member('Ben');
  const adas = await preview.member('Ada').say(thread, 'The mayor said so on Monday?');
  await waitForReply(adas);
  const talk = `thanks! | ok | looool | 👍 | <:pog:123456789012345678> | Hello everyone! | ok? | I think the mayor is right. | what a day | see you tomorrow
    | https://example.com/?a=b | super, danke dir! | Guten Morgen | Ich finde den Bürgermeister gut | merci beaucoup | bonjour | c’est vrai | mdr
    | muchas gracias por la ayuda | hola a todos | jajaja | ¡qué interesante! | 谢谢你 | 你好 | 哈哈哈 | 我同意 | had pizza for lunch with my sister`;
  for (const message of talk.split('|')) await ben.say(thread, message.trim());
  await ben.say(thread, 'you are so wrong about the railway', { replyTo: adas.id });
  const asked = [
    'thanks, and who is the mayor',
    'mayor of Brennick',
    'the number of people on the platform',
    'wer ist der Bürgermeister',
    'qui est le maire',
    'quién es el alcalde',
    '镇长是谁',
    'why',
  ];
  for (const question of asked) await waitForReply(await ben.say(thread, question));
  expect(listReplies(thread)).toHaveLength(1 + asked.length);
  expect(await waitForReply(await ben.say(thread, 'the mayor of Brennick'))).toContain('Samuel Okoro');
  expect(await waitForReply(await ben.say(thread, `<@${preview.botId}> hello`))).toContain(
    'Ask me anything about this article',
  );
  expect(await waitForReply(await ben.say(thread, 'ok, sum it all up'))).toContain(
    'The last night train left Brennick',
  );
});

test('says what it is for when it is asked about itself, in every language, and looks into no article for it', async () => {
  bot = await startTestBot();
  const thread = await openThread('A Town Asks Its Railway');
  const ben = bot.preview.member('Ben');
  for (const text of [
    'Hi, who are you?',
    'What can you do?',
    'help',
    'Was kannst du?',
    'Qui es-tu ?',
    '¿Qué puedes hacer?',
    '你是谁？',
  ])
    expect(await waitForReply(await ben.say(thread, text)), text).toContain(
      'Ask me anything about this article',
    );
  expect(await waitForReply(await ben.say(thread, 'Who are you calling the mayor of Brennick?'))).toContain(
    '¶',
  );
  const asked = await ben.say(ben.directMessages(), 'What can you do?');
  expect(await waitForReply(asked)).toContain('Just type your question here.');
  const direct = ben.directMessages();
  expect(await waitForReply(await ben.say(direct, 'Who is the mayor of Brennick?'))).toContain(
    'Those that a server added can be asked about in that server.',
  );
  const train = (await bot.library.find('A Town Asks Its Railway')).id;
  await (await ben.command(direct, 'discuss', { article: train })).reply();
  expect(await waitForReply(await ben.say(direct, 'help'))).toContain('`/discuss` chooses another article');
});

test('one long laugh in a thread holds nobody up', async () => {
  bot = await startTestBot();
  const thread = await openThread('A Town Asks Its Railway');
  const ben = bot.preview.member('Ben');
  await ben.say(thread, `hehaw${'heahew'.repeat(30)}b`);
  expect(await waitForReply(await ben.say(thread, 'Who is the mayor of Brennick?'))).toContain(
    'Samuel Okoro',
  );
  await ben.say(thread, `bwahaha ${'hah'.repeat(500)} hehehehe`);
  expect(await waitForReply(await ben.say(thread, 'When does the council meet?'))).not.toBe('');
  expect(listReplies(thread)).toHaveLength(2);
}, 240_000);

test('shows below each reply what it rests on and takes votes, also after a restart', async () => {
  bot = await startTestBot();
  const { preview } = bot;
  const thread = await openThread('A Town Asks Its Railway');
  const ben = preview.member('Ben');
  const question = await ben.say(thread, 'Who is the mayor of Brennick?');
  expect(await waitForReply(question)).toMatch(/^-# word for word$/im);
  await bot.restart();
  const answer = preview.repliesTo(question)[0]!;
  const press = async (name: string) => (await ben.click(answer, pressableOf(answer)[name]!)).reply();
  const sources = await press('Sources');
  expect([visibleTextOf(sources), isEphemeral(sources)]).toEqual([
    expect.stringContaining('Samuel Okoro'),
    true,
  ]);
  expect(visibleTextOf(await press('Useful'))).toContain('Thank');
});

test('answers in the thread after a restart', async () => {
  bot = await startTestBot();
  const thread = await openThread('A Town Asks Its Railway');
  await bot.restart();
  expect(
    await waitForReply(await bot.preview.member('Ben').say(thread, 'Who is the mayor of Brennick?')),
  ).toContain('Samuel Okoro');
});

test('gives each of fifty members who ask at once their own answer', async () => {
  bot = await startTestBot();
  const thread = await openThread('A Town Asks Its Railway');
  const questions = [
    ['Who is the mayor of Brennick?', 'Samuel Okoro'],
    ['How many people stood on the platform on Monday evening?', '600 people'],
  ] as const;
  const asked = await Promise.all(
    Array.from({ length: 50 }, async (_, number) => {
      const [question, expected] = questions[number % 2] as (typeof questions)[number];
      const member = bot.preview.addMember(`Member ${number}`);
      return { message: await member.say(thread, question), expected };
    }),
  );
  for (const { message, expected } of asked) expect(await waitForReply(message)).toContain(expected);
  expect(listReplies(thread)).toHaveLength(50);
});

test('stays with its version of the article and says that there is a newer one', async () => {
  bot = await startTestBot();
  const thread = await openThread('A Town Asks Its Railway');
  const stored = await bot.library.find('A Town Asks Its Railway');
  const { id: _id, source, version: _version, addedAt: _addedAt, ...text } = stored;
  const changed = identifyArticle({
    ...text,
    paragraphs: text.paragraphs.map(paragraph => paragraph.replaceAll('600 people', '900 people')),
  });
  expect((await bot.library.add(changed, source)).outcome).toBe('new version');
  const reply = await waitForReply(
    await bot.preview.member('Ben').say(thread, 'How many people stood on the platform on Monday evening?'),
  );
  expect(reply).toContain('600 people');
  expect(reply).toContain('version 1');
  expect(reply).toContain('version 2');
});

test('answers mentions, and says once in the log what to switch on, where messages cannot be read', async () => {
  bot = await startTestBot({ messageContentIntent: false });
  const thread = await openThread('A Town Asks Its Railway');
  const { preview } = bot;
  const ben = preview.member('Ben');
  await ben.say(thread, 'Who is the mayor of Brennick?');
  const mention = await ben.say(thread, `<@${preview.botId}> Who is the mayor of Brennick?`);
  expect(await waitForReply(mention)).toContain('Samuel Okoro');
  expect(listReplies(thread)).toHaveLength(1);
  expect(preview.messages(thread).some(message => contentOf(message).includes('Mention me'))).toBe(true);
  expect(bot.lines.filter(line => line.msg.includes('Message Content Intent'))).toHaveLength(1);
});

test('leaves other threads, other bots and its own messages alone, and says what it does when mentioned elsewhere', async () => {
  bot = await startTestBot();
  const { preview } = bot;
  const ben = preview.member('Ben');
  const other = await ben.openThread(preview.channels.general, 'Something else');
  await ben.say(other, 'Who is the mayor of Brennick?');
  const mention = await ben.say(preview.channels.general, `<@${preview.botId}> hello?`);
  expect(await waitForReply(mention)).toContain('/articles');
  expect(preview.messages(other).filter(({ author }) => author.id === preview.botId)).toEqual([]);
});

test('defers a slow answer in time and edits it in, and tells what happened when it fails', async () => {
  const engine = createBuiltInEngine();
  let fail = false;
  bot = await startTestBot({
    pace: REPLY_TIMINGS,
    engines: [
      {
        ...engine,
        async draft(recipe, article, options) {
          await new Promise(resolve => setTimeout(resolve, 1_800));
          if (fail) throw new Error('broken');
          return engine.draft(recipe, article, options);
        },
      },
    ],
  });
  const ben = bot.preview.member('Ben');
  const article = (await bot.library.suggest('railway', 1))[0]?.id as string;
  const slow = await ben.command(bot.preview.channels.articles, 'summary', { article });
  expect(visibleTextOf(await slow.final())).toContain('A Town Asks');
  expect(slow.wasDeferred).toBe(true);
  fail = true;
  const failing = await ben.command(bot.preview.channels.articles, 'quotes', { article });
  expect(visibleTextOf(await failing.final())).toMatch(/id: `[0-9a-f]{8}`/);
});

test.each(['thread', 'channel', 'server'])(
  'a %s that is gone before the answer is there is noted once, and is no fault',
  async what => {
    const extractive = createBuiltInEngine();
    const gate = Promise.withResolvers<void>();
    let isHeld = false;
    const draft: typeof extractive.draft = async (...asked) => {
      if (isHeld) await gate.promise;
      return extractive.draft(...asked);
    };
    bot = await startTestBot({ engines: [{ ...extractive, draft }] });
    const { preview } = bot;
    const thread = await openThread('A Town Asks Its Railway');
    isHeld = true;
    await preview.member('Ben').say(thread, 'How many people stood on the platform on Monday evening?');
    // “typing…” is shown by then
    await new Promise(resolve => setTimeout(resolve, 600));
    if (what === 'thread') preview.removeChannel(thread);
    else if (what === 'channel') preview.removeChannel(preview.channels.articles);
    else preview.removeServer(preview.serverId);
    await new Promise(resolve => setTimeout(resolve, 100));
    gate.resolve();
    const gone = () => bot.lines.filter(({ msg }) => msg === 'an answer has no place any more');
    await preview.until(() => bot.lines.some(({ msg }) => msg === 'message'), 'the end of it');
    expect(gone()).toHaveLength(1);
    expect(bot.lines.filter(({ level }) => level >= 40)).toEqual([]);
  },
);
