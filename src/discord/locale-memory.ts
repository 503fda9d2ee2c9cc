import type { Interaction, Message } from 'discord.js';
import { createMemo } from '../memo.ts';

/** Maximum members whose language is remembered; the others get their server's, or English, until they use a command again. */
const MAX_MEMBERS = 10_000;

/** The languages of members, taken from their latest interactions. */
interface LocaleMemory {
  /** Records the Discord language of the member who used something. */
  remember(interaction: Interaction): void;
  /** The language to answer a message in: its author's on Discord if known, else the server's. */
  localeOf(message: Message): string | undefined;
}

/** Remembers members' languages, which Discord states with an interaction but not with a message. */
export function createLocaleMemory(): LocaleMemory {
  const locales = createMemo<string>({ entries: MAX_MEMBERS });
  return {
    remember({ user, locale }) {
      locales.set(user.id, locale);
    },
    localeOf: ({ guild, author }) => locales.get(author.id) ?? guild?.preferredLocale,
  };
}
