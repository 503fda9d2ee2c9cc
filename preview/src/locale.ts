import { type APIApplicationCommand, Locale } from 'discord-api-types/v10';

/** What Discord calls a language that browsers name otherwise, or by its first part alone. */
const NAMED_OTHERWISE: Readonly<Record<string, Locale>> = {
  en: Locale.EnglishUS,
  es: Locale.SpanishES,
  sv: Locale.Swedish,
  nb: Locale.Norwegian,
  nn: Locale.Norwegian,
  pt: Locale.PortugueseBR,
  zh: Locale.ChineseCN,
  'zh-hk': Locale.ChineseTW,
};

/** The client language closest to a browser's `Accept-Language`; American English if there is none. */
export function localeOf(acceptLanguage: string | undefined): Locale {
  const languages = (acceptLanguage ?? '').split(',').map(part => part.split(';')[0]!.trim().toLowerCase());
  return languages.flatMap(language => findLocale(language) ?? [])[0] ?? Locale.EnglishUS;
}

function findLocale(language: string): Locale | undefined {
  const [first = ''] = language.split('-');
  const named = (name: string) => Object.values(Locale).find(locale => locale.toLowerCase() === name);
  const latin = /^es-(?!es$)/.test(language) ? Locale.SpanishLATAM : undefined;
  return named(language) ?? NAMED_OTHERWISE[language] ?? latin ?? named(first) ?? NAMED_OTHERWISE[first];
}

/**
 * A command as a client in this language shows it: with the descriptions and the names of choices that the
 * bot gave for it. The command keeps its own name, by which it is used; the shown one is `name_localized`.
 */
export function localizeCommand(command: APIApplicationCommand, locale: Locale): APIApplicationCommand {
  const { name_localizations: names } = command;
  const name = names?.[locale];
  return { ...(localize(command, locale) as APIApplicationCommand), ...(name && { name_localized: name }) };
}

function localize(value: unknown, locale: Locale): unknown {
  if (Array.isArray(value)) return value.map(each => localize(each, locale));
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(
    Object.entries(value).map(([key, within]) => [
      key,
      key === 'options' || key === 'choices' ? localize(within, locale) : within,
    ]),
  );
  const { description_localizations: descriptions, name_localizations: names } = copy as Localizations;
  return {
    ...copy,
    ...(descriptions?.[locale] && { description: descriptions[locale] }),
    // a choice is sent by its value, so its name is only shown
    ...('value' in copy && names?.[locale] && { name: names[locale] }),
  };
}

interface Localizations {
  readonly description_localizations?: Readonly<Partial<Record<Locale, string | null>>> | null;
  readonly name_localizations?: Readonly<Partial<Record<Locale, string | null>>> | null;
}
