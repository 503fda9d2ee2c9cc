import type { Logger } from 'pino';
import type { Reply } from '../discord/types.ts';
import { createMessage, formatInEnglish, type MessageDescriptor } from '../i18n/template-values.ts';
import { elementAt } from '../lists.ts';
import type { Observation, Observe } from '../observability/observe.ts';
import { type Clock, formatTimestamp, toTimestamp } from '../scheduling/clock.ts';
import type { DigestStore } from '../storage/stores/digests.ts';
import type { Digest, Post } from './digest.ts';
import type { FailureNotices } from './failure-notices.ts';
import { Gone, type Poster, PostRefused, Unavailable } from './post-target.ts';

/** How long after its time a slot may still be posted, in milliseconds. */
export const CATCH_UP_MS = 12 * 3_600_000;

/** A post this much later than its slot says why, in milliseconds. */
const LATE_AFTER_MS = 5 * 60_000;

/** How far this machine's clock and Discord's may differ, in milliseconds. */
const MAX_CLOCK_SKEW_MS = 5 * 60_000;

/** The delay after the first, second, … failed attempt, in milliseconds; the last one repeats. */
const BACKOFF_MS = [30_000, 60_000, 120_000, 300_000, 600_000, 900_000];

/** The delay before a claim without a retry time is retried, in milliseconds after it was written. */
const DEFAULT_RETRY_MS = 120_000;

/** A message and the ids of the articles in it. */
export interface PostDraft {
  readonly reply: Reply;
  readonly articleIds: readonly string[];
}

/** The dependencies of delivery. */
export interface DeliveryDependencies {
  readonly store: DigestStore;
  readonly send: Poster;
  readonly failureNotices: FailureNotices;
  /** Whether the bot has left a server; `ask` asks Discord, as a refused post may have that cause. */
  readonly isResting: (serverId: string, how: { ask: boolean }) => Promise<boolean>;
  /** Handles that a digest's channel no longer exists: everything that posts there ends. */
  readonly handleDeletedChannel: (digest: Digest) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly observe: Observe;
  /** The message for a slot, or why there is none. `late` is why it is late, or null. */
  readonly createDraft: (
    digest: Digest,
    slot: string,
    late: MessageDescriptor | null,
  ) => Promise<PostDraft | MessageDescriptor>;
  /** Formats the first line of a slot's message, by which it is found again. */
  readonly formatFirstLine: (digest: Digest, slot: string) => string;
}

/** When a claimed slot is to be retried, in milliseconds since 1970. */
export function retryTimeOf({ retry, at }: Post): number {
  return retry ? Date.parse(retry.at) : Date.parse(at) + DEFAULT_RETRY_MS;
}

/**
 * Takes a claimed slot as far as possible and returns its record: posted, skipped with a reason, or still
 * claimed, to be retried. `isNew` means that this process has only just claimed it, so nothing can have been
 * posted yet. Throws the store's errors.
 *
 * Each slot is posted once: its record is claimed before its message is sent, and settled afterwards. The
 * message of an older claim may already be out (the process was killed, or Discord stored it before failing),
 * so the channel is searched first. A message still in flight during the search has the same nonce, which
 * Discord enforces for minutes.
 */
export async function deliver(
  parts: DeliveryDependencies,
  digest: Digest,
  claimed: Post,
  { isNew }: { isNew: boolean },
): Promise<Post> {
  try {
    const messageId = isNew ? null : await findPosted(parts, digest, claimed);
    if (messageId !== null) return await settle(parts, claimed, { state: 'posted', messageId, reason: null });
    const obstacle = await findObstacle(parts, digest, claimed);
    if (obstacle !== null) {
      const isGivenUp = obstacle === claimed.reason;
      return await skip(parts, digest, claimed, obstacle, { isFailure: isGivenUp });
    }
    return await postDraft(parts, digest, claimed, explainLateness(parts.clock, claimed));
  } catch (error) {
    // the server is resting: nothing has failed, and nobody is notified
    if (await parts.isResting(digest.serverId, { ask: error instanceof PostRefused })) return claimed;
    if (error instanceof Gone) {
      const skipped = await skip(parts, digest, claimed, error.said);
      await parts.handleDeletedChannel(digest);
      return skipped;
    }
    if (error instanceof PostRefused)
      return await skip(parts, digest, claimed, error.said, { isFailure: true });
    return await scheduleRetry(parts, digest, claimed, error);
  }
}

async function postDraft(
  parts: DeliveryDependencies,
  digest: Digest,
  claimed: Post,
  late: MessageDescriptor | null,
): Promise<Post> {
  const drafted = await parts.createDraft(digest, claimed.slot, late);
  if ('sentence' in drafted) return await skip(parts, digest, claimed, drafted);
  const sending = await settle(parts, claimed, { state: 'claimed', articleIds: [...drafted.articleIds] });
  const messageId = await parts.send.post(digest, drafted.reply, claimed.nonce);
  parts.log.info(
    { digest: digest.id, slot: claimed.slot, articles: drafted.articleIds.length },
    'digest posted',
  );
  recordOutcome(parts, claimed, 'posted');
  const posted = await settle(parts, sending, { state: 'posted', messageId, reason: late });
  await parts.failureNotices.clearFailure(digest);
  return posted;
}

function findPosted(
  { send, formatFirstLine }: DeliveryDependencies,
  digest: Digest,
  claimed: Post,
): Promise<string | null> {
  const since = Date.parse(claimed.at) - MAX_CLOCK_SKEW_MS;
  return send.findPosted(digest, {
    nonce: claimed.nonce,
    firstLine: formatFirstLine(digest, claimed.slot),
    since,
  });
}

/** Why a claimed slot should no longer be posted, or null. */
async function findObstacle(
  { store, clock }: DeliveryDependencies,
  digest: Digest,
  claimed: Post,
): Promise<MessageDescriptor | null> {
  if (clock.now() - Date.parse(claimed.slot) > CATCH_UP_MS)
    return (
      claimed.reason ?? createMessage('I stopped before this was posted and wasn’t running again in time.')
    );
  if (digest.paused && claimed.occasion === 'schedule')
    return createMessage('The digest was paused before this could be posted.');
  const newest = await store.getLastPosted(digest.id);
  if (!newest || newest.slot <= claimed.slot) return null;
  // if the clock was set back, a post with an earlier time may still have articles of its own
  const { after, upTo } = await store.getArrivalSpan(digest.id, claimed.slot);
  return upTo !== null && upTo > after
    ? null
    : createMessage('A later post came first and included its articles.');
}

function explainLateness(clock: Clock, claimed: Post): MessageDescriptor | null {
  if (clock.now() - Date.parse(claimed.slot) <= LATE_AFTER_MS) return null;
  return claimed.reason === null
    ? createMessage('I wasn’t running when it was due.')
    : createMessage('It didn’t go through when it was due.');
}

async function scheduleRetry(
  parts: DeliveryDependencies,
  digest: Digest,
  claimed: Post,
  error: unknown,
): Promise<Post> {
  const failures = (claimed.retry?.failures ?? 0) + 1;
  const retryAt = parts.clock.now() + elementAt(BACKOFF_MS, Math.min(failures, BACKOFF_MS.length) - 1);
  parts.log.warn(
    { digest: digest.id, slot: claimed.slot, attempt: failures, err: error },
    'digest not posted yet, trying again',
  );
  recordOutcome(parts, claimed, 'put off');
  const reason =
    error instanceof Unavailable
      ? error.said
      : createMessage('Something went wrong on my side; the log says more.');
  const current = (await parts.store.getPost(claimed.digestId, claimed.slot)) ?? claimed;
  return await settle(parts, current, {
    state: 'claimed',
    reason,
    retry: { failures, at: toTimestamp(retryAt) },
    // keep the time of the last attempt: the channel must be searched from then on
    at: current.at,
  });
}

/**
 * Records why there is no post. The server is notified of a failed scheduled post; a member who posts by
 * command sees the reason anyway.
 */
async function skip(
  parts: DeliveryDependencies,
  digest: Digest,
  claimed: Post,
  reason: MessageDescriptor,
  { isFailure = false } = {},
): Promise<Post> {
  const line = {
    digest: digest.id,
    server: digest.serverId,
    slot: claimed.slot,
    reason: formatInEnglish(reason),
  };
  // not an error of the program: a channel is gone or a permission is missing
  if (isFailure) parts.log.warn(line, 'a post of a digest was given up');
  else parts.log.info(line, 'digest not posted');
  recordOutcome(parts, claimed, isFailure ? 'given up' : 'skipped');
  const skipped = await settle(parts, claimed, {
    state: 'skipped',
    articleIds: [],
    reason,
    ...(isFailure && { failed: true }),
  });
  if (isFailure && claimed.occasion === 'schedule') await parts.failureNotices.reportFailure(digest, reason);
  return skipped;
}

function recordOutcome(
  { observe, clock }: DeliveryDependencies,
  { slot }: Post,
  outcome: Extract<Observation, { kind: 'digest' }>['outcome'],
): void {
  observe({ kind: 'digest', outcome, lateness: Math.max(0, clock.now() - Date.parse(slot)) });
}

/** Updates the record; its retry information is kept only while it stays claimed. */
async function settle(
  { store, clock }: DeliveryDependencies,
  { retry, ...post }: Post,
  change: Partial<Post> & Pick<Post, 'state'>,
): Promise<Post> {
  const keepsRetry = change.state === 'claimed' && retry !== undefined;
  const settled: Post = { ...post, ...(keepsRetry && { retry }), at: formatTimestamp(clock), ...change };
  await store.settle(settled);
  return settled;
}
