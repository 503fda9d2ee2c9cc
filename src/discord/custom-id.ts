import type { MessageComponentInteraction, ModalSubmitInteraction } from 'discord.js';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';

/** Where the reply to a press goes: `turn` this message, `open` to the member, `post`, or `form`. */
const Mode = z.enum(['turn', 'open', 'post', 'form']);
type Mode = z.infer<typeof Mode>;

const CustomId = z
  .string()
  .max(100)
  .transform(id => id.split('/'))
  .pipe(z.tuple([Mode, z.string().regex(/^[a-z]+$/)], z.string()));

/** The format of a button's, menu's or form's custom ids, declared once for showing and answering. */
export interface ButtonId<Values extends z.ZodType> {
  /** What follows the mode: a command's name, and the button's if it has several: `digest/history`. */
  readonly key: string;
  /**
   * The values, each a string in the custom id: an object, whose fields are written in the order of their
   * declaration, or a tuple or array. Messages stay for years, so fields keep their order and their format,
   * and new ones come last and are optional.
   */
  readonly values: Values;
}

/** The values of a button whose key says everything. */
export const NO_VALUES = z.object({});

/** The last page that there can be: the button to the one after it needs a number of five digits too. */
const MAX_PAGE = 99_998;

/** A page, counted from 0. The disabled button before the first page has -1. */
export const PageNumber = z.codec(z.string().regex(/^-?\d{1,5}$/), z.int(), {
  decode: text => Math.min(Math.max(0, Number(text)), MAX_PAGE),
  encode: page => `${page}`,
});

/** An article's id, or the placeholder for the choice in the button's menu (see `CHOICE_PLACEHOLDER`). */
export const ArticleId = z.string().min(1);

type Given<Values extends z.ZodType> =
  Record<never, never> extends z.output<Values> ? [given?: z.output<Values>] : [given: z.output<Values>];

/**
 * Creates a custom id. It holds everything that a button means, so that the button works after a restart, in
 * any process, for months. Throws for values that do not match the schema.
 */
export function createCustomId<Values extends z.ZodType>(
  mode: Mode,
  { key, values }: ButtonId<Values>,
  ...[given]: Given<Values>
): string {
  return [mode, key, ...encodeValues(values, given ?? {})].join('/');
}

/** The custom id of a menu whose choice is the first value, or whose choices are all values. */
export function createMenuId(mode: Mode, { key }: Pick<ButtonId<z.ZodType>, 'key'>): string {
  return `${mode}/${key}`;
}

function encodeValues(schema: z.ZodType, given: unknown): readonly string[] {
  const encoded = z.encode(schema, given) as Readonly<Record<string, string | undefined>> | readonly string[];
  if (!(schema instanceof z.ZodObject)) return encoded as readonly string[];
  const texts = Object.keys(schema.shape).map(name => (encoded as Record<string, string | undefined>)[name]);
  return texts.slice(0, texts.findLastIndex(text => text !== undefined) + 1).map(text => text ?? '');
}

/** Shown to a member who presses a button that no longer exists or whose values have changed format since. */
export const OUTDATED = defineMessage(
  'This button is from an older version of me and no longer works. Please use the command again.',
);

/** Decodes the values of a button from its custom id. Throws a UserError if they do not match its schema. */
export function decodeValues<Values extends z.ZodType>(
  schema: Values,
  texts: readonly string[],
): z.output<Values> {
  const parsed = schema.safeParse(schema instanceof z.ZodObject ? nameTexts(schema, texts) : texts);
  if (!parsed.success) throw new UserError(OUTDATED);
  return parsed.data as z.output<Values>;
}

/** The texts under the names of the fields; undefined if there are more texts than fields. */
function nameTexts({ shape }: z.ZodObject, texts: readonly string[]): Record<string, string> | undefined {
  const names = Object.keys(shape);
  if (texts.length > names.length) return undefined;
  return Object.fromEntries(
    names.flatMap((name, at) => (texts[at] === undefined ? [] : [[name, texts[at]]])),
  );
}

/** Placeholder in a menu's custom id for the choice, which otherwise follows the other values. */
export const CHOICE_PLACEHOLDER = '*';

/** The values of a custom id with the choice made in its menu. */
export function insertChoice(values: readonly string[], chosen: readonly string[]): string[] {
  const [only = ''] = chosen;
  return values.includes(CHOICE_PLACEHOLDER)
    ? values.map(value => (value === CHOICE_PLACEHOLDER ? only : value))
    : [...values, ...chosen];
}

/** The custom id of a menu of buttons. A choice is the custom id of the button it stands for. */
export const BUTTON_MENU_ID = 'open/more';

/** The same menu's alternative id: Discord keeps showing the last choice until the id changes. */
const RENEWED_MENU_ID = 'open/more/again';

/** Whether a custom id belongs to a menu of buttons. */
export const isButtonMenu = (id: string): boolean => id === BUTTON_MENU_ID || id === RENEWED_MENU_ID;

/** The id that a menu of buttons gets after a choice in it. */
export const renewMenuId = (id: string): string => (id === BUTTON_MENU_ID ? RENEWED_MENU_ID : BUTTON_MENU_ID);

/** The custom id of the pressed component, whether in a message or in a menu of buttons. */
export function pressedIdOf(
  interaction: Pick<MessageComponentInteraction | ModalSubmitInteraction, 'customId'> & {
    readonly values?: readonly string[];
  },
): string {
  const { customId, values = [] } = interaction;
  return isButtonMenu(customId) ? (values[0] ?? customId) : customId;
}

/** The parts of a custom id. */
export interface ParsedCustomId {
  readonly mode: Mode;
  readonly command: string;
  readonly values: readonly string[];
}

/** Parses a custom id; undefined if it is not one of ours. */
export function parseCustomId(id: string): ParsedCustomId | undefined {
  const parsed = CustomId.safeParse(id);
  if (!parsed.success) return undefined;
  const [mode, command, ...values] = parsed.data;
  return { mode, command, values };
}
