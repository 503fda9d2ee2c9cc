import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  MessageContextMenuCommandInteraction,
} from 'discord.js';
import type {
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { Audience } from './access.ts';
import type { Context } from './context.ts';
import type { AnyButton } from './define-button.ts';
import type { Choice, ModalData, Reply } from './types.ts';

/** One slash command: its definition for Discord, and its reply. */
export interface Command {
  readonly data: RESTPostAPIChatInputApplicationCommandsJSONBody;
  /** Whether only the asking member sees the reply, unless they choose otherwise; false if absent. */
  readonly isEphemeral?: boolean;
  /** Who may use the command, its buttons and its suggestions; `readers` if absent. */
  readonly audience?: Audience;
  /**
   * Whether replying to the command and to its buttons changes nothing, so that two processes may both
   * compute a reply and only one is sent. If false or absent, a reply is computed only once it is known that
   * no other process computes it.
   */
  readonly isReadOnly?: boolean;
  /** Computes the reply. A UserError becomes a private sentence to the reader. */
  run(interaction: ChatInputCommandInteraction, context: Context): Promise<Reply>;
  /**
   * The form that the command opens instead of replying, or null to reply. Discord waits three seconds for
   * it. Throws like `run`.
   */
  getCommandModal?(interaction: ChatInputCommandInteraction, context: Context): Promise<ModalData | null>;
  /** Suggestions for the option being typed, likeliest first; Discord shows 25. */
  suggest?(interaction: AutocompleteInteraction, context: Context): Promise<readonly Choice[]>;
  /** The same command for a message: an entry in the "Apps" menu of every message. */
  readonly contextMenu?: MessageContextMenu;
  /** The buttons, menus and forms of its replies. */
  readonly buttons?: readonly AnyButton[];
}

/** An action on a member's message, in that message's menu. Only the member who uses it sees the reply. */
export interface MessageContextMenu {
  readonly data: RESTPostAPIContextMenuApplicationCommandsJSONBody;
  /** For `/help`. */
  readonly description: string;
  /** Who may use it; `readers` if absent. */
  readonly audience?: Audience;
  /** The form that it opens instead of replying, as for a command. */
  form?(interaction: MessageContextMenuCommandInteraction, context: Context): Promise<ModalData | null>;
  run(interaction: MessageContextMenuCommandInteraction, context: Context): Promise<Reply>;
  readonly buttons?: readonly AnyButton[];
}
