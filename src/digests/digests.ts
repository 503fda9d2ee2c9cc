import { randomUUID } from 'node:crypto';
import { distance } from 'fastest-levenshtein';
import type { Logger } from 'pino';
import type { Answer } from '../answers/service.ts';
import type { Library } from '../articles/library.ts';
import { tagsOf } from '../articles/names-and-tags.ts';
import { label } from '../discord/render/text.ts';
import type { Reply } from '../discord/types.ts';
import { UserError } from '../errors.ts';
import { channel, joined, type Piece, type Said, say } from '../i18n/template-values.ts';
import { anyTongue, type InTongue, t } from '../i18n/translate.ts';
import { type Observe, unobserved } from '../observability/observe.ts';
import { type Clock, timestamp } from '../scheduling/clock.ts';
import { createTurns } from '../scheduling/keyed-mutex.ts';
import type { Locks } from '../storage/locks.ts';
import type { DigestStore, Entry, SettingsStore } from '../storage/storage.ts';
import { createDelivery, type DeliveryDependencies } from './delivery.ts';
import { type Digest, nameKey, type Post } from './digest.ts';
import { createLoop } from './digest-worker.ts';
import { createDrafts, type RenderPost } from './draft.ts';
import { createTroubles } from './failure-notices.ts';
import { nextSlot, nextSlots } from './schedule.ts';
import { parseDays, parseTime, parseZone } from './schedule-text.ts';
import { type Agenda, createAgenda } from './scheduler.ts';
import type { PostPlace, Send } from './send.ts';

/** Slots on one page of a digest's history. */
const HISTORY_PAGE = 15;

/** Digests that one server may have. */
export const DIGESTS_PER_SERVER = 25;

/** What an editor asks for, as typed. */
export interface Wish {
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
export type Change = {
  readonly [Key in Exclude<keyof Wish, 'serverId' | 'createdBy'>]?: Wish[Key] | undefined;
};

/** How a digest stands. */
export interface Outlook {
  readonly digest: Digest;
  /** The next three slots, milliseconds since 1970; none while it is paused. */
  readonly next: readonly number[];
  /** What is new so far, the oldest first. */
  readonly waiting: readonly Entry[];
  /** The last slots on record, the newest first. */
  readonly posts: readonly Post[];
}

/**
 * The digests of all servers. Whoever names a digest names its server too, by name (without regard to case)
 * or id, and never reaches another server's. Faults of the reader's are UserErrors.
 */
export interface Digests {
  create(wish: Wish): Promise<Outlook>;
  find(serverId: string, named: string): Promise<Digest>;
  /** Of one server, by name. */
  list(serverId: string): Promise<Digest[]>;
  outlook(digest: Digest): Promise<Outlook>;
  /** The post as it would go out now, or the reason why none would. */
  preview(serverId: string, named: string): Promise<Reply | string>;
  /** A page of the slots on record, the newest first, and whether there are more. */
  history(digest: Digest, page: number): Promise<{ posts: Post[]; more: boolean }>;
  /** Changes what is named. A new time or day holds from now on: what has passed of it is not posted late. */
  edit(serverId: string, named: string, change: Change): Promise<Outlook>;
  pause(serverId: string, named: string): Promise<Digest>;
  resume(serverId: string, named: string): Promise<Outlook>;
  delete(serverId: string, named: string): Promise<Digest>;
  /** The digests of a server are looked at again, for it rests no more. */
  goOn(serverId: string): Promise<void>;
  /** Pauses what posts to a channel that is gone; returns it. */
  endIn(serverId: string, channelId: string): Promise<Digest[]>;
  /** Posts now, beside the schedule, and returns the record of it. */
  now(serverId: string, named: string): Promise<Post>;
  /** Posts what is due until the signal is aborted, and then ends what it has begun. */
  run(signal: AbortSignal): Promise<void>;
}

/** How digests are shown; handed in by whoever knows Discord. */
export interface DigestRenderers {
  readonly post: RenderPost;
  /** The line by which a slot's message is found again among the others of a channel. */
  readonly firstLine: DeliveryDependencies['firstLine'];
  /** What a server is told whose digest cannot post, and why. */
  readonly warning: (digest: Digest, reason: string) => Reply;
}

export interface DigestsDependencies {
  readonly store: DigestStore;
  /** Everybody's; a digest sees its server's. */
  readonly library: { of(serverId: string | null): Pick<Library, 'get' | 'arrived'> };
  readonly answer: Answer;
  readonly settings: Pick<SettingsStore, 'get'>;
  readonly send: Send;
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
  readonly rests?: (serverId: string, how?: { ask: boolean }) => Promise<boolean>;
  /** What posts to a channel that is gone is to end; here alone if absent. */
  readonly channelGone?: (serverId: string, channelId: string) => Promise<void>;
  /** Between all processes; absent where there is one. */
  readonly locks?: Locks;
  /** Shared by all processes; one in memory if absent. */
  readonly agenda?: Agenda;
  /** Speaks as a server does; English if absent. */
  readonly inTongue?: InTongue;
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
    observe = unobserved,
    serves = () => true,
    locks,
  } = dependencies;
  const { inTongue = anyTongue, agenda = createAgenda(clock, log), rests = async () => false } = dependencies;
  const { channelGone = async (...where) => void (await endIn(...where)) } = dependencies;
  const { newArticles, ...drafts } = createDrafts({
    store,
    library,
    answer,
    settings,
    renderPost: renderers.post,
    log,
  });
  const draft: typeof drafts.draft = (digest, ...how) =>
    inTongue(digest.serverId, () => drafts.draft(digest, ...how));
  const troubles = createTroubles({ store, send, log, warning: renderers.warning });
  const { deliver, ...rest } = createDelivery({
    store,
    send,
    troubles,
    rests,
    channelGone: ({ serverId, channelId }) => channelGone(serverId, channelId),
    giveUp: agenda.giveUp,
    clock,
    log,
    observe,
    draft,
    firstLine: renderers.firstLine,
  });
  const delivery: typeof rest & { deliver: typeof deliver } = {
    ...rest,
    deliver: (digest, ...how) => inTongue(digest.serverId, () => deliver(digest, ...how)),
  };
  const loop = createLoop({
    store,
    delivery,
    clock,
    log,
    observe,
    serves,
    rests,
    agenda,
    ...(locks && { locks }),
  });
  const { changed, removed, postNow, run } = loop;
  const inTurn = createTurns();

  async function create(wish: Wish): Promise<Outlook> {
    const digest = read(wish);
    const others = await store.list(digest.serverId);
    if (others.length >= DIGESTS_PER_SERVER)
      throw new UserError(
        'This server has {{most}} digests already. Delete one with `/digest delete` first.',
        {
          most: DIGESTS_PER_SERVER,
        },
      );
    refuseTakenName(digest, others);
    await refuseClosedChannel(digest);
    await store.create(digest).catch(async (error: unknown) => {
      refuseTakenName(digest, await store.list(digest.serverId)); // somebody was faster
      throw error;
    });
    await changed(digest);
    return await outlook(digest);
  }

  async function refuseClosedChannel({ serverId, channelId }: PostPlace): Promise<void> {
    const missing = await send.missing({ serverId, channelId });
    if (missing.length > 0)
      throw new UserError(
        'I cannot post in {{channel}}: I lack {{missing}} there. Allow it in the channel’s permissions, then try again.',
        {
          channel: channel(channelId),
          missing: list(missing),
        },
      );
  }

  async function edit(serverId: string, named: string, wished: Change): Promise<Outlook> {
    const before = await find(serverId, named);
    const { tags: _tags, trouble: _trouble, ...kept } = before;
    const tags = wished.tags === undefined ? before.tags : tagsTyped(wished.tags);
    const digest: Digest = {
      ...kept,
      name: wished.name === undefined ? before.name : nameTyped(wished.name),
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
    return await outlook(
      await change(isScheduledAnew ? { ...digest, activeSince: timestamp(clock) } : digest),
    );
  }

  async function history(digest: Digest, page: number): Promise<{ posts: Post[]; more: boolean }> {
    const posts = await store.posts(digest.id, (page + 1) * HISTORY_PAGE + 1);
    return {
      posts: posts.slice(page * HISTORY_PAGE, (page + 1) * HISTORY_PAGE),
      more: posts.length > (page + 1) * HISTORY_PAGE,
    };
  }

  /** What was typed, checked. */
  function read(wish: Wish): Digest {
    const name = nameTyped(wish.name);
    const tags = tagsTyped(wish.tags ?? '');
    const createdAt = timestamp(clock);
    return {
      id: randomUUID(),
      serverId: wish.serverId,
      channelId: wish.channelId,
      name,
      days: parseDays(wish.days),
      time: parseTime(wish.time),
      zone: parseZone(wish.zone),
      count: wish.count,
      ...(tags && { tags }),
      paused: false,
      activeSince: createdAt,
      createdBy: wish.createdBy,
      createdAt,
    };
  }

  async function find(serverId: string, named: string): Promise<Digest> {
    const digests = await store.list(serverId);
    const key = nameKey(named);
    const found =
      digests.find(digest => digest.id === named) ?? digests.find(digest => nameKey(digest.name) === key);
    if (found) return found;
    if (digests.length === 0)
      throw new UserError('This server has no digest yet. `/digest create` makes one.');
    const near = digests.toSorted(
      (a, b) => distance(nameKey(a.name), key) - distance(nameKey(b.name), key),
    )[0]!;
    throw new UserError(
      'This server has no digest called {{named}}. Did you mean {{name}}? `/digest list` shows them all.',
      {
        named: quoted(named),
        name: quoted(near.name),
      },
    );
  }

  async function outlook(digest: Digest): Promise<Outlook> {
    const now = clock.now();
    return {
      digest,
      next: digest.paused ? [] : nextSlots(digest, now, 3),
      waiting: await newArticles(digest, null),
      posts: await store.posts(digest.id, 5),
    };
  }

  async function preview(serverId: string, named: string): Promise<Reply | string> {
    const digest = await find(serverId, named);
    const drafted = await draft(
      digest,
      new Date(digest.paused ? clock.now() : nextSlot(digest, clock.now())).toISOString(),
      null,
    );
    return typeof drafted === 'string' ? drafted : drafted.reply;
  }

  async function pause(serverId: string, named: string): Promise<Digest> {
    const digest = await find(serverId, named);
    if (digest.paused)
      throw new UserError('{{name}} is paused already. `/digest resume` starts it again.', {
        name: quoted(digest.name),
      });
    return await change({ ...digest, paused: true });
  }

  async function resume(serverId: string, named: string): Promise<Outlook> {
    const digest = await find(serverId, named);
    if (!digest.paused) throw new UserError('{{name}} is not paused.', { name: quoted(digest.name) });
    const { trouble: _, ...kept } = digest;
    return await outlook(await change({ ...kept, paused: false, activeSince: timestamp(clock) }));
  }

  async function goOn(serverId: string): Promise<void> {
    for (const digest of await store.list(serverId)) await changed(digest);
  }

  async function endIn(serverId: string, channelId: string): Promise<Digest[]> {
    const here = (await store.list(serverId)).filter(
      digest => digest.channelId === channelId && !digest.paused,
    );
    const trouble = await inTongue(serverId, async () => t('The channel does not exist any more.'));
    return Promise.all(here.map(digest => change({ ...digest, paused: true, trouble })));
  }

  async function change(digest: Digest): Promise<Digest> {
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

  async function now(serverId: string, named: string): Promise<Post> {
    const digest = await find(serverId, named);
    const post = await postNow(digest);
    if (!post) throw new UserError('{{name}} is being posted at this moment.', { name: quoted(digest.name) });
    return post;
  }

  // One after the other, so that the limit holds.
  return {
    create: wish => inTurn(`server ${wish.serverId}`, () => create(wish)),
    find,
    list: serverId => store.list(serverId),
    outlook,
    preview,
    history,
    edit: (serverId, named, change) => inTurn(`server ${serverId}`, () => edit(serverId, named, change)),
    pause,
    resume,
    delete: remove,
    goOn,
    endIn,
    now,
    run,
  };
}

function nameTyped(typed: string): string {
  const name = label(typed, 80);
  if (name === '') throw new UserError('A digest needs a name with at least one visible character.');
  return name;
}

/** Undefined where none was typed: all articles. */
function tagsTyped(typed: string): string[] | undefined {
  const tags = tagsOf(typed);
  return tags.length === 0 ? undefined : tags;
}

function refuseTakenName(digest: Digest, others: readonly Digest[]): void {
  const taken = others.find(other => nameKey(other.name) === nameKey(digest.name));
  if (taken)
    throw new UserError(
      'This server has a digest called {{name}} already. Choose another name, or delete that one first.',
      {
        name: quoted(taken.name),
      },
    );
}

/** A name as it may stand in a message. */
function quoted(name: string): Said {
  return say('“{{wanted}}”', { wanted: name });
}

function list(words: readonly string[]): Piece {
  return joined(
    words.map(word => say(word)),
    'and',
  );
}
