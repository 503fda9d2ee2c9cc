import type { Reply } from '../discord/types.ts';
import { UserError } from '../errors.ts';
import { createMessage, type MessageDescriptor } from '../i18n/template-values.ts';
import { type Clock, formatTimestamp, toTimestamp } from '../scheduling/clock.ts';
import type { LibraryEntry } from '../storage/stores/articles.ts';
import type { Digest, Post } from './digest.ts';
import {
  applyEdit,
  type DigestEdit,
  type DigestRequest,
  findDigest,
  formatName,
  parseRequest,
  refuseTakenName,
} from './digest-request.ts';
import type { DigestWorker } from './digest-worker.ts';
import { type CreateDraft, type DraftDependencies, listNewArticles } from './draft.ts';
import { type Poster, type PostTarget, refuseMissingPermissions } from './post-target.ts';
import { findNextSlot, listNextSlots } from './schedule.ts';

/** Slots per page of a digest's history. */
const HISTORY_PAGE_SIZE = 15;

/** Maximum number of digests per server. */
export const MAX_DIGESTS_PER_SERVER = 25;

/** The state of a digest, for display. */
export interface DigestOutlook {
  readonly digest: Digest;
  /** The next three slots, in milliseconds since 1970; none while it is paused. */
  readonly next: readonly number[];
  /** The new articles so far, oldest first. */
  readonly waiting: readonly LibraryEntry[];
  /** The last slots on record, newest first. */
  readonly posts: readonly Post[];
}

/** The dependencies for looking up, changing and posting digests. */
interface DigestParts extends Pick<DraftDependencies, 'store' | 'library'> {
  readonly createDraft: CreateDraft;
  readonly send: Poster;
  readonly clock: Clock;
  readonly worker: Pick<DigestWorker, 'wake' | 'resume' | 'postNow'>;
}

/** Finds a digest of a server by its name or id. Throws a UserError if there is none. */
export async function findNamed(
  { store }: Pick<DigestParts, 'store'>,
  serverId: string,
  named: string,
): Promise<Digest> {
  return findDigest(await store.list(serverId), named);
}

/** Creates a digest. Throws a UserError if it is invalid, one too many, or the bot may not post there. */
export async function createDigest(parts: DigestParts, request: DigestRequest): Promise<DigestOutlook> {
  const digest = parseRequest(request, formatTimestamp(parts.clock));
  const others = await parts.store.list(digest.serverId);
  if (others.length >= MAX_DIGESTS_PER_SERVER)
    throw new UserError('This server already has {{most}} digests. Delete one with `/digest delete` first.', {
      most: MAX_DIGESTS_PER_SERVER,
    });
  refuseTakenName(digest, others);
  await refuseClosedChannel(parts, digest);
  await parts.store.create(digest).catch(async (error: unknown) => {
    refuseTakenName(digest, await parts.store.list(digest.serverId)); // a concurrent request was faster
    throw error;
  });
  await parts.worker.wake();
  return await getOutlook(parts, digest);
}

async function refuseClosedChannel(parts: DigestParts, { serverId, channelId }: PostTarget): Promise<void> {
  refuseMissingPermissions(channelId, await parts.send.listMissingPermissions({ serverId, channelId }));
}

/** Changes the given properties of a digest. */
export async function editDigest(
  parts: DigestParts,
  serverId: string,
  named: string,
  wished: DigestEdit,
): Promise<DigestOutlook> {
  const digests = await parts.store.list(serverId);
  const before = findDigest(digests, named);
  const digest = applyEdit(before, wished, formatTimestamp(parts.clock));
  refuseTakenName(
    digest,
    digests.filter(other => other !== before),
  );
  await refuseClosedChannel(parts, digest);
  return await getOutlook(parts, await updateDigest(parts, digest));
}

/** A page of a digest's history. */
export interface HistoryPage {
  /** Newest first. */
  readonly posts: readonly Post[];
  /** Whether there are older slots. */
  readonly more: boolean;
  /** Whether a post was given up since the last successful one, so that an editor may want to retry. */
  readonly isGivenUp: boolean;
}

/** Lists a page of the recorded slots; the first page is 0. */
export async function listHistory(parts: DigestParts, digest: Digest, page: number): Promise<HistoryPage> {
  const posts = await parts.store.listPosts(digest.id, (page + 1) * HISTORY_PAGE_SIZE + 1);
  return {
    posts: posts.slice(page * HISTORY_PAGE_SIZE, (page + 1) * HISTORY_PAGE_SIZE),
    more: posts.length > (page + 1) * HISTORY_PAGE_SIZE,
    isGivenUp: posts.find(({ state, failed }) => failed || state === 'posted')?.failed === true,
  };
}

/** Returns the state of a digest. */
export async function getOutlook(parts: DigestParts, digest: Digest): Promise<DigestOutlook> {
  return {
    digest,
    next: digest.paused ? [] : listNextSlots(digest, parts.clock.now(), 3),
    waiting: await listNewArticles(parts, digest, null),
    posts: await parts.store.listPosts(digest.id, 5),
  };
}

/** Returns the post as it would go out now, or the reason why there would be none. */
export async function previewDigest(
  parts: DigestParts,
  serverId: string,
  named: string,
): Promise<Reply | MessageDescriptor> {
  const digest = await findNamed(parts, serverId, named);
  const drafted = await parts.createDraft(
    digest,
    toTimestamp(digest.paused ? parts.clock.now() : findNextSlot(digest, parts.clock.now())),
    null,
  );
  return 'sentence' in drafted ? drafted : drafted.reply;
}

/** Pauses a digest. Throws a UserError if it is already paused. */
export async function pauseDigest(parts: DigestParts, serverId: string, named: string): Promise<Digest> {
  const digest = await findNamed(parts, serverId, named);
  if (digest.paused)
    throw new UserError('{{name}} is already paused. `/digest resume` starts it again.', {
      name: formatName(digest.name),
    });
  return await updateDigest(parts, { ...digest, paused: true });
}

/** Resumes a paused digest; slots that passed in the meantime are not posted late. */
export async function resumeDigest(
  parts: DigestParts,
  serverId: string,
  named: string,
): Promise<DigestOutlook> {
  const digest = await findNamed(parts, serverId, named);
  if (!digest.paused)
    throw new UserError('{{name}} is not paused. `/digest list` shows when it posts next.', {
      name: formatName(digest.name),
    });
  const { trouble: _, ...stored } = digest;
  return await getOutlook(
    parts,
    await updateDigest(parts, { ...stored, paused: false, activeSince: formatTimestamp(parts.clock) }),
  );
}

/** Makes all digests of a server due, because it no longer rests. */
export async function resumeAfterRest(parts: DigestParts, serverId: string): Promise<void> {
  for (const digest of await parts.store.list(serverId)) await parts.worker.resume(digest);
  await parts.worker.wake();
}

/** Pauses the digests that post to a deleted channel, and returns them. */
export async function pauseInChannel(
  parts: DigestParts,
  serverId: string,
  channelId: string,
): Promise<Digest[]> {
  const here = (await parts.store.list(serverId)).filter(
    digest => digest.channelId === channelId && !digest.paused,
  );
  const trouble = createMessage('The channel no longer exists.');
  return Promise.all(here.map(digest => updateDigest(parts, { ...digest, paused: true, trouble })));
}

async function updateDigest(parts: DigestParts, digest: Digest): Promise<Digest> {
  await parts.store.update(digest);
  await parts.worker.wake();
  return digest;
}

/** Deletes a digest and its record. */
export async function deleteDigest(parts: DigestParts, serverId: string, named: string): Promise<Digest> {
  const digest = await findNamed(parts, serverId, named);
  await parts.store.remove(digest.id);
  return digest;
}

/** Posts outside the schedule. Throws a UserError if the digest is being posted right now. */
export async function postDigestNow(parts: DigestParts, serverId: string, named: string): Promise<Post> {
  const digest = await findNamed(parts, serverId, named);
  const post = await parts.worker.postNow(digest);
  if (!post)
    throw new UserError('{{name}} is being posted right now. `/digest history` shows how it went.', {
      name: formatName(digest.name),
    });
  return post;
}
