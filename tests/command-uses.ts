import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
} from 'discord-api-types/v10';
import { commands } from '../commands/index.ts';
import type { Command } from '../src/discord/command.ts';
import type { AnyButton } from '../src/discord/define-button.ts';

/** A command or subcommand as a member types it. */
export interface CommandUse {
  readonly command: Command;
  /** `/digest create` */
  readonly name: string;
  readonly subcommand: string | undefined;
  readonly options: readonly APIApplicationCommandBasicOption[];
}

/** The subcommands of a command; empty if it has none. */
export function subcommandsOf({ data }: Command): readonly APIApplicationCommandOption[] {
  return (data.options ?? []).filter(({ type }) => type === ApplicationCommandOptionType.Subcommand);
}

/** All commands, each with every subcommand. */
export const COMMAND_USES: readonly CommandUse[] = commands.flatMap((command): CommandUse[] => {
  const subcommands = subcommandsOf(command);
  const { name, options = [] } = command.data;
  if (subcommands.length === 0)
    return [
      {
        command,
        name: `/${name}`,
        subcommand: undefined,
        options: options as APIApplicationCommandBasicOption[],
      },
    ];
  return subcommands.map(subcommand => ({
    command,
    name: `/${name} ${subcommand.name}`,
    subcommand: subcommand.name,
    options: ('options' in subcommand
      ? (subcommand.options ?? [])
      : []) as APIApplicationCommandBasicOption[],
  }));
});

/** The options of a command use in Discord's format. */
export function toSentOptions({ subcommand }: CommandUse, options: readonly object[]): readonly object[] {
  return subcommand === undefined
    ? options
    : [{ type: ApplicationCommandOptionType.Subcommand, name: subcommand, options }];
}

/** The buttons, menus and forms of all commands, including those of their message menus. */
export const BUTTONS: readonly AnyButton[] = commands.flatMap(({ buttons = [], contextMenu }) => [
  ...buttons,
  ...(contextMenu?.buttons ?? []),
]);
