import type { Problem } from './errors.ts';

/* Checks that Discord makes on components beyond its schemas. */

export type Json = { readonly [key: string]: unknown };

export function customIdProblems(components: readonly Json[]): Problem[] {
  const seen = new Set<unknown>();
  return leaves(components, ['components']).flatMap(({ component, path }) => {
    if (typeof component.custom_id !== 'string') return [];
    if (!seen.has(component.custom_id)) {
      seen.add(component.custom_id);
      return [];
    }
    return [
      {
        path: [...path, 'custom_id'],
        code: 'COMPONENT_CUSTOM_ID_DUPLICATED',
        message: 'Component custom id cannot be duplicated',
      },
    ];
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
  const mixed = inner.length > 1 && inner.some(component => component.type !== 2);
  return mixed
    ? [
        {
          path: [...path, 'components'],
          code: 'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
          message: 'A select menu takes the whole row.',
        },
      ]
    : [];
}

function buttonProblems(button: Json, path: readonly PropertyKey[]): Problem[] {
  const link = button.style === 5;
  if (button.style === 6) return button.sku_id ? [] : [missing([...path, 'sku_id'])];
  return [
    ...(link && !button.url
      ? [{ path: [...path, 'url'], code: 'BUTTON_COMPONENT_URL_REQUIRED', message: 'A url is required' }]
      : []),
    ...(!link && !button.custom_id
      ? [
          {
            path: [...path, 'custom_id'],
            code: 'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED',
            message: 'A custom id is required',
          },
        ]
      : []),
    ...(link && button.custom_id
      ? [
          {
            path,
            code: 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
            message: 'A custom id and url cannot both be specified',
          },
        ]
      : []),
    ...(!link && button.url
      ? [
          {
            path,
            code: 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
            message: 'A custom id and url cannot both be specified',
          },
        ]
      : []),
    ...(!button.label && !button.emoji
      ? [
          {
            path,
            code: 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED',
            message: 'A label or an emoji is required',
          },
        ]
      : []),
  ];
}

export function selectProblems(select: Json, path: readonly PropertyKey[]): Problem[] {
  const options = list(select.options);
  const values = options.map(option => option.value);
  const most = Number(select.max_values ?? 1);
  return [
    ...(new Set(values).size < values.length
      ? [
          {
            path: [...path, 'options'],
            code: 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
            message: 'The specified option value is already used',
          },
        ]
      : []),
    ...(Number(select.min_values ?? 1) > most
      ? [
          {
            path: [...path, 'min_values'],
            code: 'BASE_TYPE_BAD_LENGTH',
            message: 'min_values must not be greater than max_values.',
          },
        ]
      : []),
    ...(most > options.length
      ? [
          {
            path: [...path, 'max_values'],
            code: 'SELECT_COMPONENT_MAX_VALUES_EXCEEDED',
            message: 'max_values must not be greater than the number of options.',
          },
        ]
      : []),
    ...(options.filter(option => option.default).length > most
      ? [
          {
            path: [...path, 'options'],
            code: 'SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES',
            message: 'More options are chosen by default than max_values allows.',
          },
        ]
      : []),
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

export function missing(path: readonly PropertyKey[]): Problem {
  return { path, code: 'BASE_TYPE_REQUIRED', message: 'This field is required' };
}

export function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
