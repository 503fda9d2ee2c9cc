import { PermissionFlagsBits } from 'discord-api-types/v10';
import { DiscordError, refusal } from './errors.ts';
import { type GuildChannel, isGuildChannel, isThread, type World } from './world.ts';

const EVERYTHING = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n);

/**
 * What a user may do in a server, or in one of its channels, by Discord's own order: roles, then the
 * channel's overwrites.
 */
export function permissionsOf(
  world: World,
  userId: string,
  place: { serverId: string; channelId?: string },
): bigint {
  const server = world.servers.get(place.serverId);
  const member = server?.members.get(userId);
  if (!server || !member) return 0n;
  if (server.owner_id === userId) return EVERYTHING;
  const roles = server.roles.filter(role => role.id === server.id || member.roles.includes(role.id));
  const base = roles.reduce((all, role) => all | BigInt(role.permissions), 0n);
  if (base & PermissionFlagsBits.Administrator) return EVERYTHING;
  const channel = place.channelId ? rootOf(world, place.channelId) : undefined;
  return channel ? overwritten(base, channel, { userId, serverId: server.id, roleIds: member.roles }) : base;
}

function overwritten(
  base: bigint,
  channel: GuildChannel,
  who: { userId: string; serverId: string; roleIds: readonly string[] },
): bigint {
  const layers = [
    channel.permission_overwrites.filter(overwrite => overwrite.id === who.serverId),
    channel.permission_overwrites.filter(overwrite => who.roleIds.includes(overwrite.id)),
    channel.permission_overwrites.filter(overwrite => overwrite.id === who.userId),
  ];
  return layers.reduce((permissions, layer) => {
    const deny = layer.reduce((all, overwrite) => all | BigInt(overwrite.deny), 0n);
    const allow = layer.reduce((all, overwrite) => all | BigInt(overwrite.allow), 0n);
    return (permissions & ~deny) | allow;
  }, base);
}

/** A thread has the permissions of the channel it hangs on. */
function rootOf(world: World, channelId: string): GuildChannel | undefined {
  const channel = world.channels.get(channelId);
  if (channel && isThread(channel)) return rootOf(world, channel.parent_id);
  return channel && isGuildChannel(channel) ? channel : undefined;
}

/** Whether the user may do all of this in the channel; in a direct message everybody who takes part may. */
export function may(world: World, userId: string, channelId: string, ...needed: readonly bigint[]): boolean {
  const channel = world.channels.get(channelId);
  if (!channel) return false;
  if (!('guild_id' in channel)) return true;
  const held = permissionsOf(world, userId, { serverId: channel.guild_id, channelId });
  return needed.every(bit => (held & bit) === bit);
}

/** Throws Discord's 50001 if the bot cannot see the channel, 50013 if it lacks another permission there. */
export function demand(world: World, channelId: string, ...needed: readonly bigint[]): void {
  if (!world.channels.has(channelId)) throw refusal('Unknown Channel');
  if (!may(world, world.bot.id, channelId, PermissionFlagsBits.ViewChannel)) throw refusal('Missing Access');
  if (!may(world, world.bot.id, channelId, ...needed)) throw refusal('Missing Permissions');
}

/** As `demand`, for replying: without the history Discord has a code of its own. */
export function demandHistory(world: World, channelId: string): void {
  if (may(world, world.bot.id, channelId, PermissionFlagsBits.ReadMessageHistory)) return;
  throw new DiscordError(403, 160002, 'Cannot reply without permission to read message history');
}
