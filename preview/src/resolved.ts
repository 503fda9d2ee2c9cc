import type { APIApplicationCommandBasicOption, APIUser } from 'discord-api-types/v10';
import { ApplicationCommandOptionType, ComponentType } from 'discord-api-types/v10';
import { PreviewError } from './errors.ts';
import { permissionsOf } from './permissions.ts';
import { shownChannel } from './shown.ts';
import { type Channel, serverIdOf, type World } from './world.ts';

/** Input values by option name. */
export type Values = Readonly<Record<string, string | number | boolean>>;

/** Throws a PreviewError for a file of none of these types, which no client would offer. */
export function demandFileType(world: World, id: string, types: unknown): void {
  const file = world.files.get(id);
  if (!file || !Array.isArray(types) || types.length === 0) return;
  const isOf = (type: unknown) =>
    `${type}`.startsWith('.')
      ? file.name.toLowerCase().endsWith(`${type}`.toLowerCase())
      : file.type.startsWith(`${type}/`);
  if (!types.some(isOf))
    throw new PreviewError(`“${file.name}” is of another type than ${types.join(', ')}.`);
}

/** A user of a command or component, and the channel they use it in. */
interface Using {
  readonly user: APIUser;
  readonly channel: Channel;
}

/**
 * The objects that Discord sends along with the ids chosen in a menu of users, roles or channels, or in a
 * file field. Throws a PreviewError if the client would not offer them.
 */
export function resolvedValues(
  world: World,
  using: Using,
  { type, channel_types: kinds }: { readonly type?: unknown; readonly channel_types?: unknown },
  values: readonly string[],
) {
  const { channel } = using;
  const option = OPTION_OF_MENU[Number(type)];
  if (option === undefined) return {};
  const options = values.map(
    name => ({ type: option, name, description: name }) as APIApplicationCommandBasicOption,
  );
  const wanted = Object.fromEntries(values.map(id => [id, id]));
  for (const id of option === ApplicationCommandOptionType.Channel ? values : []) {
    const found = world.channels.get(id);
    if (!found || serverIdOf(found) !== serverIdOf(channel))
      throw new PreviewError('This is no channel of this server.');
    if (Array.isArray(kinds) && kinds.length > 0 && !kinds.includes(found.type))
      throw new PreviewError('The menu offers other kinds of channels.');
  }
  return { resolved: resolveOptions(world, using, options, wanted) };
}

const OPTION_OF_MENU: Readonly<Record<number, ApplicationCommandOptionType>> = {
  [ComponentType.UserSelect]: ApplicationCommandOptionType.User,
  [ComponentType.RoleSelect]: ApplicationCommandOptionType.Role,
  [ComponentType.MentionableSelect]: ApplicationCommandOptionType.Mentionable,
  [ComponentType.ChannelSelect]: ApplicationCommandOptionType.Channel,
  [ComponentType.FileUpload]: ApplicationCommandOptionType.Attachment,
};

/** A file uploaded for a command, as passed to the bot: seen by it and the member, for a day. */
function shownUpload(world: World, channel: Channel, id: string) {
  const { name, type, bytes } = world.files.get(id)!;
  const url = `${world.origin}/attachments/${channel.id}/${id}/${encodeURIComponent(name)}`;
  return {
    id,
    filename: name,
    size: bytes.byteLength,
    url,
    proxy_url: url,
    content_type: type,
    ephemeral: true,
  };
}

/** The objects that options refer to by id. Throws a PreviewError for members and roles that do not exist. */
export function resolveOptions(
  world: World,
  { user: asker, channel }: Using,
  options: readonly APIApplicationCommandBasicOption[],
  values: Values,
) {
  const server = world.servers.get(serverIdOf(channel) ?? '');
  const named = (...types: ApplicationCommandOptionType[]) =>
    options
      .filter(option => types.includes(option.type))
      .flatMap(option => (values[option.name] === undefined ? [] : [String(values[option.name])]));
  const { User, Mentionable, Role, Channel: ChannelOption } = ApplicationCommandOptionType;
  const users = named(User, Mentionable).flatMap(id => world.users.get(id) ?? []);
  const roles = named(Role, Mentionable).flatMap(id => server?.roles.find(role => role.id === id) ?? []);
  const channels = named(ChannelOption).flatMap(id => world.channels.get(id) ?? []);
  for (const id of named(User, Mentionable, Role)) {
    if (![...users, ...roles].some(thing => thing.id === id))
      throw new PreviewError('There is nobody with this id here.');
  }
  const permissionsIn = (id: string, userId: string) =>
    server ? permissionsOf(world, userId, { serverId: server.id, channelId: id }).toString() : '0';
  const members = users.flatMap(({ id }) => {
    const member = server?.members.get(id);
    if (!member) return [];
    const { user: _, ...partial } = member;
    return [{ id, value: { ...partial, permissions: permissionsIn(channel.id, id) } }];
  });
  const attachments = named(ApplicationCommandOptionType.Attachment).map(id =>
    shownUpload(world, channel, id),
  );
  const shownChannels = channels.map(other => ({
    ...shownChannel(world, other),
    permissions: permissionsIn(other.id, asker.id),
    app_permissions: permissionsIn(other.id, world.bot.id),
  }));
  return {
    ...keyById('attachments', attachments),
    ...keyById('users', users),
    ...(members.length && { members: Object.fromEntries(members.map(({ id, value }) => [id, value])) }),
    ...keyById('roles', roles),
    ...keyById('channels', shownChannels),
  };
}

/** Objects under a property name, keyed by id. Empty if there are none. */
function keyById(name: string, things: readonly { readonly id: string }[]): object {
  return things.length === 0 ? {} : { [name]: Object.fromEntries(things.map(thing => [thing.id, thing])) };
}
