import type { APIThreadMember, APIUser, ThreadAutoArchiveDuration } from 'discord-api-types/v10';
import { ChannelType, MessageFlags, MessageType, type ThreadMemberFlags } from 'discord-api-types/v10';
import { refusal } from './errors.ts';
import { system } from './messages.ts';
import { shownThread } from './shown.ts';
import { announce, type GuildChannel, now, type Stored, type Thread, type World } from './world.ts';

export interface ThreadRequest {
  readonly name: string;
  readonly auto_archive_duration?: ThreadAutoArchiveDuration | null;
  readonly rate_limit_per_user?: number | null;
  readonly type?: ChannelType | null;
}

/** Opens a thread, from the message `starter` with its id. Throws 160004 if that has a thread. */
export function openThread(
  world: World,
  parent: GuildChannel,
  owner: APIUser,
  request: ThreadRequest,
  starter?: Stored,
): Thread {
  if (starter?.message.thread || (starter && world.channels.has(starter.message.id))) {
    throw refusal('A thread has already been created for this message');
  }
  const thread = makeThread(world, parent, owner, request, starter?.message.id);
  world.channels.set(thread.id, thread);
  announce(world, { type: 'channel', channel: thread });
  if (starter) hang(world, thread, starter);
  else if (parent.type !== ChannelType.GuildForum) note(world, parent, thread, owner);
  return thread;
}

function makeThread(
  world: World,
  parent: GuildChannel,
  owner: APIUser,
  request: ThreadRequest,
  id = world.nextId(),
): Thread {
  const at = now(world);
  const isPrivate = request.type === ChannelType.PrivateThread;
  return {
    id,
    type: isPrivate ? ChannelType.PrivateThread : ChannelType.PublicThread,
    guild_id: parent.guild_id,
    parent_id: parent.id,
    owner_id: owner.id,
    name: request.name,
    last_message_id: null,
    flags: 0,
    rate_limit_per_user: request.rate_limit_per_user ?? 0,
    ...{ message_count: 0, member_count: 1, total_message_sent: 0, applied_tags: [] },
    thread_metadata: {
      archived: false,
      archive_timestamp: at,
      auto_archive_duration: request.auto_archive_duration ?? 4320,
      locked: false,
      create_timestamp: at,
    },
    participants: [threadMember(world, id, owner.id)],
  };
}

/** Links a message and its thread: the message shows the thread, which begins with a note on it. */
function hang(world: World, thread: Thread, starter: Stored): void {
  const flags = ((starter.message.flags ?? 0) | MessageFlags.HasThread) as MessageFlags;
  starter.message = {
    ...starter.message,
    flags,
    thread: shownThread(world, thread) as NonNullable<Stored['message']['thread']>,
  };
  announce(world, { type: 'message update', stored: starter });
  const { channel_id, id } = starter.message;
  system(world, thread, MessageType.ThreadStarterMessage, starter.message.author, {
    message_reference: { type: 0, channel_id, message_id: id, guild_id: thread.guild_id },
  });
}

function note(world: World, parent: GuildChannel, thread: Thread, owner: APIUser): void {
  if (thread.type === ChannelType.PrivateThread) return;
  system(world, parent, MessageType.ThreadCreated, owner, {
    content: thread.name,
    message_reference: { type: 0, channel_id: thread.id, guild_id: thread.guild_id },
  });
}

function threadMember(
  world: World,
  threadId: string,
  userId: string,
): APIThreadMember & { id: string; user_id: string } {
  return { id: threadId, user_id: userId, join_timestamp: now(world), flags: 0 as ThreadMemberFlags };
}

/** Adds a user to a thread, unless they are already in it. */
export function enter(world: World, thread: Thread, userId: string): void {
  if (thread.participants.some(({ user_id }) => user_id === userId)) return;
  const added = threadMember(world, thread.id, userId);
  thread.participants = [...thread.participants, added];
  thread.member_count = thread.participants.length;
  announce(world, { type: 'thread members', channel: thread, added: [added] });
}

/** Removes a user from a thread. */
export function leave(world: World, thread: Thread, userId: string): void {
  thread.participants = thread.participants.filter(({ user_id }) => user_id !== userId);
  thread.member_count = thread.participants.length;
  announce(world, { type: 'channel update', channel: thread });
}
