import { missing, type Problem, problemIf } from './errors.ts';

/* Checks that Discord makes on components beyond its schemas. */

export type Json = { readonly [key: string]: unknown };

export function customIdProblems(components: readonly Json[]): Problem[] {
  const seen = new Set<unknown>();
  return leaves(components, ['components']).flatMap(({ component: { custom_id: id }, path }) => {
    const isTaken = typeof id === 'string' && seen.has(id);
    seen.add(id);
    return problemIf(
      isTaken,
      [...path, 'custom_id'],
      'COMPONENT_CUSTOM_ID_DUPLICATED',
      'Component custom id cannot be duplicated',
    );
  });
}

/** The problems of one row, button or menu that its schema does not catch. */
export function componentProblems(component: Json, path: readonly PropertyKey[]): Problem[] {
  if (component.type === 1) return rowProblems(component, path);
  if (component.type === 2) return buttonProblems(component, path);
  if (component.type === 3) return selectProblems(component, path);
  return [];
}

function rowProblems(row: Json, path: readonly PropertyKey[]): Problem[] {
  const inner = list(row.components);
  return problemIf(
    inner.length > 1 && inner.some(component => component.type !== 2),
    [...path, 'components'],
    'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
    'A select menu takes the whole row.',
  );
}

function buttonProblems(button: Json, path: readonly PropertyKey[]): Problem[] {
  const { style, url, custom_id: id, sku_id, label, emoji } = button;
  if (style === 6) return sku_id ? [] : [missing([...path, 'sku_id'])];
  const isLink = style === 5;
  return [
    ...problemIf(isLink && !url, [...path, 'url'], 'BUTTON_COMPONENT_URL_REQUIRED', 'A url is required'),
    ...problemIf(
      !isLink && !id,
      [...path, 'custom_id'],
      'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED',
      'A custom id is required',
    ),
    ...problemIf(
      isLink ? id : url,
      path,
      'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
      'A custom id and url cannot both be specified',
    ),
    ...problemIf(
      !label && !emoji,
      path,
      'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED',
      'A label or an emoji is required',
    ),
  ];
}

export function selectProblems(select: Json, path: readonly PropertyKey[]): Problem[] {
  const options = list(select.options);
  const values = options.map(option => option.value);
  const most = Number(select.max_values ?? 1);
  return [
    ...problemIf(
      new Set(values).size < values.length,
      [...path, 'options'],
      'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
      'The specified option value is already used',
    ),
    ...problemIf(
      Number(select.min_values ?? 1) > most,
      [...path, 'min_values'],
      'BASE_TYPE_BAD_LENGTH',
      'min_values must not be greater than max_values.',
    ),
    ...problemIf(
      most > options.length,
      [...path, 'max_values'],
      'SELECT_COMPONENT_MAX_VALUES_EXCEEDED',
      'max_values must not be greater than the number of options.',
    ),
    ...problemIf(
      options.filter(option => option.default).length > most,
      [...path, 'options'],
      'SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES',
      'More options are chosen by default than max_values allows.',
    ),
  ];
}

/** All components, including nested ones, each with its path. */
export function leaves(
  components: readonly Json[],
  path: readonly PropertyKey[],
): { component: Json; path: readonly PropertyKey[] }[] {
  return components.flatMap((component, at) => [
    { component, path: [...path, at] },
    ...leaves(list(component.components), [...path, at, 'components']),
    ...(component.accessory
      ? [{ component: component.accessory as Json, path: [...path, at, 'accessory'] }]
      : []),
  ]);
}

export function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
