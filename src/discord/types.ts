import type {
  APIActionRowComponent,
  APIComponentInMessageActionRow,
  APIModalInteractionResponseCallbackData,
  ChannelType,
  ComponentType,
  FileUploadType,
} from 'discord.js';
import type { Markdown } from '../i18n/translate.ts';

/** What stands in a frame of its own, from top to bottom. */
export interface Card {
  /** What it is, before the title: `Summary`. */
  readonly kind?: Markdown;
  readonly title?: Markdown;
  /** Where the title leads. */
  readonly url?: string;
  /** A small line below the title. */
  readonly origin?: Markdown;
  /** A small picture beside the title, fetched by Discord. */
  readonly thumbnail?: { readonly url: string; readonly description: string };
  readonly description?: Markdown;
  readonly sections?: readonly CardSection[];
  /** A small line below all else, behind a rule. */
  readonly footer?: Markdown;
  /** The colour of the bar at its side, where it means something. */
  readonly colour?: number;
}

/** A part of a card under a heading of its own. */
export interface CardSection {
  readonly name: Markdown;
  readonly value: Markdown;
}

/** A thread or post that is to be opened and pinned to an article. */
export interface ThreadOpening {
  readonly name: string;
  readonly articleId: string;
  readonly firstMessage: Reply;
}

/** A file that goes with a message, which shows it by `attachment://` and its name. */
export interface ReplyFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What it shows, in words, for whoever does not see it. */
  readonly description: string;
}

/** A message as data. Commands and renderers return it; layout.ts says how Discord shows it. */
export interface Reply {
  readonly content?: Markdown;
  readonly cards?: readonly Card[];
  readonly components?: readonly APIActionRowComponent<APIComponentInMessageActionRow>[];
  readonly files?: readonly ReplyFile[];
  /**
   * Channels in which something is said besides, once the message is out; where that is not possible it is
   * left unsaid.
   */
  readonly announcement?: { readonly channelIds: readonly string[]; readonly content: Markdown };
  /** What takes the place of one of our earlier messages in the channel, where that can still be changed. */
  readonly replacement?: { readonly messageId: string; readonly reply: Reply };
  /**
   * A picture, which is drawn when the message is sent: at the end of the last card, or above all of them.
   */
  readonly image?: ChartImage & { readonly above?: boolean };
  /** A thread to open on this message, pinned to an article. */
  readonly thread?: ThreadOpening;
  /** A post to open in a forum, pinned to an article. The reply is then a link to it. */
  readonly post?: ThreadOpening & { readonly forumId: string };
}

/**
 * A dialogue to be filled in. Its custom id says, as a button's does, which command gets it and where the
 * answer goes.
 */
export type ModalData = APIModalInteractionResponseCallbackData;

/** A field of a form, as far as what comes back is held against it: Discord's own component with its label. */
export type ModalField = TextField | MenuField | ChannelField | CheckboxesField | FilesField;

interface FieldBase<Type extends ComponentType> {
  readonly type: Type;
  readonly custom_id: string;
  /** A sentence marked by `defineMessage`: what stands above it. */
  readonly label: string;
  readonly required: boolean;
}

/** A text, with what Discord lets members write into it. */
export interface TextField extends FieldBase<ComponentType.TextInput> {
  readonly max_length: number;
}

/** One choice of a menu, whose options are known when the form is shown. */
export type MenuField = FieldBase<ComponentType.StringSelect>;

/** One channel of the server. */
export interface ChannelField extends FieldBase<ComponentType.ChannelSelect> {
  readonly channel_types: ChannelType[];
}

/** Some of these boxes. */
export interface CheckboxesField extends FieldBase<ComponentType.CheckboxGroup> {
  readonly values: readonly string[];
}

/** Up to so many files of these types. */
export interface FilesField extends FieldBase<ComponentType.FileUpload> {
  readonly max_values: number;
  readonly file_types: FileUploadType[];
}

/** A suggestion for an option; the name is shown, the value is sent. */
export interface Choice {
  readonly name: string;
  readonly value: string;
}

/** A picture as its source and as words for whoever does not see it. */
export interface ChartImage {
  readonly name: string;
  readonly svg: string;
  readonly description: string;
}
