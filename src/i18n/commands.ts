import type { RESTPostAPIApplicationCommandsJSONBody } from 'discord-api-types/v10';
import { inLocale, tongues } from './translate.ts';

/**
 * A command with its descriptions, and what its choices and an entry in messages' menus are called, in every
 * language that there is. Names of commands and options stay English: help, buttons and sentences speak of
 * them.
 */
export function localised<Body extends RESTPostAPIApplicationCommandsJSONBody>(command: Body): Body {
  const isMenu = !('description' in command);
  return { ...(inner(command) as Body), ...(isMenu && { name_localizations: inAll(command.name) }) };
}

function inner(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inner);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, within]) => [key, inner(within)]));
  const { description, name } = value as { description?: unknown; name?: unknown };
  if (typeof description === 'string') return { ...copy, description_localizations: inAll(description) };
  return 'value' in value && typeof name === 'string' ? { ...copy, name_localizations: inAll(name) } : copy;
}

function inAll(sentence: string): Record<string, string> {
  return Object.fromEntries(Object.keys(tongues).map(locale => [locale, inLocale(locale, sentence)]));
}
