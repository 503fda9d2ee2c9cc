import type { AutocompleteInteraction, ChatInputCommandInteraction } from 'discord.js';
import {
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
} from 'discord-api-types/v10';
import type { Context } from './context.ts';
import type { Choice, Reply } from './types.ts';

/** One subcommand of a command: what Discord shows of it, and what it answers. */
export interface Subcommand<Interaction = ChatInputCommandInteraction> {
  readonly data: Omit<APIApplicationCommandSubcommandOption, 'type' | 'name'>;
  /** The reply. A UserError becomes a private sentence to the reader. */
  run(interaction: Interaction, context: Context): Promise<Reply>;
  /** Suggestions for the option that is being typed, at most 25; none if absent. */
  suggest?(interaction: AutocompleteInteraction, context: Context): Promise<readonly Choice[]>;
}

/** The subcommands of a command by their names, in the order in which Discord shows them. */
export type Subcommands<Interaction = ChatInputCommandInteraction> = Readonly<
  Record<string, Subcommand<Interaction>>
>;

/** Subcommands as the options of their command's data. */
export function listSubcommandOptions<Interaction>(
  subcommands: Subcommands<Interaction>,
): APIApplicationCommandSubcommandOption[] {
  return Object.entries(subcommands).map(([name, { data }]) => ({
    type: ApplicationCommandOptionType.Subcommand,
    name,
    ...data,
  }));
}

/** The reply of the subcommand that was used. */
export async function runSubcommand<Interaction extends ChatInputCommandInteraction>(
  subcommands: Subcommands<Interaction>,
  interaction: Interaction,
  context: Context,
): Promise<Reply> {
  const name = interaction.options.getSubcommand(true);
  const subcommand = subcommands[name];
  if (!subcommand) throw new Error(`there is no subcommand ${name}`);
  return await subcommand.run(interaction, context);
}

/** The suggestions of the subcommand that is being typed. */
export async function suggestForSubcommand<Interaction>(
  subcommands: Subcommands<Interaction>,
  interaction: AutocompleteInteraction,
  context: Context,
): Promise<readonly Choice[]> {
  return (await subcommands[interaction.options.getSubcommand()]?.suggest?.(interaction, context)) ?? [];
}
