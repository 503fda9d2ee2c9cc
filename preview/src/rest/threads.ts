import { ChannelType, PermissionFlagsBits } from 'discord-api-types/v10';
import { refusal } from '../errors.ts';
import { type Draft, demandMessage, findMessage, post } from '../messages.ts';
import { demand } from '../permissions.ts';
import type { Asked, Route } from '../route.ts';
import { shownThread } from '../shown.ts';
import { enter, leave, openThread, type ThreadRequest } from '../threads.ts';
import { type GuildChannel, isGuildChannel, isThread, type Thread } from '../world.ts';
import { channelOf } from './channels.ts';

const reply = 'CreatedThreadResponse';

/** Routes for opening threads and for their members. */
export const threadRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/channels/:channel/threads',
    body: (_, asked) => threadShape(asked),
    reply,
    besides: ['message'],
    status: 201,
    run: openAlone,
  },
  {
    method: 'POST',
    path: '/channels/:channel/messages/:message/threads',
    body: 'CreateTextThreadWithMessageRequest',
    reply,
    status: 201,
    run: openUnder,
  },
  {
    method: 'GET',
    path: '/channels/:channel/thread-members',
    reply: ['ThreadMemberResponse'],
    run: asked => threadOf(asked).participants,
  },
  {
    method: 'GET',
    path: '/channels/:channel/thread-members/:user',
    reply: 'ThreadMemberResponse',
    run: participant,
  },
  {
    method: 'PUT',
    path: '/channels/:channel/thread-members/:user',
    run: asked => enter(asked.world, threadOf(asked), userOf(asked)),
  },
  {
    method: 'DELETE',
    path: '/channels/:channel/thread-members/:user',
    run: asked => leave(asked.world, threadOf(asked), userOf(asked)),
  },
  {
    method: 'GET',
    path: '/channels/:channel/threads/archived/public',
    reply: 'ThreadsResponse',
    run: archived,
  },
];

function parentOf(asked: Pick<Asked, 'world' | 'ids'>): GuildChannel {
  const channel = channelOf(asked);
  if (!isGuildChannel(channel)) throw refusal('Cannot send messages in a non-text channel');
  return channel;
}

function threadShape(asked: Pick<Asked, 'world' | 'ids'>): string {
  return parentOf(asked).type === ChannelType.GuildForum
    ? 'CreateForumThreadRequest'
    : 'CreateTextThreadWithoutMessageRequest';
}

function openAlone(asked: Asked) {
  const { world, files } = asked;
  const parent = parentOf(asked);
  const request = asked.body as ThreadRequest & { message?: Draft };
  if (parent.type === ChannelType.GuildForum) {
    demand(world, parent.id, PermissionFlagsBits.SendMessages);
    demandMessage(request.message ?? {}, files);
    const thread = openThread(world, parent, world.bot, request);
    const { message } = post(world, thread, request.message ?? {}, files, {
      user: world.bot,
      extra: { id: thread.id },
    });
    return { ...shownThread(world, thread), message };
  }
  const isPrivate = (request.type ?? ChannelType.PrivateThread) === ChannelType.PrivateThread;
  demand(
    world,
    parent.id,
    isPrivate ? PermissionFlagsBits.CreatePrivateThreads : PermissionFlagsBits.CreatePublicThreads,
  );
  const type = isPrivate ? ChannelType.PrivateThread : ChannelType.PublicThread;
  return shownThread(world, openThread(world, parent, world.bot, { ...request, type }));
}

function openUnder(asked: Asked) {
  const { world, body } = asked;
  const parent = parentOf(asked);
  demand(world, parent.id, PermissionFlagsBits.CreatePublicThreads);
  const starter = findMessage(world, parent.id, asked.ids.message!);
  return shownThread(world, openThread(world, parent, world.bot, body as ThreadRequest, starter));
}

function threadOf(asked: Asked): Thread {
  const channel = channelOf(asked);
  if (!isThread(channel)) throw refusal('Unknown Channel');
  return channel;
}

function userOf({ world, ids }: Asked): string {
  const id = ids.user === '@me' ? world.bot.id : ids.user!;
  if (!world.users.has(id)) throw refusal('Unknown User');
  return id;
}

function participant(asked: Asked) {
  const found = threadOf(asked).participants.find(({ user_id }) => user_id === userOf(asked));
  if (!found) throw refusal('Unknown Member');
  return found;
}

function archived(asked: Asked) {
  const parent = parentOf(asked);
  demand(asked.world, parent.id, PermissionFlagsBits.ReadMessageHistory);
  const threads = [...asked.world.channels.values()]
    .filter(isThread)
    .filter(thread => thread.parent_id === parent.id && thread.thread_metadata.archived);
  const own = threads.flatMap(thread =>
    thread.participants.filter(({ user_id }) => user_id === asked.world.bot.id),
  );
  return { threads: threads.map(thread => shownThread(asked.world, thread)), members: own, has_more: false };
}
