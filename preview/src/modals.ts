import type { APIUser } from 'discord-api-types/v10';
import { ComponentType } from 'discord-api-types/v10';
import { customIdProblems, type Json, list, selectProblems } from './component-limits.ts';
import { PreviewError, type Problem, problemIf } from './errors.ts';
import { tooManyRows } from './limits.ts';
import { demandFileType, resolvedValues } from './resolved.ts';
import type { Channel, Modal, World } from './world.ts';

/** Discord's checks of modals beyond its schemas, and what its client submits for a completed one. */

const {
  TextInput,
  StringSelect,
  UserSelect,
  RoleSelect,
  MentionableSelect,
  ChannelSelect,
  FileUpload,
  RadioGroup,
  CheckboxGroup,
  Checkbox,
} = ComponentType;

/** The problems of a modal that its schema does not catch. */
export function modalProblems(modal: Json): Problem[] {
  const components = list(modal.components);
  const under = components.map(component =>
    component.component ? { ...component, components: [component.component] } : component,
  );
  return [
    ...tooManyRows(components),
    ...customIdProblems(under),
    ...components.flatMap((component, at) =>
      component.component ? fieldProblems(component.component as Json, ['components', at, 'component']) : [],
    ),
  ].map(({ path, ...rest }) => ({ ...rest, path: ['data', ...path] }));
}

function fieldProblems(field: Json, path: readonly PropertyKey[]): Problem[] {
  const isGroup = field.type === RadioGroup || field.type === CheckboxGroup;
  // a radio group is checked as a menu that takes one of its options
  const menu = {
    ...field,
    max_values: field.max_values ?? (field.type === CheckboxGroup ? list(field.options).length : 1),
  };
  return [
    ...(field.type === StringSelect || isGroup ? selectProblems(menu, path) : []),
    ...problemIf(
      field.disabled === true,
      [...path, 'disabled'],
      'COMPONENT_DISABLED',
      'Components in modals cannot be disabled.',
    ),
    ...problemIf(
      field.required !== false && field.min_values === 0,
      [...path, 'min_values'],
      'COMPONENT_REQUIRED_MIN_VALUES',
      'A required field takes at least one value.',
    ),
  ];
}

/** A modal's input by custom id: text, a picked value or a tick; a list for several values. */
export type FieldValues = Readonly<Record<string, string | boolean | readonly string[]>>;

/**
 * The modal's components with the member's input, and the objects that the input refers to, in Discord's
 * format for a submission. Throws a PreviewError if the client would not send it.
 */
export function filledIn(
  world: World,
  channel: Channel,
  { modal, fields, user }: { modal: Modal; fields: FieldValues; user: APIUser },
): { components: unknown[]; resolved: Record<string, object> } {
  const resolved: Record<string, object> = {};
  const used = new Set<string>();
  const fill = (field: Json) => {
    const customId = String(field.custom_id);
    used.add(customId);
    const value = readValue(world, field, fields[customId]);
    if ('values' in value) {
      const named = resolvedValues(world, { user, channel }, field, value.values).resolved ?? {};
      for (const [kind, things] of Object.entries(named)) resolved[kind] = { ...resolved[kind], ...things };
    }
    return { type: field.type, id: Number(field.id ?? 0), custom_id: customId, ...value };
  };
  const components = modal.components.map(component => ({
    type: component.type,
    id: 0,
    ...(component.component ? { component: fill(component.component as Json) } : {}),
    ...(Array.isArray(component.components) ? { components: component.components.map(fill) } : {}),
  }));
  const stray = Object.keys(fields).find(key => !used.has(key));
  if (stray !== undefined) throw new PreviewError(`The form has no field "${stray}".`);
  return { components, resolved };
}

type FieldValue = { readonly value: string | boolean | null } | { readonly values: readonly string[] };

/** The value that a field submits; its initial value if the member left it alone. */
function readValue(world: World, field: Json, given: FieldValues[string] | undefined): FieldValue {
  switch (field.type) {
    case TextInput:
      return { value: demandText(field, given === undefined ? String(field.value ?? '') : String(given)) };
    case Checkbox:
      return { value: given === undefined ? field.default === true : given === true };
    case RadioGroup: {
      const [picked = null] = demandValues(field, chosenIn(field, given), { least: 1, most: 1 });
      return { value: picked };
    }
    case CheckboxGroup:
      return { values: demandValues(field, chosenIn(field, given), { most: list(field.options).length }) };
    case FileUpload: {
      const values = demandValues(field, chosenIn(field, given));
      for (const id of values) demandFile(world, field, id);
      return { values };
    }
    case StringSelect:
    case UserSelect:
    case RoleSelect:
    case MentionableSelect:
    case ChannelSelect:
      return { values: demandValues(field, chosenIn(field, given)) };
    default:
      throw new PreviewError(`A form has no field of the type ${field.type}.`);
  }
}

function demandText(field: Json, value: string): string {
  const customId = String(field.custom_id);
  if (field.required !== false && !value) throw createMissingError(field);
  if (value.length > Number(field.max_length ?? 4000))
    throw new PreviewError(`The field "${customId}" takes at most ${field.max_length ?? 4000} characters.`);
  if (value && value.length < Number(field.min_length ?? 0))
    throw new PreviewError(`The field "${customId}" needs at least ${field.min_length} characters.`);
  return value;
}

function chosenIn(field: Json, given: FieldValues[string] | undefined): readonly string[] {
  if (given !== undefined)
    return Array.isArray(given) ? given : [given].filter(one => one !== '').map(String);
  const byDefault = list(field.options).filter(option => option.default === true);
  return [...byDefault.map(({ value }) => value), ...list(field.default_values).map(({ id }) => id)].map(
    String,
  );
}

/** The values if the field accepts so many, each once and from its options; none if it is optional. */
function demandValues(
  field: Json,
  values: readonly string[],
  { least = 1, most = 1 }: { least?: number; most?: number } = {},
): readonly string[] {
  if (values.length === 0 && field.required === false) return values;
  if (values.length === 0) throw createMissingError(field);
  const customId = String(field.custom_id);
  const options = list(field.options);
  const stray = values.find(value => options.length > 0 && !options.some(option => option.value === value));
  if (stray !== undefined) throw new PreviewError(`"${stray}" is not among the choices.`);
  const [from, to] = [Number(field.min_values ?? least), Number(field.max_values ?? most)];
  if (values.length < from || values.length > to || new Set(values).size < values.length)
    throw new PreviewError(`The field "${customId}" takes ${from === to ? from : `${from} to ${to}`}.`);
  return values;
}

function demandFile(world: World, field: Json, id: string): void {
  if (!world.files.has(id)) throw new PreviewError(`The field "${field.custom_id}" takes a file.`);
  demandFileType(world, id, field.file_types);
}

function createMissingError({ custom_id: customId }: Json): PreviewError {
  return new PreviewError(`The field "${customId}" is required.`);
}
