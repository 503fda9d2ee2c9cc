import type { MessageComponentInteraction, ModalSubmitInteraction } from 'discord.js';
import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  type APISelectMenuOption,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';

/**
 * Where the answer to a press goes: `turn` into the same message, `open` to the member alone, `post` to the
 * channel; `form` opens a form.
 */
const Mode = z.enum(['turn', 'open', 'post', 'form']);
type Mode = z.infer<typeof Mode>;

const CustomId = z
  .string()
  .max(100)
  .transform(id => id.split('/'))
  .pipe(z.tuple([Mode, z.string().regex(/^[a-z]+$/)], z.string()));

/**
 * What the custom ids of a button, menu or form hold, declared once for whoever shows it and whoever answers it.
 */
export interface ButtonId<Values extends z.ZodType> {
  /**
   * What follows the mode: a command's name (or a word in its place) and, where the command has several buttons,
   * which of them it is: `quotes`, `digest/history`.
   */
  readonly key: string;
  /**
   * The values, each a text in the custom id: an object, whose fields stand there in the order of their declaration,
   * or a tuple or array. Messages stay for years: fields keep their order and their form, and new ones come last and
   * are optional.
   */
  readonly values: Values;
}

/** For a button that says all by its key. */
export const NO_VALUES = z.object({});

/** A page, counted from 0. The disabled button before the first page says -1. */
export const PageNumber = z.codec(z.string().regex(/^-?\d{1,5}$/), z.int(), {
  decode: text => Math.max(0, Number(text)),
  encode: page => `${page}`,
});

/** Stands for an article, or for what is chosen in the button's menu (see `CHOICE_PLACEHOLDER`). */
export const ArticleId = z.string().min(1);

type Given<Values extends z.ZodType> =
  Record<never, never> extends z.output<Values> ? [given?: z.output<Values>] : [given: z.output<Values>];

/**
 * All that a button means stands in its custom id, so that it works after a restart, in any process, for months.
 * Throws for values that its schema does not have.
 */
export function createCustomId<Values extends z.ZodType>(
  mode: Mode,
  { key, values }: ButtonId<Values>,
  ...[given]: Given<Values>
): string {
  return [mode, key, ...encodeValues(values, given ?? {})].join('/');
}

/** The custom id of a menu of which the choice is the first value, or all of them. */
export function createMenuId(mode: Mode, { key }: Pick<ButtonId<z.ZodType>, 'key'>): string {
  return `${mode}/${key}`;
}

function encodeValues(schema: z.ZodType, given: unknown): readonly string[] {
  const encoded = z.encode(schema, given) as Readonly<Record<string, string | undefined>> | readonly string[];
  if (!(schema instanceof z.ZodObject)) return encoded as readonly string[];
  const texts = Object.keys(schema.shape).map(name => (encoded as Record<string, string | undefined>)[name]);
  return texts.slice(0, texts.findLastIndex(text => text !== undefined) + 1).map(text => text ?? '');
}

/** What a member reads who presses a button that there is no longer, or whose values have another form now. */
export const OUTDATED = defineMessage(
  'This button is from an older version of me and no longer works. Please use the command again.',
);

/** The values of a button from the texts of its custom id. Throws a UserError where they do not fit its schema. */
export function decodeValues<Values extends z.ZodType>(
  schema: Values,
  texts: readonly string[],
): z.output<Values> {
  const parsed = schema.safeParse(schema instanceof z.ZodObject ? nameTexts(schema, texts) : texts);
  if (!parsed.success) throw new UserError(OUTDATED);
  return parsed.data as z.output<Values>;
}

/** The texts under the names of the fields; undefined where there are more texts than fields. */
function nameTexts({ shape }: z.ZodObject, texts: readonly string[]): Record<string, string> | undefined {
  const names = Object.keys(shape);
  if (texts.length > names.length) return undefined;
  return Object.fromEntries(
    names.flatMap((name, at) => (texts[at] === undefined ? [] : [[name, texts[at]]])),
  );
}

/**
 * Stands in a menu's custom id for what is chosen in it; where there is none, the choice comes after all
 * else.
 */
export const CHOICE_PLACEHOLDER = '*';

/** The values of a custom id with what was chosen in its menu. */
export function insertChoice(values: readonly string[], chosen: readonly string[]): string[] {
  const [only = ''] = chosen;
  return values.includes(CHOICE_PLACEHOLDER)
    ? values.map(value => (value === CHOICE_PLACEHOLDER ? only : value))
    : [...values, ...chosen];
}

/** The custom id of a menu of buttons, each of whose choices is the custom id of the button that it stands for. */
export const BUTTON_MENU_ID = 'open/more';

/** The same menu under its other name: Discord goes on showing what was chosen until a menu has another one. */
const RENEWED_MENU_ID = 'open/more/again';

/** Whether a custom id is that of a menu of buttons. */
export const isButtonMenu = (id: string): boolean => id === BUTTON_MENU_ID || id === RENEWED_MENU_ID;

/** The name that a menu of buttons gets once something of it was chosen. */
export const renewMenuId = (id: string): string => (id === BUTTON_MENU_ID ? RENEWED_MENU_ID : BUTTON_MENU_ID);

/** The custom id of what was pressed, in a message or in a menu of buttons. */
export function pressedIdOf(
  interaction: Pick<MessageComponentInteraction | ModalSubmitInteraction, 'customId'> & {
    readonly values?: readonly string[];
  },
): string {
  const { customId, values = [] } = interaction;
  return isButtonMenu(customId) ? (values[0] ?? customId) : customId;
}

/** What a custom id says. */
export interface ParsedCustomId {
  readonly mode: Mode;
  readonly command: string;
  readonly values: readonly string[];
}

/** What a custom id says, or undefined if it is none of ours. */
export function parseCustomId(id: string): ParsedCustomId | undefined {
  const parsed = CustomId.safeParse(id);
  if (!parsed.success) return undefined;
  const [mode, command, ...values] = parsed.data;
  return { mode, command, values };
}

/** A button with a custom id; `primary` stands out, `disabled` cannot be pressed. */
export function createButton(
  label: string,
  id: string,
  { primary = false, disabled = false } = {},
): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style: primary ? ButtonStyle.Primary : ButtonStyle.Secondary,
    label,
    custom_id: id,
    ...(disabled && { disabled }),
  };
}

/** Buttons in a row; none where there are no buttons. */
export function createRows(
  buttons: readonly APIButtonComponentWithCustomId[],
): APIActionRowComponent<APIComponentInMessageActionRow>[] {
  return buttons.length > 0 ? [createRow(...buttons)] : [];
}

/** What Discord takes in a menu. */
export const MAX_MENU_OPTIONS = 25;

/** A row with a menu of these options, the first ones where there are more than Discord takes; none where there are none. */
export function createMenuRows(
  id: string,
  placeholder: string,
  options: readonly APISelectMenuOption[],
): APIActionRowComponent<APIComponentInMessageActionRow>[] {
  if (options.length === 0) return [];
  return [
    createRow({
      type: ComponentType.StringSelect,
      custom_id: id,
      placeholder,
      options: options.slice(0, MAX_MENU_OPTIONS),
    }),
  ];
}

/** A row of buttons, or one menu. */
export function createRow(
  ...components: APIComponentInMessageActionRow[]
): APIActionRowComponent<APIComponentInMessageActionRow> {
  return { type: ComponentType.ActionRow, components };
}
