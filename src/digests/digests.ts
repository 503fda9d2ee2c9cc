import type { Logger } from 'pino';
import type { Answer } from '../answers/service.ts';
import type { Library } from '../articles/library.ts';
import type { Reply } from '../discord/types.ts';
import { keepLocale, type WithServerLocale } from '../i18n/translate.ts';
import { ignoreObservation, type Observe } from '../observability/observe.ts';
import type { Clock } from '../scheduling/clock.ts';
import { createKeyedMutex } from '../scheduling/keyed-mutex.ts';
import type { Presence, ServerPartition, WakeSignal } from '../scheduling/leases.ts';
import type { Locks } from '../storage/locks.ts';
import type { DigestStore } from '../storage/stores/digests.ts';
import type { SettingsStore } from '../storage/stores/settings.ts';
import { createDelivery, type DeliveryDependencies } from './delivery.ts';
import type { Digest, Post } from './digest.ts';
import {
  createDigest,
  type DigestOutlook,
  deleteDigest,
  editDigest,
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
import { type DigestEdit, type DigestRequest, findDigest } from './digest-request.ts';
import { createDigestWorker, type DigestWorker } from './digest-worker.ts';
import { createDraftBuilder, type DraftBuilder, type RenderPost } from './draft.ts';
import { createFailureNotices } from './failure-notices.ts';
import type { Poster } from './post-target.ts';

/**
 * The digests of all servers. Whoever names a digest names its server too, by name (without regard to case)
 * or id, and never reaches another server's. Faults of the reader's are UserErrors.
 */
export interface Digests {
  create(request: DigestRequest): Promise<DigestOutlook>;
  find(serverId: string, named: string): Promise<Digest>;
  /** Of one server, by name. */
  list(serverId: string): Promise<Digest[]>;
  getOutlook(digest: Digest): Promise<DigestOutlook>;
  /** The post as it would go out now, or the reason why none would. */
  preview(serverId: string, named: string): Promise<Reply | string>;
  /** A page of the slots on record; the first is 0. */
  listHistory(digest: Digest, page: number): Promise<HistoryPage>;
  /** Changes what is named. A new time or day holds from now on: what has passed of it is not posted late. */
  edit(serverId: string, named: string, change: DigestEdit): Promise<DigestOutlook>;
  pause(serverId: string, named: string): Promise<Digest>;
  resume(serverId: string, named: string): Promise<DigestOutlook>;
  delete(serverId: string, named: string): Promise<Digest>;
  /** The digests of a server are looked at again, for it rests no more. */
  resumeAfterRest(serverId: string): Promise<void>;
  /** Pauses what posts to a channel that is gone; returns it. */
  pauseInChannel(serverId: string, channelId: string): Promise<Digest[]>;
  /** Posts now, beside the schedule, and returns the record of it. */
  postNow(serverId: string, named: string): Promise<Post>;
  /** Posts what is due until the signal is aborted, and then ends what it has begun. */
  run(signal: AbortSignal): Promise<void>;
}

/** How digests are shown; handed in by whoever knows Discord. */
export interface DigestRenderers {
  readonly post: RenderPost;
  /** The line by which a slot's message is found again among the others of a channel. */
  readonly firstLine: DeliveryDependencies['formatFirstLine'];
  /** What a server is told whose digest cannot post, and why. */
  readonly warning: (digest: Digest, reason: string) => Reply;
}

/** What digests are stored, scheduled and posted with. */
export interface DigestsDependencies {
  readonly store: DigestStore;
  /** Everybody's; a digest sees its server's. */
  readonly library: { forServer(serverId: string | null): Pick<Library, 'get' | 'listArrivals'> };
  readonly answer: Answer;
  readonly settings: Pick<SettingsStore, 'get'>;
  readonly send: Poster;
  readonly renderers: DigestRenderers;
  readonly clock: Clock;
  readonly log: Logger;
  readonly observe?: Observe;
  /** The part of the servers that this process posts for; all of them if absent. */
  readonly part?: ServerPartition;
  /**
   * Whether a server is without the bot, so that nothing of it is looked at; none is if absent. `ask`: by
   * asking Discord.
   */
  readonly isResting?: (serverId: string, how?: { ask: boolean }) => Promise<boolean>;
  /** What posts to a channel that is gone is to end; here alone if absent. */
  readonly handleDeletedChannel?: (serverId: string, channelId: string) => Promise<void>;
  /** Between all processes; absent where there is one. */
  readonly locks?: Locks;
  /** By which processes see of each other that one has died; absent where there is one. */
  readonly presence?: Presence | undefined;
  /** How processes tell each other that a digest is due; absent where they cannot. */
  readonly wakeSignal?: WakeSignal | undefined;
  /** Speaks as a server does; English if absent. */
  readonly withServerLocale?: WithServerLocale;
}

/** The digests of all servers, stored, scheduled and posted with these dependencies. */
export function createDigests(dependencies: DigestsDependencies): Digests {
  const { store, settings, library, answer, renderers, log, clock, send } = dependencies;
  const { withServerLocale = keepLocale } = dependencies;
  const drafts = createDraftBuilder({ store, library, answer, settings, renderPost: renderers.post, log });
  const createDraft: DraftBuilder['createDraft'] = (digest, ...how) =>
    withServerLocale(digest.serverId, () => drafts.createDraft(digest, ...how));
  const { handleDeletedChannel = async (...where) => void (await pauseInChannel(parts, ...where)) } =
    dependencies;
  const worker = createWorker({ ...dependencies, withServerLocale, handleDeletedChannel }, createDraft);
  const parts = { store, send, clock, worker, withServerLocale, ...drafts, createDraft };
  const runExclusive = createKeyedMutex();
  return {
    // one after the other, so that the limit holds
    create: request => runExclusive(`server ${request.serverId}`, () => createDigest(parts, request)),
    find: async (serverId, named) => findDigest(await store.list(serverId), named),
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

/** Posts what is due, in the language of each server. */
function createWorker(
  dependencies: DigestsDependencies &
    Required<Pick<DigestsDependencies, 'withServerLocale' | 'handleDeletedChannel'>>,
  createDraft: DraftBuilder['createDraft'],
): DigestWorker {
  const { store, send, renderers, clock, log, locks, withServerLocale, handleDeletedChannel } = dependencies;
  const {
    observe = ignoreObservation,
    isResting = async () => false,
    part,
    presence,
    wakeSignal,
  } = dependencies;
  const { deliver } = createDelivery({
    store,
    send,
    failureNotices: createFailureNotices({ store, send, log, renderWarning: renderers.warning }),
    isResting,
    handleDeletedChannel: ({ serverId, channelId }) => handleDeletedChannel(serverId, channelId),
    clock,
    log,
    observe,
    createDraft,
    formatFirstLine: renderers.firstLine,
  });
  const deliverInLocale: typeof deliver = (digest, ...how) =>
    withServerLocale(digest.serverId, () => deliver(digest, ...how));
  return createDigestWorker({
    store,
    delivery: { deliver: deliverInLocale },
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
