import type { RESTPostAPIApplicationCommandsJSONBody } from 'discord-api-types/v10';
import { translatedLocales } from './languages.ts';
import { translateInto } from './translate.ts';

/**
 * A command with its descriptions, the names of its choices and its context menu entry in every language. The
 * names of commands and options stay English, because help, buttons and sentences refer to them.
 */
export function localizeCommand<Body extends RESTPostAPIApplicationCommandsJSONBody>(command: Body): Body {
  const isMenu = !('description' in command);
  return {
    ...(localizeValue(command) as Body),
    ...(isMenu && { name_localizations: translateIntoAll(command.name) }),
  };
}

function localizeValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(localizeValue);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, within]) => [key, localizeValue(within)]));
  const { description, name } = value as { description?: unknown; name?: unknown };
  if (typeof description === 'string')
    return { ...copy, description_localizations: translateIntoAll(description) };
  return 'value' in value && typeof name === 'string'
    ? { ...copy, name_localizations: translateIntoAll(name) }
    : copy;
}

function translateIntoAll(sentence: string): Record<string, string> {
  return Object.fromEntries(translatedLocales.map(locale => [locale, translateInto(locale, sentence)]));
}
