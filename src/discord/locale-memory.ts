import type { Interaction, Message } from 'discord.js';
import { createMemo } from '../memo.ts';

/**
 * Members whose language is remembered, at most; one who is forgotten is answered in English until they use a
 * command again.
 */
const MAX_MEMBERS = 10_000;

/** The languages of members, known from what they last used. */
export interface LocaleMemory {
  /** Notes in which language the member who used something has Discord. */
  remember(interaction: Interaction): void;
  /**
   * The language in which a message is answered: the server's, in direct messages the one in which the member
   * has Discord.
   */
  localeOf(message: Message): string | undefined;
}

/**
 * Discord says of an interaction in which language the member reads, of a message it does not: so the last
 * one is remembered.
 */
export function createLocaleMemory(): LocaleMemory {
  const locales = createMemo<string>({ entries: MAX_MEMBERS });
  return {
    remember({ user, locale }) {
      locales.set(user.id, locale);
    },
    localeOf: ({ guild, author }) => (guild ? guild.preferredLocale : locales.get(author.id)),
  };
}
