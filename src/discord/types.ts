import type {
  APIActionRowComponent,
  APIComponentInMessageActionRow,
  APIModalInteractionResponseCallbackData,
  ChannelType,
  ComponentType,
  FileUploadType,
} from 'discord.js';
import type { Markdown } from '../i18n/translate.ts';

/** A frame in a message, with its content from top to bottom. */
export interface Card {
  /** The kind of content, before the title: `Summary`. */
  readonly kind?: Markdown;
  readonly title?: Markdown;
  /** The address that the title links to. */
  readonly url?: string;
  /** A small line below the title. */
  readonly origin?: Markdown;
  /** A small picture beside the title, fetched by Discord. */
  readonly thumbnail?: { readonly url: string; readonly description: string };
  readonly description?: Markdown;
  readonly sections?: readonly CardSection[];
  /** A small line below everything else, under a rule. */
  readonly footer?: Markdown;
  /** The colour of the bar at the side, if it means something. */
  readonly colour?: number;
}

/** A part of a card with a heading of its own. */
interface CardSection {
  readonly name: Markdown;
  readonly value: Markdown;
}

/** A thread or post to open and pin to an article. */
export interface ThreadOpening {
  readonly name: string;
  readonly articleId: string;
  readonly firstMessage: Reply;
}

/** A file sent with a message, which refers to it as `attachment://` followed by its name. */
export interface ReplyFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What it shows, in words, for people who cannot see it. */
  readonly description: string;
}

/** A message as data. Commands and renderers return it; layout.ts decides how Discord shows it. */
export interface Reply {
  readonly content?: Markdown;
  readonly cards?: readonly Card[];
  readonly components?: readonly APIActionRowComponent<APIComponentInMessageActionRow>[];
  readonly files?: readonly ReplyFile[];
  /** An announcement to post in other channels after the message; impossible channels are skipped. */
  readonly announcement?: { readonly channelIds: readonly string[]; readonly content: Markdown };
  /** The new content of one of our earlier messages in the channel, if that can still be changed. */
  readonly replacement?: { readonly messageId: string; readonly reply: Reply };
  /** A picture, drawn when the message is sent and shown at the end of the last card, or above all cards. */
  readonly image?: ChartImage & { readonly above?: boolean };
  /** A thread to open on this message, pinned to an article. */
  readonly thread?: ThreadOpening;
  /** A post to open in a forum, pinned to an article. The reply is then a link to it. */
  readonly post?: ThreadOpening & { readonly forumId: string };
}

/** A form to fill in. Its custom id says, like a button's, which command handles it and where answers go. */
export type ModalData = APIModalInteractionResponseCallbackData;

/** A field of a form, with what checks its submitted value: Discord's own component and its label. */
export type ModalField = TextField | MenuField | ChannelField | CheckboxesField | FilesField;

interface FieldBase<Type extends ComponentType> {
  readonly type: Type;
  readonly custom_id: string;
  /** The sentence above the field, marked by `defineMessage`. */
  readonly label: string;
  readonly required: boolean;
}

/** A text field, with its maximum length in characters. */
export interface TextField extends FieldBase<ComponentType.TextInput> {
  readonly max_length: number;
}

/** A menu with a single choice; its options are known when the form is shown. */
export type MenuField = FieldBase<ComponentType.StringSelect>;

/** A menu of the server's channels with a single choice. */
export interface ChannelField extends FieldBase<ComponentType.ChannelSelect> {
  readonly channel_types: ChannelType[];
}

/** A group of checkboxes, of which several may be ticked. */
export interface CheckboxesField extends FieldBase<ComponentType.CheckboxGroup> {
  readonly values: readonly string[];
}

/** A field for up to `max_values` files of these types. */
export interface FilesField extends FieldBase<ComponentType.FileUpload> {
  readonly max_values: number;
  readonly file_types: FileUploadType[];
}

/** A suggestion for an option: `name` is shown, `value` is sent. */
export interface Choice {
  readonly name: string;
  readonly value: string;
}

/** A picture as its source, with a description for people who cannot see it. */
export interface ChartImage {
  readonly name: string;
  readonly svg: string;
  readonly description: string;
}
