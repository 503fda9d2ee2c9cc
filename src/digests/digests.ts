import type { Reply } from '../discord/types.ts';
import type { MessageDescriptor } from '../i18n/template-values.ts';
import { keepLocale, type WithServerLocale } from '../i18n/translate.ts';
import { ignoreObservation, type Observe } from '../observability/observe.ts';
import type { Clock } from '../scheduling/clock.ts';
import { createKeyedMutex } from '../scheduling/keyed-mutex.ts';
import type { Presence, ServerPartition, WakeSignal } from '../scheduling/leases.ts';
import type { Locks } from '../storage/locks.ts';
import { type DeliveryDependencies, deliver } from './delivery.ts';
import type { Digest, Post } from './digest.ts';
import {
  createDigest,
  type DigestOutlook,
  deleteDigest,
  editDigest,
  findNamed,
  getOutlook,
  type HistoryPage,
  listHistory,
  pauseDigest,
  pauseInChannel,
  postDigestNow,
  previewDigest,
  resumeAfterRest,
  resumeDigest,
} from './digest-actions.ts';
import type { DigestEdit, DigestRequest } from './digest-request.ts';
import { createDigestWorker, type DigestWorker } from './digest-worker.ts';
import { type CreateDraft, createDraft, type DraftDependencies, type RenderPost } from './draft.ts';
import { createFailureNotices } from './failure-notices.ts';
import type { Poster } from './post-target.ts';

/**
 * The digests of all servers. A digest is named by its server together with its name (ignoring case) or id,
 * so that no other server's can be reached. Mistakes by the reader are UserErrors.
 */
export interface Digests {
  create(request: DigestRequest): Promise<DigestOutlook>;
  find(serverId: string, named: string): Promise<Digest>;
  /** Lists the digests of one server, by name. */
  list(serverId: string): Promise<Digest[]>;
  getOutlook(digest: Digest): Promise<DigestOutlook>;
  /** Returns the post as it would go out now, or the reason why there would be none. */
  preview(serverId: string, named: string): Promise<Reply | MessageDescriptor>;
  /** Lists a page of the recorded slots; the first page is 0. */
  listHistory(digest: Digest, page: number): Promise<HistoryPage>;
  /** Changes the given properties; new days, times or zones apply from now on, never to past slots. */
  edit(serverId: string, named: string, change: DigestEdit): Promise<DigestOutlook>;
  pause(serverId: string, named: string): Promise<Digest>;
  resume(serverId: string, named: string): Promise<DigestOutlook>;
  delete(serverId: string, named: string): Promise<Digest>;
  /** Makes all digests of a server due, because it no longer rests. */
  resumeAfterRest(serverId: string): Promise<void>;
  /** Pauses the digests that post to a deleted channel, and returns them. */
  pauseInChannel(serverId: string, channelId: string): Promise<Digest[]>;
  /** Posts outside the schedule and returns the record. */
  postNow(serverId: string, named: string): Promise<Post>;
  /** Posts what is due until the signal is aborted, then finishes what it has started. */
  run(signal: AbortSignal): Promise<void>;
}

/** How digests are rendered; passed in, so that this code need not know Discord. */
export interface DigestRenderers {
  readonly post: RenderPost;
  /** The line by which a slot's message is found again among the others of a channel. */
  readonly firstLine: DeliveryDependencies['formatFirstLine'];
  /** The warning to a server that a digest cannot post, and why. */
  readonly warning: (digest: Digest, reason: MessageDescriptor) => Reply;
}

/** The dependencies for storing, scheduling and posting digests. */
interface DigestsDependencies extends Omit<DraftDependencies, 'renderPost'> {
  readonly send: Poster;
  readonly renderers: DigestRenderers;
  readonly clock: Clock;
  readonly observe?: Observe;
  /** The servers that this process posts for; all of them if absent. */
  readonly part?: ServerPartition;
  /** Whether the bot has left a server, so that digests rest; absent if never. `ask` asks Discord. */
  readonly isResting?: (serverId: string, how?: { ask: boolean }) => Promise<boolean>;
  /** Ends everything that posts to a deleted channel; if absent, only digests are paused. */
  readonly handleDeletedChannel?: (serverId: string, channelId: string) => Promise<void>;
  /** Locks between all processes; absent if there is only one. */
  readonly locks?: Locks;
  /** Tells whether other processes have died; absent if there is only one. */
  readonly presence?: Presence | undefined;
  /** Tells other processes that a digest is due; absent if that is not possible. */
  readonly wakeSignal?: WakeSignal | undefined;
  /** Runs work in a server's language; English if absent. */
  readonly withServerLocale?: WithServerLocale;
}

/** Creates the digests of all servers from these dependencies. */
export function createDigests(dependencies: DigestsDependencies): Digests {
  const { store, library, renderers, clock, send, withServerLocale = keepLocale } = dependencies;
  const drafting = { ...dependencies, renderPost: renderers.post };
  const createDraftInLocale: CreateDraft = (digest, ...how) =>
    withServerLocale(digest.serverId, () => createDraft(drafting, digest, ...how));
  const { handleDeletedChannel = async (...where) => void (await pauseInChannel(parts, ...where)) } =
    dependencies;
  const worker = createWorker(
    { ...dependencies, withServerLocale, handleDeletedChannel },
    createDraftInLocale,
  );
  const parts = { store, library, send, clock, worker, createDraft: createDraftInLocale };
  const runExclusive = createKeyedMutex();
  return {
    // one after the other, so that the limit holds
    create: request => runExclusive(`server ${request.serverId}`, () => createDigest(parts, request)),
    find: (serverId, named) => findNamed(parts, serverId, named),
    list: serverId => store.list(serverId),
    getOutlook: digest => getOutlook(parts, digest),
    preview: (serverId, named) => previewDigest(parts, serverId, named),
    listHistory: (digest, page) => listHistory(parts, digest, page),
    edit: (serverId, named, change) =>
      runExclusive(`server ${serverId}`, () => editDigest(parts, serverId, named, change)),
    pause: (serverId, named) => pauseDigest(parts, serverId, named),
    resume: (serverId, named) => resumeDigest(parts, serverId, named),
    delete: (serverId, named) => deleteDigest(parts, serverId, named),
    resumeAfterRest: serverId => resumeAfterRest(parts, serverId),
    pauseInChannel: (serverId, channelId) => pauseInChannel(parts, serverId, channelId),
    postNow: (serverId, named) => postDigestNow(parts, serverId, named),
    run: worker.run,
  };
}

/** Creates the worker that posts what is due, in each server's language. */
function createWorker(
  dependencies: DigestsDependencies &
    Required<Pick<DigestsDependencies, 'withServerLocale' | 'handleDeletedChannel'>>,
  createDraftInLocale: CreateDraft,
): DigestWorker {
  const { store, send, renderers, clock, log, locks, withServerLocale, handleDeletedChannel } = dependencies;
  const {
    observe = ignoreObservation,
    isResting = async () => false,
    part,
    presence,
    wakeSignal,
  } = dependencies;
  const delivery = {
    store,
    send,
    failureNotices: createFailureNotices({ store, send, log, renderWarning: renderers.warning }),
    isResting,
    handleDeletedChannel: ({ serverId, channelId }: Digest) => handleDeletedChannel(serverId, channelId),
    clock,
    log,
    observe,
    createDraft: createDraftInLocale,
    formatFirstLine: renderers.firstLine,
  };
  return createDigestWorker({
    store,
    deliver: (digest, ...how) => withServerLocale(digest.serverId, () => deliver(delivery, digest, ...how)),
    clock,
    log,
    observe,
    isResting,
    part,
    locks,
    presence,
    wakeSignal,
  });
}
