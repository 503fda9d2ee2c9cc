import type {
  AnySelectMenuInteraction,
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  CommandInteractionOption,
} from 'discord.js';
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  type APISelectMenuComponent,
  ApplicationCommandOptionType,
  ComponentType,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import {
  createMessage,
  joinValues,
  type MessageDescriptor,
  type MessageValue,
  markCode,
} from '../i18n/template-values.ts';
import { memoizePerObject } from '../memo.ts';
import { SNOWFLAKE } from '../snowflake.ts';
import type { Command } from './command.ts';
import { isButtonMenu } from './custom-id.ts';
import { findButtonMenu } from './layout.ts';
import { hasChannels, hasRoles } from './server-scope.ts';

/**
 * Checks that what members send matches its declaration: the options of a command match its data, and the
 * choice in a menu is one it offers (for the fields of a form, see form-checks.ts). Discord's own clients
 * ensure that, but not every request comes from them.
 */

const {
  Subcommand,
  SubcommandGroup,
  String: Text,
  Integer,
  Boolean: YesNo,
  Channel,
  Attachment,
} = ApplicationCommandOptionType;

type BasicOption = APIApplicationCommandBasicOption;
type GivenOption = Pick<
  CommandInteractionOption,
  'name' | 'type' | 'value' | 'options' | 'attachment' | 'channel'
> & {
  readonly focused?: boolean;
};

/** Throws a UserError that says what is wrong with the first option that does not match its declaration. */
export async function checkOptions(
  interaction: ChatInputCommandInteraction,
  data: Command['data'],
): Promise<void> {
  const resolved = resolveOptions(interaction.options.data, data);
  if (!resolved || !hasOnlyKnownOptions(resolved))
    throw new UserError(
      '/{{command}} has changed, and Discord may need a minute to notice. Please try again.',
      { command: data.name },
    );
  for (const option of resolved.declared) {
    const givenOption = resolved.given.find(({ name }) => name === option.name);
    if (givenOption === undefined && !option.required) continue;
    if (givenOption === undefined)
      throw new UserError('Please fill in “{{option}}”.', { option: option.name });
    const isFine =
      schemaOf(option).safeParse(givenOption.value).success &&
      (await referencesExisting(option, givenOption, interaction));
    if (!isFine) throw new UserError(describeExpected(option));
  }
}

/**
 * Whether what was typed so far fits the command; if not, no choices are offered. Unfinished values need not
 * be valid.
 */
export function isValidPartialInput({ options }: AutocompleteInteraction, data: Command['data']): boolean {
  const form = resolveOptions(options.data, data);
  if (!form || !hasOnlyKnownOptions(form)) return false;
  const focused = form.given.filter(given => given.focused === true);
  return (
    focused.length === 1 &&
    form.given.every(({ name, value }) => {
      const declared = form.declared.find(option => option.name === name);
      return declared !== undefined && isValidPartialValue(declared, value);
    })
  );
}

function isValidPartialValue(option: BasicOption, value: unknown): boolean {
  if (option.type !== Text) return typeof value !== 'string' || value.length <= MAX_NUMBER_LENGTH;
  return typeof value === 'string' && countCharacters(value) <= maxLengthOf(option);
}

/** Maximum length of a number that is still being typed, which is sent as a string. */
const MAX_NUMBER_LENGTH = 40;

interface OptionGroup {
  readonly options?: readonly APIApplicationCommandOption[] | undefined;
}

interface CommandOptions {
  readonly declared: readonly BasicOption[];
  readonly given: readonly GivenOption[];
}

/**
 * The options that apply, as declared and as given: the command's own or its subcommand's; undefined for an
 * unknown subcommand.
 */
function resolveOptions(given: readonly GivenOption[], data: OptionGroup): CommandOptions | undefined {
  const options = data.options ?? [];
  const isNested = options.some(({ type }) => type === Subcommand || type === SubcommandGroup);
  if (!isNested) return { declared: options as readonly BasicOption[], given };
  const [chosen, ...more] = given;
  const inner = options.find(({ name, type }) => name === chosen?.name && type === chosen.type);
  if (!chosen || !inner || more.length > 0) return undefined;
  return resolveOptions(chosen.options ?? [], inner as OptionGroup);
}

/** Whether everything given is a declared option of the right type, and nothing is given twice. */
function hasOnlyKnownOptions({ declared, given }: CommandOptions): boolean {
  const names = given.map(({ name }) => name);
  const isDeclared = ({ name, type }: GivenOption) =>
    declared.some(option => option.name === name && option.type === type);
  return new Set(names).size === names.length && given.every(isDeclared);
}

/** The maximum length of a text; Discord's default if the command does not set one. */
const maxLengthOf = ({ max_length = 6000 }: { max_length?: number }) => max_length;

/** The length of a text as Discord counts it: in code points, not in UTF-16 code units. */
const countCharacters = (text: string) => [...text].length;

/** The schema of an option's value, as the command declares it. */
const schemaOf = memoizePerObject((option: BasicOption): z.ZodType => {
  switch (option.type) {
    case Text: {
      if (option.choices?.length) return z.enum(option.choices.map(({ value }) => value));
      return createTextSchema({ least: option.min_length ?? 1, most: maxLengthOf(option) });
    }
    case Integer:
      return z
        .int()
        .min(option.min_value ?? Number.MIN_SAFE_INTEGER)
        .max(option.max_value ?? Number.MAX_SAFE_INTEGER);
    case YesNo:
      return z.boolean();
    case Channel:
    case Attachment:
      return SNOWFLAKE;
    default:
      throw new Error(
        `no command has had an option of the type ${option.type} so far: say here what it takes`,
      );
  }
});

/** The schema of a text with at least `least` and at most `most` characters. */
export function createTextSchema({ least, most }: { least: number; most: number }): z.ZodType {
  // no text of `most` characters has more UTF-16 code units
  return z
    .string()
    .max(2 * most)
    .refine(text => countCharacters(text) >= least && countCharacters(text) <= most);
}

/** Whether what an option refers to by id exists and, for a channel, is in the asking server. */
async function referencesExisting(
  option: BasicOption,
  given: GivenOption,
  interaction: ChatInputCommandInteraction,
): Promise<boolean> {
  if (option.type === Attachment) return given.attachment != null;
  if (option.type !== Channel) return true;
  return given.channel != null && (await hasChannels(interaction, [`${given.value}`], option.channel_types));
}

/** Says what an option accepts. */
function describeExpected(option: BasicOption): MessageDescriptor {
  const { name } = option;
  switch (option.type) {
    case Text: {
      const choices = (option.choices ?? []).map(({ value }) => value);
      if (choices.length > 0)
        return createMessage('“{{option}}” must be one of these: {{choices}}.', {
          option: name,
          choices: joinValues(choices.map(markCode), 'or'),
        });
      return describeExpectedText(name, { least: option.min_length ?? 1, most: maxLengthOf(option) });
    }
    case Integer:
      return createMessage('“{{option}}” must be a whole number from {{least}} to {{most}}.', {
        option: name,
        least: option.min_value ?? Number.MIN_SAFE_INTEGER,
        most: option.max_value ?? Number.MAX_SAFE_INTEGER,
      });
    case YesNo:
      return createMessage('“{{option}}” must be yes or no.', { option: name });
    case Attachment:
      return createMessage('“{{option}}” must be a file. Please attach it again.', { option: name });
    default:
      return createMessage('“{{option}}” must be a channel of this server that Discord offers for it.', {
        option: name,
      });
  }
}

/** Says how long a text must be. */
export function describeExpectedText(
  option: MessageValue,
  { least, most }: { least: number; most: number },
): MessageDescriptor {
  return createMessage('“{{option}}” must have {{least}} to {{most}} characters.', {
    option,
    least,
    most,
  });
}

/** Throws a UserError unless the menu offers what was chosen, and that belongs to the asking server. */
export async function checkMenuChoice(interaction: AnySelectMenuInteraction): Promise<void> {
  const menu = findMenu(interaction);
  if (!menu || !offersAll(menu, interaction.values) || !(await belongsToServer(interaction, menu)))
    throw new UserError('This menu no longer offers that. Please use the command again.');
}

/** The menu that was used, as its message has it; undefined if the message no longer has one of this type. */
function findMenu({
  component,
  componentType,
  customId,
  message,
}: AnySelectMenuInteraction): APISelectMenuComponent | undefined {
  // somebody else may have chosen at the same time, which gave the menu its other id
  const found = component ?? (isButtonMenu(customId) ? findButtonMenu(message) : null);
  const menu = found && 'toJSON' in found ? found.toJSON() : found;
  return menu?.type === componentType ? (menu as APISelectMenuComponent) : undefined;
}

function offersAll(menu: APISelectMenuComponent, values: readonly string[]): boolean {
  const { min_values: least = 1, max_values: most = 1 } = menu;
  const isFitting = values.length >= least && values.length <= most && new Set(values).size === values.length;
  const isKnown = (value: string) =>
    menu.type === ComponentType.StringSelect
      ? menu.options.some(option => option.value === value)
      : SNOWFLAKE.safeParse(value).success;
  return isFitting && values.every(isKnown);
}

async function belongsToServer(
  interaction: AnySelectMenuInteraction,
  menu: APISelectMenuComponent,
): Promise<boolean> {
  const { values } = interaction;
  if (menu.type === ComponentType.StringSelect) return true;
  if (menu.type === ComponentType.RoleSelect) return hasRoles(interaction, values);
  if (menu.type === ComponentType.ChannelSelect) return hasChannels(interaction, values, menu.channel_types);
  throw new Error(`no menu of type ${menu.type} so far: say here what it takes`);
}
