import { type APIMessage, PermissionFlagsBits } from 'discord-api-types/v10';
import { may } from './permissions.ts';
import {
  type Channel,
  isDirect,
  isGuildChannel,
  isThread,
  type Server,
  serverIdOf,
  type Thread,
  type World,
} from './world.ts';

/** A message as the bot sees it: without the content intent (`granted`), only where it may read it. */
export function withheld(world: World, message: APIMessage, granted: boolean): APIMessage {
  const channel = world.channels.get(message.channel_id);
  const open = granted || !channel || isDirect(channel) || message.author.id === world.bot.id;
  const shown = open || message.mentions.some(({ id }) => id === world.bot.id);
  const referenced = message.referenced_message && {
    referenced_message: withheld(world, message.referenced_message, granted),
  };
  return {
    ...message,
    ...(shown ? {} : { content: '', embeds: [], attachments: [], components: [] }),
    ...referenced,
  };
}

/** A thread as REST and gateway return it, with the bot's membership if it is in the thread. */
export function shownThread(world: World, { participants, ...thread }: Thread) {
  const own = participants.find(({ user_id }) => user_id === world.bot.id);
  return { ...thread, ...(own ? { member: own } : {}) };
}

/** A channel as REST returns it. */
export function shownChannel(world: World, channel: Channel) {
  return isThread(channel) ? shownThread(world, channel) : channel;
}

/** GATEWAY_MESSAGE_CONTENT_LIMITED if the intent is enabled. */
export function applicationFlags(world: World): number {
  return world.messageContentIntent ? 1 << 19 : 0;
}

/** A server as GUILD_CREATE sends it. */
export function shownServer(world: World, server: Server) {
  const channels = [...world.channels.values()].filter(
    channel =>
      serverIdOf(channel) === server.id &&
      may(world, world.bot.id, channel.id, PermissionFlagsBits.ViewChannel),
  );
  return {
    ...shownGuild(server),
    joined_at: server.joined_at,
    large: false,
    unavailable: false,
    member_count: server.members.size,
    voice_states: [],
    members: [...server.members.values()],
    channels: channels.filter(isGuildChannel),
    threads: channels
      .filter(isThread)
      .filter(thread => !thread.thread_metadata.archived)
      .map(thread => shownThread(world, thread)),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

/** A server as REST returns it. */
export function shownGuild({ id, name, owner_id, roles, system_channel_id = null }: Server) {
  return {
    id,
    name,
    owner_id,
    roles,
    icon: null,
    description: null,
    home_header: null,
    splash: null,
    discovery_splash: null,
    features: [],
    banner: null,
    application_id: null,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 1,
    default_message_notifications: 1,
    mfa_level: 0,
    explicit_content_filter: 0,
    max_presences: null,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: 'en-US',
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    premium_progress_bar_enabled: false,
    ...{ nsfw: false, nsfw_level: 0, emojis: [], stickers: [], incidents_data: null },
  };
}
