import { performance } from 'node:perf_hooks';
import { type APIMessage, MessageType } from 'discord-api-types/v10';
import { textsOf } from 'discord-preview/testing';
import type { Answer } from '../src/answers/service.ts';
import type { Article } from '../src/articles/article.ts';
import { startTestBot, type TestBot } from '../tests/support.ts';
import { createArticle } from './articles.ts';
import type { Dialogue, QuestionSet } from './question-items.ts';
import { outcomeOf, type Reply } from './question-scores.ts';

/** The replies to all questions of a set, in the order of the questions, and how long answers take. */
export interface Replies {
  readonly questions: readonly Reply[];
  /** For each turn of each dialogue, the bot's reply; null if it stayed silent. */
  readonly dialogues: readonly (readonly (Reply | null)[])[];
  /**
   * The time that each answer of the built-in engine takes, in milliseconds, each about a different article
   * of 5 KB.
   */
  readonly times: readonly number[];
}

interface SeenAnswer {
  readonly kind: string;
  readonly content: unknown;
  readonly milliseconds: number;
}

/** Records the answers that the bot requests, and counts those in progress. */
interface AnswerWatch {
  readonly seen: SeenAnswer[];
  running: number;
}

const watchAnswers =
  (watch: AnswerWatch) =>
  (answer: Answer): Answer =>
  async (recipe, ...asked) => {
    const began = performance.now();
    watch.running += 1;
    try {
      const answered = await answer(recipe, ...asked);
      const milliseconds = performance.now() - began;
      watch.seen.push({ kind: recipe.kind, content: answered.content, milliseconds });
      return answered;
    } finally {
      watch.running -= 1;
    }
  };

interface Asking {
  readonly bot: TestBot;
  readonly watch: AnswerWatch;
}

/**
 * Asks the built-in engine on a loopback Discord with the real client: single questions through `/ask`,
 * dialogues in threads opened with `/discuss`, one question at a time.
 */
export async function askQuestions({ questions, dialogues, articles }: QuestionSet): Promise<Replies> {
  const watch: AnswerWatch = { seen: [], running: 0 };
  const bot = await startTestBot({ watchAnswer: watchAnswers(watch) });
  const asking = { bot, watch };
  try {
    const ids = new Map<string, string>();
    for (const [name, article] of articles) ids.set(name, await store(bot, article, name));
    const replies: Reply[] = [];
    for (const { article, question } of questions)
      replies.push(await askOnce(asking, ids.get(article) ?? '', question));
    const conversations: (Reply | null)[][] = [];
    for (const dialogue of dialogues)
      conversations.push(await converse(asking, ids.get(dialogue.article) ?? '', dialogue));
    return { questions: replies, dialogues: conversations, times: await timeAnswers(asking, questions) };
  } finally {
    await bot.stop();
  }
}

const store = async ({ library }: TestBot, article: Article, name: string) =>
  (await library.add(article, `questions/${name}`)).article.id;

async function askOnce({ bot, watch }: Asking, article: string, question: string): Promise<Reply> {
  const before = watch.seen.length;
  const asked = await bot.preview
    .member('Ben')
    .command(bot.preview.channels.articles, 'ask', { question, article });
  // skip the name of the article and the question above the answer
  const lines = linesOf(await asked.reply());
  const questionAt = lines.findIndex(line => line.startsWith('**'));
  return readReply(lines.slice(questionAt + 1), watch.seen.slice(before));
}

/** The lines of all texts in a message. */
const linesOf = (message: APIMessage) => textsOf({ ...message }).flatMap(text => text.split('\n'));

/** What the reader is told. If no answer was requested, the bot's message is the answer. */
function readReply(lines: readonly string[], seen: readonly SeenAnswer[]): Reply {
  const last = seen.at(-1);
  return {
    outcome: last ? outcomeOf(last.kind, last.content) : 'answered',
    text: lines
      .filter(line => !line.startsWith('-# '))
      .join('\n')
      .replaceAll(/`[^`\n]{0,200}`/g, ''),
  };
}

async function converse(asking: Asking, article: string, { turns }: Dialogue): Promise<(Reply | null)[]> {
  const thread = await openThread(asking.bot, article);
  const replies: (Reply | null)[] = [];
  for (const turn of turns)
    replies.push(await say(asking, thread, turn.question, { isTalk: 'silent' in turn }));
  return replies;
}

async function openThread({ preview }: TestBot, article: string): Promise<string> {
  // `/discuss` would reuse an existing thread about the article in the channel
  const channel = preview.addChannel('dialogue');
  const asked = await preview.member('Ada').command(channel, 'discuss', { article });
  const { id } = await asked.reply();
  const isOurs = (message: APIMessage) => message.author.id === preview.botId && linesOf(message).length > 0;
  const find = () =>
    preview.threads(channel).find(each => each.id === id && preview.messages(id).some(isOurs));
  await preview.until(find, 'the thread');
  return id;
}

/** How long to wait for a reply before verifying that there will be none, in milliseconds. */
const PATIENCE = 5000;

async function say(
  { bot: { preview }, watch }: Asking,
  thread: string,
  text: string,
  { isTalk }: { isTalk: boolean },
): Promise<Reply | null> {
  const ben = preview.member('Ben');
  const before = watch.seen.length;
  const replyTo = ({ id }: { id: string }) =>
    preview
      .messages(thread)
      .find(
        ({ type, message_reference }) => type === MessageType.Reply && message_reference?.message_id === id,
      );
  const said = await ben.say(thread, text);
  const deadline = performance.now() + (isTalk ? 0 : PATIENCE);
  await preview.until(() => replyTo(said) ?? performance.now() > deadline, 'a reply');
  if (!replyTo(said)) {
    // the bot returns a greeting after it has processed all previous messages
    const greeting = await ben.say(thread, `<@${preview.botId}> hello`);
    await preview.until(() => replyTo(greeting) && watch.running === 0, 'the greeting returned');
    if (watch.seen.length > before)
      await preview.until(() => replyTo(said), 'the reply to what was answered');
  }
  const reply = replyTo(said);
  return reply ? readReply(linesOf(reply), watch.seen.slice(before)) : null;
}

const TIMED_ANSWERS = 40;

/** Measures how long answers take about articles that nobody has asked about before. */
async function timeAnswers(
  asking: Asking,
  questions: readonly { readonly question: string }[],
): Promise<number[]> {
  const before = asking.watch.seen.length;
  for (const [copy, { question }] of questions.slice(0, TIMED_ANSWERS).entries())
    await askOnce(
      asking,
      await store(asking.bot, createArticle({ size: 5000, comments: 20, copy }), `timed-${copy}`),
      question,
    );
  return asking.watch.seen.slice(before).map(({ milliseconds }) => milliseconds);
}
