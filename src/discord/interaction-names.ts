import type { Interaction } from 'discord.js';
import type { Command } from './command.ts';
import { parseCustomId, pressedIdOf } from './custom-id.ts';

/** The kind and the name of an interaction, in our own terms. */
interface InteractionName {
  readonly kind: 'command' | 'menu' | 'autocomplete' | 'component' | 'other';
  readonly command: string;
}

/** Describes an interaction in our terms, without its custom id, which may hold a member's words. */
export function describeInteraction(interaction: Interaction): InteractionName {
  if (interaction.isChatInputCommand()) {
    const subcommand = interaction.options.getSubcommand(false);
    return { kind: 'command', command: [interaction.commandName, subcommand].filter(Boolean).join(' ') };
  }
  if (interaction.isMessageContextMenuCommand()) return { kind: 'menu', command: interaction.commandName };
  if (interaction.isAutocomplete()) return { kind: 'autocomplete', command: interaction.commandName };
  if ('customId' in interaction)
    return { kind: 'component', command: parseCustomId(pressedIdOf(interaction))?.command ?? 'unknown' };
  return { kind: 'other', command: 'unknown' };
}

/** A command's own name, and its name with each of its subcommands. */
export function listCommandNames({ data: { name, options = [] } }: Command): string[] {
  return [name, ...options.map(option => `${name} ${option.name}`)];
}

/** The name of an interaction in the list of running tasks. */
export function taskNameOf(interaction: Interaction): string {
  const { kind, command } = describeInteraction(interaction);
  return `${kind} ${command} ${interaction.id}`;
}
