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
  /** The same for a message: an entry in the "Apps" menu of every message. */
  readonly contextMenu?: MessageContextMenu;
  /** What its replies can be pressed, chosen or filled in with. */
  readonly buttons?: readonly AnyButton[];
}

/** What can be done with a message of a member's, from its menu. The reply is for the one who asks. */
export interface MessageContextMenu {
  readonly data: RESTPostAPIContextMenuApplicationCommandsJSONBody;
  /** For `/help`. */
  readonly description: string;
  /** For whom it is; `readers` if absent. */
  readonly audience?: Audience;
  /** The form that it opens instead of replying, as that of a command. */
  form?(interaction: MessageContextMenuCommandInteraction, context: Context): Promise<ModalData | null>;
  run(interaction: MessageContextMenuCommandInteraction, context: Context): Promise<Reply>;
  readonly buttons?: readonly AnyButton[];
}
