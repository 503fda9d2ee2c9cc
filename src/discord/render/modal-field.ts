import {
  type APICheckboxGroupOption,
  type APIComponentInLabel,
  type APILabelComponent,
  type APISelectMenuOption,
  ComponentType,
  TextInputStyle,
} from 'discord-api-types/v10';
import { t } from '../../i18n/translate.ts';
import type {
  ChannelField,
  CheckboxesField,
  FilesField,
  MenuField,
  ModalField,
  TextField,
} from '../types.ts';

interface FieldDescription {
  /** The text below the label. */
  readonly description?: string;
}

/** A text field with its label, for a form. */
export function renderModalField(
  field: TextField,
  {
    isLong = true,
    description,
    ...more
  }: FieldDescription & { isLong?: boolean; placeholder?: string; value?: string } = {},
): APILabelComponent {
  return renderLabel(field, { description }, ({ label: _, ...component }) => ({
    ...component,
    style: isLong ? TextInputStyle.Paragraph : TextInputStyle.Short,
    ...more,
  }));
}

/** A menu of the given options with its label. */
export function renderMenuField(
  field: MenuField,
  options: APISelectMenuOption[],
  { description, ...more }: FieldDescription & { placeholder?: string } = {},
): APILabelComponent {
  return renderLabel(field, { description }, ({ label: _, ...component }) => ({
    ...component,
    options,
    ...more,
  }));
}

/** A menu of channels with its label; `channelId` is preselected. */
export function renderChannelField(
  field: ChannelField,
  { description, channelId }: FieldDescription & { channelId?: string | undefined } = {},
): APILabelComponent {
  return renderLabel(field, { description }, ({ label: _, ...component }) => ({
    ...component,
    ...(channelId !== undefined && { default_values: [{ id: channelId, type: 'channel' as never }] }),
  }));
}

/** A group of checkboxes with its label. */
export function renderCheckboxes(
  field: CheckboxesField,
  options: APICheckboxGroupOption[],
): APILabelComponent {
  return renderLabel(field, {}, ({ label: _, values: __, ...component }) => ({ ...component, options }));
}

/** A file upload with its label. */
export function renderFilesField(field: FilesField, said: FieldDescription = {}): APILabelComponent {
  return renderLabel(field, said, ({ label: _, ...component }) => component);
}

function renderLabel<Field extends ModalField>(
  field: Field,
  { description }: { description?: string | undefined },
  toComponent: (field: Field) => APIComponentInLabel,
): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: t(field.label),
    ...(description !== undefined && { description }),
    component: toComponent(field),
  };
}
