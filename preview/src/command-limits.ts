import { missing, type Problem, problemIf } from './errors.ts';

/** Checks that Discord makes on commands beyond its schemas. */
const MAX_COMMANDS = 100;
const MAX_LENGTH = 8000;
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const MAX_CHOICE_LENGTH = 100;

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
  const isOver = commands.filter(isSlash).length > MAX_COMMANDS;
  return [
    ...problemIf(isOver, [], 'APPLICATION_COMMAND_TOO_MANY', `At most ${MAX_COMMANDS} slash commands.`),
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
  const tooLarge = `Command exceeds maximum size (${MAX_LENGTH})`;
  return [
    ...nameProblems(command.name, ['name']),
    ...(command.description ? [] : [missing(['description'])]),
    ...problemIf(size(command) > MAX_LENGTH, [], 'APPLICATION_COMMAND_TOO_LARGE', tooLarge),
    ...optionProblems(command.options ?? [], ['options']),
  ];
}

const isSlash = (command: CommandBody) => (command.type ?? 1) === 1;

function optionProblems(options: readonly Option[], path: readonly PropertyKey[]): Problem[] {
  return [
    ...problemIf(
      options.some(isSubcommand) && !options.every(isSubcommand),
      path,
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
      'Sub-command and sub-command group option types are mutually exclusive to all other types',
    ),
    ...duplicates(options.map(option => option.name)).map(at => nameTaken([...path, at, 'name'])),
    ...options.flatMap((option, at) => [
      ...nameProblems(option.name, [...path, at, 'name']),
      ...problemIf(
        option.required && options.slice(0, at).some(({ required }) => !required),
        [...path, at],
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      ),
      ...choiceProblems(option, [...path, at]),
      ...optionProblems(option.options ?? [], [...path, at, 'options']),
    ]),
  ];
}

const isSubcommand = (option: Option) => option.type === 1 || option.type === 2;

function choiceProblems(option: Option, path: readonly PropertyKey[]): Problem[] {
  const choices = option.choices ?? [];
  const ranges = [
    [option.min_value, option.max_value],
    [option.min_length, option.max_length],
  ] as const;
  return [
    ...problemIf(
      choices.length && option.autocomplete,
      [...path, 'autocomplete'],
      'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES',
      'autocomplete cannot be true if choices are present.',
    ),
    ...duplicates(choices.map(choice => choice.name)).map(at => ({
      path: [...path, 'choices', at, 'name'],
      code: 'APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS',
      message: 'The specified choice name is already used',
    })),
    ...longChoices(choices, [...path, 'choices']),
    ...ranges.flatMap(([least, most]) =>
      problemIf(
        least !== undefined && most !== undefined && least > most,
        path,
        'BASE_TYPE_BAD_LENGTH',
        'The minimum must not be greater than the maximum.',
      ),
    ),
  ];
}

/** Problems of choices whose text value is empty or longer than 100 characters; the schema allows 6,000. */
export function longChoices(
  choices: readonly { value: string | number }[],
  path: readonly PropertyKey[],
): Problem[] {
  return choices.flatMap(({ value }, at) =>
    problemIf(
      typeof value === 'string' && (value.length > MAX_CHOICE_LENGTH || !value.length),
      [...path, at, 'value'],
      'BASE_TYPE_BAD_LENGTH',
      `Must be between 1 and ${MAX_CHOICE_LENGTH} in length.`,
    ),
  );
}

function nameProblems(name: string, path: readonly PropertyKey[]): Problem[] {
  const isValid = NAME.test(name) && name === name.toLowerCase();
  return problemIf(!isValid, path, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
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
