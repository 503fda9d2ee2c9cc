import type { Logger } from 'pino';
import type { Reply } from '../discord/types.ts';
import { formatPlain } from '../i18n/template-values.ts';
import { t } from '../i18n/translate.ts';
import { elementAt } from '../lists.ts';
import type { Observation, Observe } from '../observability/observe.ts';
import { type Clock, formatTimestamp } from '../scheduling/clock.ts';
import type { DigestStore } from '../storage/stores/digests.ts';
import type { Digest, Post } from './digest.ts';
import type { FailureNotices } from './failure-notices.ts';
import { Gone, type Poster, PostRefused, Unavailable } from './post-target.ts';

/** How long after its time a slot may still be posted, in milliseconds. */
export const CATCH_UP_MS = 12 * 3_600_000;

/** A post that goes out later than this after its slot says why, in milliseconds. */
const LATE_AFTER_MS = 5 * 60_000;

/** How far the clocks of this machine and of Discord may be apart, in milliseconds. */
const MAX_CLOCK_SKEW_MS = 5 * 60_000;

/**
 * How long to wait after the first, second, … failed attempt, in milliseconds; the last holds from then on.
 */
const BACKOFF_MS = [30_000, 60_000, 120_000, 300_000, 600_000, 900_000];

/** For so long another process that runs beside this one may be at work on its claim, in milliseconds. */
const CLAIM_LEASE_MS = 120_000;

/** A message and the articles in it. */
export interface PostDraft {
  readonly reply: Reply;
  readonly articleIds: readonly string[];
}

/** The way of a post to its channel. */
export interface Delivery {
  /**
   * Carries a claimed slot as far as it goes and returns its record: posted, skipped with a reason, or still
   * claimed and to be tried again at `retryAt`. `fresh`: this process claimed it just now, so that nothing
   * can be out yet. Throws what the store throws.
   */
  deliver(digest: Digest, claimed: Post, how: { isNew: boolean }): Promise<Post>;
  /** Takes over a claim that a process before this one left behind. */
  adopt(claimed: Post): void;
  /** When a claimed slot is due to be tried (again), milliseconds since 1970. */
  getRetryTime(claimed: Post): number;
}

/** What posts are delivered with. */
export interface DeliveryDependencies {
  readonly store: DigestStore;
  readonly send: Poster;
  readonly failureNotices: FailureNotices;
  /**
   * Whether a server is without the bot; `ask`: by asking Discord, where what it refused may have that
   * reason.
   */
  readonly isResting: (serverId: string, how: { ask: boolean }) => Promise<boolean>;
  /** The channel of a digest does not exist any more: what posts there ends. */
  readonly handleDeletedChannel: (digest: Digest) => Promise<void>;
  /** Stores for operators what was given up after a failure. */
  readonly giveUp: (digest: Digest, post: Post) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly observe: Observe;
  /** The message for a slot, or the reason why there is none. `late` is why it goes out late, or null. */
  readonly createDraft: (digest: Digest, slot: string, late: string | null) => Promise<PostDraft | string>;
  /** The first line of a slot's message, by which it is found again. */
  readonly formatFirstLine: (digest: Digest, slot: string) => string;
}

/**
 * How a slot is posted once: its record is claimed before its message is sent and settled afterwards. A claim
 * that was not made just now may belong to a message that is out already (the process was killed, or Discord
 * failed after it had stored it), so the channel is looked through first. What is still on its way while we
 * look has the same nonce, which Discord enforces for minutes.
 */
export function createDelivery({
  store,
  send,
  failureNotices,
  isResting,
  handleDeletedChannel,
  giveUp,
  clock,
  log,
  observe,
  createDraft,
  formatFirstLine,
}: DeliveryDependencies): Delivery {
  const failures = new Map<string, { count: number; retryAt: number }>();

  async function deliver(digest: Digest, claimed: Post, { isNew }: { isNew: boolean }): Promise<Post> {
    try {
      const messageId = isNew ? null : await findPosted(digest, claimed);
      if (messageId !== null) return await settle(claimed, { state: 'posted', messageId, reason: null });
      const obstacle = await findObstacle(digest, claimed);
      if (obstacle !== null) {
        const isGivenUp = obstacle === claimed.reason;
        return await skip(digest, claimed, obstacle, { isTrouble: isGivenUp });
      }
      return await postDraft(digest, claimed, explainLateness(claimed));
    } catch (error) {
      // it rests: nothing has failed, and nobody is told
      if (await isResting(digest.serverId, { ask: error instanceof PostRefused })) return claimed;
      if (error instanceof Gone) {
        const skipped = await skip(digest, claimed, formatPlain(error.said));
        await handleDeletedChannel(digest);
        return skipped;
      }
      if (error instanceof PostRefused)
        return await skip(digest, claimed, formatPlain(error.said), { isTrouble: true });
      return await scheduleRetry(digest, claimed, error);
    }
  }

  async function postDraft(digest: Digest, claimed: Post, late: string | null): Promise<Post> {
    const drafted = await createDraft(digest, claimed.slot, late);
    if (typeof drafted === 'string') return await skip(digest, claimed, drafted);
    const sending = await settle(claimed, { state: 'claimed', articleIds: [...drafted.articleIds] });
    const messageId = await send.post(digest, drafted.reply, claimed.nonce);
    log.info({ digest: digest.id, slot: claimed.slot, articles: drafted.articleIds.length }, 'digest posted');
    recordOutcome(claimed, 'posted');
    const posted = await settle(sending, { state: 'posted', messageId, reason: late });
    await failureNotices.clearFailure(digest);
    return posted;
  }

  function findPosted(digest: Digest, claimed: Post): Promise<string | null> {
    const since = Date.parse(claimed.at) - MAX_CLOCK_SKEW_MS;
    return send.findPosted(digest, {
      nonce: claimed.nonce,
      firstLine: formatFirstLine(digest, claimed.slot),
      since,
    });
  }

  /** Why a claimed slot is not to be posted any more, or null. */
  async function findObstacle(digest: Digest, claimed: Post): Promise<string | null> {
    if (clock.now() - Date.parse(claimed.slot) > CATCH_UP_MS)
      return claimed.reason ?? t('I stopped before this was posted and wasn’t running again in time.');
    if (digest.paused && claimed.occasion === 'schedule')
      return t('The digest was paused before this could be posted.');
    const newest = await store.getLastPosted(digest.id);
    if (!newest || newest.slot <= claimed.slot) return null;
    // after the clock was set back, a post with an earlier time may still have articles of its own
    const { after, upTo } = await store.getArrivalSpan(digest.id, claimed.slot);
    return upTo !== null && upTo > after ? null : t('A later post came first and included its articles.');
  }

  function explainLateness(claimed: Post): string | null {
    if (clock.now() - Date.parse(claimed.slot) <= LATE_AFTER_MS) return null;
    return claimed.reason === null
      ? t('I wasn’t running when it was due.')
      : t('It didn’t go through when it was due.');
  }

  async function scheduleRetry(digest: Digest, claimed: Post, error: unknown): Promise<Post> {
    const count = (failures.get(claimed.nonce)?.count ?? 0) + 1;
    const retryAt = clock.now() + elementAt(BACKOFF_MS, Math.min(count, BACKOFF_MS.length) - 1);
    failures.set(claimed.nonce, { count, retryAt });
    log.warn(
      { digest: digest.id, slot: claimed.slot, attempt: count, err: error },
      'digest not posted yet, trying again',
    );
    recordOutcome(claimed, 'put off');
    const reason =
      error instanceof Unavailable
        ? formatPlain(error.said)
        : t('Something went wrong on my side; the log says more.');
    const current = (await store.getPost(claimed.digestId, claimed.slot)) ?? claimed;
    // The time of the last sending stays: it says from when on the channel must be looked through.
    return await settle(current, { state: 'claimed', reason, at: current.at });
  }

  /**
   * Records why there is no post. A failure of a scheduled post is told the server too; whoever asked for a post
   * just now reads it anyway.
   */
  async function skip(
    digest: Digest,
    claimed: Post,
    reason: string,
    { isTrouble: isFailure = false } = {},
  ): Promise<Post> {
    log.info({ digest: digest.id, slot: claimed.slot, reason }, 'digest not posted');
    recordOutcome(claimed, isFailure ? 'given up' : 'skipped');
    const skipped = await settle(claimed, { state: 'skipped', articleIds: [], reason });
    if (isFailure) await giveUp(digest, skipped);
    if (isFailure && claimed.occasion === 'schedule') await failureNotices.reportFailure(digest, reason);
    return skipped;
  }

  function recordOutcome({ slot }: Post, outcome: Extract<Observation, { kind: 'digest' }>['outcome']): void {
    observe({ kind: 'digest', outcome, lateness: Math.max(0, clock.now() - Date.parse(slot)) });
  }

  async function settle(postDraft: Post, change: Partial<Post> & Pick<Post, 'state'>): Promise<Post> {
    const settled: Post = { ...postDraft, at: formatTimestamp(clock), ...change };
    await store.settle(settled);
    if (settled.state !== 'claimed') failures.delete(postDraft.nonce);
    return settled;
  }

  function retryAt(claimed: Post): number {
    return failures.get(claimed.nonce)?.retryAt ?? Date.parse(claimed.at) + CLAIM_LEASE_MS;
  }

  function adopt(claimed: Post): void {
    // What failed here keeps its pauses.
    if (!failures.has(claimed.nonce)) failures.set(claimed.nonce, { count: 0, retryAt: clock.now() });
  }

  return { deliver, adopt, getRetryTime: retryAt };
}
