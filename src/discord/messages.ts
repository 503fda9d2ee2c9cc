import { ChannelType, type Message } from 'discord.js';
import { questionRecipe } from '../answers/question/recipe.ts';
import type { QuestionAnswer } from '../answers/question/schema.ts';
import type { Answered } from '../answers/service.ts';
import { UserError } from '../errors.ts';
import { phrase } from '../i18n/define-message.ts';
import { inEnglish, say } from '../i18n/template-values.ts';
import { speak, t } from '../i18n/translate.ts';
import { waitFor } from '../observability/waits.ts';
import { timestamp } from '../scheduling/clock.ts';
import type { ServerSettings, Thread } from '../storage/storage.ts';
import { admit, type Visitor, writerOf } from './access.ts';
import { remembering } from './answer-again.ts';
import { candidatesFor } from './article-matches.ts';
import { askedBy, type House, type OpenHouse } from './context.ts';
import { customId } from './custom-id.ts';
import { type Hearer, type Talk, talkOf } from './intent.ts';
import { languageOfServer } from './language.ts';
import type { Claims } from './message-claims.ts';
import { articlesIn } from './message-content.ts';
import type { Cause, Felt } from './perceived-latency.ts';
import { isGone, needed, refusalIn } from './permissions.ts';
import type { Live, Lives, State } from './progress.ts';
import { asked } from './question.ts';
import { renderWhich } from './render/article-choice.ts';
import { switchButton, withButtons } from './render/discussion.ts';
import { renderReply } from './render/question.ts';
import { tell } from './render/text.ts';
import { body, explain, type Outcome } from './reply-body.ts';
import type { Reply } from './types.ts';

/** Questions of the thread that a follow-up may refer to. */
const CONTEXT = 5;

/** "Typing…" is shown when an answer takes longer than this (milliseconds). */
const TYPING = 400;

/** How replies are sent while they are being made. */
interface Way {
  readonly lives: Lives;
  /** The threads in which a member was told already that they may not ask, as `thread member`. */
  readonly told: Set<string>;
  readonly claims: Claims;
  /** How long the member has waited. */
  readonly felt: Felt;
  /** Where it was written before this process could hear it. */
  readonly missed?: Missed | undefined;
}

/** A message that was written before a process could hear it. */
export interface Missed {
  /** What an earlier process has replied so far; the answer takes its place. */
  readonly reply: Message | undefined;
}

/**
 * Answers a member's message: every one that asks something in a thread or post that is pinned to an article
 * and in direct messages, elsewhere a mention.
 */
export async function answerMessage(message: Message, house: OpenHouse, way: Way): Promise<void> {
  if (message.author.bot || message.system) return;
  // now, while the client still has them
  const writer = writerOf(message);
  const place = placeOf(message);
  const isDirect = place === 'direct message';
  const isPlace = place !== 'channel';
  const thread = isPlace
    ? ((await house.threads.get(message.channelId)) ?? (await unrecorded(message, house)))
    : undefined;
  const question = withoutMention(message);
  const isMentioned = mentionsBot(message);
  if (!isMentioned && !isDirect && !(thread && question)) return;
  const talk = question && isPlace ? await talkIn(message, question, { thread, house }) : 'question';
  if (talk === 'talk' || (talk === 'greeting' && !isMentioned && !isDirect)) return;
  const rules = await house.settings.get(message.guildId);
  speak(rules.language);
  const refusal = refusalOf(writer, rules);
  // whether they were told before is not known of what was missed
  if (refusal && !isMentioned && (way.missed || isToldAlready(way.told, message))) return;
  const asker = { memberId: message.author.id, serverId: message.guildId, rules };
  const make = async (live: Live) => {
    if (refusal) throw refusal;
    const earlier =
      thread && question ? await house.threads.before(thread.threadId, message.id, CONTEXT) : [];
    const before = earlier.map(({ memberId }) => memberId);
    const here = remembering(askedBy(asker, house, live.watch), {
      ...asker,
      channelId: message.channelId,
      before,
    });
    if (talk === 'greeting' || talk === 'self') return { content: t(thread ? PINNED_HINT : HINT) };
    if (thread && question) {
      const context = earlier.map(each => each.question);
      return answerInThread(thread, { text: question, context }, message, here);
    }
    if (isDirect && question) return whichArticle(question, here);
    return { content: t(thread ? PINNED_HINT : HINT) };
  };
  await send(message, make, house, { ...way, place });
}

/**
 * What a message in a thread or a direct message asks, if anything; whether it speaks of the article is
 * looked up there.
 */
async function talkIn(
  message: Message,
  text: string,
  { thread, house }: { thread: Thread | undefined; house: OpenHouse },
): Promise<Talk> {
  const article = thread ? await house.library.of(message.guildId).get(thread.articleId) : undefined;
  return await talkOf(text, {
    to: hearerOf(message),
    article: article ?? null,
    isTranslated: house.translates,
  });
}

function hearerOf(message: Message): Hearer {
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
async function unrecorded(
  { channel, client, guildId }: Message,
  { library, threads, clock }: OpenHouse,
): Promise<Thread | undefined> {
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
  const [article] = first ? await articlesIn(first, library.of(guildId)) : [];
  if (!article) return undefined;
  const thread = {
    threadId: channel.id,
    serverId: guildId,
    articleId: article.id,
    openedBy: '',
    openedAt: timestamp(clock),
  };
  await threads.open(thread);
  return thread;
}

/** Why this member may not ask here, if they may not. */
function refusalOf(writer: Visitor, rules: ServerSettings): UserError | undefined {
  try {
    admit(writer, rules, { audience: 'readers', name: '' });
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** Members who may not ask still talk in a thread: they are told once, not below each message. */
function isToldAlready(told: Set<string>, { channelId, author }: Message): boolean {
  const key = `${channelId} ${author.id}`;
  if (told.has(key)) return true;
  if (told.size >= REMEMBERED) told.clear();
  told.add(key);
  return false;
}

/** Refusals that are remembered, at most; forgetting them costs a second sentence. */
const REMEMBERED = 10_000;

const HINT = phrase(
  'I answer questions about stored articles. Use `/ask` for one question, `/discuss` for a thread, or `/articles` to see what there is.',
);
const PINNED_HINT = phrase('Ask me anything about this article: just write your question.');

/**
 * Asks which article a question is about: those that speak of its words first, then the newest. The question
 * stays with the menu.
 */
async function whichArticle(text: string, house: House): Promise<Reply> {
  const question = asked(text);
  const candidates = await candidatesFor(question, house.library);
  if (candidates.length === 0) return { content: t(HINT) };
  return renderWhich(candidates, {
    about: t(
      'Which article is your question about? Choose it once; from then on I answer every message here from it.',
    ),
    text: question,
    to: customId('post', 'discuss', 'asked'),
  });
}

/** A question in a thread, with the earlier ones that it may refer to. */
interface InThread {
  readonly text: string;
  readonly context: string[];
}

async function answerInThread(
  thread: Thread,
  { text, context }: InThread,
  message: Message,
  house: House,
): Promise<Reply> {
  const question = asked(text);
  const article = await house.library.get(thread.articleId);
  if (!article)
    throw new UserError(
      'The article that this was opened for is no longer in the library. `/articles` shows what there is.',
    );
  await house.threads.ask({
    threadId: thread.threadId,
    messageId: message.id,
    memberId: message.author.id,
    question,
    askedAt: message.createdAt.toISOString(),
  });
  const newest = await house.library.latest(article.id);
  const newer = newest && newest.id !== article.id ? newest : null;
  const notice =
    newer &&
    t('This is about version {{version}}; the library has version {{newest}}.', {
      version: article.version,
      newest: newer.version,
    });
  const settings = await house.settings.get(message.guildId);
  const render = (answered: Answered<QuestionAnswer>) =>
    withButtons(
      renderReply(article, answered, { question, context, settings, notice }),
      newer ? [switchButton(newer)] : [],
    );
  const language = await languageOfServer(message.guild, house);
  return render(await house.answer(questionRecipe, article, { question, context, language }, render));
}

/**
 * Sends what `make` returns as a reply to the message, which grows from its first finished part on; unless
 * another process does. It leaves one line in the log, with nothing of what was written.
 */
async function send(
  message: Message,
  make: (live: Live) => Promise<Reply>,
  house: OpenHouse,
  { place, ...way }: Way & { place: Where },
): Promise<void> {
  const live = way.lives.begin(message.id, message.author.id);
  const making = make(live);
  // who does not answer does not hear how it ended
  making.catch(() => undefined);
  if (!(await waitFor('database', () => way.claims.claim(message.id, message.channelId)))) return;
  const typing = keepTyping(message);
  let sent = way.missed?.reply;
  let replied: number | null = null;
  const put = async (reply: Reply) => {
    clearInterval(typing.again);
    if (sent) await sent.edit(body(reply));
    else
      sent = await message.reply({
        ...body(reply),
        failIfNotExists: false,
        nonce: message.id,
        enforceNonce: true,
      });
    replied ??= way.felt.elapsed();
  };
  const show = ({ reply }: State) =>
    put(reply).catch(error => {
      // that nothing is left is said once, at the end
      if (!isGone(error))
        house.log.warn({ err: error, message: message.id }, 'a state of an answer could not be shown');
    });
  let outcome: Outcome = 'answered';
  const failed = (error: unknown) => {
    outcome = error instanceof UserError ? 'refused' : 'failed';
    return explain(error, house.log, { message: message.id, what: 'thread' });
  };
  const note = (became: Outcome | 'unanswered', cause: Cause | null) => {
    const whole = way.felt.elapsed();
    const why = cause === null ? {} : { cause };
    house.log.info(
      { place, outcome: became, ...why, milliseconds: Math.round(whole), message: message.id },
      'message',
    );
    house.observe({ kind: 'message', place, outcome: became, cause, firstReply: replied, whole });
  };
  try {
    const reply = await live.follow(making, show).catch(failed).finally(typing.end);
    await waitFor('discord', () => put(reply)).catch(error =>
      explainSilence(error, { message, place }, house),
    );
    await way.claims.settle(message.id);
    note(outcome, null);
  } catch (error) {
    note('unanswered', way.felt.cause());
    throw error;
  }
}

type Where = 'thread' | 'direct message' | 'channel';

function placeOf({ channel }: Message): Where {
  if (channel.isDMBased()) return 'direct message';
  return channel.isThread() ? 'thread' : 'channel';
}

/**
 * Where the bot may not write it cannot say so: whoever asked is told directly, if they let themselves be.
 * Where the place is gone meanwhile (a thread that was deleted, a server that the bot left) there is nothing
 * to say.
 */
async function explainSilence(
  error: unknown,
  { message, place }: { message: Message; place: Where },
  { log }: OpenHouse,
): Promise<void> {
  const isLeft = message.guildId !== null && !message.client.guilds.cache.has(message.guildId);
  if (isLeft || isGone(error)) {
    const { code } = error as { code?: unknown };
    log.info({ message: message.id, channel: message.channelId, code }, 'an answer has no place any more');
    return;
  }
  const wanted = place === 'thread' ? needed.answerInThread : needed.answer;
  const lack = await refusalIn(error, message.client, message.channelId, wanted);
  if (lack === undefined) throw error;
  log.warn(
    { message: message.id, channel: message.channelId, lack: inEnglish(lack) },
    'an answer could not be given',
  );
  const told = tell(
    say('I could not answer you. {{lack}} Somebody who manages the server can give it to me.', { lack }),
  );
  await message.author
    .send(told)
    .catch(reason => log.info({ err: reason, message: message.id }, 'nor could the member be told'));
}

/** Discord shows "typing…" for ten seconds, or until a message comes. */
const TYPING_LASTS = 8_000;

function keepTyping(message: Message) {
  const first = setTimeout(() => void showTyping(message), TYPING);
  const again = setInterval(() => void showTyping(message), TYPING_LASTS);
  const end = () => {
    clearTimeout(first);
    clearInterval(again);
  };
  return { again, end };
}

async function showTyping({ channel }: Message): Promise<void> {
  // A missing "typing…" is no reason to fail: the answer follows.
  if (channel?.isSendable()) await channel.sendTyping().catch(() => undefined);
}

function mentionsBot(message: Message): boolean {
  return message.mentions.users.has(message.client.user.id);
}

function withoutMention(message: Message): string {
  return message.content.replaceAll(new RegExp(`<@!?${message.client.user.id}>`, 'g'), ' ').trim();
}
