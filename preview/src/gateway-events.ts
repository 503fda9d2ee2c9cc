import { GatewayDispatchEvents, GatewayIntentBits, PermissionFlagsBits } from 'discord-api-types/v10';
import { may } from './permissions.ts';
import { shownChannel, shownGuild, shownServer, shownThread, withheld } from './shown.ts';
import {
  type Change,
  type Channel,
  isBotIn,
  isDirect,
  isThread,
  serverIdOf,
  type Thread,
  type World,
} from './world.ts';

const sees = (world: World, channelId: string) =>
  may(world, world.bot.id, channelId, PermissionFlagsBits.ViewChannel);

/** The events that a session with these intents receives for a change: names with their data. */
export function events(world: World, change: Change, intents: number): [string, unknown][] {
  const has = (...bits: GatewayIntentBits[]) => bits.some(bit => (intents & bit) !== 0);
  const { Guilds, GuildMembers } = GatewayIntentBits;
  const tell = (intent: GatewayIntentBits, name: string, data: unknown): [string, unknown][] =>
    has(intent) ? [[name, data]] : [];
  if (isElsewhere(world, change)) return [];
  switch (change.type) {
    case 'message':
    case 'message update':
    case 'message delete': {
      const channel = world.channels.get(change.stored.message.channel_id);
      const wanted =
        channel && isDirect(channel) ? GatewayIntentBits.DirectMessages : GatewayIntentBits.GuildMessages;
      return channel && has(wanted) && sees(world, channel.id)
        ? [messageEvent(world, change, channel, has(GatewayIntentBits.MessageContent))]
        : [];
    }
    case 'channel':
    case 'channel update':
    case 'channel delete':
      return channelEvents(world, change.type, change.channel, has(GatewayIntentBits.Guilds));
    case 'thread members': {
      const added = change.added.filter(
        ({ user_id }) => user_id === world.bot.id || has(GatewayIntentBits.GuildMembers),
      );
      const { id, guild_id, member_count } = change.channel;
      return has(GatewayIntentBits.Guilds) && added.length
        ? [[GatewayDispatchEvents.ThreadMembersUpdate, { id, guild_id, member_count, added_members: added }]]
        : [];
    }
    case 'server':
      return tell(Guilds, GatewayDispatchEvents.GuildCreate, shownServer(world, change.server));
    case 'server update':
      return tell(Guilds, GatewayDispatchEvents.GuildUpdate, shownGuild(change.server));
    case 'server delete':
      return tell(Guilds, GatewayDispatchEvents.GuildDelete, { id: change.server.id });
    case 'server outage':
      return tell(Guilds, GatewayDispatchEvents.GuildDelete, { id: change.server.id, unavailable: true });
    case 'member':
      return tell(GuildMembers, GatewayDispatchEvents.GuildMemberAdd, {
        ...change.member,
        guild_id: change.server.id,
      });
    case 'role':
      return tell(Guilds, GatewayDispatchEvents.GuildRoleCreate, {
        guild_id: change.server.id,
        role: change.role,
      });
    case 'member update':
      return tell(GuildMembers, GatewayDispatchEvents.GuildMemberUpdate, {
        ...change.member,
        guild_id: change.server.id,
      });
    case 'typing':
      return typingEvent(world, change, has);
    case 'interaction':
      return change.state === 'asked'
        ? [[GatewayDispatchEvents.InteractionCreate, change.interaction.payload]]
        : [];
    default:
      return [];
  }
}

/** Whether a change belongs to a server that the bot is not in. Removal from a server is always reported. */
function isElsewhere(world: World, change: Change): boolean {
  if (change.type === 'server delete') return false;
  const serverId =
    'server' in change ? change.server.id : 'channel' in change ? serverIdOf(change.channel) : null;
  return serverId !== null && !isBotIn(world, serverId);
}

function messageEvent(
  world: World,
  change: Change & { type: `message${string}`; stored: unknown },
  channel: Channel,
  content: boolean,
): [string, unknown] {
  const { message } = (change as { stored: { message: Parameters<typeof withheld>[1] } }).stored;
  const place = isDirect(channel)
    ? { channel_type: channel.type }
    : { guild_id: channel.guild_id, channel_type: channel.type };
  if (change.type === 'message delete')
    return [
      GatewayDispatchEvents.MessageDelete,
      { id: message.id, channel_id: message.channel_id, ...place },
    ];
  const member = isDirect(channel)
    ? undefined
    : world.servers.get(channel.guild_id)?.members.get(message.author.id);
  const { user: _, ...partial } = member ?? { user: undefined };
  const shown = { ...withheld(world, message, content), ...place, ...(member ? { member: partial } : {}) };
  return [
    change.type === 'message' ? GatewayDispatchEvents.MessageCreate : GatewayDispatchEvents.MessageUpdate,
    shown,
  ];
}

function channelEvents(
  world: World,
  type: 'channel' | 'channel update' | 'channel delete',
  channel: Channel,
  wanted: boolean,
): [string, unknown][] {
  if (!wanted || (type === 'channel' && !isDirect(channel) && !sees(world, channel.id))) return [];
  if (isThread(channel)) return [[threadEvent(type), threadData(world, type, channel)]];
  const names = {
    channel: GatewayDispatchEvents.ChannelCreate,
    'channel update': GatewayDispatchEvents.ChannelUpdate,
    'channel delete': GatewayDispatchEvents.ChannelDelete,
  };
  return isDirect(channel) ? [] : [[names[type], shownChannel(world, channel)]];
}

function threadEvent(type: 'channel' | 'channel update' | 'channel delete'): string {
  if (type === 'channel') return GatewayDispatchEvents.ThreadCreate;
  return type === 'channel update' ? GatewayDispatchEvents.ThreadUpdate : GatewayDispatchEvents.ThreadDelete;
}

function threadData(world: World, type: string, thread: Thread) {
  const { id, guild_id, parent_id, type: kind } = thread;
  if (type === 'channel delete') return { id, guild_id, parent_id, type: kind };
  return { ...shownThread(world, thread), ...(type === 'channel' ? { newly_created: true } : {}) };
}

function typingEvent(
  world: World,
  { channelId, userId }: { channelId: string; userId: string },
  has: (...bits: GatewayIntentBits[]) => boolean,
): [string, unknown][] {
  const channel = world.channels.get(channelId);
  if (!channel || userId === world.bot.id) return [];
  const direct = isDirect(channel);
  if (!has(direct ? GatewayIntentBits.DirectMessageTyping : GatewayIntentBits.GuildMessageTyping)) return [];
  const place = direct
    ? {}
    : { guild_id: channel.guild_id, member: world.servers.get(channel.guild_id)?.members.get(userId) };
  return [
    [
      GatewayDispatchEvents.TypingStart,
      { channel_id: channelId, user_id: userId, timestamp: Math.floor(world.clock.now() / 1000), ...place },
    ],
  ];
}
