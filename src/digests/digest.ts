import { createHash } from 'node:crypto';
import { z } from 'zod';
import { StoredMessage } from '../i18n/stored-message.ts';

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
  /** Maximum number of articles in a post. */
  count: z.int().min(1).max(10),
  /** Only articles with one of these tags; all articles if absent. */
  tags: z.array(z.string().min(1)).min(1).optional(),
  paused: z.boolean(),
  /** Slots after this are due: when it was created or last resumed. ISO 8601, UTC. */
  activeSince: z.string().min(1),
  /** Empty if that member has had their data deleted. */
  createdBy: z.string(),
  /** ISO 8601, UTC. */
  createdAt: z.string().min(1),
  /** When the bot was invited again: articles from its absence are not posted late (ISO 8601, UTC). */
  backSince: z.string().min(1).optional(),
  /** Why its posts fail, as last reported to the server; absent while they succeed. */
  trouble: StoredMessage.optional(),
});
export type Digest = z.infer<typeof Digest>;

/** The record of a digest's slot: claimed before the post, then posted, or skipped with a reason. */
export const Post = z.strictObject({
  digestId: z.string().min(1),
  /** The time at which it was due, ISO 8601, UTC; for `/digest now`, the time of the command. */
  slot: z.string().min(1),
  /** `now` means that it was requested by `/digest now`. */
  occasion: z.enum(['schedule', 'now']),
  state: z.enum(['claimed', 'posted', 'skipped']),
  /** Sent with enforce_nonce, so that Discord itself rejects a duplicate for some minutes. */
  nonce: z.string().min(1).max(25),
  articleIds: z.array(z.string()),
  messageId: z.string().nullable(),
  /** Why it was skipped, is late, or has not been posted yet. */
  reason: StoredMessage.nullable(),
  /** When this record was last written, for a claimed slot when it was last sent; ISO 8601, UTC. */
  at: z.string().min(1),
  /** For a claimed slot that failed: how often in a row, and when it is retried (ISO 8601, UTC). */
  retry: z.strictObject({ failures: z.int().min(1), at: z.string().min(1) }).optional(),
  /** Whether it was skipped because posting failed, so that an editor may want to retry. */
  failed: z.literal(true).optional(),
});
export type Post = z.infer<typeof Post>;

/** Normalises a digest's name for comparison, ignoring case and Unicode encoding. */
export function normalizeDigestName(name: string): string {
  return name.normalize('NFKC').trim().toLocaleLowerCase('en');
}

/** The nonce of a slot: the same in every process and after every restart. 25 characters, Discord's limit. */
export function nonceOf(digestId: string, slot: string): string {
  return createHash('sha256').update(`${digestId} ${slot}`).digest('hex').slice(0, 25);
}
