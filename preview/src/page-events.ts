import {
  type APIChannel,
  type APIUser,
  ApplicationCommandType,
  type Locale,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import { localizeCommand } from './locale.ts';
import { canSee } from './member-checks.ts';
import { messagesOf } from './messages.ts';
import { commandsFor } from './options.ts';
import type { PageOptions } from './page.ts';
import { permissionsOf } from './permissions.ts';
import type { Event, Member as Shown } from './protocol.ts';
import { shownChannel } from './shown.ts';
import { type Change, type Channel, isDirect, serverIdOf, type World } from './world.ts';

/** How many messages of each channel the page receives initially. */
const MAX_SHOWN = 200;

/** Who looks at a page. */
export interface Reader {
  readonly user: APIUser;
  readonly locale: Locale;
}

/** The complete state, as this member sees it. */
export function snapshot(world: World, options: PageOptions, reader: Reader): Event {
  const { user } = reader;
  const { id, name, roles } = world.servers.get(options.serverId)!;
  const members = shownMembers(world, options.serverId);
  const channels = [...world.channels.values()].filter(
    channel => belongs(options, serverIdOf(channel)) && canSee(world, user, channel),
  );
  const messages = channels.flatMap(channel =>
    messagesOf(world, channel.id)
      .filter(({ onlyFor }) => onlyFor === null || onlyFor === user.id)
      .slice(-MAX_SHOWN),
  );
  return {
    type: 'snapshot',
    server: { id, name },
    bot: world.bot,
    botOnline: world.online,
    me: members.find(other => other.user.id === user.id)!,
    members,
    roles: roles
      .filter(({ managed, id: roleId }) => !managed && roleId !== id)
      .map(role => ({ id: role.id, name: role.name })),
    channels: channels.map(channel => shownTo(world, channel)),
    messages: messages.map(({ message }) => message),
    commands: commandList(world, options, reader),
  };
}

/** A channel as the member's page shows it: in direct messages the other person is the bot. */
function shownTo(world: World, channel: Channel): APIChannel {
  const shown = isDirect(channel) ? { ...channel, recipients: [world.bot] } : shownChannel(world, channel);
  return shown as unknown as APIChannel;
}

const belongs = (options: PageOptions, serverId: string | null) =>
  serverId === null || serverId === options.serverId;

/** The members that the page lists, without bots and the owner, who exists only to own the server. */
export function shownMembers(world: World, serverId: string): Shown[] {
  const server = world.servers.get(serverId)!;
  return [...server.members.values()]
    .filter(({ user }) => !user.bot && user.id !== server.owner_id)
    .map(({ user }) => {
      const manager = (permissionsOf(world, user.id, { serverId }) & PermissionFlagsBits.ManageGuild) !== 0n;
      return { user, manager, note: manager ? 'an editor: may manage the server' : 'a reader' };
    });
}

function commandList(world: World, options: PageOptions, { user, locale }: Reader) {
  const channel = [...world.channels.values()].find(other => serverIdOf(other) === options.serverId);
  if (!channel) return [];
  const { ChatInput, Message } = ApplicationCommandType;
  return [ChatInput, Message]
    .flatMap(type => commandsFor(world, user, channel, type))
    .map(command => localizeCommand(command, locale));
}

/** The events that a change causes for this member's page. */
export function eventsFor(world: World, options: PageOptions, reader: Reader, change: Change): Event[] {
  const { user } = reader;
  switch (change.type) {
    case 'message':
    case 'message update':
    case 'message delete': {
      const { message, onlyFor } = change.stored;
      const channel = world.channels.get(message.channel_id);
      if (
        (onlyFor && onlyFor !== user.id) ||
        !channel ||
        !belongs(options, serverIdOf(channel)) ||
        !canSee(world, user, channel)
      )
        return [];
      return [
        change.type === 'message delete'
          ? { type: 'message delete', channel_id: message.channel_id, id: message.id }
          : { type: 'message', message },
      ];
    }
    case 'channel':
    case 'channel update':
    case 'thread members':
      if (!belongs(options, serverIdOf(change.channel)) || !canSee(world, user, change.channel)) return [];
      return [{ type: 'channel', channel: shownTo(world, change.channel) }];
    case 'channel delete':
      return belongs(options, serverIdOf(change.channel)) && !isDirect(change.channel)
        ? [{ type: 'channel delete', id: change.channel.id }]
        : [];
    case 'commands':
      return [{ type: 'commands', commands: commandList(world, options, reader) }];
    case 'typing':
      return canSee(world, user, world.channels.get(change.channelId))
        ? [{ type: 'typing', channel_id: change.channelId, user: world.users.get(change.userId)! }]
        : [];
    case 'bot':
      return [{ type: 'bot', online: change.online }];
    case 'modal': {
      const { interaction } = change;
      if (interaction.member.id !== user.id || !interaction.modal) return [];
      const { custom_id, title, components } = interaction.modal;
      return [
        {
          type: 'modal',
          interaction_id: interaction.id,
          channel_id: interaction.channelId,
          custom_id,
          title,
          components: [...components],
        },
      ];
    }
    case 'interaction':
      if (change.interaction.member.id !== user.id || change.state === 'asked') return [];
      return [{ type: 'interaction', id: change.interaction.id, state: change.state }];
    default:
      return [];
  }
}
