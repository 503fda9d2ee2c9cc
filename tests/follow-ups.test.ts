import { type APIMessage, MessageType } from 'discord-api-types/v10';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestBot, type TestBot, visibleTextOf } from './support.ts';

/** A message of a dialogue: what it is to be understood as; null where it stands alone or is answered as it is. */
type DialogueTurn = readonly [message: string, askedAs: RegExp | null];

/** Dialogues about the sample articles, as members write. */
const dialogues: readonly (readonly [headline: string, turns: readonly DialogueTurn[]])[] = [
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
    ],
  ],
  [
    'Eighty-Three Jars',
    [
      ['How many jars did the bakery fill?', null],
      ['Who examined the starter?', null],
      ['when?', /^When did Tomas Lindqvist examine the starter\?$/],
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
afterAll(async () => {
  expect(bot.preview.violations).toEqual([]);
  await bot.stop();
});

/** A new thread about an article. */
async function openThread(headline: string): Promise<string> {
  const { preview } = bot;
  const [entry] = await bot.library.suggest(headline, 1);
  const asked = await preview
    .member('Ada')
    .command(preview.channels.articles, 'discuss', { article: entry?.id as string });
  const message = await asked.reply();
  await preview.until(
    () => preview.messages(message.id).some(({ author, content }) => author.id === preview.botId && content),
    'the thread’s first message',
  );
  return message.id;
}

function listReplies(channelId: string): APIMessage[] {
  return bot.preview
    .messages(channelId)
    .filter(({ type, author }) => type === MessageType.Reply && author.id === bot.preview.botId);
}

/** What a member says in a thread, and the bot's reply to it. */
async function say(name: string, thread: string, text: string, replyTo?: string) {
  const { preview } = bot;
  const message = await preview.member(name).say(thread, text, replyTo === undefined ? {} : { replyTo });
  const reply = await preview.until(
    () => listReplies(thread).find(({ message_reference }) => message_reference?.message_id === message.id),
    `a reply to “${text}”`,
  );
  return { reply, askedAs: askedAsOf(reply) };
}

/** What a reply says that its question was understood as. */
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
