import { ChannelType, PermissionFlagsBits } from 'discord-api-types/v10';
import { refusal } from '../errors.ts';
import { permissionsOf } from '../permissions.ts';
import type { Asked, Route } from '../route.ts';
import { addChannel } from '../servers.ts';
import { shownGuild, shownThread } from '../shown.ts';
import { type GuildChannel, isBotIn, isGuildChannel, isThread, type Server } from '../world.ts';

/** Routes for servers with their channels, members and roles. */
export const serverRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/guilds/:server',
    reply: 'GuildWithCountsResponse',
    run: asked => ({ ...shownGuild(server(asked)), ...counts(asked) }),
  },
  { method: 'GET', path: '/guilds/:server/channels', reply: ['GuildChannelResponse'], run: channels },
  {
    method: 'POST',
    path: '/guilds/:server/channels',
    body: 'CreateGuildChannelRequest',
    reply: 'GuildChannelResponse',
    status: 201,
    run: createChannel,
  },
  {
    method: 'GET',
    path: '/guilds/:server/roles',
    reply: ['GuildRoleResponse'],
    run: asked => server(asked).roles,
  },
  { method: 'GET', path: '/guilds/:server/members', reply: ['GuildMemberResponse'], run: members },
  { method: 'GET', path: '/guilds/:server/members/:user', reply: 'GuildMemberResponse', run: member },
  { method: 'GET', path: '/guilds/:server/threads/active', reply: 'ThreadsResponse', run: activeThreads },
];

function server({ world, ids }: Asked): Server {
  const found = world.servers.get(ids.server!);
  // Discord reveals nothing about servers that the bot is not in
  if (!found || !isBotIn(world, found.id)) throw refusal('Unknown Guild');
  return found;
}

function counts(asked: Asked) {
  if (asked.query.get('with_counts') !== 'true') return {};
  return { approximate_member_count: server(asked).members.size, approximate_presence_count: 0 };
}

function channels(asked: Asked): GuildChannel[] {
  const { id } = server(asked);
  return [...asked.world.channels.values()].filter(isGuildChannel).filter(channel => channel.guild_id === id);
}

function createChannel(asked: Asked): GuildChannel {
  const place = server(asked);
  const held = permissionsOf(asked.world, asked.world.bot.id, { serverId: place.id });
  if (!(held & PermissionFlagsBits.ManageChannels)) throw refusal('Missing Permissions');
  const { name, type, topic } = asked.body as { name: string; type?: number | null; topic?: string | null };
  const kind = (type ?? ChannelType.GuildText) as GuildChannel['type'];
  return addChannel(asked.world, place, name, { type: kind, topic: topic ?? null });
}

function members(asked: Asked) {
  const limit = Math.min(Number(asked.query.get('limit') ?? 1), 1000);
  const after = BigInt(asked.query.get('after') ?? 0);
  const sorted = [...server(asked).members.values()].toSorted((a, b) =>
    BigInt(a.user.id) < BigInt(b.user.id) ? -1 : 1,
  );
  return sorted.filter(({ user }) => BigInt(user.id) > after).slice(0, limit);
}

function member(asked: Asked) {
  const id = asked.ids.user === '@me' ? asked.world.bot.id : asked.ids.user!;
  const found = server(asked).members.get(id);
  if (!found) throw refusal(asked.world.users.has(id) ? 'Unknown Member' : 'Unknown User');
  return found;
}

function activeThreads(asked: Asked) {
  const { id } = server(asked);
  const threads = [...asked.world.channels.values()]
    .filter(isThread)
    .filter(thread => thread.guild_id === id && !thread.thread_metadata.archived);
  const own = threads.flatMap(thread =>
    thread.participants.filter(({ user_id }) => user_id === asked.world.bot.id),
  );
  return { threads: threads.map(thread => shownThread(asked.world, thread)), members: own, has_more: false };
}
