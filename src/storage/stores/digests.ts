import type { Digest, Post } from '../../digests/digest.ts';

/** Digests, and the record of their slots. */
export interface DigestStore {
  create(digest: Digest): Promise<void>;
  get(id: string): Promise<Digest | undefined>;
  /** Of one server, by name. */
  list(serverId: string): Promise<Digest[]>;
  /** Of all servers that do not rest, those that are not paused. */
  listActive(): Promise<Digest[]>;
  update(digest: Digest): Promise<void>;
  /** Removes the digest and the record of its posts. */
  remove(id: string): Promise<void>;
  /** Records a slot before it is posted; false if the slot is on record already, whoever put it there. */
  claim(post: Post): Promise<boolean>;
  /** Replaces the record of a slot. */
  settle(post: Post): Promise<void>;
  /** The record of one slot. */
  getPost(digestId: string, slot: string): Promise<Post | undefined>;
  /** Slots on record, the newest first. */
  listPosts(digestId: string, limit: number): Promise<Post[]>;
  /** The newest slot of the schedule on record. */
  getLastScheduled(digestId: string): Promise<Post | undefined>;
  /** The newest slot that was posted. */
  getLastPosted(digestId: string): Promise<Post | undefined>;
  /**
   * Which arrivals are a digest's: those after the last that a post has covered, and up to the last that was
   * there when this slot was claimed (null without a slot). `isFirst`: nothing is posted yet, and `after` is
   * the last that was there when it was created.
   */
  getArrivalSpan(
    digestId: string,
    slot: string | null,
  ): Promise<{ after: number; upTo: number | null; isFirst: boolean }>;
  /**
   * Slots that are claimed and not settled, the oldest first, of one digest or of all: what is being tried,
   * or what a killed process left.
   */
  listUnsettled(digestId?: string): Promise<Post[]>;
}
