import type { Message } from 'discord.js';
import { defineMessage } from '../i18n/define-message.ts';
import { setLocale, t } from '../i18n/translate.ts';
import type { Language } from '../language/languages.ts';
import type { Memo } from '../memo.ts';
import { findAccessRefusal, visitorOfMessage } from './access.ts';
import { findCandidates } from './article-candidates.ts';
import { askedArticleMenu } from './button-ids.ts';
import { type Context, createContext, type Services } from './context.ts';
import { createMenuId } from './custom-id.ts';
import { chooseNamedArticle } from './direct-article.ts';
import { getMessageLanguage } from './language-option.ts';
import { type MessageDelivery, sendReply } from './message-reply.ts';
import { type MessageRequest, readMessageRequest } from './message-request.ts';
import { isGone } from './permissions.ts';
import { parseQuestion } from './question-text.ts';
import { renderArticleChoice } from './render/article-choice.ts';
import { md } from './render/text.ts';
import type { CreateReply } from './respond.ts';
import { answerInThread } from './thread-answer.ts';
import type { Reply } from './types.ts';

/** What is needed to answer messages. */
interface MessageHandling extends MessageDelivery {
  /** Members who were already told that they may not ask in a thread, as `thread member`. */
  readonly refusedMembers: Memo<true>;
  /** The language to answer in unless the server has chosen one; undefined if unknown. */
  readonly locale: string | undefined;
}

/** Whether a person wrote a message, and not a bot or Discord itself. */
export function isFromMember({ author, system }: Message): boolean {
  return !author.bot && !system;
}

/**
 * Answers a member's message: in direct messages, and in a thread or post that is pinned to an article, every
 * one that asks something; elsewhere every mention.
 */
export async function answerMessage(
  message: Message,
  services: Services,
  { refusedMembers, locale, ...delivery }: MessageHandling,
): Promise<void> {
  if (!isFromMember(message)) return;
  // read now, while the client still has the member and the channel
  const writer = visitorOfMessage(message);
  const request = await readMessageRequest(message, services);
  if (!request) return;
  const rules = await services.settings.get(message.guildId);
  setLocale(rules.language);
  const refusal = findAccessRefusal(writer, rules, { audience: 'readers', name: '' });
  // for missed messages it is not known whether the member was told before
  if (refusal && !request.isMentioned && (delivery.missed || wasRefusedBefore(refusedMembers, message)))
    return;
  const createReply: CreateReply = async pending => {
    if (refusal) throw refusal;
    const { author, guildId: serverId, channelId } = message;
    const asker = { memberId: author.id, serverId, channelId, rules };
    const context = createContext(asker, services, pending.subscriber);
    return answerRequest(request, message, { language: getMessageLanguage(locale, context), context });
  };
  await sendReply({ message, channelKind: request.channelKind }, createReply, services, delivery);
}

/** The answer to a question, or a sentence that says what can be asked here. */
async function answerRequest(
  { thread, text, intent, channelKind }: MessageRequest,
  message: Message,
  { language, context }: { readonly language: Language | null; readonly context: Context },
): Promise<Reply> {
  const isQuestion = intent === 'question' && text !== '';
  if (isQuestion && channelKind === 'direct message') {
    const place = { channelId: message.channelId, memberId: message.author.id };
    const chosen = await chooseNamedArticle(text, place, context);
    if (chosen) return chosen;
  }
  if (isQuestion && thread) {
    const asked = {
      id: message.id,
      text,
      memberId: message.author.id,
      askedAt: message.createdAt,
      repliedTo: await findRepliedQuestion(message),
      language,
      isPressed: false,
    };
    return answerInThread(thread, asked, context);
  }
  if (isQuestion && channelKind === 'direct message') return askForQuestionArticle(text, context);
  if (!thread) return { content: t(channelKind === 'direct message' ? DIRECT_HINT : HINT) };
  return { content: t(channelKind === 'direct message' ? PINNED_DIRECT_HINT : PINNED_HINT) };
}

/** The id of the message or press whose answer a message replies to; null if it replies to none of ours. */
async function findRepliedQuestion({ reference, channel, client }: Message): Promise<string | null> {
  const id = reference?.messageId;
  if (!id || !channel.isTextBased()) return null;
  const answer = channel.messages.cache.get(id) ?? (await channel.messages.fetch(id).catch(ignoreGone));
  if (!answer || answer.author.id !== client.user.id) return null;
  return answer.reference?.messageId ?? answer.interactionMetadata?.id ?? null;
}

function ignoreGone(error: unknown): undefined {
  if (!isGone(error)) throw error;
}

const HINT = defineMessage(
  'I answer questions about stored articles. Use `/ask` for one question, `/discuss` for a thread, or `/articles` to see what I have.',
);
const DIRECT_HINT = defineMessage(
  'Just type your question here. I answer from stored articles: `/articles` lists them, and `/help` says what else I can do.',
);
const PINNED_HINT = defineMessage('Ask me anything about this article. Just type your question.');
const PINNED_DIRECT_HINT = defineMessage(
  'Ask me anything about this article: just type your question. `/summary`, `/quotes`, `/comments` and `/check` are about it here too. `/discuss` chooses another article, and `/help` lists everything.',
);

/**
 * Asks which article a question is about, offering those with its words first, then the newest. The question
 * stays in the message with the menu.
 */
async function askForQuestionArticle(text: string, context: Context): Promise<Reply> {
  const question = parseQuestion(text);
  const candidates = await findCandidates(question, context.library);
  if (candidates.length === 0) return { content: t(HINT) };
  return renderArticleChoice(candidates, {
    about: md`${t(
      'Which article is your question about? Choose it once, and I’ll answer every message here from it. `/discuss` chooses another one later.',
    )}\n${t('-# Only articles for everybody are offered here. Those that a server added can be asked about in that server.')}`,
    text: question,
    to: createMenuId('post', askedArticleMenu),
  });
}

/** How many refusals are remembered; forgetting one costs a repeated sentence. */
export const MAX_REFUSALS = 10_000;

/**
 * Returns whether a member was refused in this channel before, and remembers that they are now. Members who
 * may not ask still talk in a thread: they are told once, not below each message.
 */
function wasRefusedBefore(refusedMembers: Memo<true>, { channelId, author }: Message): boolean {
  const key = `${channelId} ${author.id}`;
  if (refusedMembers.has(key)) return true;
  refusedMembers.set(key, true);
  return false;
}
