import { type APIMessage, ChannelType, PermissionFlagsBits } from 'discord-api-types/v10';
import { refusal } from '../errors.ts';
import {
  type Draft,
  demandMessage,
  demandOpen,
  demandSameKind,
  edit,
  findMessage,
  messagesOf,
  post,
  remove,
  sameNonce,
} from '../messages.ts';
import { demand, demandHistory } from '../permissions.ts';
import type { Asked, Route } from '../route.ts';
import { withheld } from '../shown.ts';
import { enter } from '../threads.ts';
import { type Channel, isDirect, isThread } from '../world.ts';
import { channelOf } from './channels.ts';

const path = '/channels/:channel/messages';
const one = 'MessageResponse';

/** Routes for messages in channels. */
export const messageRoutes: readonly Route[] = [
  { method: 'GET', path, reply: [one], run: read },
  { method: 'POST', path, body: 'MessageCreateRequest', reply: one, run: send },
  { method: 'GET', path: `${path}/:message`, reply: one, run: readOne },
  { method: 'PATCH', path: `${path}/:message`, body: 'MessageEditRequestPartial', reply: one, run: change },
  { method: 'DELETE', path: `${path}/:message`, run: erase },
];

/** Without the message content intent, a bot sees as little through REST as through the gateway. */
const show = ({ world }: Asked, message: APIMessage) => withheld(world, message, world.messageContentIntent);

function read(asked: Asked): APIMessage[] {
  const channel = channelOf(asked);
  demand(asked.world, channel.id, PermissionFlagsBits.ReadMessageHistory);
  const messages = messagesOf(asked.world, channel.id).flatMap(({ message, onlyFor }) =>
    onlyFor ? [] : [message],
  );
  return page(messages, asked.query)
    .toReversed()
    .map(message => show(asked, message));
}

/** Selects messages, sorted oldest first, by the query's before, after, around and limit. */
function page(messages: readonly APIMessage[], query: URLSearchParams): APIMessage[] {
  const limit = Math.min(Math.max(Number(query.get('limit') ?? 50) || 50, 1), 100);
  const bound = (name: string) =>
    /^\d+$/.test(query.get(name) ?? '') ? BigInt(query.get(name)!) : undefined;
  const [around, before, after] = [bound('around'), bound('before'), bound('after')];
  if (around !== undefined) {
    const middle = messages.filter(({ id }) => BigInt(id) < around).length;
    const start = Math.max(middle - Math.floor(limit / 2), 0);
    return messages.slice(start, start + limit);
  }
  if (after !== undefined) return messages.filter(({ id }) => BigInt(id) > after).slice(0, limit);
  return messages.filter(({ id }) => before === undefined || BigInt(id) < before).slice(-limit);
}

function send(asked: Asked): APIMessage {
  const { world, files } = asked;
  const draft = asked.body as Draft;
  const channel = channelOf(asked);
  demandWriting(asked, channel, draft);
  const earlier = sameNonce(world, channel, draft, world.bot);
  if (earlier) return earlier.message;
  demandMessage(draft, files);
  const { message } = post(world, channel, draft, files, { user: world.bot });
  if (isThread(channel)) enter(world, channel, world.bot.id);
  return message;
}

function demandWriting({ world, files }: Asked, channel: Channel, draft: Draft): void {
  if (channel.type === ChannelType.GuildForum) throw refusal('Cannot send messages in a non-text channel');
  if (isDirect(channel)) return;
  demand(
    world,
    channel.id,
    isThread(channel) ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages,
  );
  if (draft.embeds?.length) demand(world, channel.id, PermissionFlagsBits.EmbedLinks);
  if (files.size) demand(world, channel.id, PermissionFlagsBits.AttachFiles);
  if (draft.message_reference) demandHistory(world, channel.id);
  demandOpen(world, channel, world.bot.id);
}

function readOne(asked: Asked): APIMessage {
  const channel = channelOf(asked);
  demand(asked.world, channel.id, PermissionFlagsBits.ReadMessageHistory);
  return show(asked, findMessage(asked.world, channel.id, asked.ids.message!).message);
}

function change(asked: Asked): APIMessage {
  const { world, body, files } = asked;
  const channel = channelOf(asked);
  const stored = findMessage(world, channel.id, asked.ids.message!);
  if (stored.message.author.id !== world.bot.id)
    throw refusal('Cannot edit a message authored by another user');
  if (isThread(channel) && channel.thread_metadata.archived) throw refusal('Thread is archived');
  demandSameKind(stored.message, body as Draft);
  demandMessage(body as Draft, files, stored.message);
  return edit(world, channel, stored, body as Draft, files).message;
}

function erase(asked: Asked): undefined {
  const { world } = asked;
  const channel = channelOf(asked);
  const stored = findMessage(world, channel.id, asked.ids.message!);
  if (stored.message.author.id !== world.bot.id)
    demand(world, channel.id, PermissionFlagsBits.ManageMessages);
  remove(world, stored);
}
