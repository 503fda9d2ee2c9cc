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
import {
  Gone,
  type Poster,
  type PostMark,
  PostRefused,
  type PostTarget,
  type ServerWarning,
  Unavailable,
} from '../digests/post-target.ts';
import { defineMessage } from '../i18n/define-message.ts';
import type { NotifyServer } from '../web/feed-notices.ts';
import { hasErrorCode } from './api-errors.ts';
import { attachImage } from './chart-image.ts';
import { listTexts } from './layout.ts';
import {
  describeMissing,
  explainRefusal,
  listMissing,
  neededPermissions,
  type Permission,
} from './permissions.ts';
import { toMessageBody } from './reply-body.ts';
import type { Servers } from './servers.ts';
import type { Reply } from './types.ts';

const CHANNEL_GONE = defineMessage('The channel no longer exists.');

/** How many messages are searched for a post at most: it is among the first after its claim. */
const MAX_MESSAGES_SEARCHED = 2000;

/** Creates a poster that uses the bot's client, which must be ready when something is posted. */
export function createPoster(client: Client, log: Logger): Poster {
  return {
    async listMissingPermissions(target) {
      try {
        return await listMissingIn(await fetchChannel(client, target));
      } catch (error) {
        if (hasErrorCode(error, RESTJSONErrorCodes.MissingAccess)) return ['View Channel'];
        throw error;
      }
    },
    post: (target, reply, nonce) =>
      explainErrors(client, target.channelId, async () => {
        const channel = await fetchChannel(client, target);
        const missing = await listMissingIn(channel, reply);
        if (missing.length > 0) throw new PostRefused(describeMissing(missing, target.channelId));
        const mayAttach =
          listMissing(channel.permissionsFor(await channel.guild.members.fetchMe()), ['Attach Files'])
            .length === 0;
        const message = await channel.send({
          ...toMessageBody(await attachImage(reply, { mayAttach, log })),
          nonce,
          enforceNonce: true,
        });
        return message.id;
      }),
    warn: warning => warnServer(client, warning),
    findPosted: (target, mark) =>
      explainErrors(client, target.channelId, async () => {
        const channel = await fetchChannel(client, target);
        const missing = await listMissingIn(channel);
        // Without the history Discord answers with an empty list, which would look like "not posted".
        if (missing.includes('Read Message History'))
          throw new PostRefused(describeMissing(['Read Message History'], target.channelId));
        return await findMarked(channel, mark, client.user?.id);
      }),
  };
}

/** The channel of a target. Throws `PostRefused` unless it is one of the server's that takes messages. */
async function fetchChannel(
  client: Client,
  { serverId, channelId }: PostTarget,
): Promise<GuildTextBasedChannel> {
  const channel = await client.channels.fetch(channelId);
  if (channel && !channel.isDMBased() && channel.guildId !== serverId) throw new PostRefused(CHANNEL_GONE);
  if (!channel?.isTextBased() || channel.isDMBased())
    throw new PostRefused('Messages can’t be posted to this channel.');
  return channel;
}

/** The permissions needed for a message and its files that the bot lacks in a channel. */
async function listMissingIn(channel: GuildTextBasedChannel, reply: Reply = {}): Promise<Permission[]> {
  const files = (reply.files ?? []).length > 0 ? (['Attach Files'] as const) : [];
  return listMissing(channel.permissionsFor(await channel.guild.members.fetchMe()), [
    ...neededPermissions.message,
    ...files,
  ]);
}

/** Sends a warning to the system channel, else to the first channel that accepts it, else to the member. */
async function warnServer(
  client: Client,
  { serverId, about, memberId, reply }: ServerWarning,
): ReturnType<Poster['warn']> {
  const guild = client.guilds.cache.get(serverId);
  if (!guild) return null;
  const me = await guild.members.fetchMe();
  const canPostIn = (channel: GuildBasedChannel | null): channel is GuildTextBasedChannel =>
    channel?.isTextBased() === true &&
    channel.id !== about &&
    channel.permissionsFor(me).has(WARNING_PERMISSIONS);
  const system = guild.systemChannel;
  const others = [...guild.channels.cache.values()].filter(channel => !channel.isThread());
  const inOrder: GuildBasedChannel[] = others.toSorted((a, b) => a.rawPosition - b.rawPosition);
  const places = [...(canPostIn(system) ? [system] : []), ...inOrder.filter(canPostIn)];
  for (const target of places.slice(0, MAX_CHANNELS_TRIED))
    if (await wasSent(target.send(toMessageBody(reply))))
      return target === system ? 'system channel' : 'channel';
  if (memberId === '') return null;
  return (await wasSent(client.users.send(memberId, toMessageBody(reply)))) ? 'member' : null;
}

interface NoticeDependencies {
  readonly send: Poster;
  readonly servers: Pick<Servers, 'isResting' | 'handleDeletedChannel'>;
  readonly log: Logger;
}

/** Sends a notice to a server's chosen channel, or else to its system channel. */
export function createServerNotifier(
  client: Client,
  { send, servers, log }: NoticeDependencies,
): NotifyServer {
  return async ({ serverId, channelId }, reply, nonce) => {
    const system = client.guilds.cache.get(serverId)?.systemChannelId ?? null;
    for (const heardIn of new Set([channelId, system])) {
      if (heardIn === null) continue;
      try {
        await send.post({ serverId, channelId: heardIn }, reply, nonce);
        return true;
      } catch (error) {
        if (!(error instanceof PostRefused) && !(error instanceof Unavailable)) throw error;
        if (await servers.isResting(serverId, { ask: error instanceof PostRefused })) return false;
        if (error instanceof Gone) await servers.handleDeletedChannel(serverId, heardIn);
        log.warn(
          { err: error, server: serverId, channel: heardIn },
          'something could not be said in a server',
        );
      }
    }
    return false;
  };
}

/** How many channels are tried for a warning. */
const MAX_CHANNELS_TRIED = 5;

const WARNING_PERMISSIONS = [PermissionFlagsBits.ViewChannel, PermissionFlagsBits.SendMessages];

/** Whether Discord accepted it. One refused here may be accepted elsewhere; other errors are thrown. */
async function wasSent(sending: Promise<unknown>): Promise<boolean> {
  try {
    await sending;
    return true;
  } catch (error) {
    if (error instanceof DiscordAPIError) return false;
    throw error;
  }
}

/** Searches a channel for a post from the mark's time on, a hundred messages at a time. */
async function findMarked(
  channel: GuildTextBasedChannel,
  mark: PostMark,
  ownId: string | undefined,
): Promise<string | null> {
  let after = SnowflakeUtil.generate({
    timestamp: Math.max(mark.since, Number(SnowflakeUtil.epoch)),
  }).toString();
  for (let seen = 0; seen < MAX_MESSAGES_SEARCHED; ) {
    const page = [...(await channel.messages.fetch({ after, limit: 100, cache: false })).values()];
    const found = page.find(message => message.author.id === ownId && hasMark(message, mark));
    if (found) return found.id;
    if (page.length < 100) return null;
    seen += page.length;
    after = page
      .map(message => message.id)
      .reduce((newest, id) => (BigInt(id) > BigInt(newest) ? id : newest));
  }
  return null;
}

function hasMark(message: Message, mark: PostMark): boolean {
  const [text = ''] = listTexts(message);
  return message.nonce === mark.nonce || text.split('\n', 1)[0]?.trim() === mark.firstLine.trim();
}

/** Turns Discord's errors into what an editor can do about them; the poster's own pass through. */
async function explainErrors<Result>(
  client: Client,
  channelId: string,
  request: () => Promise<Result>,
): Promise<Result> {
  try {
    return await request();
  } catch (error) {
    if (hasErrorCode(error, RESTJSONErrorCodes.UnknownChannel))
      throw new Gone(CHANNEL_GONE, {}, { cause: error });
    const lack = await explainRefusal(error, client, channelId, neededPermissions.message);
    if (lack !== undefined) throw new PostRefused(lack, {}, { cause: error });
    if (error instanceof DiscordAPIError && error.status >= 400 && error.status < 500 && error.status !== 429)
      throw new PostRefused(
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
    if (error instanceof PostRefused || error instanceof Unavailable || !isNetworkError(error)) throw error;
    throw new Unavailable('I couldn’t reach Discord.', {}, { cause: error });
  }
}

/** Whether a connection failed (by the code on the error or its cause) or a request took too long. */
function isNetworkError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  return (
    error.name === 'AbortError' || error.name === 'TimeoutError' || typeof (code ?? cause?.code) === 'string'
  );
}
