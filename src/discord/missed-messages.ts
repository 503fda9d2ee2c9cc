import { type Client, type Message, SnowflakeUtil, type TextBasedChannel } from 'discord.js';
import type { Logger } from 'pino';
import { elementAt } from '../lists.ts';
import { type Clock, pause, toTimestamp } from '../scheduling/clock.ts';
import type { ThreadStore } from '../storage/stores/threads.ts';
import type { Claims } from './message-claims.ts';

/** Maximum age of a question, in milliseconds; older ones have lost their askers. */
const MAX_QUESTION_AGE_MS = 15 * 60_000;

/**
 * How recently a question must have been asked in direct messages for them to be searched, in milliseconds:
 * Discord does not list those with new messages.
 */
const DIRECT_MESSAGE_AGE_MS = 24 * 60 * 60_000;

/** How many channels are searched, the newest messages first, and how many direct message channels. */
const MAX_CHANNELS = 200;
const MAX_DIRECT_CHANNELS = 50;

/** Messages per request, and requests per channel. */
const PAGE_SIZE = 100;
const MAX_PAGES = 3;

/** How many questions are answered at most. */
const MAX_ANSWERS = 100;

/**
 * Pauses between two requests and between two answers, in milliseconds: Discord accepts 50 requests a second
 * from a bot, and members keep asking meanwhile.
 */
const PAUSE_MS = { request: 100, answer: 200 };

/**
 * How long to wait before looking again at a question that another process is answering, or at a database
 * that is down, in milliseconds.
 */
const RETRY_MS = 5_000;

/** What is needed to find and answer missed messages. */
interface MissedDependencies {
  readonly client: Client<true>;
  readonly claims: Claims;
  readonly threads: ThreadStore;
  /** Whether this process serves a server; null means direct messages. */
  readonly serves: (serverId: string | null) => boolean;
  /** Answers a message, in place of an earlier reply that was not finished. */
  readonly receive: (message: Message, earlier: Message | undefined) => void;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Answers the unanswered questions of the last 15 minutes: those written while no process was connected, and
 * those that a killed process had begun to answer. A question that a running process has begun to answer is
 * left to it, unless it ends before it is done.
 */
export async function answerMissed(dependencies: MissedDependencies, signal: AbortSignal): Promise<void> {
  const { claims, receive, clock, log } = dependencies;
  const since = clock.now() - MAX_QUESTION_AGE_MS;
  const search = { ...dependencies, signal, since };
  const claimedElsewhere: MissedQuestion[] = [];
  let answered = 0;
  try {
    for (const channel of await retryUntilAnswered(search, () => listChannels(search))) {
      for (const question of await listQuestions(search, channel)) await answerQuestion(question);
      await pause(PAUSE_MS.request, search.signal);
    }
    while (claimedElsewhere.length > 0 && !signal.aborted && clock.now() - since < 2 * MAX_QUESTION_AGE_MS) {
      await pause(RETRY_MS, search.signal);
      for (const question of claimedElsewhere.splice(0)) await answerQuestion(question);
    }
  } catch (error) {
    if (!signal.aborted)
      log.warn({ err: error }, 'what was asked while nobody was there could not be looked for');
  }
  if (answered > 0) log.info({ questions: answered }, 'answered what was asked before the start');

  async function answerQuestion(question: MissedQuestion): Promise<void> {
    signal.throwIfAborted();
    const { message, reply } = question;
    const claimState = await retryUntilAnswered(search, () => claims.getState(message.id));
    if (claimState === 'taken') claimedElsewhere.push(question);
    if (claimState === 'taken' || claimState === 'answered' || (claimState === 'free' && reply)) return;
    if (answered >= MAX_ANSWERS) return;
    answered += 1;
    // a message that Discord returns later does not include its author's roles
    await message.guild?.members.fetch(message.author.id).catch(() => null);
    receive(message, reply);
    await pause(PAUSE_MS.answer, search.signal);
  }
}

/** A search for missed messages. */
interface MissedSearch extends MissedDependencies {
  readonly signal: AbortSignal;
  /** Start of the search, in milliseconds since 1970. */
  readonly since: number;
}

/** The channels that this process serves in which something may have been asked. */
async function listChannels(search: MissedSearch): Promise<TextBasedChannel[]> {
  const { client, claims, threads, serves, since } = search;
  const found = new Map<string, TextBasedChannel>();
  const active = client.channels.cache
    .filter(channel => channel.isThread() && !channel.archived && sentAt(channel.lastMessageId) >= since)
    .map(channel => channel as TextBasedChannel & { lastMessageId: string })
    .sort((a, b) => sentAt(b.lastMessageId) - sentAt(a.lastMessageId));
  for (const channel of active.slice(0, MAX_CHANNELS))
    if (await isPinnedOrOwn(search, channel)) found.set(channel.id, channel);
  for (const id of await claims.listOpenChannels(since, MAX_CHANNELS)) {
    const channel = client.channels.cache.get(id) ?? (await fetchDirectChannel(search, id));
    if (channel?.isTextBased()) found.set(id, channel);
  }
  const directChannelIds = serves(null)
    ? await threads.listDirectSince(toTimestamp(since - DIRECT_MESSAGE_AGE_MS), MAX_DIRECT_CHANNELS)
    : [];
  for (const id of directChannelIds) {
    const channel = found.has(id) ? undefined : await fetchDirectChannel(search, id);
    if (channel) found.set(id, channel);
  }
  return [...found.values()];
}

/** Whether a thread is pinned to an article, or is a post of ours that is not recorded yet. */
async function isPinnedOrOwn(search: MissedSearch, channel: TextBasedChannel): Promise<boolean> {
  const { client, threads } = search;
  if (channel.isThread() && channel.ownerId === client.user.id) return true;
  return (await threads.get(channel.id)) !== undefined;
}

async function fetchDirectChannel(search: MissedSearch, id: string): Promise<TextBasedChannel | undefined> {
  const { client, serves } = search;
  if (!serves(null)) return undefined;
  await pause(PAUSE_MS.request, search.signal);
  // the channel is gone, or in a server that another process serves
  const channel = await client.channels.fetch(id).catch(() => null);
  return channel?.isDMBased() ? channel : undefined;
}

/** What members wrote in a channel, oldest first, each message with our reply. */
async function listQuestions(search: MissedSearch, channel: TextBasedChannel): Promise<MissedQuestion[]> {
  const { client, log } = search;
  const messages = await fetchMessages(search, channel).catch(error => {
    log.info(
      { err: error, channel: channel.id },
      'a channel could not be looked at for what was asked before the start',
    );
    return [];
  });
  const replies = new Map(
    messages
      .filter(({ author }) => author.id === client.user.id)
      .map(message => [message.reference?.messageId ?? '', message] as const),
  );
  return messages
    .filter(({ author, system }) => !author.bot && !system)
    .map(message => ({ message, reply: replies.get(message.id) }));
}

async function fetchMessages(search: MissedSearch, channel: TextBasedChannel): Promise<Message[]> {
  const { signal, since } = search;
  const all: Message[] = [];
  let last = SnowflakeUtil.generate({ timestamp: since }).toString();
  for (let page = 0; page < MAX_PAGES; page++) {
    signal.throwIfAborted();
    const found = await channel.messages.fetch({ after: last, limit: PAGE_SIZE, cache: false });
    const rising = [...found.values()].sort(
      (a, b) => a.createdTimestamp - b.createdTimestamp || (a.id < b.id ? -1 : 1),
    );
    all.push(...rising);
    if (rising.length < PAGE_SIZE) break;
    last = elementAt(rising, -1).id;
  }
  return all;
}

/** Retries a query until the database answers, for up to 15 minutes: it may be down for a while. */
async function retryUntilAnswered<Result>(search: MissedSearch, ask: () => Promise<Result>): Promise<Result> {
  const { signal, since, clock, log } = search;
  for (;;) {
    signal.throwIfAborted();
    try {
      return await ask();
    } catch (error) {
      if (clock.now() - since > 2 * MAX_QUESTION_AGE_MS) throw error;
      log.debug({ err: error }, 'what was asked before the start is looked for later');
    }
    await pause(RETRY_MS, search.signal);
  }
}

interface MissedQuestion {
  readonly message: Message;
  /** Our reply to it so far. */
  readonly reply: Message | undefined;
}

function sentAt(messageId: string | null): number {
  return messageId === null ? 0 : SnowflakeUtil.timestampFrom(messageId);
}
