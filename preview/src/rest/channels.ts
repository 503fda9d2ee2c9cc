import { PermissionFlagsBits } from 'discord-api-types/v10';
import { refusal } from '../errors.ts';
import { demand, may } from '../permissions.ts';
import type { Asked, Route } from '../route.ts';
import { removeChannel } from '../servers.ts';
import { shownChannel } from '../shown.ts';
import {
  announce,
  type Channel,
  type GuildChannel,
  isDirect,
  isGuildChannel,
  isThread,
  now,
  type Thread,
} from '../world.ts';

/** Routes for channels and threads: read, change, delete, and typing. */
export const channelRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/channels/:channel',
    reply: channelShape,
    run: asked => shownChannel(asked.world, channelOf(asked)),
  },
  {
    method: 'PATCH',
    path: '/channels/:channel',
    body: (_, asked) => patchShape(asked),
    reply: channelShape,
    run: change,
  },
  { method: 'DELETE', path: '/channels/:channel', reply: channelShape, run: erase },
  { method: 'POST', path: '/channels/:channel/typing', run: typing },
];

/** The channel in the path. Throws 10003 if there is none, 50001 if the bot cannot see it. */
export function channelOf({ world, ids }: Pick<Asked, 'world' | 'ids'>): Channel {
  demand(world, ids.channel!);
  return world.channels.get(ids.channel!)!;
}

/** The response schema for a channel. */
export function channelShape(value: unknown): string {
  const channel = value as Channel;
  if (isThread(channel)) return 'ThreadResponse';
  return isDirect(channel) ? 'PrivateChannelResponse' : 'GuildChannelResponse';
}

function patchShape(asked: Pick<Asked, 'world' | 'ids'>): string {
  return isThread(channelOf(asked)) ? 'UpdateThreadRequestPartial' : 'UpdateGuildChannelRequestPartial';
}

function change(asked: Asked) {
  const channel = channelOf(asked);
  if (isThread(channel)) changeThread(asked, channel);
  else if (isGuildChannel(channel)) changeChannel(asked, channel);
  else throw refusal('Missing Access');
  announce(asked.world, { type: 'channel update', channel });
  return shownChannel(asked.world, channel);
}

function changeChannel({ world, body }: Asked, channel: GuildChannel): void {
  demand(world, channel.id, PermissionFlagsBits.ManageChannels);
  const { name, topic, nsfw, rate_limit_per_user } = body as Partial<GuildChannel>;
  Object.assign(channel, given({ name, topic, nsfw, rate_limit_per_user }));
}

function given(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Changes a thread. Its creator may rename, archive and reopen it; locking requires Manage Threads. */
function changeThread({ world, body }: Asked, thread: Thread): void {
  const { name, archived, locked, auto_archive_duration, rate_limit_per_user, invitable } = body as Partial<
    Thread & Thread['thread_metadata']
  >;
  const manages = may(world, world.bot.id, thread.id, PermissionFlagsBits.ManageThreads);
  const reopens = archived === false && Object.keys(body as object).length === 1;
  if (thread.thread_metadata.archived && archived !== false) throw refusal('Thread is archived');
  if (
    !manages &&
    (locked !== undefined || thread.thread_metadata.locked || !(thread.owner_id === world.bot.id || reopens))
  )
    throw refusal('Missing Permissions');
  if (name) thread.name = name;
  if (rate_limit_per_user !== undefined) thread.rate_limit_per_user = rate_limit_per_user ?? 0;
  const stamp =
    archived === undefined || archived === thread.thread_metadata.archived
      ? {}
      : { archive_timestamp: now(world) };
  thread.thread_metadata = {
    ...thread.thread_metadata,
    ...given({ archived, locked, auto_archive_duration, invitable }),
    ...stamp,
  };
}

function erase(asked: Asked) {
  const channel = channelOf(asked);
  const shown = shownChannel(asked.world, channel);
  if (isDirect(channel)) return shown;
  demand(
    asked.world,
    channel.id,
    isThread(channel) ? PermissionFlagsBits.ManageThreads : PermissionFlagsBits.ManageChannels,
  );
  removeChannel(asked.world, channel);
  return shown;
}

function typing(asked: Asked): undefined {
  const channel = channelOf(asked);
  demand(asked.world, channel.id, PermissionFlagsBits.SendMessages);
  announce(asked.world, { type: 'typing', channelId: channel.id, userId: asked.world.bot.id });
}
