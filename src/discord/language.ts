import type {
  AutocompleteInteraction,
  BaseInteraction,
  ChatInputCommandInteraction,
  Guild,
} from 'discord.js';
import { type APIApplicationCommandStringOption, ApplicationCommandOptionType } from 'discord-api-types/v10';
import { UserError } from '../errors.ts';
import { phrase } from '../i18n/define-message.ts';
import { joined } from '../i18n/template-values.ts';
import { t } from '../i18n/translate.ts';
import {
  type Language,
  languageName,
  languageOfTag,
  languages,
  languagesNamed,
} from '../language/languages.ts';
import type { House } from './context.ts';
import type { Choice } from './types.ts';

/** Stands for the article's own language in options and custom ids. */
const OWN = 'article';
const OWN_NAME = phrase('The article’s own language');

export const languageOption = {
  type: ApplicationCommandOptionType.String,
  name: 'language',
  description: 'In which language (yours if you do not say, where a model translates)',
  autocomplete: true,
  max_length: 60,
} satisfies APIApplicationCommandStringOption;

/** Languages for what was typed so far, by their own names; the member's first if nothing was. */
export function suggestLanguages(typed: string, locale: string): Choice[] {
  const own = languageOfTag(locale);
  const found = languagesNamed(typed);
  const ordered = typed.trim() === '' && own ? [own, ...found.filter(each => each !== own)] : found;
  const articles = t(OWN_NAME);
  const article = articles.toLowerCase().includes(typed.trim().toLowerCase())
    ? [{ name: articles, value: OWN }]
    : [];
  return [...article, ...ordered.map(choiceOf)].slice(0, 25);
}

function choiceOf(language: Language): Choice {
  const [own, english] = [languageName(language, language), languageName(language)];
  return { name: own === english ? own : `${own} (${english})`, value: language };
}

/**
 * The language that a member wants an answer in: the one they name, else, where a model translates, the one
 * that the server has chosen or that of their Discord; null for the article's own. Throws a UserError for a
 * language that there is not.
 */
export async function languageFor(
  interaction: ChatInputCommandInteraction,
  house: House,
): Promise<Language | null> {
  const named = interaction.options.getString('language');
  return named === null ? unnamed(interaction, house) : languageNamed(named);
}

/** The same while a command is being typed: a half-typed language is none yet. */
export async function languageTyped(
  interaction: AutocompleteInteraction,
  house: House,
): Promise<Language | null> {
  const named = interaction.options.getString('language');
  if (named === OWN) return null;
  return (named ? languageOfTag(named) : null) ?? unnamed(interaction, house);
}

function languageNamed(named: string): Language | null {
  if (named === OWN || named === OWN_NAME || named === t(OWN_NAME)) return null;
  const [found] = languagesNamed(named);
  if (!found)
    throw new UserError('I know no language named “{{named}}”. I know {{languages}}.', {
      named,
      languages: joined(
        languages.map(each => languageName(each)),
        ', ',
      ),
    });
  return found;
}

/** The language that a button's custom id carries; one that carries none means that of whoever presses it. */
export async function languageIn(
  value: string | undefined,
  press: BaseInteraction,
  house: House,
): Promise<Language | null> {
  if (value === OWN) return null;
  return (value ? languageOfTag(value) : null) ?? unnamed(press, house);
}

/** What stands for a language in a custom id. */
export const languageMark = (language: Language | null): string => language ?? OWN;

async function unnamed({ guildId, locale }: BaseInteraction, house: House): Promise<Language | null> {
  return house.translates ? languageOfTag((await house.settings.get(guildId)).language ?? locale) : null;
}

/**
 * The language in which messages are answered where a model translates: the server's choice, else that of its
 * Discord.
 */
export async function languageOfServer(server: Guild | null, house: House): Promise<Language | null> {
  if (!house.translates) return null;
  const tag = (await house.settings.get(server?.id ?? null)).language ?? server?.preferredLocale;
  return tag ? languageOfTag(tag) : null;
}
