import { type APIMessage, MessageType } from 'discord-api-types/v10';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentOf } from './cards.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

/** A message of a dialogue and the question it is understood as; null if it is answered as it is. */
type DialogueTurn = readonly [message: string, askedAs: RegExp | null];

/** Dialogues about the sample articles, as members write them. */
const dialogues: readonly (readonly [headline: string, turns: readonly DialogueTurn[]])[] = [
  [
    'In Fenwick Street, the Spin Cycle Lasts Exactly One Game',
    [
      ['How much is a wash now?', null],
      ['and before that?', /^How much was a wash before\?$/],
      ['Does Ruth Ashdown play?', null],
      ['who does?', /^Who does play\?$/],
    ],
  ],
  [
    'A Town Asks Its Railway',
    [
      ['Who runs the station café?', null],
      ['how old is her father?', /^How old is Ines Calloway’s father\?$/],
      ['what did she read out?', /^What did Ines Calloway read out\?$/],
      ['to whom?', /^To whom did Ines Calloway read .*out\?$/],
    ],
  ],
  [
    'A Town Asks Its Railway',
    [
      ['Is the night train coming back?', null],
      ['why not?', /^Why is the night train not coming back\?$/],
      [
        'how many passengers did it carry in its final year?',
        /^How many passengers did the night train carry in its final year\?$/,
      ],
      ['and in 1998?', /^How many passengers did the night train carry in 1998\?$/],
    ],
  ],
  [
    'A Town Asks Its Railway',
    [
      ['Who is Gregor Maund?', null],
      ['how old is he?', /^How old is Gregor Maund\?$/],
      ['when did he cycle to Marrow Junction?', /^When did Gregor Maund cycle to Marrow Junction\?$/],
      ['why?', /^Why did Gregor Maund cycle to Marrow Junction\?$/],
      ['thanks', null],
    ],
  ],
  [
    'A Town Asks Its Railway',
    [
      ['How many signatures does the petition have?', null],
      ['what does it ask for?', /^What does the petition ask for\?$/],
      ['and the readers?', /^What do the readers say about the petition\?$/],
    ],
  ],
  [
    'A Town Asks Its Railway',
    [
      ['What did Anneke Roth say?', null],
      ['and Hugh Pell?', /^What did Hugh Pell say\?$/],
      ['what else did he say?', /^What else did Hugh Pell say\?$/],
    ],
  ],
  [
    'What the Keeper of Skerrow Light Wrote Down',
    [
      ['Who was Hallam?', null],
      // a rank before initials makes a person
      ['what did he write?', /^What did J\. R\. Hallam write\?$/],
    ],
  ],
  [
    'Bees Return to Tarrowgate’s Roofs',
    [
      ['Who led the survey?', null],
      ['when were the results published?', null],
      ['What did Dr Corrigan say about the mess?', null],
      ['does she deny it?', /^Does Yasmin Corrigan deny the mess\?$/],
      ['how often does she visit?', /^How often does Yasmin Corrigan visit\?$/],
    ],
  ],
  [
    'Bees Return to Tarrowgate’s Roofs',
    [
      ['How many hives does Owen Castellane keep?', null],
      ['how many did he give up?', /^How many did Owen Castellane give up\?$/],
      ['when?', /^When did Owen Castellane give .*up\?$/],
      ['what does Beatrix Nolan think of it?', /^What does Beatrix Nolan think of .+\?$/],
    ],
  ],
  [
    'Bees Return to Tarrowgate’s Roofs',
    [
      ['How many green roofs were there in 2017?', null],
      ['and today?', /^How many green roofs were there today\?$/],
      ['Did the city order hives?', null],
      ['how many?', /^How many hives did the city order\?$/],
      ['what for?', /^Why did the city order (?:so many|20) hives\?$/],
    ],
  ],
  [
    'Bees Return to Tarrowgate’s Roofs',
    [
      ['Where does the ridge mason bee live?', null],
      ['how long is it?', /^How long is the ridge mason bee\?$/],
      ['different question: who sells honey at the Corn Market?', null],
    ],
  ],
  [
    'Footbridge That Half of Ostley',
    [
      ['How high will the swimming pool be?', null],
      ['how long?', /^How long is the swimming pool\?$/],
      // what one of several readers mentions is not what "it" means
      ['what do readers think?', null],
      ['who is against it?', null],
    ],
  ],
  [
    'The Library That Lends a Ladder',
    [
      ['How many things does the library lend?', null],
      ['Who began the collection?', null],
      ['with how much money?', /^With how much money did Agnes Pryce begin the collection\?$/],
      ['what does she want next?', /^What does Agnes Pryce want next\?$/],
    ],
  ],
  [
    'The Library That Lends a Ladder',
    [
      ['What has Neville Okafor borrowed?', null],
      ['how often?', /^How often has Neville Okafor borrowed (?:that|.*)\?$/],
      ['what did he call the plan?', /^What did Neville Okafor call the plan\?$/],
      ['really?', /^What did Neville Okafor call the plan\?$/],
    ],
  ],
  [
    'The Library That Lends a Ladder',
    [
      ['Can a chainsaw be borrowed?', null],
      ['why not?', /^Why can a chainsaw not be borrowed\?$/],
      ['what about the shed?', /^(?:Can the shed be|Why can the shed not be) borrowed\?$/],
      ['do the readers agree?', /^Do the readers agree about (?:the )?.*shed\?$/],
      ['what do the readers think?', null],
    ],
  ],
  [
    'Eighty-Three Jars',
    [
      ['How many jars did the bakery fill?', null],
      ['Who examined the starter?', null],
      ['when?', /^When did .+ examine the starter\?$/],
      ['what does he teach?', /^What does Tomas Lindqvist teach\?$/],
      ['where?', /^Where does Tomas Lindqvist teach .*\?$/],
    ],
  ],
  [
    'Eighty-Three Jars',
    [
      ['How much was a loaf before January?', null],
      ['and now?', /^How much was a loaf now\?$/],
      ['who complains about the price?', null],
      ['what else?', /^What else is said about .+\?$|^Who else complains about the price\?$/],
    ],
  ],
];

let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot();
});
afterAll(() => bot.stop());

/** Opens a new thread about an article. */
async function openThread(headline: string): Promise<string> {
  const { preview } = bot;
  const [entry] = await bot.library.suggest(headline, 1);
  const asked = await preview
    .member('Ada')
    // a channel has only one thread per article
    .command(preview.addChannel('talk'), 'discuss', { article: entry?.id as string });
  const message = await asked.reply();
  await preview.until(
    () =>
      preview.messages(message.id).some(each => each.author.id === preview.botId && contentOf(each) !== ''),
    'the thread’s first message',
  );
  return message.id;
}

function listReplies(channelId: string): APIMessage[] {
  return bot.preview
    .messages(channelId)
    .filter(({ type, author }) => type === MessageType.Reply && author.id === bot.preview.botId);
}

/** Sends a member's message in a thread and waits for the bot's reply. */
async function say(name: string, thread: string, text: string, replyTo?: string) {
  const { preview } = bot;
  const message = await preview.member(name).say(thread, text, replyTo === undefined ? {} : { replyTo });
  const reply = await preview.until(() => preview.repliesTo(message)[0], `a reply to “${text}”`);
  return { reply, askedAs: askedAsOf(reply) };
}

/** The question that a reply says it was understood as. */
function askedAsOf(reply: APIMessage): string | null {
  return /^-# asked as: (.*)$/m.exec(visibleTextOf(reply))?.[1]?.replaceAll('\\', '') ?? null;
}

test.each(dialogues)('understands what members go on to ask about “%s” (%#)', async (headline, turns) => {
  const thread = await openThread(headline);
  for (const [message, expected] of turns) {
    if (message === 'thanks') {
      await bot.preview.member('Ben').say(thread, message);
      continue;
    }
    const { askedAs } = await say('Ben', thread, message);
    if (expected === null) expect(askedAs, message).toBe(null);
    else expect(askedAs, message).toMatch(expected);
  }
  expect(listReplies(thread)).toHaveLength(turns.filter(([message]) => message !== 'thanks').length);
});

test('what others ask in a busy thread is no context of a member’s questions, unless they go on from it', async () => {
  const thread = await openThread('A Town Asks Its Railway');
  await say('Ben', thread, 'Who is Gregor Maund?');
  const { reply } = await say('Ada', thread, 'Who is the mayor of Brennick?');
  // Ben continues from his own question
  expect((await say('Ben', thread, 'where does he live?')).askedAs).toBe('Where does Gregor Maund live?');
  // by replying, he continues from Ada's question
  expect((await say('Ben', thread, 'what did he say?', reply.id)).askedAs).toBe('What did Samuel Okoro say?');
  // a member who has not asked anything yet continues from the last answer
  bot.preview.addMember('Cleo');
  expect((await say('Cleo', thread, 'what else did he say?')).askedAs).toBe(
    'What else did Samuel Okoro say?',
  );
});

test('what else somebody said is found where the sentence that names them was shown already', async () => {
  const thread = await openThread('A Town Asks Its Railway');
  await say('Ben', thread, 'Who is Gregor Maund?');
  const { reply } = await say('Ben', thread, 'what else did he say?');
  expect(visibleTextOf(reply)).toContain('“The heating still works,” he said.');
});

test('a member’s words are in no question of others any more once they are deleted', async () => {
  const thread = await openThread('A Town Asks Its Railway');
  bot.preview.addMember('Dana');
  const dana = bot.preview.member('Dana');
  const { reply } = await say('Dana', thread, 'Was Gregor Maund paid by the secret society?');
  const { askedAs, reply: follow } = await say('Ben', thread, 'why?', reply.id);
  expect(askedAs).toBe('Why was Gregor Maund paid by the secret society?');
  const key = pressableOf(follow).Useful?.split('/').at(-1) ?? '';
  expect(await bot.storage.feedback.findQuestion(key)).toContain('secret society');
  await bot.storage.members.forget(dana.id, new Date().toISOString().slice(0, 10));
  expect(await bot.storage.feedback.findQuestion(key)).toBeUndefined();
  const left = await bot.storage.threads.listQuestionsBefore(thread, '9'.repeat(20), 50);
  expect(JSON.stringify(left)).not.toContain('secret society');
  expect(left.map(({ question }) => question)).toEqual(['why?']);
});

test('what was asked and shown is still known after a restart', async () => {
  const thread = await openThread('Eighty-Three Jars');
  await say('Ben', thread, 'What does Tomas Lindqvist teach?');
  await bot.restart();
  expect((await say('Ben', thread, 'and what did he find?')).askedAs).toBe('What did Tomas Lindqvist find?');
});

test('understands follow-ups in other languages by their words', async () => {
  const thread = await openThread('A Town Asks Its Railway');
  await say('Ben', thread, 'Wann kehrt Gregor Maund zurück?');
  expect((await say('Ben', thread, 'Und warum?')).askedAs).toBe('Warum kehrt Gregor Maund zurück?');
  expect((await say('Ben', thread, 'Was sagt er?')).askedAs).toBe('Was sagt Gregor Maund?');
});

test('shows what was completed as plain text, whatever members wrote before', async () => {
  const thread = await openThread('A Town Asks Its Railway');
  await say('Ben', thread, 'Did the **mayor** <@&1> @everyone [x](https://example.com) resign?');
  const { reply, askedAs } = await say('Ben', thread, 'why?');
  expect(askedAs).toContain('Why did the');
  expect(contentOf(reply)).not.toMatch(/(?<!\\)\*\*mayor|(?<!\\)<@&1>|(?<!\\)\]\(https/);
  expect(reply.mention_everyone).toBe(false);
});

test('a question asked by the button below an answer follows on from that answer, whoever asked it', async () => {
  const { preview } = bot;
  const article = (await bot.library.suggest('railway', 1))[0]?.id as string;
  const channel = preview.channels.articles;
  const ask = async (answer: APIMessage, question: string) => {
    const form = await preview.member('Ben').click(answer, pressableOf(answer).Ask ?? '');
    await form.modal();
    return visibleTextOf(await (await preview.member('Ben').submitModal(form, { question })).reply());
  };
  const ada = preview.member('Ada');
  const answer = await (
    await ada.command(channel, 'ask', { article, question: 'Who is the mayor of Brennick?' })
  ).reply();
  const follow = await ask(answer, 'what does he say about the report?');
  expect(follow).toContain('asked as: What does Samuel Okoro say about the report?');
  const summary = await (await ada.command(channel, 'summary', { article })).reply();
  expect(await ask(summary, 'what does he say about the report?')).not.toContain('asked as');
});

test('the questions of a direct message follow on from one another', async () => {
  const { preview } = bot;
  const ben = preview.member('Ben');
  const direct = ben.directMessages();
  const article = (await bot.library.suggest('Jars', 1))[0]?.id as string;
  await (await ben.command(direct, 'discuss', { article })).reply();
  await say('Ben', direct, 'Who is Edith Pellow?');
  expect((await say('Ben', direct, 'what did she say?')).askedAs).toBe('What did Edith Pellow say?');
});
