import type {
  APIApplicationCommand,
  APIApplicationCommandBasicOption,
  APIApplicationCommandOption,
  APIMessage,
  APIUser,
} from 'discord-api-types/v10';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import { PreviewError } from './errors.ts';
import { permissionsOf } from './permissions.ts';
import { demandFileType, resolveOptions, type Values } from './resolved.ts';
import { type Channel, isBotIn, isDirect, serverIdOf, type World } from './world.ts';

export interface Typed {
  readonly name: string;
  readonly subcommand?: string | undefined;
  /** The subcommand's group, if it is in one. */
  readonly group?: string | undefined;
  readonly options: Values;
  /** The option being typed, for autocomplete; it is not checked yet. */
  readonly focused?: string | undefined;
}

/** The commands offered to this member in this channel: slash commands, or those in the menu of a message. */
export function commandsFor(
  world: World,
  user: APIUser,
  channel: Channel,
  type: ApplicationCommandType = ApplicationCommandType.ChatInput,
): APIApplicationCommand[] {
  const serverId = serverIdOf(channel);
  const held = serverId ? permissionsOf(world, user.id, { serverId, channelId: channel.id }) : undefined;
  if (held !== undefined && !(held & PermissionFlagsBits.UseApplicationCommands)) return [];
  if (serverId !== null && !isBotIn(world, serverId)) return [];
  const all = [
    ...(world.commands.get('global') ?? []),
    ...(serverId ? (world.commands.get(serverId) ?? []) : []),
  ];
  return all.filter(command => {
    if (command.type !== type) return false;
    if (held === undefined)
      return command.contexts ? command.contexts.includes(1) : command.dm_permission !== false;
    if (command.contexts && !command.contexts.includes(0)) return false;
    const needed = BigInt(command.default_member_permissions ?? 0);
    const hidden = command.default_member_permissions === '0';
    return held & PermissionFlagsBits.Administrator ? true : !hidden && (held & needed) === needed;
  });
}

/** The interaction's `data` that the client makes from typed input. Throws a PreviewError if it refuses. */
export function commandData(world: World, user: APIUser, channel: Channel, typed: Typed) {
  const command = commandsFor(world, user, channel).find(other => other.name === typed.name);
  if (!command)
    throw new PreviewError(
      `There is no command /${typed.name} for ${user.global_name ?? user.username} here.`,
    );
  const { options, wrap } = choose(command, typed);
  const given = options.flatMap(option => value(world, channel, option, typed));
  const stray = Object.keys(typed.options).find(name => !options.some(option => option.name === name));
  if (stray !== undefined) throw new PreviewError(`/${typed.name} has no option "${stray}".`);
  const resolved = resolveOptions(world, { user, channel }, options, typed.options);
  return {
    ...{ id: command.id, name: command.name, type: command.type, options: wrap(given) },
    ...(command.guild_id ? { guild_id: command.guild_id } : {}),
    ...(Object.keys(resolved).length ? { resolved } : {}),
  };
}

/** The `data` of a message menu's interaction. Throws a PreviewError if no client would offer it. */
export function menuData(world: World, user: APIUser, channel: Channel, name: string, message: APIMessage) {
  const command = commandsFor(world, user, channel, ApplicationCommandType.Message).find(
    other => other.name === name,
  );
  if (!command)
    throw new PreviewError(`There is no “${name}” for ${user.global_name ?? user.username} here.`);
  const { id, type, guild_id } = command;
  return {
    ...{ id, name, type, target_id: message.id, resolved: { messages: { [message.id]: message } } },
    ...(guild_id ? { guild_id } : {}),
  };
}

interface Given {
  readonly name: string;
  readonly type: number;
  readonly value: string | number | boolean;
  readonly focused?: true;
}

/** The options that apply, the command's own or its subcommand's, and what nests them accordingly. */
function choose(
  command: APIApplicationCommand,
  typed: Typed,
): { options: readonly APIApplicationCommandBasicOption[]; wrap: (given: readonly Given[]) => unknown[] } {
  const options = command.options ?? [];
  const nested = options.some(isNested);
  if (!nested) {
    if (typed.subcommand !== undefined) throw new PreviewError(`/${typed.name} has no subcommands.`);
    return { options: options as APIApplicationCommandBasicOption[], wrap: given => [...given] };
  }
  const group = options.find(
    option => option.type === ApplicationCommandOptionType.SubcommandGroup && option.name === typed.group,
  );
  const inside = group && 'options' in group ? (group.options ?? []) : options;
  const found = (inside as APIApplicationCommandOption[]).find(
    option => option.type === ApplicationCommandOptionType.Subcommand && option.name === typed.subcommand,
  );
  if (!found) throw new PreviewError(`/${typed.name} has no subcommand "${typed.subcommand ?? ''}".`);
  const pack = (given: readonly Given[]) => [{ type: 1, name: found.name, options: given }];
  return {
    options: ('options' in found ? (found.options ?? []) : []) as APIApplicationCommandBasicOption[],
    wrap: given => (group ? [{ type: 2, name: group.name, options: pack(given) }] : pack(given)),
  };
}

const isNested = ({ type }: APIApplicationCommandOption) =>
  type === ApplicationCommandOptionType.Subcommand || type === ApplicationCommandOptionType.SubcommandGroup;

function value(
  world: World,
  channel: Channel,
  option: APIApplicationCommandBasicOption,
  typed: Typed,
): Given[] {
  const raw = typed.options[option.name];
  const focused = typed.focused === option.name;
  if (focused) return [{ name: option.name, type: option.type, value: String(raw ?? ''), focused: true }];
  if (raw === undefined || raw === '') {
    if (option.required && typed.focused === undefined)
      throw new PreviewError(`The option "${option.name}" is required.`);
    return [];
  }
  const checked = coerce(world, channel, option, raw);
  return [{ name: option.name, type: option.type, value: checked }];
}

function coerce(
  world: World,
  channel: Channel,
  option: APIApplicationCommandBasicOption,
  raw: string | number | boolean,
): string | number | boolean {
  switch (option.type) {
    case ApplicationCommandOptionType.String:
      return text(option, String(raw));
    case ApplicationCommandOptionType.Integer:
    case ApplicationCommandOptionType.Number:
      return number(option, Number(raw));
    case ApplicationCommandOptionType.Boolean:
      if (raw === true || raw === 'true') return true;
      if (raw === false || raw === 'false') return false;
      throw new PreviewError(`The option "${option.name}" is yes or no.`);
    case ApplicationCommandOptionType.Channel: {
      const found = world.channels.get(String(raw));
      const here = found && serverIdOf(found) === serverIdOf(channel) && !isDirect(found);
      if (!here) throw new PreviewError(`The option "${option.name}" needs a channel of this server.`);
      if (option.channel_types?.length && !option.channel_types.includes(found.type as never))
        throw new PreviewError(`The option "${option.name}" needs another kind of channel.`);
      return found.id;
    }
    case ApplicationCommandOptionType.User:
    case ApplicationCommandOptionType.Mentionable:
    case ApplicationCommandOptionType.Role:
      return String(raw);
    default:
      if (!world.files.has(String(raw))) throw new PreviewError(`The option "${option.name}" takes a file.`);
      demandFileType(world, String(raw), 'file_types' in option ? option.file_types : undefined);
      return String(raw);
  }
}

type Option<Type> = Extract<APIApplicationCommandBasicOption, { type: Type }>;

function text(option: Option<ApplicationCommandOptionType.String>, raw: string): string {
  demandChoice(option, raw);
  if (raw.length < (option.min_length ?? 0))
    throw new PreviewError(
      `The option "${option.name}" needs at least ${option.min_length ?? 0} characters.`,
    );
  if (raw.length > (option.max_length ?? 6000))
    throw new PreviewError(
      `The option "${option.name}" takes at most ${option.max_length ?? 6000} characters.`,
    );
  return raw;
}

function number(
  option: Option<ApplicationCommandOptionType.Integer | ApplicationCommandOptionType.Number>,
  raw: number,
): number {
  const whole = option.type === ApplicationCommandOptionType.Integer;
  if (!Number.isFinite(raw) || (whole && !Number.isSafeInteger(raw)))
    throw whole
      ? new PreviewError(`The option "${option.name}" needs a whole number.`)
      : new PreviewError(`The option "${option.name}" needs a number.`);
  demandChoice(option, raw);
  if (option.min_value !== undefined && raw < option.min_value)
    throw new PreviewError(`The option "${option.name}" must be at least ${option.min_value}.`);
  if (option.max_value !== undefined && raw > option.max_value)
    throw new PreviewError(`The option "${option.name}" must be at most ${option.max_value}.`);
  return raw;
}

function demandChoice(option: APIApplicationCommandBasicOption, raw: string | number): void {
  const choices =
    'choices' in option ? (option.choices as { value: string | number }[] | undefined) : undefined;
  if (choices?.length && !choices.some(choice => choice.value === raw))
    throw new PreviewError(`"${raw}" is not among the choices of "${option.name}".`);
}
