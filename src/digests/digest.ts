import { createHash } from 'node:crypto';
import { z } from 'zod';

/** A scheduled post of new articles to a channel. */
export const Digest = z.strictObject({
  id: z.string().min(1),
  serverId: z.string().min(1),
  channelId: z.string().min(1),
  /** Unique within the server, compared without case. */
  name: z.string().min(1).max(80),
  /** ISO weekdays: 1 is Monday, 7 is Sunday. */
  days: z.array(z.int().min(1).max(7)).min(1),
  /** Wall-clock time in the zone, HH:MM. */
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  /** IANA time zone. */
  zone: z.string().min(1),
  /** Articles in a post, at most. */
  count: z.int().min(1).max(10),
  /** Only articles that have one of these tags; all if absent. */
  tags: z.array(z.string().min(1)).min(1).optional(),
  paused: z.boolean(),
  /** Slots after this are due: when it was created or last resumed. ISO 8601, UTC. */
  activeSince: z.string().min(1),
  /** Empty: a member who had it deleted. */
  createdBy: z.string(),
  /** ISO 8601, UTC. */
  createdAt: z.string().min(1),
  /**
   * When the server invited the bot again after a time without it, of which nothing is posted late; ISO 8601,
   * UTC.
   */
  backSince: z.string().min(1).optional(),
  /** Why its posts do not go through, as the server was warned of it; absent while they do. */
  trouble: z.string().min(1).optional(),
});
export type Digest = z.infer<typeof Digest>;

/**
 * The record of one slot of a digest: claimed before the post goes out, then posted or skipped with a reason that
 * editors can read.
 */
export const Post = z.strictObject({
  digestId: z.string().min(1),
  /** The time at which it was due, ISO 8601, UTC; for `/digest now`, the time of the command. */
  slot: z.string().min(1),
  /** `now`: asked for by `/digest now`. */
  occasion: z.enum(['schedule', 'now']),
  state: z.enum(['claimed', 'posted', 'skipped']),
  /** Sent with enforce_nonce, so that for some minutes Discord itself refuses a second copy. */
  nonce: z.string().min(1).max(25),
  articleIds: z.array(z.string()),
  messageId: z.string().nullable(),
  /** Why it was skipped, why it is late, or why it has not gone through yet. */
  reason: z.string().nullable(),
  /**
   * When this record was last written; while it is claimed, when it was last sent or about to be, ISO 8601,
   * UTC.
   */
  at: z.string().min(1),
  /** While it is claimed and has failed: how many times in a row, and when it is tried again, ISO 8601, UTC. */
  retry: z.strictObject({ failures: z.int().min(1), at: z.string().min(1) }).optional(),
  /** It was skipped because it could not be posted, and an editor may want to try again. */
  failed: z.literal(true).optional(),
});
export type Post = z.infer<typeof Post>;

/** What makes two names of digests the same: case and the encoding of accents do not matter. */
export function normalizeDigestName(name: string): string {
  return name.normalize('NFKC').trim().toLocaleLowerCase('en');
}

/** The nonce of a slot: the same in every process and after every restart. 25 characters, Discord's limit. */
export function nonceOf(digestId: string, slot: string): string {
  return createHash('sha256').update(`${digestId} ${slot}`).digest('hex').slice(0, 25);
}
