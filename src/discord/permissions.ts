import { type Client, DiscordAPIError, PermissionFlagsBits, RESTJSONErrorCodes } from 'discord.js';
import { phrase } from '../i18n/define-message.ts';
import { channel, joined, type Piece, type Said, say } from '../i18n/template-values.ts';

/** Discord's permissions by the names that its settings show. */
const flags = {
  [phrase('View Channel')]: PermissionFlagsBits.ViewChannel,
  [phrase('Send Messages')]: PermissionFlagsBits.SendMessages,
  [phrase('Send Messages in Threads')]: PermissionFlagsBits.SendMessagesInThreads,
  [phrase('Create Public Threads')]: PermissionFlagsBits.CreatePublicThreads,
  [phrase('Embed Links')]: PermissionFlagsBits.EmbedLinks,
  [phrase('Attach Files')]: PermissionFlagsBits.AttachFiles,
  [phrase('Read Message History')]: PermissionFlagsBits.ReadMessageHistory,
} as const;
export type Permission = keyof typeof flags;

/** What each of these takes, in the channel. */
export const needed = {
  /** A thread on a message. */
  thread: ['View Channel', 'Create Public Threads', 'Send Messages in Threads'],
  /** A post in a forum. */
  post: ['View Channel', 'Send Messages', 'Send Messages in Threads', 'Embed Links'],
  /** An answer to a message. */
  answer: ['View Channel', 'Send Messages', 'Embed Links', 'Read Message History'],
  /** An answer to a message in a thread. */
  answerInThread: ['View Channel', 'Send Messages in Threads', 'Embed Links', 'Read Message History'],
  /**
   * A message that is posted unasked; the history is read to see, after a crash, whether it is out already.
   */
  message: ['View Channel', 'Send Messages', 'Embed Links', 'Read Message History'],
} as const satisfies Record<string, readonly Permission[]>;

interface Held {
  has(flag: bigint): boolean;
}

/** Those of the wanted permissions that are not held; all of them where nothing is known. */
export function lacking(held: Held | null, wanted: readonly Permission[]): Permission[] {
  return wanted.filter(name => !held?.has(flags[name]));
}

/** As Discord's settings name them in the reader's language. */
export function named(permissions: readonly Permission[]): Piece {
  return joined(
    permissions.map(name => say('“{{permission}}”', { permission: say(name) })),
    'and',
  );
}

/** "I need Send Messages in Threads in #news." */
export function needs(missing: readonly Permission[], channelId: string | null): Said {
  const permissions = named(missing);
  return channelId === null
    ? say('I need {{permissions}} in this channel.', { permissions })
    : say('I need {{permissions}} in {{channel}}.', { permissions, channel: channel(channelId) });
}

/**
 * Why Discord refused something in a channel: the permissions that the bot lacks there, read anew, because
 * what it knew let it try. Undefined where it was refused for another reason.
 */
export async function refusalIn(
  error: unknown,
  client: Client,
  channelId: string,
  wanted: readonly Permission[],
): Promise<Said | undefined> {
  if (isCode(error, RESTJSONErrorCodes.MissingAccess)) return needs(['View Channel'], channelId);
  if (!isCode(error, RESTJSONErrorCodes.MissingPermissions)) return undefined;
  const missing = await lackingNow(client, channelId, wanted);
  if (missing.length > 0) return needs(missing, channelId);
  return say(
    'Discord does not let me do this in {{channel}} (Missing Permissions), although I seem to hold {{permissions}} there.',
    { channel: channel(channelId), permissions: named(wanted) },
  );
}

async function lackingNow(
  client: Client,
  channelId: string,
  wanted: readonly Permission[],
): Promise<Permission[]> {
  try {
    const place = await client.channels.fetch(channelId, { force: true });
    if (!place || place.isDMBased()) return [];
    return lacking(place.permissionsFor(await place.guild.members.fetchMe({ force: true })), wanted);
  } catch (error) {
    if (isCode(error, RESTJSONErrorCodes.MissingAccess)) return ['View Channel'];
    if (error instanceof DiscordAPIError) return [];
    throw error;
  }
}

/**
 * What Discord, or discord.js for it, says where the place, the message or whoever asked is not there any
 * more.
 */
const gone = new Set<unknown>([
  ...[RESTJSONErrorCodes.UnknownChannel, RESTJSONErrorCodes.UnknownGuild, RESTJSONErrorCodes.UnknownMessage],
  ...[RESTJSONErrorCodes.UnknownMember, RESTJSONErrorCodes.UnknownUser, RESTJSONErrorCodes.ThreadLocked],
  ...['ChannelNotCached', 'GuildUncachedMe', 'GuildChannelResolve'],
]);

/** Whether there is nobody, or no place, left to say something to. */
export function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && gone.has(error.code);
}

function isCode(error: unknown, code: RESTJSONErrorCodes): boolean {
  return error instanceof DiscordAPIError && error.code === code;
}
