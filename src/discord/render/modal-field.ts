import { type APILabelComponent, ComponentType, TextInputStyle } from 'discord-api-types/v10';
import { t } from '../../i18n/translate.ts';
import type { ModalField } from '../types.ts';

/** A text field with its label, as a form shows it. */
export function renderModalField(
  { label, ...field }: ModalField,
  {
    isLong = true,
    description,
    ...more
  }: { isLong?: boolean; description?: string; placeholder?: string; value?: string } = {},
): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: t(label),
    ...(description !== undefined && { description }),
    component: {
      type: ComponentType.TextInput,
      style: isLong ? TextInputStyle.Paragraph : TextInputStyle.Short,
      ...field,
      ...more,
    },
  };
}
