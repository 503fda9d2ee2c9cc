import type { Interaction } from 'discord.js';
import type { Command, MessageContextMenu } from './command.ts';
import { type ComponentHandler, createComponentHandlers } from './component-handlers.ts';
import { parseCustomId, pressedIdOf } from './custom-id.ts';
import { listCommandNames } from './interaction-names.ts';
import { cancelButton } from './render/progress.ts';

/** Looks up commands, menus and buttons by the names that interactions use. */
export interface CommandTable {
  findCommand(name: string): Command | undefined;
  findMenu(name: string): MessageContextMenu | undefined;
  /** The handler of a button, menu or form, by the name in its custom id. */
  findComponentHandler(name: string): ComponentHandler | undefined;
  /** Whether a name is one of ours: a command's, with or without its subcommand, a menu's or a button's. */
  hasName(name: string): boolean;
  /** Whether replying to an interaction changes nothing. */
  isReadOnly(interaction: Interaction): boolean;
}

/** Creates the table of commands, their menus and their buttons. */
export function createCommandTable(commands: readonly Command[]): CommandTable {
  const commandsByName = new Map(commands.map(command => [command.data.name, command]));
  const menus = commands.flatMap(({ contextMenu }) => contextMenu ?? []);
  const handlers = createComponentHandlers(commands);
  const names = new Set([
    ...commands.flatMap(listCommandNames),
    ...menus.map(({ data }) => data.name),
    ...handlers.keys(),
    cancelButton.key,
  ]);
  return {
    findCommand: name => commandsByName.get(name),
    findMenu: name => menus.find(({ data }) => data.name === name),
    findComponentHandler: name => handlers.get(name),
    hasName: name => names.has(name),
    isReadOnly(interaction) {
      if (interaction.isAutocomplete() || interaction.isMessageContextMenuCommand()) return true;
      if (interaction.isChatInputCommand())
        return commandsByName.get(interaction.commandName)?.isReadOnly ?? false;
      if (!('customId' in interaction)) return false;
      return handlers.get(parseCustomId(pressedIdOf(interaction))?.command ?? '')?.isReadOnly ?? false;
    },
  };
}
