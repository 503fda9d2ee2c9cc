import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import { z } from 'zod';

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
 * All that a button means stands in its custom id, so that it works after a restart, in any process, for
 * months.
 */
export function createCustomId(mode: Mode, command: string, ...values: readonly (string | number)[]): string {
  return [mode, command, ...values].join('/');
}

/**
 * The place in a custom id of what is chosen in its menu; where there is none, the choice comes after all
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

/** A page in a custom id; the first where that says none, or none that there could be. */
export function parsePageNumber(value: string | undefined): number {
  return value !== undefined && /^\d{1,5}$/.test(value) ? Number(value) : 0;
}

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

export function createRow(
  ...components: APIComponentInMessageActionRow[]
): APIActionRowComponent<APIComponentInMessageActionRow> {
  return { type: ComponentType.ActionRow, components };
}
