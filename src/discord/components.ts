import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  type APISelectMenuOption,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';

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

/** A row of buttons; no row if there are no buttons. */
export function createRows(
  buttons: readonly APIButtonComponentWithCustomId[],
): APIActionRowComponent<APIComponentInMessageActionRow>[] {
  return buttons.length > 0 ? [createRow(...buttons)] : [];
}

/** The most options that Discord accepts in a menu. */
export const MAX_MENU_OPTIONS = 25;

/** A row with a menu of these options, as many as Discord accepts; no row if there are no options. */
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
