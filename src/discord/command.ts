import type {
  AnySelectMenuInteraction,
  AutocompleteInteraction,
  ButtonInteraction,
  ChatInputCommandInteraction,
  MessageContextMenuCommandInteraction,
  ModalSubmitInteraction,
} from 'discord.js';
import type {
  APIActionRowComponent,
  APIComponentInMessageActionRow,
  APIEmbed,
  APIModalInteractionResponseCallbackData,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { Markdown } from '../i18n/translate.ts';
import type { Audience } from './access.ts';
import type { House } from './context.ts';
import type { Picture } from './render/chart.ts';

/** An embed: its title, description and fields are formatted text, its footer and author are not. */
export type Embed = Omit<APIEmbed, 'title' | 'description' | 'fields'> & {
  title?: Markdown;
  description?: Markdown;
  fields?: { name: Markdown; value: Markdown; inline?: boolean }[];
};

/** A message as data. Commands and renderers return it; router.ts alone sends it. */
export interface Reply {
  readonly content?: Markdown;
  readonly embeds?: readonly Embed[];
  readonly components?: readonly APIActionRowComponent<APIComponentInMessageActionRow>[];
  readonly files?: readonly ReplyFile[];
  /**
   * Channels in which something is said besides, once the message is out; where that is not possible it is
   * left unsaid.
   */
  readonly besides?: { readonly channelIds: readonly string[]; readonly content: Markdown };
  /** What takes the place of one of our earlier messages in the channel, where that can still be changed. */
  readonly instead?: { readonly messageId: string; readonly reply: Reply };
  /**
   * A picture, which is drawn when the message is sent: at the end of the last embed, or above all of them.
   */
  readonly picture?: Picture & { readonly above?: boolean };
  /** A thread to open on this message, pinned to an article. */
  readonly thread?: Opening;
  /** A post to open in a forum, pinned to an article. The reply is then a link to it. */
  readonly post?: Opening & { readonly forumId: string };
}

export interface Opening {
  readonly name: string;
  readonly articleId: string;
  readonly first: Reply;
}

/** A file that goes with a message; an embed shows a picture by `attachment://` and its name. */
export interface ReplyFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What it shows, in words, for whoever does not see it. */
  readonly description: string;
}

/**
 * A dialogue to be filled in. Its custom id says, as a button's does, which command gets it and where the
 * answer goes.
 */
export type Form = APIModalInteractionResponseCallbackData;

/** A text field of a form, with what Discord lets members write into it. */
export interface Field {
  readonly custom_id: string;
  /** A sentence marked by `phrase`: what stands above it. */
  readonly label: string;
  readonly max_length: number;
  readonly required: boolean;
}

export interface Choice {
  readonly name: string;
  readonly value: string;
}

export type Press = ButtonInteraction | AnySelectMenuInteraction | ModalSubmitInteraction;

/** One slash command: what Discord shows of it, and what it answers. */
export interface Command {
  readonly data: RESTPostAPIChatInputApplicationCommandsJSONBody;
  /** Whether only the asking member sees the reply where the member did not say; false if absent. */
  readonly private?: boolean;
  /** For whom it is, with its buttons and suggestions; `readers` if absent. */
  readonly audience?: Audience;
  /**
   * Whether the replies to it and to its buttons change nothing, so that two processes may both make one, of
   * which one is sent; false if absent, and then a reply is made only when it is known that no other process
   * makes it.
   */
  readonly isHarmless?: boolean;
  /** The reply. A UserError becomes a private sentence to the reader. */
  run(interaction: ChatInputCommandInteraction, house: House): Promise<Reply>;
  /**
   * The form that the command opens instead of replying, or null to reply; Discord waits three seconds for
   * it. Throws like `run`.
   */
  ask?(interaction: ChatInputCommandInteraction, house: House): Promise<Form | null>;
  /** Suggestions for the option that is being typed, at most 25. */
  suggest?(interaction: AutocompleteInteraction, house: House): Promise<readonly Choice[]>;
  /**
   * The reply to a button, menu or filled-in form of this command, from what its custom id says (see
   * custom-id.ts).
   */
  press?(values: readonly string[], interaction: Press, house: House): Promise<Reply>;
  /**
   * The form that a button of this command opens; Discord waits three seconds for it. A UserError becomes a
   * private sentence.
   */
  form?(values: readonly string[], interaction: Press, house: House): Promise<Form>;
  /** The fields of its form. */
  readonly fields?: readonly Field[];
  /** The same for a message: an entry in the "Apps" menu of every message. */
  readonly menu?: MessageMenu;
  /** Buttons that others than the command's audience may press. */
  readonly buttons?: Buttons;
}

/** Buttons that belong to no slash command, or to one that is not for everybody who may press them. */
export interface Buttons extends Pick<Command, 'press' | 'form' | 'fields' | 'audience' | 'isHarmless'> {
  /** What they carry in their custom ids in place of a command's name. */
  readonly key: string;
}

/** What can be done with a message of a member's, from its menu. The reply is for the one who asks. */
export interface MessageMenu {
  readonly data: RESTPostAPIContextMenuApplicationCommandsJSONBody;
  /** What its buttons and menus carry in their custom ids in place of a command's name. */
  readonly key: string;
  /** For `/help`. */
  readonly description: string;
  act(interaction: MessageContextMenuCommandInteraction, house: House): Promise<Reply>;
  press?(values: readonly string[], interaction: Press, house: House): Promise<Reply>;
}
