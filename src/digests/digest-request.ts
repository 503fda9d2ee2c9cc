import { randomUUID } from 'node:crypto';
import { distance } from 'fastest-levenshtein';
import { parseTags } from '../articles/names-and-tags.ts';
import { toLabel } from '../discord/render/text.ts';
import { UserError } from '../errors.ts';
import { createMessage, type MessageDescriptor } from '../i18n/template-values.ts';
import { type Digest, normalizeDigestName } from './digest.ts';
import { parseDays, parseTime, parseZone } from './schedule-text.ts';

/** An editor's request for a digest, as typed. */
export interface DigestRequest {
  readonly serverId: string;
  readonly channelId: string;
  readonly name: string;
  readonly days: string;
  readonly time: string;
  readonly zone: string;
  readonly count: number;
  /** Only articles with one of these tags, separated by commas; all articles if absent. */
  readonly tags?: string | undefined;
  readonly createdBy: string;
}

/** An editor's changes to a digest, as typed; absent ones stay. An empty text removes the tags. */
export type DigestEdit = {
  readonly [Key in Exclude<keyof DigestRequest, 'serverId' | 'createdBy'>]?: DigestRequest[Key] | undefined;
};

/** Parses a request made at a time (ISO 8601) into a digest. Throws a UserError for invalid input. */
export function parseRequest(request: DigestRequest, createdAt: string): Digest {
  const name = parseDigestName(request.name);
  const tags = parseDigestTags(request.tags ?? '');
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

/** Changes a digest as typed; new days, times, zones apply from `now` (ISO 8601). Throws a UserError. */
export function applyEdit(before: Digest, wished: DigestEdit, now: string): Digest {
  const { tags: _tags, trouble: _trouble, ...stored } = before;
  const tags = wished.tags === undefined ? before.tags : parseDigestTags(wished.tags);
  const isScheduledAnew = [wished.days, wished.time, wished.zone].some(part => part !== undefined);
  return {
    ...stored,
    name: wished.name === undefined ? before.name : parseDigestName(wished.name),
    channelId: wished.channelId ?? before.channelId,
    days: wished.days === undefined ? before.days : parseDays(wished.days),
    time: wished.time === undefined ? before.time : parseTime(wished.time),
    zone: wished.zone === undefined ? before.zone : parseZone(wished.zone),
    count: wished.count ?? before.count,
    ...(tags && { tags }),
    ...(isScheduledAnew && { activeSince: now }),
  };
}

/** A server's digest by id or name (ignoring case). Throws a UserError if there is none. */
export function findDigest(digests: readonly Digest[], named: string): Digest {
  const key = normalizeDigestName(named);
  const found =
    digests.find(digest => digest.id === named) ??
    digests.find(digest => normalizeDigestName(digest.name) === key);
  if (found) return found;
  const [first, ...others] = digests;
  if (!first) throw new UserError('This server has no digests yet. `/digest create` sets one up.');
  const distanceOf = (digest: Digest) => distance(normalizeDigestName(digest.name), key);
  const near = others.reduce((best, each) => (distanceOf(each) < distanceOf(best) ? each : best), first);
  throw new UserError(
    'This server has no digest called {{named}}. Did you mean {{name}}? `/digest list` shows them all.',
    {
      named: formatName(named),
      name: formatName(near.name),
    },
  );
}

function parseDigestName(typed: string): string {
  const name = toLabel(typed, 80);
  if (name === '') throw new UserError('A digest needs a name with at least one visible character.');
  return name;
}

/** Undefined if none were typed, which means all articles. */
function parseDigestTags(typed: string): string[] | undefined {
  const tags = parseTags(typed);
  return tags.length === 0 ? undefined : tags;
}

/** Throws a UserError if another digest of the server already has this name. */
export function refuseTakenName(digest: Digest, others: readonly Digest[]): void {
  const taken = others.find(other => normalizeDigestName(other.name) === normalizeDigestName(digest.name));
  if (taken)
    throw new UserError(
      'This server already has a digest called {{name}}. Choose another name, or delete that one first.',
      { name: formatName(taken.name) },
    );
}

/** Formats a name for a message. */
export function formatName(name: string): MessageDescriptor {
  return createMessage('“{{wanted}}”', { wanted: name });
}
