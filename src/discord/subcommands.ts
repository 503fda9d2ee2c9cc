import type { AutocompleteInteraction, ChatInputCommandInteraction } from 'discord.js';
import {
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
} from 'discord-api-types/v10';
import type { Context } from './context.ts';
import type { Choice, ModalData, Reply } from './types.ts';

/** A command used in a server. */
export type ServerCommandInteraction = ChatInputCommandInteraction<'cached' | 'raw'>;

/** One subcommand of a command: its definition for Discord, and its reply. */
export interface Subcommand<Interaction = ChatInputCommandInteraction> {
  readonly data: Omit<APIApplicationCommandSubcommandOption, 'type' | 'name'>;
  /** Computes the reply. A UserError becomes a private sentence to the reader. */
  run(interaction: Interaction, context: Context): Promise<Reply>;
  /** The form that it opens instead of replying, or null to reply. Throws like `run`. */
  form?(interaction: Interaction, context: Context): Promise<ModalData | null>;
  /** Suggestions for the option being typed, likeliest first; none if absent. */
  suggest?(interaction: AutocompleteInteraction, context: Context): Promise<readonly Choice[]>;
}

/** The subcommands of a command by name, in the order in which Discord shows them. */
export type Subcommands<Interaction = ChatInputCommandInteraction> = Readonly<
  Record<string, Subcommand<Interaction>>
>;

/** The subcommands as options in their command's data. */
export function listSubcommandOptions<Interaction>(
  subcommands: Subcommands<Interaction>,
): APIApplicationCommandSubcommandOption[] {
  return Object.entries(subcommands).map(([name, { data }]) => ({
    type: ApplicationCommandOptionType.Subcommand,
    name,
    ...data,
  }));
}

/** Runs the subcommand that was used and returns its reply. */
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

/** The form that the subcommand opens; null if it replies instead. */
export async function getSubcommandModal<Interaction extends ChatInputCommandInteraction>(
  subcommands: Subcommands<Interaction>,
  interaction: Interaction,
  context: Context,
): Promise<ModalData | null> {
  return (await subcommands[interaction.options.getSubcommand(true)]?.form?.(interaction, context)) ?? null;
}

/** The suggestions of the subcommand being typed. */
export async function suggestForSubcommand<Interaction>(
  subcommands: Subcommands<Interaction>,
  interaction: AutocompleteInteraction,
  context: Context,
): Promise<readonly Choice[]> {
  return (await subcommands[interaction.options.getSubcommand()]?.suggest?.(interaction, context)) ?? [];
}
