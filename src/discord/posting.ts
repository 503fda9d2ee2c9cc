import {
  type Client,
  DiscordAPIError,
  type GuildBasedChannel,
  type GuildTextBasedChannel,
  HTTPError,
  type Message,
  PermissionFlagsBits,
  RESTJSONErrorCodes,
  SnowflakeUtil,
} from 'discord.js';
import type { Logger } from 'pino';
import { Gone, type Mark, type PostPlace, Refused, type Send, Unavailable } from '../digests/send.ts';
import { phrase } from '../i18n/define-message.ts';
import type { Tell } from '../web/feeds.ts';
import { drawn } from './chart-image.ts';
import { lacking, needed, needs, type Permission, refusalIn } from './permissions.ts';
import { md } from './render/text.ts';
import { body } from './reply-body.ts';
import type { Servers } from './servers.ts';
import type { Reply } from './types.ts';

const NOT_THERE = phrase('The channel does not exist any more.');

/** Messages that are looked through for a post, at most: it stands among the first after its claim. */
const LOOK_THROUGH = 2000;

/** Posts to channels through the bot's client, once that is ready. */
export function createSend(client: Client, log: Logger): Send {
  async function channelOf({ serverId, channelId }: PostPlace): Promise<GuildTextBasedChannel> {
    const channel = await client.channels.fetch(channelId);
    if (channel && !channel.isDMBased() && channel.guildId !== serverId) throw new Refused(NOT_THERE);
    if (!channel?.isTextBased() || channel.isDMBased())
      throw new Refused('The channel is not one that messages can be posted to.');
    return channel;
  }

  async function lackingIn(channel: GuildTextBasedChannel, reply: Reply = {}): Promise<Permission[]> {
    const files = (reply.files ?? []).length > 0 ? (['Attach Files'] as const) : [];
    return lacking(channel.permissionsFor(await channel.guild.members.fetchMe()), [
      ...needed.message,
      ...files,
    ]);
  }

  return {
    async missing(place) {
      try {
        return await lackingIn(await channelOf(place));
      } catch (error) {
        if (isCode(error, RESTJSONErrorCodes.MissingAccess)) return ['View Channel'];
        throw error;
      }
    },
    post: (place, reply, nonce) =>
      explained(client, place.channelId, async () => {
        const channel = await channelOf(place);
        const missing = await lackingIn(channel, reply);
        if (missing.length > 0) throw new Refused(needs(missing, place.channelId));
        const mayAttach =
          lacking(channel.permissionsFor(await channel.guild.members.fetchMe()), ['Attach Files']).length ===
          0;
        const { content, ...rest } = body(await drawn(reply, { mayAttach, log }));
        const message = await channel.send({
          ...rest,
          ...(content !== '' && { content }),
          nonce,
          enforceNonce: true,
        });
        return message.id;
      }),
    async warn({ serverId, about, memberId, reply }) {
      const guild = client.guilds.cache.get(serverId);
      if (!guild) return null;
      const me = await guild.members.fetchMe();
      const mayHear = (channel: GuildBasedChannel | null): channel is GuildTextBasedChannel =>
        channel?.isTextBased() === true &&
        channel.id !== about &&
        channel.permissionsFor(me).has(neededToWarn);
      const system = guild.systemChannel;
      const others = [...guild.channels.cache.values()].filter(channel => !channel.isThread());
      const inOrder: GuildBasedChannel[] = others.toSorted((a, b) => a.rawPosition - b.rawPosition);
      const places = [...(mayHear(system) ? [system] : []), ...inOrder.filter(mayHear)];
      for (const place of places.slice(0, TRIED))
        if (await isSent(place.send(textOf(reply)))) return place === system ? 'system channel' : 'channel';
      if (memberId === '') return null;
      return (await isSent(client.users.send(memberId, textOf(reply)))) ? 'member' : null;
    },
    findPosted: (place, mark) =>
      explained(client, place.channelId, async () => {
        const channel = await channelOf(place);
        const missing = await lackingIn(channel);
        // Without the history Discord answers with an empty list, which would look like "not posted".
        if (missing.includes('Read Message History'))
          throw new Refused(needs(['Read Message History'], place.channelId));
        return await search(channel, mark, client.user?.id);
      }),
  };
}

interface Telling {
  readonly send: Send;
  readonly servers: Pick<Servers, 'rests' | 'channelGone'>;
  readonly log: Logger;
}

/**
 * Says something in a server: in the channel that was chosen for it if that takes it, else in the one for
 * system messages.
 */
export function createTell(client: Client, { send, servers, log }: Telling): Tell {
  return async ({ serverId, channelId }, reply, nonce) => {
    const system = client.guilds.cache.get(serverId)?.systemChannelId ?? null;
    for (const place of new Set([channelId, system])) {
      if (place === null) continue;
      try {
        await send.post({ serverId, channelId: place }, reply, nonce);
        return true;
      } catch (error) {
        if (!(error instanceof Refused) && !(error instanceof Unavailable)) throw error;
        if (await servers.rests(serverId, { ask: error instanceof Refused })) return false;
        if (error instanceof Gone) await servers.channelGone(serverId, place);
        log.warn({ err: error, server: serverId, channel: place }, 'something could not be said in a server');
      }
    }
    return false;
  };
}

/** Channels that a warning is tried in, at most. */
const TRIED = 5;

const neededToWarn = [PermissionFlagsBits.ViewChannel, PermissionFlagsBits.SendMessages];

function textOf({ content = md``, embeds = [] }: Reply) {
  return { content, embeds };
}

/**
 * Whether Discord took a message. What it refused here may go through elsewhere; anything else is a fault.
 */
async function isSent(sending: Promise<unknown>): Promise<boolean> {
  try {
    await sending;
    return true;
  } catch (error) {
    if (error instanceof DiscordAPIError) return false;
    throw error;
  }
}

/** Goes through the channel from the mark's time on, a hundred messages at a time. */
async function search(
  channel: GuildTextBasedChannel,
  mark: Mark,
  ownId: string | undefined,
): Promise<string | null> {
  let after = SnowflakeUtil.generate({
    timestamp: Math.max(mark.since, Number(SnowflakeUtil.epoch)),
  }).toString();
  for (let seen = 0; seen < LOOK_THROUGH; ) {
    const page = [...(await channel.messages.fetch({ after, limit: 100, cache: false })).values()];
    const found = page.find(message => message.author.id === ownId && carries(message, mark));
    if (found) return found.id;
    if (page.length < 100) return null;
    seen += page.length;
    after = page
      .map(message => message.id)
      .reduce((newest, id) => (BigInt(id) > BigInt(newest) ? id : newest));
  }
  return null;
}

function carries(message: Message, mark: Mark): boolean {
  return message.nonce === mark.nonce || message.content.split('\n', 1)[0]?.trim() === mark.firstLine.trim();
}

/** Turns what Discord answered into what an editor can do about it. Its own errors pass. */
async function explained<Result>(
  client: Client,
  channelId: string,
  act: () => Promise<Result>,
): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (isCode(error, RESTJSONErrorCodes.UnknownChannel)) throw new Gone(NOT_THERE, {}, { cause: error });
    const lack = await refusalIn(error, client, channelId, needed.message);
    if (lack !== undefined) throw new Refused(lack, {}, { cause: error });
    if (error instanceof DiscordAPIError && error.status >= 400 && error.status < 500 && error.status !== 429)
      throw new Refused(
        'Discord refused the post: {{message}} (code {{code}}).',
        { message: error.message.slice(0, 200), code: `${error.code}` },
        { cause: error },
      );
    if (error instanceof DiscordAPIError || error instanceof HTTPError)
      throw new Unavailable(
        'Discord had an error of its own (status {{status}}).',
        { status: error.status },
        { cause: error },
      );
    if (error instanceof Refused || error instanceof Unavailable || !isNetworkError(error)) throw error;
    throw new Unavailable('Discord could not be reached.', {}, { cause: error });
  }
}

function isCode(error: unknown, code: RESTJSONErrorCodes): boolean {
  return error instanceof DiscordAPIError && error.code === code;
}

/**
 * A connection that failed (undici and Node put a code on the error or on its cause) or a request that took
 * too long.
 */
function isNetworkError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  return (
    error.name === 'AbortError' || error.name === 'TimeoutError' || typeof (code ?? cause?.code) === 'string'
  );
}
