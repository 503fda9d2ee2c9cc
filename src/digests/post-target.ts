import type { Reply } from '../discord/types.ts';
import { MessageError } from '../errors.ts';

/** A channel, and the server that it must belong to. */
export interface PostTarget {
  readonly serverId: string;
  readonly channelId: string;
}

/** Posts to channels. A channel of another server is treated as missing. */
export interface Poster {
  /**
   * Lists the permissions that the bot lacks for posting in a channel and searching it, by their Discord
   * names; empty if none.
   */
  listMissingPermissions(target: PostTarget): Promise<readonly string[]>;
  /**
   * Posts a message and returns its id. Throws `PostRefused` if retrying is pointless, `Unavailable` if it
   * may help.
   */
  post(target: PostTarget, reply: Reply, nonce: string): Promise<string>;
  /**
   * Warns a server: in its system channel, or else in the first possible channel (other than `about`, the one
   * that failed), or else by direct message to this member. Returns where, or null if nobody could be told.
   * If the bot is not in the server, nobody is told.
   */
  warn(warning: ServerWarning): Promise<'system channel' | 'channel' | 'member' | null>;
  /** Finds the bot's own message with this mark and returns its id, or null. Throws like `post`. */
  findPosted(target: PostTarget, mark: PostMark): Promise<string | null>;
}

/** A warning to a server about one of its channels. */
export interface ServerWarning {
  readonly serverId: string;
  /** The channel that failed. */
  readonly about: string;
  /** Empty for nobody. */
  readonly memberId: string;
  readonly reply: Reply;
}

/**
 * Identifies a post among a channel's messages. Discord need not return nonces, so the first line works too.
 */
export interface PostMark {
  readonly nonce: string;
  readonly firstLine: string;
  /** Milliseconds since 1970: the post cannot be older. */
  readonly since: number;
}

/** A post that will fail however often it is retried, with a sentence for editors. */
export class PostRefused extends MessageError {
  override readonly name = 'PostRefused';
}

/** The channel no longer exists. */
export class Gone extends PostRefused {}

/** A post that failed, or may have, but may succeed later; with a sentence for editors. */
export class Unavailable extends MessageError {
  override readonly name = 'Unavailable';
}
