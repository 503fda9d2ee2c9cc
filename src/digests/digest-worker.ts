import { trackTask } from '../observability/waits.ts';
import { formatTimestamp, toTimestamp } from '../scheduling/clock.ts';
import { createKeyedMutex } from '../scheduling/keyed-mutex.ts';
import type { Presence, ServerPartition, WakeSignal } from '../scheduling/leases.ts';
import { createPoller, type Poller } from '../scheduling/poller.ts';
import { LOCKED, type Locks } from '../storage/locks.ts';
import { retryTimeOf } from './delivery.ts';
import type { Digest, Post } from './digest.ts';
import { type PollDependencies, pollDigest, postSlot } from './digest-poll.ts';
import { findNextSlot } from './schedule.ts';

/** Maximum number of digests that a process works on at once. */
const MAX_CONCURRENT = 8;

/** How long until a digest that another process is working on is polled again, in milliseconds. */
const LOCKED_RETRY_MS = 5_000;

/** How long after a post outside the schedule begins it is checked for completion, in milliseconds. */
const MANUAL_POST_CHECK_MS = 15_000;

/** Posts digests when they are due. */
export interface DigestWorker {
  /** Polls at once, because digests were created or changed. */
  wake(): Promise<void>;
  /** Makes a digest due. */
  resume(digest: Digest): Promise<void>;
  /** Posts outside the schedule; undefined if there is already a record for this very instant. */
  postNow(digest: Digest): Promise<Post | undefined>;
  /** Posts what is due until the signal is aborted, then finishes what it has started. */
  run(signal: AbortSignal): Promise<void>;
}

/** The dependencies of the worker. */
interface DigestWorkerDependencies extends PollDependencies {
  /** The servers that this process posts for; all of them if absent. */
  readonly part?: ServerPartition | undefined;
  /** Locks between all processes; absent if there is only one. */
  readonly locks?: Locks | undefined;
  readonly presence?: Presence | undefined;
  readonly wakeSignal?: WakeSignal | undefined;
}

type Worker = DigestWorkerDependencies & {
  /** Serialises the work on each digest within this process. */
  readonly runExclusive: ReturnType<typeof createKeyedMutex>;
};

/** Creates a worker that polls each digest when a slot, a missed slot or a retry is due. */
export function createDigestWorker(dependencies: DigestWorkerDependencies): DigestWorker {
  const worker = { ...dependencies, runExclusive: createKeyedMutex() };
  const poller = createDigestPoller(worker);
  return {
    wake: () => poller.wake(),
    async resume({ id }) {
      await worker.store.schedule(id, formatTimestamp(worker.clock));
    },
    postNow: digest => postNow(worker, poller, digest),
    run: signal => poller.run(signal),
  };
}

function createDigestPoller(worker: Worker): Poller {
  const { store, part, clock, log, presence, wakeSignal } = worker;
  return createPoller<number | null>({
    name: 'digests',
    maxConcurrent: MAX_CONCURRENT,
    rows: store,
    part,
    prepare: () => advanceOverdue(worker),
    work: ([id = '']) => worker.runExclusive(id, () => pollUnlessLocked(worker, id)),
    async settle(key, next, by) {
      const nextDue = await store.release(key, by, next === null ? null : toTimestamp(next));
      return nextDue === null ? null : Date.parse(nextDue) || 0;
    },
    clock,
    log,
    presence,
    signal: wakeSignal,
  });
}

/** Polls a digest unless a process is posting it outside its schedule. */
async function pollUnlessLocked(worker: Worker, digestId: string): Promise<number | null> {
  const work = () => trackTask(`digest ${digestId}`, () => pollDigest(worker, digestId));
  if (!worker.locks) return work();
  const next = await worker.locks.runUnlessLocked(lockNameOf(digestId), work);
  return next === LOCKED ? worker.clock.now() + LOCKED_RETRY_MS : next;
}

/**
 * Makes digests due that would otherwise be polled too late: an upgrade may have changed the rules of their
 * time zone, and a process may have died while posting.
 */
async function advanceOverdue({ store, part, clock }: Worker): Promise<void> {
  const now = clock.now();
  const begun = await store.listUnsettled();
  for (const { digest, nextDue } of await store.listActive(part)) {
    const slot = toTimestamp(findNextSlot(digest, now));
    if (nextDue === null || nextDue > slot) await store.schedule(digest.id, formatTimestamp(clock));
  }
  for (const claim of begun)
    await store.schedule(
      claim.digestId,
      toTimestamp(claim.reason === null ? now : Math.max(now, retryTimeOf(claim))),
    );
}

async function postNow(worker: Worker, poller: Poller, digest: Digest): Promise<Post | undefined> {
  const { store, clock, locks, runExclusive } = worker;
  const schedule = async (at: number) => {
    await store.schedule(digest.id, toTimestamp(at));
    await poller.wake();
  };
  // if this process dies while posting, whoever polls then finds the claim
  await schedule(clock.now() + MANUAL_POST_CHECK_MS);
  const postOnce = () => postSlot(worker, digest, formatTimestamp(clock), 'now');
  const post = await runExclusive(digest.id, () =>
    locks ? locks.runExclusive(lockNameOf(digest.id), postOnce) : postOnce(),
  );
  if (post?.state === 'claimed') await schedule(retryTimeOf(post));
  return post;
}

function lockNameOf(digestId: string): string {
  return `digest ${digestId}`;
}
