import type { Problem } from './errors.ts';

/** Checks that Discord makes on commands beyond its schemas. */
const COMMANDS = 100;
const LENGTH = 8000;
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const CHOICE = 100;

interface Option {
  readonly type: number;
  readonly name: string;
  readonly description?: string;
  readonly required?: boolean | null;
  readonly autocomplete?: boolean | null;
  readonly choices?: readonly { name: string; value: string | number }[] | null;
  readonly options?: readonly Option[] | null;
  readonly min_value?: number;
  readonly max_value?: number;
  readonly min_length?: number;
  readonly max_length?: number;
}

export interface CommandBody extends Omit<Option, 'type'> {
  readonly type?: number | null;
}

/** Converts `default_member_permissions` from Discord's string to its schema's number. */
export function forSchema<Body>(body: Body): Body {
  const permissions = (body as { default_member_permissions?: unknown } | null)?.default_member_permissions;
  if (typeof permissions !== 'string' || !/^\d+$/.test(permissions)) return body;
  return { ...body, default_member_permissions: Number(permissions) };
}

/** The problems of a list of commands, as sent in a bulk overwrite. */
export function commandListProblems(commands: readonly CommandBody[]): Problem[] {
  const count = commands.filter(isSlash).length;
  return [
    ...(count > COMMANDS
      ? [{ path: [], code: 'APPLICATION_COMMAND_TOO_MANY', message: `At most ${COMMANDS} slash commands.` }]
      : []),
    ...duplicates(commands.map(command => `${command.type ?? 1} ${command.name}`)).map(at =>
      nameTaken([at, 'name']),
    ),
    ...commands.flatMap((command, at) =>
      commandProblems(command).map(problem => ({ ...problem, path: [at, ...problem.path] })),
    ),
  ];
}

/** The problems of one command that its schema does not catch. */
export function commandProblems(command: CommandBody): Problem[] {
  if (!isSlash(command)) return [];
  const length = size(command);
  return [
    ...nameProblems(command.name, ['name']),
    ...(command.description
      ? []
      : [{ path: ['description'], code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }]),
    ...(length > LENGTH
      ? [
          {
            path: [],
            code: 'APPLICATION_COMMAND_TOO_LARGE',
            message: `Command exceeds maximum size (${LENGTH})`,
          },
        ]
      : []),
    ...optionProblems(command.options ?? [], ['options']),
  ];
}

const isSlash = (command: CommandBody) => (command.type ?? 1) === 1;

function optionProblems(options: readonly Option[], path: readonly PropertyKey[]): Problem[] {
  const mixed = options.some(isSubcommand) && !options.every(isSubcommand);
  return [
    ...(mixed
      ? [
          {
            path,
            code: 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
            message:
              'Sub-command and sub-command group option types are mutually exclusive to all other types',
          },
        ]
      : []),
    ...duplicates(options.map(option => option.name)).map(at => nameTaken([...path, at, 'name'])),
    ...options.flatMap((option, at) => [
      ...nameProblems(option.name, [...path, at, 'name']),
      ...orderProblems(options, at, path),
      ...choiceProblems(option, [...path, at]),
      ...optionProblems(option.options ?? [], [...path, at, 'options']),
    ]),
  ];
}

const isSubcommand = (option: Option) => option.type === 1 || option.type === 2;

function orderProblems(options: readonly Option[], at: number, path: readonly PropertyKey[]): Problem[] {
  const late = options[at]!.required && options.slice(0, at).some(option => !option.required);
  return late
    ? [
        {
          path: [...path, at],
          code: 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
          message: 'Required options must be placed before non-required options',
        },
      ]
    : [];
}

function choiceProblems(option: Option, path: readonly PropertyKey[]): Problem[] {
  const choices = option.choices ?? [];
  const range = [
    [option.min_value, option.max_value],
    [option.min_length, option.max_length],
  ] as const;
  return [
    ...(choices.length && option.autocomplete
      ? [
          {
            path: [...path, 'autocomplete'],
            code: 'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES',
            message: 'autocomplete cannot be true if choices are present.',
          },
        ]
      : []),
    ...duplicates(choices.map(choice => choice.name)).map(at => ({
      path: [...path, 'choices', at, 'name'],
      code: 'APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS',
      message: 'The specified choice name is already used',
    })),
    ...longChoices(choices, [...path, 'choices']),
    ...range.flatMap(([least, most]) =>
      least !== undefined && most !== undefined && least > most
        ? [
            {
              path,
              code: 'BASE_TYPE_BAD_LENGTH',
              message: 'The minimum must not be greater than the maximum.',
            },
          ]
        : [],
    ),
  ];
}

/** Problems of choices whose text value is empty or longer than 100 characters; the schema allows 6,000. */
export function longChoices(
  choices: readonly { value: string | number }[],
  path: readonly PropertyKey[],
): Problem[] {
  return choices.flatMap(({ value }, at) =>
    typeof value === 'string' && (value.length > CHOICE || !value.length)
      ? [
          {
            path: [...path, at, 'value'],
            code: 'BASE_TYPE_BAD_LENGTH',
            message: `Must be between 1 and ${CHOICE} in length.`,
          },
        ]
      : [],
  );
}

function nameProblems(name: string, path: readonly PropertyKey[]): Problem[] {
  if (NAME.test(name) && name === name.toLowerCase()) return [];
  return [{ path, code: 'APPLICATION_COMMAND_INVALID_NAME', message: 'Command name is invalid' }];
}

function nameTaken(path: readonly PropertyKey[]): Problem {
  return { path, code: 'APPLICATION_COMMANDS_DUPLICATE_NAME', message: 'Option name must be unique' };
}

/** The indexes of values that occur earlier in the list. */
function duplicates(values: readonly string[]): number[] {
  return values.flatMap((value, at) => (values.indexOf(value) < at ? [at] : []));
}

function size(part: Omit<Option, 'type'>): number {
  const choices = (part.choices ?? []).reduce(
    (sum, { name, value }) => sum + name.length + String(value).length,
    0,
  );
  return (
    part.name.length +
    (part.description?.length ?? 0) +
    choices +
    (part.options ?? []).reduce((sum, option) => sum + size(option), 0)
  );
}
