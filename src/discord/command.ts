import type {
  AutocompleteInteraction,
  ButtonInteraction,
  ChatInputCommandInteraction,
  StringSelectMenuInteraction,
} from 'discord.js';
import type {
  APIActionRowComponent,
  APIComponentInMessageActionRow,
  APIEmbed,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { House } from '../house.ts';

/** A message as data. Commands and renderers return it; bot.ts alone sends it. */
export interface Reply {
  readonly content?: string;
  readonly embeds?: readonly APIEmbed[];
  readonly components?: readonly APIActionRowComponent<APIComponentInMessageActionRow>[];
  /** A thread to open on this message, pinned to an article. */
  readonly thread?: { readonly name: string; readonly articleId: string; readonly first: Reply };
}

export interface Choice {
  readonly name: string;
  readonly value: string;
}

export type Press = ButtonInteraction | StringSelectMenuInteraction;

/** One slash command: what Discord shows of it, and what it answers. */
export interface Command {
  readonly data: RESTPostAPIChatInputApplicationCommandsJSONBody;
  /** Whether only the asking member sees the reply where the member did not say; false if absent. */
  readonly private?: boolean;
  /** The reply. A UserError becomes a private sentence to the reader. */
  run(interaction: ChatInputCommandInteraction, house: House): Promise<Reply>;
  /** Suggestions for the option that is being typed, at most 25. */
  suggest?(interaction: AutocompleteInteraction, house: House): Promise<readonly Choice[]>;
  /** The reply to a button or menu of this command, from what its custom id says (see button.ts). */
  press?(values: readonly string[], interaction: Press, house: House): Promise<Reply>;
}
