import {
  type BaseInteraction,
  type Client,
  DiscordAPIError,
  PermissionFlagsBits,
  RESTJSONErrorCodes,
} from 'discord.js';
import { defineMessage } from '../i18n/define-message.ts';
import {
  createMessage,
  joinValues,
  type MessageDescriptor,
  mentionChannel,
  type ValuePart,
} from '../i18n/template-values.ts';
import { hasErrorCode } from './api-errors.ts';

/** Discord's permissions by their names in its settings. */
const permissionFlags = {
  [defineMessage('View Channel')]: PermissionFlagsBits.ViewChannel,
  [defineMessage('Send Messages')]: PermissionFlagsBits.SendMessages,
  [defineMessage('Send Messages in Threads')]: PermissionFlagsBits.SendMessagesInThreads,
  [defineMessage('Create Public Threads')]: PermissionFlagsBits.CreatePublicThreads,
  [defineMessage('Attach Files')]: PermissionFlagsBits.AttachFiles,
  [defineMessage('Read Message History')]: PermissionFlagsBits.ReadMessageHistory,
} as const;
/** The name of a permission in Discord's settings. */
export type Permission = keyof typeof permissionFlags;

/** The permissions that each of these needs in the channel. Components need no “Embed Links”. */
export const neededPermissions = {
  /** A thread on a message. */
  thread: ['View Channel', 'Create Public Threads', 'Send Messages in Threads'],
  /** A post in a forum. */
  post: ['View Channel', 'Send Messages', 'Send Messages in Threads'],
  /** An answer to a message. */
  answer: ['View Channel', 'Send Messages', 'Read Message History'],
  /** An answer to a message in a thread. */
  answerInThread: ['View Channel', 'Send Messages in Threads', 'Read Message History'],
  /** A message posted unasked; after a crash, the history is read to see whether it was posted already. */
  message: ['View Channel', 'Send Messages', 'Read Message History'],
} as const satisfies Record<string, readonly Permission[]>;

interface PermissionSet {
  has(flag: bigint): boolean;
}

/** The wanted permissions that are not granted; all of them if nothing is known. */
export function listMissing(granted: PermissionSet | null, wanted: readonly Permission[]): Permission[] {
  return wanted.filter(name => !granted?.has(permissionFlags[name]));
}

/** The permissions that the bot lacks to post a public message where an interaction takes place. */
export const listMissingToPost = ({
  appPermissions,
  channel,
}: Pick<BaseInteraction, 'appPermissions' | 'channel'>): Permission[] =>
  listMissing(appPermissions, [
    'View Channel',
    channel?.isThread() ? 'Send Messages in Threads' : 'Send Messages',
  ]);

/** Whether the bot may post where an interaction takes place, and members are there to read it. */
export const mayPostFor = (
  interaction: Pick<BaseInteraction, 'appPermissions' | 'channel' | 'guildId'>,
): boolean => interaction.guildId !== null && listMissingToPost(interaction).length === 0;

/** The names of permissions as Discord's settings show them in the reader's language. */
function listPermissionNames(permissions: readonly Permission[]): ValuePart {
  return joinValues(
    permissions.map(name => createMessage('“{{permission}}”', { permission: createMessage(name) })),
    'and',
  );
}

/** "I need Send Messages in Threads in #news." */
export function describeMissing(missing: readonly Permission[], channelId: string | null): MessageDescriptor {
  const permissions = listPermissionNames(missing);
  return channelId === null
    ? createMessage('I need {{permissions}} in this channel.', { permissions })
    : createMessage('I need {{permissions}} in {{channel}}.', {
        permissions,
        channel: mentionChannel(channelId),
      });
}

/**
 * Why Discord refused something in a channel: the permissions that the bot lacks there. They are fetched
 * again, because those in the cache allowed the attempt. Undefined if it was refused for another reason.
 */
export async function explainRefusal(
  error: unknown,
  client: Client,
  channelId: string,
  wanted: readonly Permission[],
): Promise<MessageDescriptor | undefined> {
  if (hasErrorCode(error, RESTJSONErrorCodes.MissingAccess))
    return describeMissing(['View Channel'], channelId);
  if (!hasErrorCode(error, RESTJSONErrorCodes.MissingPermissions)) return undefined;
  const missing = await fetchMissing(client, channelId, wanted);
  if (missing.length > 0) return describeMissing(missing, channelId);
  return createMessage(
    'Discord won’t let me do this in {{channel}} (Missing Permissions), although I seem to have {{permissions}} there.',
    { channel: mentionChannel(channelId), permissions: listPermissionNames(wanted) },
  );
}

async function fetchMissing(
  client: Client,
  channelId: string,
  wanted: readonly Permission[],
): Promise<Permission[]> {
  try {
    const fetched = await client.channels.fetch(channelId, { force: true });
    if (!fetched || fetched.isDMBased()) return [];
    return listMissing(fetched.permissionsFor(await fetched.guild.members.fetchMe({ force: true })), wanted);
  } catch (error) {
    if (hasErrorCode(error, RESTJSONErrorCodes.MissingAccess)) return ['View Channel'];
    if (error instanceof DiscordAPIError) return [];
    throw error;
  }
}

/**
 * Errors of Discord or discord.js for a channel, server, message or member that is gone, or a thread that is closed
 * or locked.
 */
const GONE_CODES = new Set<unknown>([
  ...[RESTJSONErrorCodes.UnknownChannel, RESTJSONErrorCodes.UnknownGuild, RESTJSONErrorCodes.UnknownMessage],
  ...[RESTJSONErrorCodes.UnknownMember, RESTJSONErrorCodes.UnknownUser],
  ...[RESTJSONErrorCodes.ThreadLocked, RESTJSONErrorCodes.InvalidActionOnArchivedThread],
  ...['ChannelNotCached', 'GuildUncachedMe', 'GuildChannelResolve'],
]);

/** Whether there is nobody left to reply to, or nowhere to reply. */
export function isGone(error: unknown): error is Error & { readonly code: unknown } {
  return error instanceof Error && 'code' in error && GONE_CODES.has(error.code);
}
