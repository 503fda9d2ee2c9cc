import { type REST, Routes } from 'discord.js';
import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { localizeCommand } from '../i18n/commands.ts';
import type { Command } from './command.ts';

/** The outcome of registering the commands. */
interface Deployment {
  /** How many commands there are, including the entries in message menus. */
  readonly count: number;
  /** The names of commands that Discord did not have or had otherwise, and of extra ones that it had. */
  readonly changed: readonly string[];
}

/** Registers the commands for all servers in one request, only if they differ from what Discord has. */
export async function deploy(
  rest: REST,
  applicationId: string,
  commands: readonly Command[],
): Promise<Deployment> {
  const deployment = await listUnregistered(rest, applicationId, commands);
  if (deployment.changed.length > 0)
    await rest.put(Routes.applicationCommands(applicationId), { body: createRegistration(commands) });
  return deployment;
}

/** What registering the commands would change. */
export async function listUnregistered(
  rest: REST,
  applicationId: string,
  commands: readonly Command[],
): Promise<Deployment> {
  const query = new URLSearchParams({ with_localizations: 'true' });
  const registered = await rest.get(Routes.applicationCommands(applicationId), { query });
  const wanted = createRegistration(commands);
  const changed = listChanged(wanted, registered as RESTPostAPIApplicationCommandsJSONBody[]);
  return { count: wanted.length, changed };
}

/** The commands to register, message menus included, with where each can be used, in all languages. */
export function createRegistration(commands: readonly Command[]): RESTPostAPIApplicationCommandsJSONBody[] {
  return commands.flatMap(({ data, contextMenu: menu }) => [
    addInstallContexts(localizeCommand(data)),
    ...(menu ? [addInstallContexts(localizeCommand(menu.data))] : []),
  ]);
}

/** Commands limited to servers are installed there; others also by a member, to be used anywhere. */
function addInstallContexts<Body extends RESTPostAPIApplicationCommandsJSONBody>(data: Body): Body {
  const { Guild, BotDM, PrivateChannel } = InteractionContextType;
  const { GuildInstall, UserInstall } = ApplicationIntegrationType;
  const contexts = data.contexts ?? [Guild, BotDM, PrivateChannel];
  const isOfServer = contexts.every(context => context === Guild);
  return {
    ...data,
    contexts,
    integration_types: data.integration_types ?? (isOfServer ? [GuildInstall] : [GuildInstall, UserInstall]),
  };
}

function listChanged(
  wanted: readonly RESTPostAPIApplicationCommandsJSONBody[],
  registered: readonly RESTPostAPIApplicationCommandsJSONBody[],
): string[] {
  const keyOf = ({ name, type = ApplicationCommandType.ChatInput }: RESTPostAPIApplicationCommandsJSONBody) =>
    `${type} ${name}`;
  const registeredByKey = new Map(registered.map(command => [keyOf(command), normalizeCommand(command)]));
  const changed = wanted.filter(command => registeredByKey.get(keyOf(command)) !== normalizeCommand(command));
  const surplus = registered.filter(command => !wanted.some(other => keyOf(other) === keyOf(command)));
  return [...changed, ...surplus].map(({ name }) => name);
}

/** Fields that Discord adds to a command, or translates for the requester. */
const ADDED_FIELDS = /^(?:id|application_id|guild_id|version|dm_permission|handler|\w+_localized)$/;

/** A command as a string, equal for equal ones: without Discord's own fields and default values. */
function normalizeCommand(command: RESTPostAPIApplicationCommandsJSONBody): string {
  const sortNumbers = (list: readonly number[] | null | undefined) => list?.toSorted((a, b) => a - b);
  const { type = ApplicationCommandType.ChatInput, contexts, integration_types } = command;
  return JSON.stringify(
    removeDefaults({
      ...command,
      type,
      contexts: sortNumbers(contexts),
      integration_types: sortNumbers(integration_types),
    }),
  );
}

function removeDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(removeDefaults);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key, inner]) => !ADDED_FIELDS.test(key) && !isDefault(inner))
    .map(([key, inner]) => [key, removeDefaults(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isDefault(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === null || value === undefined || value === false || value === '';
}
