import type { Reply } from '../discord/types.ts';
import { MessageError } from '../errors.ts';

/** A channel, and the server that it must belong to. */
export interface PostTarget {
  readonly serverId: string;
  readonly channelId: string;
}

/** How posts reach a channel. A channel that belongs to another server is as one that is not there. */
export interface Poster {
  /**
   * The permissions that the bot lacks for posting there and for looking whether it has posted, in Discord's
   * words; empty if none.
   */
  listMissingPermissions(target: PostTarget): Promise<readonly string[]>;
  /**
   * Posts and returns the message's id. Throws `Refused` where trying again is useless, `Unavailable` where
   * it is not.
   */
  post(target: PostTarget, reply: Reply, nonce: string): Promise<string>;
  /**
   * Tells a server that something is wrong: in its system channel, else the first channel where that is
   * possible (but for `about`, the channel that failed), else this member directly. Returns where, or null where
   * nobody could be told. Nobody is told of a server that the bot is not in.
   */
  warn(warning: ServerWarning): Promise<'system channel' | 'channel' | 'member' | null>;
  /** The id of the bot's own message that carries this mark, or null. Throws like `post`. */
  findPosted(target: PostTarget, mark: PostMark): Promise<string | null>;
}

/** A warning for a server, about one of its channels. */
export interface ServerWarning {
  readonly serverId: string;
  /** The channel that failed. */
  readonly about: string;
  /** Empty: nobody. */
  readonly memberId: string;
  readonly reply: Reply;
}

/**
 * How a post is recognised among a channel's messages. Discord need not give nonces back, so the first line
 * does it too.
 */
export interface PostMark {
  readonly nonce: string;
  readonly firstLine: string;
  /** Milliseconds since 1970: it cannot have been sent before. */
  readonly since: number;
}

/** It will not go through however often it is tried. A sentence for editors. */
export class PostRefused extends MessageError {
  override readonly name = 'Refused';
}

/** The channel does not exist any more. */
export class Gone extends PostRefused {}

/** It did not go through, or it is not known whether it did; it may later. A sentence for editors. */
export class Unavailable extends MessageError {
  override readonly name = 'Unavailable';
}
