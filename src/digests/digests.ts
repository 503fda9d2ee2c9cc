import { randomUUID } from 'node:crypto';
import { distance } from 'fastest-levenshtein';
import type { Logger } from 'pino';
import type { Answer } from '../answers/service.ts';
import type { Library } from '../articles/library.ts';
import { parseTags } from '../articles/names-and-tags.ts';
import { toLabel } from '../discord/render/text.ts';
import type { Reply } from '../discord/types.ts';
import { UserError } from '../errors.ts';
import {
  createMessage,
  joinValues,
  type MessageDescriptor,
  mentionChannel,
  type ValuePart,
} from '../i18n/template-values.ts';
import { keepLocale, t, type WithServerLocale } from '../i18n/translate.ts';
import { ignoreObservation, type Observe } from '../observability/observe.ts';
import { type Clock, formatTimestamp } from '../scheduling/clock.ts';
import { createKeyedMutex } from '../scheduling/keyed-mutex.ts';
import type { Locks } from '../storage/locks.ts';
import type { LibraryEntry } from '../storage/stores/articles.ts';
import type { DigestStore } from '../storage/stores/digests.ts';
import type { SettingsStore } from '../storage/stores/settings.ts';
import { createDelivery, type DeliveryDependencies } from './delivery.ts';
import { type Digest, normalizeDigestName, type Post } from './digest.ts';
import { createDigestWorker } from './digest-worker.ts';
import { createDraftBuilder, type RenderPost } from './draft.ts';
import { createFailureNotices } from './failure-notices.ts';
import type { Poster, PostTarget } from './post-target.ts';
import { findNextSlot, listNextSlots } from './schedule.ts';
import { parseDays, parseTime, parseZone } from './schedule-text.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';

/** Slots on one page of a digest's history. */
const HISTORY_PAGE_SIZE = 15;

/** Digests that one server may have. */
export const MAX_DIGESTS_PER_SERVER = 25;

/** What an editor asks for, as typed. */
export interface DigestRequest {
  readonly serverId: string;
  readonly channelId: string;
  readonly name: string;
  readonly days: string;
  readonly time: string;
  readonly zone: string;
  readonly count: number;
  /** Only articles with one of these tags, separated by commas; all if absent. */
  readonly tags?: string | undefined;
  readonly createdBy: string;
}

/**
 * What an editor changes of a digest, as typed; what is absent stays. An empty text of tags takes them away.
 */
export type DigestEdit = {
  readonly [Key in Exclude<keyof DigestRequest, 'serverId' | 'createdBy'>]?: DigestRequest[Key] | undefined;
};

/** How a digest stands. */
export interface DigestOutlook {
  readonly digest: Digest;
  /** The next three slots, milliseconds since 1970; none while it is paused. */
  readonly next: readonly number[];
  /** What is new so far, the oldest first. */
  readonly waiting: readonly LibraryEntry[];
  /** The last slots on record, the newest first. */
  readonly posts: readonly Post[];
}

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
  /** A page of the slots on record, the newest first, and whether there are more. */
  listHistory(digest: Digest, page: number): Promise<{ posts: Post[]; more: boolean }>;
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
  /** Whether this process posts for a server; all of them if absent. */
  readonly serves?: (serverId: string) => boolean;
  /**
   * Whether a server is without the bot, so that nothing of it is looked at; none is if absent. `ask`: by
   * asking Discord.
   */
  readonly isResting?: (serverId: string, how?: { ask: boolean }) => Promise<boolean>;
  /** What posts to a channel that is gone is to end; here alone if absent. */
  readonly handleDeletedChannel?: (serverId: string, channelId: string) => Promise<void>;
  /** Between all processes; absent where there is one. */
  readonly locks?: Locks;
  /** Shared by all processes; one in memory if absent. */
  readonly scheduler?: Scheduler;
  /** Speaks as a server does; English if absent. */
  readonly withServerLocale?: WithServerLocale;
}

export function createDigests(dependencies: DigestsDependencies): Digests {
  const {
    store,
    library,
    answer,
    settings,
    send,
    renderers,
    clock,
    log,
    observe = ignoreObservation,
    serves = () => true,
    locks,
  } = dependencies;
  const {
    withServerLocale = keepLocale,
    scheduler = createScheduler(clock, log),
    isResting = async () => false,
  } = dependencies;
  const { handleDeletedChannel = async (...where) => void (await pauseInChannel(...where)) } = dependencies;
  const { listNewArticles: newArticles, ...drafts } = createDraftBuilder({
    store,
    library,
    answer,
    settings,
    renderPost: renderers.post,
    log,
  });
  const draft: typeof drafts.createDraft = (digest, ...how) =>
    withServerLocale(digest.serverId, () => drafts.createDraft(digest, ...how));
  const troubles = createFailureNotices({ store, send, log, renderWarning: renderers.warning });
  const { deliver, ...rest } = createDelivery({
    store,
    send,
    failureNotices: troubles,
    isResting,
    handleDeletedChannel: ({ serverId, channelId }) => handleDeletedChannel(serverId, channelId),
    giveUp: scheduler.giveUp,
    clock,
    log,
    observe,
    createDraft: draft,
    formatFirstLine: renderers.firstLine,
  });
  const delivery: typeof rest & { deliver: typeof deliver } = {
    ...rest,
    deliver: (digest, ...how) => withServerLocale(digest.serverId, () => deliver(digest, ...how)),
  };
  const worker = createDigestWorker({
    store,
    delivery,
    clock,
    log,
    observe,
    serves,
    isResting,
    scheduler,
    ...(locks && { locks }),
  });
  const { handleChange: changed, handleRemoval: removed, postNow, run } = worker;
  const runExclusive = createKeyedMutex();

  async function create(request: DigestRequest): Promise<DigestOutlook> {
    const digest = parseRequest(request);
    const others = await store.list(digest.serverId);
    if (others.length >= MAX_DIGESTS_PER_SERVER)
      throw new UserError(
        'This server has {{most}} digests already. Delete one with `/digest delete` first.',
        {
          most: MAX_DIGESTS_PER_SERVER,
        },
      );
    refuseTakenName(digest, others);
    await refuseClosedChannel(digest);
    await store.create(digest).catch(async (error: unknown) => {
      refuseTakenName(digest, await store.list(digest.serverId)); // somebody was faster
      throw error;
    });
    await changed(digest);
    return await getOutlook(digest);
  }

  async function refuseClosedChannel({ serverId, channelId }: PostTarget): Promise<void> {
    const missing = await send.listMissingPermissions({ serverId, channelId });
    if (missing.length > 0)
      throw new UserError(
        'I cannot post in {{channel}}: I lack {{missing}} there. Allow it in the channel’s permissions, then try again.',
        {
          channel: mentionChannel(channelId),
          missing: joinWords(missing),
        },
      );
  }

  async function edit(serverId: string, named: string, wished: DigestEdit): Promise<DigestOutlook> {
    const before = await find(serverId, named);
    const { tags: _tags, trouble: _trouble, ...stored } = before;
    const tags = wished.tags === undefined ? before.tags : parseDigestTags(wished.tags);
    const digest: Digest = {
      ...stored,
      name: wished.name === undefined ? before.name : parseDigestName(wished.name),
      channelId: wished.channelId ?? before.channelId,
      days: wished.days === undefined ? before.days : parseDays(wished.days),
      time: wished.time === undefined ? before.time : parseTime(wished.time),
      zone: wished.zone === undefined ? before.zone : parseZone(wished.zone),
      count: wished.count ?? before.count,
      ...(tags && { tags }),
    };
    const others = (await store.list(serverId)).filter(({ id }) => id !== digest.id);
    refuseTakenName(digest, others);
    await refuseClosedChannel(digest);
    const isScheduledAnew = [wished.days, wished.time, wished.zone].some(part => part !== undefined);
    return await getOutlook(
      await updateDigest(isScheduledAnew ? { ...digest, activeSince: formatTimestamp(clock) } : digest),
    );
  }

  async function listHistory(digest: Digest, page: number): Promise<{ posts: Post[]; more: boolean }> {
    const posts = await store.listPosts(digest.id, (page + 1) * HISTORY_PAGE_SIZE + 1);
    return {
      posts: posts.slice(page * HISTORY_PAGE_SIZE, (page + 1) * HISTORY_PAGE_SIZE),
      more: posts.length > (page + 1) * HISTORY_PAGE_SIZE,
    };
  }

  /** What was typed, checked. */
  function parseRequest(request: DigestRequest): Digest {
    const name = parseDigestName(request.name);
    const tags = parseDigestTags(request.tags ?? '');
    const createdAt = formatTimestamp(clock);
    return {
      id: randomUUID(),
      serverId: request.serverId,
      channelId: request.channelId,
      name,
      days: parseDays(request.days),
      time: parseTime(request.time),
      zone: parseZone(request.zone),
      count: request.count,
      ...(tags && { tags }),
      paused: false,
      activeSince: createdAt,
      createdBy: request.createdBy,
      createdAt,
    };
  }

  async function find(serverId: string, named: string): Promise<Digest> {
    const digests = await store.list(serverId);
    const key = normalizeDigestName(named);
    const found =
      digests.find(digest => digest.id === named) ??
      digests.find(digest => normalizeDigestName(digest.name) === key);
    if (found) return found;
    if (digests.length === 0)
      throw new UserError('This server has no digest yet. `/digest create` makes one.');
    const near = digests.toSorted(
      (a, b) => distance(normalizeDigestName(a.name), key) - distance(normalizeDigestName(b.name), key),
    )[0]!;
    throw new UserError(
      'This server has no digest called {{named}}. Did you mean {{name}}? `/digest list` shows them all.',
      {
        named: formatName(named),
        name: formatName(near.name),
      },
    );
  }

  async function getOutlook(digest: Digest): Promise<DigestOutlook> {
    const postDigestNow = clock.now();
    return {
      digest,
      next: digest.paused ? [] : listNextSlots(digest, postDigestNow, 3),
      waiting: await newArticles(digest, null),
      posts: await store.listPosts(digest.id, 5),
    };
  }

  async function preview(serverId: string, named: string): Promise<Reply | string> {
    const digest = await find(serverId, named);
    const drafted = await draft(
      digest,
      new Date(digest.paused ? clock.now() : findNextSlot(digest, clock.now())).toISOString(),
      null,
    );
    return typeof drafted === 'string' ? drafted : drafted.reply;
  }

  async function pause(serverId: string, named: string): Promise<Digest> {
    const digest = await find(serverId, named);
    if (digest.paused)
      throw new UserError('{{name}} is paused already. `/digest resume` starts it again.', {
        name: formatName(digest.name),
      });
    return await updateDigest({ ...digest, paused: true });
  }

  async function resume(serverId: string, named: string): Promise<DigestOutlook> {
    const digest = await find(serverId, named);
    if (!digest.paused) throw new UserError('{{name}} is not paused.', { name: formatName(digest.name) });
    const { trouble: _, ...stored } = digest;
    return await getOutlook(
      await updateDigest({ ...stored, paused: false, activeSince: formatTimestamp(clock) }),
    );
  }

  async function resumeAfterRest(serverId: string): Promise<void> {
    for (const digest of await store.list(serverId)) await changed(digest);
  }

  async function pauseInChannel(serverId: string, channelId: string): Promise<Digest[]> {
    const here = (await store.list(serverId)).filter(
      digest => digest.channelId === channelId && !digest.paused,
    );
    const reason = await withServerLocale(serverId, async () => t('The channel does not exist any more.'));
    return Promise.all(here.map(digest => updateDigest({ ...digest, paused: true, trouble: reason })));
  }

  async function updateDigest(digest: Digest): Promise<Digest> {
    await store.update(digest);
    await changed(digest);
    return digest;
  }

  async function remove(serverId: string, named: string): Promise<Digest> {
    const digest = await find(serverId, named);
    await store.remove(digest.id);
    await removed(digest.id);
    return digest;
  }

  async function postDigestNow(serverId: string, named: string): Promise<Post> {
    const digest = await find(serverId, named);
    const post = await postNow(digest);
    if (!post)
      throw new UserError('{{name}} is being posted at this moment.', { name: formatName(digest.name) });
    return post;
  }

  // One after the other, so that the limit holds.
  return {
    create: request => runExclusive(`server ${request.serverId}`, () => create(request)),
    find,
    list: serverId => store.list(serverId),
    getOutlook,
    preview,
    listHistory,
    edit: (serverId, named, updateDigest) =>
      runExclusive(`server ${serverId}`, () => edit(serverId, named, updateDigest)),
    pause,
    resume,
    delete: remove,
    resumeAfterRest,
    pauseInChannel,
    postNow: postDigestNow,
    run,
  };
}

function parseDigestName(typed: string): string {
  const name = toLabel(typed, 80);
  if (name === '') throw new UserError('A digest needs a name with at least one visible character.');
  return name;
}

/** Undefined where none was typed: all articles. */
function parseDigestTags(typed: string): string[] | undefined {
  const tags = parseTags(typed);
  return tags.length === 0 ? undefined : tags;
}

function refuseTakenName(digest: Digest, others: readonly Digest[]): void {
  const taken = others.find(other => normalizeDigestName(other.name) === normalizeDigestName(digest.name));
  if (taken)
    throw new UserError(
      'This server has a digest called {{name}} already. Choose another name, or delete that one first.',
      {
        name: formatName(taken.name),
      },
    );
}

/** A name as it may stand in a message. */
function formatName(name: string): MessageDescriptor {
  return createMessage('“{{wanted}}”', { wanted: name });
}

function joinWords(words: readonly string[]): ValuePart {
  return joinValues(
    words.map(word => createMessage(word)),
    'and',
  );
}
