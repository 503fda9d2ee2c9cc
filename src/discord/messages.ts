import { ChannelType, type Message } from 'discord.js';
import { questionRecipe } from '../answers/question/recipe.ts';
import type { QuestionAnswer } from '../answers/question/schema.ts';
import type { Answered } from '../answers/service.ts';
import { UserError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';
import { createMessage, formatInEnglish } from '../i18n/template-values.ts';
import { setLocale, t } from '../i18n/translate.ts';
import { trackWait } from '../observability/waits.ts';
import { formatTimestamp } from '../scheduling/clock.ts';
import type { ServerSettings } from '../storage/stores/settings.ts';
import type { ArticleThread } from '../storage/stores/threads.ts';
import { checkAccess, type Visitor, visitorOfMessage } from './access.ts';
import { findCandidates } from './article-candidates.ts';
import { askedArticleMenu } from './button-ids.ts';
import { type Context, createContext, type Services } from './context.ts';
import { createMenuId } from './custom-id.ts';
import { type Addressee, detectIntent, type Intent } from './intent.ts';
import { getServerLanguage } from './language-option.ts';
import type { Claims } from './message-claims.ts';
import { findArticles } from './message-content.ts';
import type { PendingReplies, PendingReply, ReplyState } from './pending-replies.ts';
import type { DelayCause, PerceivedLatency } from './perceived-latency.ts';
import { explainRefusal, isGone, neededPermissions } from './permissions.ts';
import { parseQuestion } from './question-text.ts';
import { renderArticleChoice } from './render/article-choice.ts';
import { addButtons, createSwitchButton } from './render/discussion.ts';
import { renderThreadAnswer } from './render/question.ts';
import { renderMessage } from './render/text.ts';
import { createStoringContext } from './repeated-answer.ts';
import { explainError, type ReplyOutcome, toMessageBody } from './reply-body.ts';
import type { Reply } from './types.ts';

/** Questions of the thread that a follow-up may refer to. */
const MAX_EARLIER_QUESTIONS = 5;

/** "Typing…" is shown when an answer takes longer than this (milliseconds). */
const TYPING_DELAY_MS = 400;

/** How replies are sent while they are being made. */
interface MessageDelivery {
  readonly pendingReplies: PendingReplies;
  /** The threads in which a member was told already that they may not ask, as `thread member`. */
  readonly refusedMembers: Set<string>;
  readonly claims: Claims;
  /** How long the member has waited. */
  readonly latency: PerceivedLatency;
  /** Where it was written before this process could hear it. */
  readonly missed?: MissedMessage | undefined;
}

/** A message that was written before a process could hear it. */
export interface MissedMessage {
  /** What an earlier process has replied so far; the answer takes its place. */
  readonly reply: Message | undefined;
}

/**
 * Answers a member's message: every one that asks something in a thread or post that is pinned to an article
 * and in direct messages, elsewhere a mention.
 */
export async function answerMessage(
  message: Message,
  services: Services,
  delivery: MessageDelivery,
): Promise<void> {
  if (message.author.bot || message.system) return;
  // now, while the client still has them
  const writer = visitorOfMessage(message);
  const channelKind = channelKindOf(message);
  const isDirect = channelKind === 'direct message';
  const isConversation = channelKind !== 'channel';
  const thread = isConversation
    ? ((await services.threads.get(message.channelId)) ?? (await recordForumPost(message, services)))
    : undefined;
  const question = removeMention(message);
  const isMentioned = mentionsBot(message);
  if (!isMentioned && !isDirect && !(thread && question)) return;
  const intent =
    question && isConversation
      ? await detectMessageIntent(message, question, { thread, services })
      : 'question';
  if (intent === 'talk' || (intent === 'greeting' && !isMentioned && !isDirect)) return;
  const rules = await services.settings.get(message.guildId);
  setLocale(rules.language);
  const refusal = getRefusal(writer, rules);
  // whether they were told before is not known of what was missed
  if (refusal && !isMentioned && (delivery.missed || wasRefusedBefore(delivery.refusedMembers, message)))
    return;
  const asker = { memberId: message.author.id, serverId: message.guildId, rules };
  const createReply = async (pending: PendingReply) => {
    if (refusal) throw refusal;
    const earlier =
      thread && question
        ? await services.threads.listQuestionsBefore(thread.threadId, message.id, MAX_EARLIER_QUESTIONS)
        : [];
    const earlierMemberIds = earlier.map(({ memberId }) => memberId);
    const context = createStoringContext(createContext(asker, services, pending.subscriber), {
      ...asker,
      channelId: message.channelId,
      contextMemberIds: earlierMemberIds,
    });
    if (intent === 'greeting' || intent === 'self') return { content: t(thread ? PINNED_HINT : HINT) };
    if (thread && question) {
      const earlierQuestions = earlier.map(each => each.question);
      return answerInThread(thread, { text: question, earlierQuestions }, message, context);
    }
    if (isDirect && question) return askForQuestionArticle(question, context);
    return { content: t(thread ? PINNED_HINT : HINT) };
  };
  await sendReply(message, createReply, services, { ...delivery, place: channelKind });
}

/**
 * What a message in a thread or a direct message asks, if anything; whether it speaks of the article is
 * looked up there.
 */
async function detectMessageIntent(
  message: Message,
  text: string,
  { thread, services }: { thread: ArticleThread | undefined; services: Services },
): Promise<Intent> {
  const article = thread
    ? await services.library.forServer(message.guildId).get(thread.articleId)
    : undefined;
  return await detectIntent(text, {
    addressee: addresseeOf(message),
    article: article ?? null,
    isTranslated: services.translates,
  });
}

function addresseeOf(message: Message): Addressee {
  const { mentions, client, guildId } = message;
  if (mentionsBot(message) || guildId === null) return 'bot';
  const others = mentions.users.some(({ id }) => id !== client.user.id);
  const isReplyToOther = mentions.repliedUser !== null && mentions.repliedUser.id !== client.user.id;
  return others || isReplyToOther ? 'member' : 'all';
}

/**
 * A post of ours that is not on record, because the process ended when it was just opened: its first message
 * shows what it is about. It is put on record now.
 */
async function recordForumPost(
  { channel, client, guildId }: Message,
  { library, threads, clock }: Services,
): Promise<ArticleThread | undefined> {
  // it may have been deleted meanwhile
  if (
    !channel?.isThread() ||
    channel.parent?.type !== ChannelType.GuildForum ||
    channel.ownerId !== client.user.id
  )
    return undefined;
  const first = await channel.fetchStarterMessage().catch(error => {
    if (!isGone(error)) throw error;
  });
  const [article] = first ? await findArticles(first, library.forServer(guildId)) : [];
  if (!article) return undefined;
  const thread = {
    threadId: channel.id,
    serverId: guildId,
    articleId: article.id,
    openedBy: '',
    openedAt: formatTimestamp(clock),
  };
  await threads.open(thread);
  return thread;
}

/** Why this member may not ask here, if they may not. */
function getRefusal(writer: Visitor, rules: ServerSettings): UserError | undefined {
  try {
    checkAccess(writer, rules, { audience: 'readers', name: '' });
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** Members who may not ask still talk in a thread: they are told once, not below each message. */
function wasRefusedBefore(refusedMembers: Set<string>, { channelId, author }: Message): boolean {
  const key = `${channelId} ${author.id}`;
  if (refusedMembers.has(key)) return true;
  if (refusedMembers.size >= MAX_REFUSALS) refusedMembers.clear();
  refusedMembers.add(key);
  return false;
}

/** Refusals that are remembered, at most; forgetting them costs a second sentence. */
const MAX_REFUSALS = 10_000;

const HINT = defineMessage(
  'I answer questions about stored articles. Use `/ask` for one question, `/discuss` for a thread, or `/articles` to see what there is.',
);
const PINNED_HINT = defineMessage('Ask me anything about this article: just write your question.');

/**
 * Asks which article a question is about: those that speak of its words first, then the newest. The question
 * stays with the menu.
 */
async function askForQuestionArticle(text: string, context: Context): Promise<Reply> {
  const question = parseQuestion(text);
  const candidates = await findCandidates(question, context.library);
  if (candidates.length === 0) return { content: t(HINT) };
  return renderArticleChoice(candidates, {
    about: t(
      'Which article is your question about? Choose it once; from then on I answer every message here from it.',
    ),
    text: question,
    to: createMenuId('post', askedArticleMenu),
  });
}

/** A question in a thread, with the earlier ones that it may refer to. */
interface ThreadQuestion {
  readonly text: string;
  readonly earlierQuestions: string[];
}

async function answerInThread(
  thread: ArticleThread,
  { text, earlierQuestions }: ThreadQuestion,
  message: Message,
  context: Context,
): Promise<Reply> {
  const question = parseQuestion(text);
  const article = await context.library.get(thread.articleId);
  if (!article)
    throw new UserError(
      'The article that this was opened for is no longer in the library. `/articles` shows what there is.',
    );
  await context.threads.addQuestion({
    threadId: thread.threadId,
    messageId: message.id,
    memberId: message.author.id,
    question,
    askedAt: message.createdAt.toISOString(),
  });
  const newest = await context.library.getLatest(article.id);
  const newer = newest && newest.id !== article.id ? newest : null;
  const notice =
    newer &&
    t('This is about version {{version}}; the library has version {{newest}}.', {
      version: article.version,
      newest: newer.version,
    });
  const settings = await context.settings.get(message.guildId);
  const render = (answered: Answered<QuestionAnswer>) =>
    addButtons(
      renderThreadAnswer(article, answered, { question, context: earlierQuestions, settings, notice }),
      newer ? [createSwitchButton(newer)] : [],
    );
  const language = await getServerLanguage(message.guild, context);
  return render(
    await context.answer(questionRecipe, article, { question, context: earlierQuestions, language }, render),
  );
}

/**
 * Sends what `make` returns as a reply to the message, which grows from its first finished part on; unless
 * another process does. It leaves one line in the log, with nothing of what was written.
 */
async function sendReply(
  message: Message,
  createReply: (pending: PendingReply) => Promise<Reply>,
  services: Services,
  { place: channelKind, ...delivery }: MessageDelivery & { place: ChannelKind },
): Promise<void> {
  const pending = delivery.pendingReplies.start(message.id, message.author.id);
  const replyPromise = createReply(pending);
  // who does not answer does not hear how it ended
  replyPromise.catch(() => undefined);
  if (!(await trackWait('database', () => delivery.claims.claim(message.id, message.channelId)))) return;
  const typing = startTyping(message);
  let sent = delivery.missed?.reply;
  let repliedAfter: number | null = null;
  const sendOrEdit = async (reply: Reply) => {
    clearInterval(typing.again);
    if (sent) await sent.edit(toMessageBody(reply));
    else
      sent = await message.reply({
        ...toMessageBody(reply),
        failIfNotExists: false,
        nonce: message.id,
        enforceNonce: true,
      });
    repliedAfter ??= delivery.latency.elapsed();
  };
  const showState = ({ reply }: ReplyState) =>
    sendOrEdit(reply).catch(error => {
      // that nothing is left is said once, at the end
      if (!isGone(error))
        services.log.warn({ err: error, message: message.id }, 'a state of an answer could not be shown');
    });
  let outcome: ReplyOutcome = 'answered';
  const explainFailure = (error: unknown) => {
    outcome = error instanceof UserError ? 'refused' : 'failed';
    return explainError(error, services.log, { message: message.id, what: 'thread' });
  };
  const recordOutcome = (finalOutcome: ReplyOutcome | 'unanswered', cause: DelayCause | null) => {
    const whole = delivery.latency.elapsed();
    const why = cause === null ? {} : { cause };
    services.log.info(
      {
        place: channelKind,
        outcome: finalOutcome,
        ...why,
        milliseconds: Math.round(whole),
        message: message.id,
      },
      'message',
    );
    services.observe({
      kind: 'message',
      place: channelKind,
      outcome: finalOutcome,
      cause,
      firstReply: repliedAfter,
      whole,
    });
  };
  try {
    const reply = await pending.waitFor(replyPromise, showState).catch(explainFailure).finally(typing.end);
    await trackWait('discord', () => sendOrEdit(reply)).catch(error =>
      explainUnsent(error, { message, channelKind }, services),
    );
    await delivery.claims.settle(message.id);
    recordOutcome(outcome, null);
  } catch (error) {
    recordOutcome('unanswered', delivery.latency.cause());
    throw error;
  }
}

type ChannelKind = 'thread' | 'direct message' | 'channel';

function channelKindOf({ channel }: Message): ChannelKind {
  if (channel.isDMBased()) return 'direct message';
  return channel.isThread() ? 'thread' : 'channel';
}

/**
 * Where the bot may not write it cannot say so: whoever asked is told directly, if they let themselves be.
 * Where the place is gone meanwhile (a thread that was deleted, a server that the bot left) there is nothing
 * to say.
 */
async function explainUnsent(
  error: unknown,
  { message, channelKind }: { message: Message; channelKind: ChannelKind },
  { log }: Services,
): Promise<void> {
  const isLeft = message.guildId !== null && !message.client.guilds.cache.has(message.guildId);
  if (isLeft || isGone(error)) {
    const { code } = error as { code?: unknown };
    log.info({ message: message.id, channel: message.channelId, code }, 'an answer has no place any more');
    return;
  }
  const wanted = channelKind === 'thread' ? neededPermissions.answerInThread : neededPermissions.answer;
  const missing = await explainRefusal(error, message.client, message.channelId, wanted);
  if (missing === undefined) throw error;
  log.warn(
    { message: message.id, channel: message.channelId, lack: formatInEnglish(missing) },
    'an answer could not be given',
  );
  const notice = renderMessage(
    createMessage('I could not answer you. {{lack}} Somebody who manages the server can give it to me.', {
      lack: missing,
    }),
  );
  await message.author
    .send(notice)
    .catch(reason => log.info({ err: reason, message: message.id }, 'nor could the member be told'));
}

/** Discord shows "typing…" for ten seconds, or until a message comes. */
const TYPING_INTERVAL_MS = 8_000;

function startTyping(message: Message) {
  const first = setTimeout(() => void showTyping(message), TYPING_DELAY_MS);
  const interval = setInterval(() => void showTyping(message), TYPING_INTERVAL_MS);
  const stop = () => {
    clearTimeout(first);
    clearInterval(interval);
  };
  return { again: interval, end: stop };
}

async function showTyping({ channel }: Message): Promise<void> {
  // A missing "typing…" is no reason to fail: the answer follows.
  if (channel?.isSendable()) await channel.sendTyping().catch(() => undefined);
}

function mentionsBot(message: Message): boolean {
  return message.mentions.users.has(message.client.user.id);
}

function removeMention(message: Message): string {
  return message.content.replaceAll(new RegExp(`<@!?${message.client.user.id}>`, 'g'), ' ').trim();
}
