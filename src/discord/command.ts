import type {
  AnySelectMenuInteraction,
  AutocompleteInteraction,
  ButtonInteraction,
  ChatInputCommandInteraction,
  MessageContextMenuCommandInteraction,
  ModalSubmitInteraction,
} from 'discord.js';
import type {
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { Audience } from './access.ts';
import type { Context } from './context.ts';
import type { Choice, ModalData, ModalField, Reply } from './types.ts';

export type CustomIdInteraction = ButtonInteraction | AnySelectMenuInteraction | ModalSubmitInteraction;

/** One slash command: what Discord shows of it, and what it answers. */
export interface Command {
  readonly data: RESTPostAPIChatInputApplicationCommandsJSONBody;
  /** Whether only the asking member sees the reply where the member did not say; false if absent. */
  readonly isEphemeral?: boolean;
  /** For whom it is, with its buttons and suggestions; `readers` if absent. */
  readonly audience?: Audience;
  /**
   * Whether the replies to it and to its buttons change nothing, so that two processes may both make one, of
   * which one is sent; false if absent, and then a reply is made only when it is known that no other process
   * makes it.
   */
  readonly isReadOnly?: boolean;
  /** The reply. A UserError becomes a private sentence to the reader. */
  run(interaction: ChatInputCommandInteraction, context: Context): Promise<Reply>;
  /**
   * The form that the command opens instead of replying, or null to reply; Discord waits three seconds for
   * it. Throws like `run`.
   */
  getCommandModal?(interaction: ChatInputCommandInteraction, context: Context): Promise<ModalData | null>;
  /** Suggestions for the option that is being typed, at most 25. */
  suggest?(interaction: AutocompleteInteraction, context: Context): Promise<readonly Choice[]>;
  /**
   * The reply to a button, menu or filled-in form of this command, from what its custom id says (see
   * custom-id.ts).
   */
  handleComponent?(
    values: readonly string[],
    interaction: CustomIdInteraction,
    context: Context,
  ): Promise<Reply>;
  /**
   * The form that a button of this command opens; Discord waits three seconds for it. A UserError becomes a
   * private sentence.
   */
  getModal?(
    values: readonly string[],
    interaction: CustomIdInteraction,
    context: Context,
  ): Promise<ModalData>;
  /** The fields of its form. */
  readonly fields?: readonly ModalField[];
  /** The same for a message: an entry in the "Apps" menu of every message. */
  readonly contextMenu?: MessageContextMenu;
  /** Buttons that others than the command's audience may press. */
  readonly buttons?: ButtonSet;
}

/** Buttons that belong to no slash command, or to one that is not for everybody who may press them. */
export interface ButtonSet
  extends Pick<Command, 'handleComponent' | 'getModal' | 'fields' | 'audience' | 'isReadOnly'> {
  /** What they carry in their custom ids in place of a command's name. */
  readonly key: string;
}

/** What can be done with a message of a member's, from its menu. The reply is for the one who asks. */
export interface MessageContextMenu {
  readonly data: RESTPostAPIContextMenuApplicationCommandsJSONBody;
  /** What its buttons and menus carry in their custom ids in place of a command's name. */
  readonly key: string;
  /** For `/help`. */
  readonly description: string;
  run(interaction: MessageContextMenuCommandInteraction, context: Context): Promise<Reply>;
  handleComponent?(
    values: readonly string[],
    interaction: CustomIdInteraction,
    context: Context,
  ): Promise<Reply>;
}
