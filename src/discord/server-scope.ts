import {
  type APIChannel,
  type APIRole,
  type BaseInteraction,
  ChannelType,
  type ChatInputCommandInteraction,
  type Client,
  DiscordAPIError,
  PermissionFlagsBits,
  PermissionsBitField,
  Routes,
} from 'discord.js';
import { refuseMissingPermissions } from '../digests/post-target.ts';
import { UserError } from '../errors.ts';
import { mentionChannel } from '../i18n/template-values.ts';
import { listMissing, neededPermissions, type Permission } from './permissions.ts';

/**
 * Checks that what an interaction refers to belongs to the server that it came from. Discord itself is asked,
 * because discord.js caches whatever comes with an interaction as part of that server.
 */

/** Whether the asking server has all of these channels, of one of these types; false in direct messages. */
export async function hasChannels(
  { client, guildId, guild }: BaseInteraction,
  ids: readonly string[],
  kinds: readonly number[] = [],
): Promise<boolean> {
  if (ids.length === 0) return true;
  const own = await listFromDiscord<APIChannel>(client, guildId, Routes.guildChannels);
  const foreign = ids.filter(id => !own.some(channel => channel.id === id));
  for (const id of foreign) {
    guild?.channels.cache.delete(id);
    const cached = client.channels.cache.get(id);
    if (cached && 'guildId' in cached && cached.guildId === guildId) client.channels.cache.delete(id);
  }
  const isOfKind = ({ type }: APIChannel) => kinds.length === 0 || kinds.includes(type);
  return foreign.length === 0 && own.filter(({ id }) => ids.includes(id)).every(isOfKind);
}

/** Whether the asking server has all of these roles; false in direct messages. */
export async function hasRoles(
  { client, guildId, guild }: BaseInteraction,
  ids: readonly string[],
): Promise<boolean> {
  if (ids.length === 0) return true;
  const own = await listFromDiscord<APIRole>(client, guildId, Routes.guildRoles);
  const foreign = ids.filter(id => !own.some(role => role.id === id));
  for (const id of foreign) guild?.roles.cache.delete(id);
  return foreign.length === 0;
}

/** What Discord lists for a server; empty outside of servers, and for a server that the bot is not in. */
async function listFromDiscord<Thing>(
  { rest }: Client,
  guildId: string | null,
  route: (guildId: string) => `/${string}`,
): Promise<readonly Thing[]> {
  if (guildId === null) return [];
  try {
    return (await rest.get(route(guildId))) as Thing[];
  } catch (error) {
    if (error instanceof DiscordAPIError && error.status >= 400 && error.status < 500) return [];
    throw error;
  }
}

/** A channel that came with an interaction in a server that the bot is in, or just its id. */
interface ChosenChannel {
  readonly id: string;
  readonly permissions?: unknown;
  readonly appPermissions?: unknown;
}

/**
 * Refuses a channel in which the member or the bot may not post: nobody posts through the bot where they may
 * not post themselves. With a chosen channel Discord states what both may do there; if it does not, the
 * cached channel counts. Throws a UserError that says what is missing.
 */
export function refuseClosedChannel(
  interaction: BaseInteraction,
  chosen: ChosenChannel,
  needed: readonly Permission[] = neededPermissions.message,
): void {
  if (!interaction.inCachedGuild())
    throw new UserError(
      'I’m not a member of this server, so I can’t post here. Ask someone who manages it to add me.',
    );
  const { id } = chosen;
  const known = interaction.guild.channels.cache.get(id);
  const { ViewChannel, SendMessages } = PermissionFlagsBits;
  const ofMember = readPermissions(chosen.permissions) ?? known?.permissionsFor(interaction.member);
  if (!ofMember?.has([ViewChannel, SendMessages]))
    throw new UserError(
      'You can’t post in {{channel}} yourself, so I won’t either. Choose a channel where you can.',
      { channel: mentionChannel(id) },
    );
  const ofBot =
    readPermissions(chosen.appPermissions) ?? known?.permissionsFor(interaction.client.user.id) ?? null;
  refuseMissingPermissions(id, listMissing(ofBot, needed));
}

/** The types of channels that the bot posts to unasked. */
export const POST_CHANNEL_TYPES = [ChannelType.GuildText, ChannelType.GuildAnnouncement] as const;

/** The channel chosen in a command; null if none was. Throws a UserError if one of both may not post there. */
export function getPostChannel(interaction: ChatInputCommandInteraction) {
  const channel = interaction.options.getChannel('channel', false, POST_CHANNEL_TYPES);
  if (channel) refuseClosedChannel(interaction, channel);
  return channel;
}

/** The permissions if they are stated, otherwise null. */
function readPermissions(said: unknown): Readonly<PermissionsBitField> | null {
  return said instanceof PermissionsBitField ? said : null;
}
