import { ComponentType } from 'discord-api-types/v10';
import type { ModalField } from '../src/discord/types.ts';

const { Label, TextInput, ChannelSelect, CheckboxGroup, FileUpload, StringSelect } = ComponentType;

/** The channel to choose in a channel field. */
interface Chosen {
  readonly channel: string;
}

/** A completed field in Discord's format, with any value. */
export function fillField({ type, custom_id }: Pick<ModalField, 'type' | 'custom_id'>, value: unknown) {
  const filled = type === TextInput ? { value } : { values: value };
  return { type: Label, id: 0, component: { type, id: 0, custom_id, ...filled } };
}

/** A valid value for a field, whatever its command makes of it. */
export function rightValueFor(field: ModalField, { channel }: Chosen): unknown {
  switch (field.type) {
    case TextInput:
      return '7';
    case StringSelect:
      return ['7'];
    case CheckboxGroup:
      return [field.values[0]];
    case ChannelSelect:
      return [channel];
    case FileUpload:
      return [];
  }
}

/** Values that a field must reject. */
export function wrongValuesFor(field: ModalField, { channel }: Chosen): readonly unknown[] {
  if (field.type === TextInput)
    return [
      null,
      7,
      {},
      [],
      'x'.repeat(field.max_length + 1),
      'x'.repeat(500_000),
      ...(field.required ? [''] : []),
    ];
  // a value that is not a list at all already fails in discord.js
  const lists = [
    null,
    'x',
    [7],
    [null],
    ['x'.repeat(5000)],
    ['news', 'news'],
    ...(field.required ? [[]] : []),
  ];
  switch (field.type) {
    case CheckboxGroup:
      return [...lists, ['8'], [field.values[0], field.values[0]]];
    case ChannelSelect:
      return [...lists, [channel, channel], ['1'.repeat(18)], ['../x']];
    case FileUpload:
      return [...lists, ['123456789012345678'], Array(field.max_values + 1).fill('1')];
    default:
      return lists;
  }
}
