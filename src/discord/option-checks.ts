import type {
  AnySelectMenuInteraction,
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  CommandInteractionOption,
  ModalSubmitInteraction,
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
import { code, joined, type Said, say, type Value } from '../i18n/template-values.ts';
import type { Command } from './command.ts';
import { areChannelsHere, areRolesHere } from './server-scope.ts';
import type { Field } from './types.ts';

/**
 * What members give is as it was declared: a command's options as its data say, the choice of a menu as the
 * menu offers, the fields of a form as the form has them. Discord's own programs see to that, but not
 * everything that is sent comes from them.
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

type Option = APIApplicationCommandBasicOption;
type Given = Pick<
  CommandInteractionOption,
  'name' | 'type' | 'value' | 'options' | 'attachment' | 'channel'
> & {
  readonly focused?: boolean;
};

/**
 * Throws a UserError that says what is wrong with the first option that is not as the command declares it.
 */
export async function checkOptions(
  interaction: ChatInputCommandInteraction,
  data: Command['data'],
): Promise<void> {
  const form = formOf(interaction.options.data, data);
  if (!form || !isKnown(form))
    throw new UserError(
      'I do not know /{{command}} in this form. Discord may need a minute to notice that it has changed; please try again.',
      { command: data.name },
    );
  for (const option of form.declared) {
    const given = form.given.find(({ name }) => name === option.name);
    if (given === undefined && !option.required) continue;
    if (given === undefined) throw new UserError('“{{option}}” is missing.', { option: option.name });
    const isFine =
      schemaOf(option).safeParse(given.value).success && (await isThere(option, given, interaction));
    if (!isFine) throw new UserError(wanted(option));
  }
}

/**
 * Whether what is typed so far is of the command; no choice is offered where it is not. What is not finished
 * yet need not be right.
 */
export function isTypedAsDeclared({ options }: AutocompleteInteraction, data: Command['data']): boolean {
  const form = formOf(options.data, data);
  if (!form || !isKnown(form)) return false;
  const focused = form.given.filter(given => given.focused === true);
  return (
    focused.length === 1 &&
    form.given.every(({ name, value }) =>
      isTypable(form.declared.find(option => option.name === name)!, value),
    )
  );
}

function isTypable(option: Option, value: unknown): boolean {
  if (option.type !== Text) return typeof value !== 'string' || value.length <= LONGEST_NUMBER;
  return typeof value === 'string' && lengthOf(value) <= longest(option);
}

/** A number that is still being typed is a text. */
const LONGEST_NUMBER = 40;

interface Nested {
  readonly options?: readonly APIApplicationCommandOption[] | undefined;
}

interface FormOfCommand {
  readonly declared: readonly Option[];
  readonly given: readonly Given[];
}

/**
 * The options that count, as declared and as given: the command's own or its subcommand's; undefined for a
 * subcommand that there is not.
 */
function formOf(given: readonly Given[], data: Nested): FormOfCommand | undefined {
  const options = data.options ?? [];
  const isNested = options.some(({ type }) => type === Subcommand || type === SubcommandGroup);
  if (!isNested) return { declared: options as readonly Option[], given };
  const [chosen, ...more] = given;
  const inner = options.find(({ name, type }) => name === chosen?.name && type === chosen.type);
  if (!chosen || !inner || more.length > 0) return undefined;
  return formOf(chosen.options ?? [], inner as Nested);
}

/** Whether there is an option for everything that was given, of its type, and nothing was given twice. */
function isKnown({ declared, given }: FormOfCommand): boolean {
  const names = given.map(({ name }) => name);
  const isDeclared = ({ name, type }: Given) =>
    declared.some(option => option.name === name && option.type === type);
  return new Set(names).size === names.length && given.every(isDeclared);
}

/** What Discord lets members type where a command says nothing. */
const longest = ({ max_length = 6000 }: { max_length?: number }) => max_length;

/** Discord counts characters, not their halves. */
const lengthOf = (text: string) => [...text].length;

const Id = z.string().regex(/^\d{1,20}$/);

/** The schema of an option's value, from what the command declares of it. */
function schemaOf(option: Option): z.ZodType {
  switch (option.type) {
    case Text: {
      if (option.choices?.length) return z.enum(option.choices.map(({ value }) => value));
      return textSchema({ least: option.min_length ?? 1, most: longest(option) });
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
      return Id;
    default:
      throw new Error(
        `no command has had an option of the type ${option.type} so far: say here what it takes`,
      );
  }
}

function textSchema({ least, most }: { least: number; most: number }): z.ZodType {
  // no text of that many characters has more halves
  return z
    .string()
    .max(2 * most)
    .refine(text => lengthOf(text) >= least && lengthOf(text) <= most);
}

/** Whether there is what an option names by its id, and the asking server has it. */
async function isThere(
  option: Option,
  given: Given,
  interaction: ChatInputCommandInteraction,
): Promise<boolean> {
  if (option.type === Attachment) return given.attachment != null;
  if (option.type !== Channel) return true;
  return (
    given.channel != null && (await areChannelsHere(interaction, [`${given.value}`], option.channel_types))
  );
}

/** What an option takes, as a sentence. */
function wanted(option: Option): Said {
  const { name } = option;
  switch (option.type) {
    case Text: {
      const choices = (option.choices ?? []).map(({ value }) => value);
      if (choices.length > 0)
        return say('“{{option}}” must be one of these: {{choices}}.', {
          option: name,
          choices: joined(choices.map(code), 'or'),
        });
      return textWanted(name, { least: option.min_length ?? 1, most: longest(option) });
    }
    case Integer:
      return say('“{{option}}” must be a whole number from {{least}} to {{most}}.', {
        option: name,
        least: option.min_value ?? Number.MIN_SAFE_INTEGER,
        most: option.max_value ?? Number.MAX_SAFE_INTEGER,
      });
    case YesNo:
      return say('“{{option}}” must be yes or no.', { option: name });
    case Attachment:
      return say('“{{option}}” must be a file. Please attach it again.', { option: name });
    default:
      return say('“{{option}}” must be a channel of this server, and one that Discord offers for it.', {
        option: name,
      });
  }
}

function textWanted(option: Value, { least, most }: { least: number; most: number }): Said {
  return say('“{{option}}” must be a text of {{least}} to {{most}} characters.', { option, least, most });
}

/** Throws a UserError unless what was chosen stands in the menu, and belongs to the asking server. */
export async function checkChosen(interaction: AnySelectMenuInteraction): Promise<void> {
  const menu = menuOf(interaction);
  if (!menu || !isOffered(menu, interaction.values) || !(await isOfServer(interaction, menu)))
    throw new UserError('This menu does not offer that, or not any more. Please use the command again.');
}

/** The menu that was used, as its message has it; undefined where that has none of this kind any more. */
function menuOf({ component, componentType }: AnySelectMenuInteraction): APISelectMenuComponent | undefined {
  const menu = component && 'toJSON' in component ? component.toJSON() : component;
  return menu?.type === componentType ? (menu as APISelectMenuComponent) : undefined;
}

function isOffered(menu: APISelectMenuComponent, values: readonly string[]): boolean {
  const { min_values: least = 1, max_values: most = 1 } = menu;
  const isFitting = values.length >= least && values.length <= most && new Set(values).size === values.length;
  const isKnown = (value: string) =>
    menu.type === ComponentType.StringSelect
      ? menu.options.some(option => option.value === value)
      : Id.safeParse(value).success;
  return isFitting && values.every(isKnown);
}

async function isOfServer(
  interaction: AnySelectMenuInteraction,
  menu: APISelectMenuComponent,
): Promise<boolean> {
  const { values } = interaction;
  if (menu.type === ComponentType.StringSelect) return true;
  if (menu.type === ComponentType.RoleSelect) return areRolesHere(interaction, values);
  if (menu.type === ComponentType.ChannelSelect)
    return areChannelsHere(interaction, values, menu.channel_types);
  throw new Error(`no menu of type ${menu.type} so far: say here what it takes`);
}

/**
 * Throws a UserError that says what is wrong with the first field of a form that is not as it was declared.
 */
export function checkFields(
  { fields: { fields: given } }: ModalSubmitInteraction,
  declared: readonly Field[],
): void {
  const isUnknown =
    given.size !== declared.length ||
    declared.some(({ custom_id: id }) => given.get(id)?.type !== ComponentType.TextInput);
  if (isUnknown) throw new UserError('I do not know this form any more. Please use the command again.');
  for (const { custom_id: id, label, required, max_length: most } of declared) {
    const least = required ? 1 : 0;
    const { value } = given.get(id) as { value?: unknown };
    if (!textSchema({ least, most }).safeParse(value).success)
      throw new UserError(textWanted(say(label), { least, most }));
  }
}
