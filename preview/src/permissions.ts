import { PermissionFlagsBits } from 'discord-api-types/v10';
import { DiscordError, refusal } from './errors.ts';
import { type GuildChannel, isGuildChannel, isThread, type World } from './world.ts';

const EVERYTHING = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n);

/** A user's permissions in a server or channel, as in Discord: roles, then the channel's overwrites. */
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

/** The channel whose permissions apply: for a thread, its parent. */
function rootOf(world: World, channelId: string): GuildChannel | undefined {
  const channel = world.channels.get(channelId);
  if (channel && isThread(channel)) return rootOf(world, channel.parent_id);
  return channel && isGuildChannel(channel) ? channel : undefined;
}

/** Whether the user has all of these permissions in the channel; always true in direct messages. */
export function may(world: World, userId: string, channelId: string, ...needed: readonly bigint[]): boolean {
  const channel = world.channels.get(channelId);
  if (!channel) return false;
  if (!('guild_id' in channel)) return true;
  const held = permissionsOf(world, userId, { serverId: channel.guild_id, channelId });
  return needed.every(bit => (held & bit) === bit);
}

/** Throws 50001 (channel unseen), 50013 (no other permission there) or 10003 (no such channel). */
export function demand(world: World, channelId: string, ...needed: readonly bigint[]): void {
  if (!world.channels.has(channelId)) throw refusal('Unknown Channel');
  if (!may(world, world.bot.id, channelId, PermissionFlagsBits.ViewChannel)) throw refusal('Missing Access');
  if (!may(world, world.bot.id, channelId, ...needed)) throw refusal('Missing Permissions');
}

/** Throws 160002, Discord's code for replying without access to the message history. */
export function demandHistory(world: World, channelId: string): void {
  if (may(world, world.bot.id, channelId, PermissionFlagsBits.ReadMessageHistory)) return;
  throw new DiscordError(403, 160002, 'Cannot reply without permission to read message history');
}
