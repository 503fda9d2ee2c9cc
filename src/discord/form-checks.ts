import type { ModalSubmitInteraction } from 'discord.js';
import { ComponentType } from 'discord-api-types/v10';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { createMessage, type MessageDescriptor } from '../i18n/template-values.ts';
import { SNOWFLAKE } from '../snowflake.ts';
import { createTextSchema, describeExpectedText } from './option-checks.ts';
import { hasChannels } from './server-scope.ts';
import type { ModalField } from './types.ts';

/** Submitted form fields are checked against their declaration, as the options of a command are. */

const { TextInput, StringSelect, ChannelSelect, CheckboxGroup, FileUpload } = ComponentType;

/** Maximum length of a value chosen from what the form itself offers. */
const MAX_CHOICE_LENGTH = 100;

/** Throws a UserError saying what is wrong with the first form field that does not match its declaration. */
export async function checkModalFields(
  interaction: ModalSubmitInteraction,
  declared: readonly ModalField[],
): Promise<void> {
  const given = interaction.fields.fields;
  const isUnknown =
    given.size !== declared.length ||
    declared.some(({ custom_id: id, type }) => given.get(id)?.type !== type);
  if (isUnknown) throw new UserError('This form is out of date. Please use the command again.');
  for (const field of declared) {
    const isFine =
      schemaOf(field).safeParse(given.get(field.custom_id)).success &&
      (await referencesExisting(field, interaction));
    if (!isFine) throw new UserError(describeExpected(field));
  }
}

/** The schema of what discord.js reads from a field. */
function schemaOf(field: ModalField): z.ZodType {
  switch (field.type) {
    case TextInput:
      return z.object({ value: createTextSchema(boundsOf(field)) });
    case StringSelect:
      return z.object({ values: createListSchema(z.string().min(1).max(MAX_CHOICE_LENGTH), field) });
    case CheckboxGroup:
      return z.object({ values: createListSchema(z.enum(field.values), field) });
    case ChannelSelect:
      return z.object({ values: createListSchema(SNOWFLAKE, field), channels: z.unknown() });
    case FileUpload:
      return z.object({ values: createListSchema(SNOWFLAKE, field) });
  }
}

/** A list of distinct values, as many as the field accepts. */
function createListSchema(value: z.ZodType<string>, field: ModalField): z.ZodType<readonly string[]> {
  const { least, most } = boundsOf(field);
  return z
    .array(value)
    .min(least)
    .max(most)
    .refine(values => new Set(values).size === values.length);
}

/** The limits on the characters of a text field, or on the number of values in any other. */
function boundsOf(field: ModalField): { least: number; most: number } {
  return { least: field.required ? 1 : 0, most: mostOf(field) };
}

function mostOf(field: ModalField): number {
  switch (field.type) {
    case TextInput:
      return field.max_length;
    case CheckboxGroup:
      return field.values.length;
    case FileUpload:
      return field.max_values;
    default:
      return 1;
  }
}

/** Whether all that a field refers to by id came with the form and, for channels, is in the server. */
async function referencesExisting(field: ModalField, interaction: ModalSubmitInteraction): Promise<boolean> {
  const sent = interaction.fields;
  if (field.type === ChannelSelect) {
    const ids = [...(sent.getSelectedChannels(field.custom_id)?.keys() ?? [])];
    const { values } = sent.getField(field.custom_id) as { values?: readonly string[] };
    return ids.length === values?.length && (await hasChannels(interaction, ids, field.channel_types));
  }
  if (field.type !== FileUpload) return true;
  const { values } = sent.getField(field.custom_id) as { values?: readonly string[] };
  return (sent.getUploadedFiles(field.custom_id)?.size ?? 0) === values?.length;
}

/** Says what a field accepts. */
function describeExpected(field: ModalField): MessageDescriptor {
  const option = createMessage(field.label);
  switch (field.type) {
    case TextInput:
      return describeExpectedText(option, boundsOf(field));
    case FileUpload:
      return createMessage('“{{option}}” takes up to {{most}} files. Please attach them again.', {
        option,
        most: field.max_values,
      });
    case ChannelSelect:
      return createMessage('“{{option}}” must be a channel of this server that Discord offers for it.', {
        option,
      });
    default:
      return createMessage('“{{option}}” takes only what the form offers. Please use the command again.', {
        option,
      });
  }
}
