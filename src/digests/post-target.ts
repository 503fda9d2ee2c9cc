import type { Reply } from '../discord/types.ts';
import { MessageError, UserError } from '../errors.ts';
import { createMessage, joinValues, mentionChannel } from '../i18n/template-values.ts';

/** A channel, and the server that it must belong to. */
export interface PostTarget {
  readonly serverId: string;
  readonly channelId: string;
}

/** Throws a UserError if the bot lacks permissions, given by Discord's names, to post in a channel. */
export function refuseMissingPermissions(channelId: string, missing: readonly string[]): void {
  if (missing.length > 0)
    throw new UserError(
      'I can’t post in {{channel}}: I lack {{missing}} there. Allow it in the channel’s permissions, then try again.',
      {
        channel: mentionChannel(channelId),
        missing: joinValues(
          missing.map(word => createMessage(word)),
          'and',
        ),
      },
    );
}

/** Posts to channels. A channel of another server is treated as missing. */
export interface Poster {
  /** The permissions that the bot lacks to post in a channel and search it, by Discord's names. */
  listMissingPermissions(target: PostTarget): Promise<readonly string[]>;
  /** Posts a message; its id. Throws `PostRefused` if retrying is pointless, else `Unavailable`. */
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

/** Identifies a post among a channel's messages. Discord may drop nonces, so the first line works too. */
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
