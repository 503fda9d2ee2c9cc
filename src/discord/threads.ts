import type { Message } from 'discord.js';
import { UserError } from '../errors.ts';
import { askedBy, type House } from '../house.ts';
import { questionRecipe } from '../recipes/question.ts';
import type { Thread } from '../storage/storage.ts';
import type { Reply } from './command.ts';
import { asked } from './question.ts';
import { renderReply } from './render/question.ts';
import { body, explain } from './reply.ts';

/** Questions of the thread that a follow-up may refer to. */
const CONTEXT = 5;

/** "Typing…" is shown when an answer takes longer than this (milliseconds). */
const TYPING = 400;

/** Answers a member's message: every message in a thread that is pinned to an article, elsewhere a mention. */
export async function answerMessage(message: Message, house: House): Promise<void> {
  if (message.author.bot || message.system) return;
  const thread = message.channel.isThread() ? await house.threads.get(message.channelId) : undefined;
  const question = withoutMention(message);
  const asker = { memberId: message.author.id, serverId: message.guildId };
  if (thread && question) return send(message, () => answerInThread(thread, question, message, askedBy(asker, house)), house);
  if (mentionsBot(message)) return send(message, async () => ({ content: thread ? PINNED_HINT : HINT }), house);
}

const HINT =
  'I answer questions about stored articles. Use `/ask` for one question, `/discuss` for a thread, or `/articles` to see what there is.';
const PINNED_HINT = 'Ask me anything about this article: just write your question.';

async function answerInThread(thread: Thread, text: string, message: Message, house: House): Promise<Reply> {
  const question = asked(text);
  const article = await house.library.get(thread.articleId);
  if (!article) throw new UserError('The article that this thread is about is no longer in the library.');
  const context = await house.threads.before(thread.threadId, message.id, CONTEXT);
  await house.threads.ask({
    threadId: thread.threadId,
    messageId: message.id,
    memberId: message.author.id,
    question,
    askedAt: message.createdAt.toISOString(),
  });
  const answered = await house.answer(questionRecipe, article, { question, context });
  const newest = await house.library.latest(article.id);
  const notice =
    newest && newest.id !== article.id
      ? `This thread is about version ${article.version}; the library has version ${newest.version}.`
      : null;
  return renderReply(answered, { settings: await house.settings.get(message.guildId), notice });
}

async function send(message: Message, make: () => Promise<Reply>, house: House): Promise<void> {
  const typing = setTimeout(() => void showTyping(message), TYPING);
  const reply = await make().catch(error => explain(error, house.log, { message: message.id, what: 'thread' }));
  clearTimeout(typing);
  await message.reply({ ...body(reply), failIfNotExists: false });
}

async function showTyping({ channel }: Message): Promise<void> {
  // A missing "typing…" is no reason to fail: the answer follows.
  if (channel.isSendable()) await channel.sendTyping().catch(() => undefined);
}

function mentionsBot(message: Message): boolean {
  return message.mentions.users.has(message.client.user.id);
}

function withoutMention(message: Message): string {
  return message.content.replaceAll(new RegExp(`<@!?${message.client.user.id}>`, 'g'), ' ').trim();
}
