import type { AutocompleteInteraction, BaseInteraction, ChatInputCommandInteraction } from 'discord.js';
import { type APIApplicationCommandStringOption, ApplicationCommandOptionType } from 'discord-api-types/v10';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';
import { joinValues } from '../i18n/template-values.ts';
import { t } from '../i18n/translate.ts';
import {
  findLanguages,
  type Language,
  languageNameOf,
  parseLanguageTag,
  supportedLanguages,
} from '../language/languages.ts';
import type { Context } from './context.ts';
import type { Choice } from './types.ts';

/** The value for the article's own language in options and custom ids. */
const OWN_LANGUAGE_VALUE = 'article';
const OWN_LANGUAGE_NAME = defineMessage('The article’s own language');

/** The option that names the language of the answer. */
export const languageOption = {
  type: ApplicationCommandOptionType.String,
  name: 'language',
  description: 'In which language (your own by default, where a model can translate)',
  autocomplete: true,
  max_length: 60,
} satisfies APIApplicationCommandStringOption;

/**
 * Suggests the article's own language and the languages that match what was typed, by their own names. If
 * nothing was typed, the member's language comes before the others.
 */
export function suggestLanguages(typed: string, locale: string): Choice[] {
  const own = parseLanguageTag(locale);
  const found = findLanguages(typed);
  const ordered = typed.trim() === '' && own ? [own, ...found.filter(each => each !== own)] : found;
  const articles = t(OWN_LANGUAGE_NAME);
  const article = articles.toLowerCase().includes(typed.trim().toLowerCase())
    ? [{ name: articles, value: OWN_LANGUAGE_VALUE }]
    : [];
  return [...article, ...ordered.map(choiceOfLanguage)];
}

function choiceOfLanguage(language: Language): Choice {
  const [own, english] = [languageNameOf(language, language), languageNameOf(language)];
  return { name: own === english ? own : `${own} (${english})`, value: language };
}

/**
 * The language that a member wants an answer in: the one they name, else, if a model translates, the one the
 * server has chosen or the one of their Discord client; null for the article's own. Throws a UserError for an
 * unknown language.
 */
export function getLanguageOption(
  interaction: ChatInputCommandInteraction,
  context: Context,
): Language | null {
  const typed = interaction.options.getString('language');
  return typed === null ? defaultLanguageOf(interaction, context) : findLanguage(typed);
}

/** Same as `getLanguageOption` while a command is being typed: a half-typed language counts as none. */
export function getTypedLanguage(interaction: AutocompleteInteraction, context: Context): Language | null {
  const typed = interaction.options.getString('language');
  if (typed === OWN_LANGUAGE_VALUE) return null;
  return (typed ? parseLanguageTag(typed) : null) ?? defaultLanguageOf(interaction, context);
}

function findLanguage(named: string): Language | null {
  if (named === OWN_LANGUAGE_VALUE || named === OWN_LANGUAGE_NAME || named === t(OWN_LANGUAGE_NAME))
    return null;
  const [found] = findLanguages(named);
  if (!found)
    throw new UserError('I don’t know a language called “{{named}}”. I know {{languages}}.', {
      named,
      languages: joinValues(
        supportedLanguages.map(each => languageNameOf(each)),
        ', ',
      ),
    });
  return found;
}

/** A language in a custom id; null for the article's own. */
export const LanguageValue = z.codec(z.string(), z.custom<Language | null>(), {
  decode(text, { issues }) {
    if (text === OWN_LANGUAGE_VALUE) return null;
    const language = parseLanguageTag(text);
    if (language === null) issues.push({ code: 'custom', input: text, message: 'is no language' });
    return language;
  },
  encode: language => language ?? OWN_LANGUAGE_VALUE,
});

/** The language stored in a button; without one, the default for the member who presses it. */
export function getButtonLanguage(
  language: Language | null | undefined,
  press: BaseInteraction,
  context: Context,
): Language | null {
  return language === undefined ? defaultLanguageOf(press, context) : language;
}

function defaultLanguageOf({ locale }: BaseInteraction, { rules, translates }: Context): Language | null {
  return translates ? parseLanguageTag(rules.language ?? locale) : null;
}

/** The language of an answer to a message if a model translates: the server's choice, else the given locale. */
export function getMessageLanguage(
  locale: string | undefined,
  { rules, translates }: Context,
): Language | null {
  const tag = translates ? (rules.language ?? locale) : undefined;
  return tag ? parseLanguageTag(tag) : null;
}
