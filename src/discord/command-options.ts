import type { AutocompleteInteraction } from 'discord.js';
import {
  type APIApplicationCommandBooleanOption,
  type APIApplicationCommandStringOption,
  ApplicationCommandOptionType,
} from 'discord-api-types/v10';
import type { Library } from '../articles/library.ts';
import { createChoice, MAX_CHOICES } from './choices.ts';
import { languageOption, suggestLanguages } from './language-option.ts';
import type { Choice } from './types.ts';

/** The option that names an article. */
export const articleOption = {
  type: ApplicationCommandOptionType.String,
  name: 'article',
  description: 'The article: start typing its headline',
  required: true,
  autocomplete: true,
  max_length: 400,
} satisfies APIApplicationCommandStringOption;

/** The same option where the article may be left out: in a place that is about an article. */
export const optionalArticleOption = {
  ...articleOption,
  description: 'The article: start typing its headline (not needed in a discussion)',
  required: false,
} satisfies APIApplicationCommandStringOption;

/** The option that shows the reply only to the asking member. */
export const ephemeralOption = {
  type: ApplicationCommandOptionType.Boolean,
  name: 'private',
  description: 'Show the answer only to me',
} satisfies APIApplicationCommandBooleanOption;

/** Suggestions for the option being typed: the article, or the language of the answer. */
export async function autocompleteAnswerOptions(
  interaction: AutocompleteInteraction,
  library: Library,
): Promise<Choice[]> {
  const { name, value } = interaction.options.getFocused(true);
  return name === languageOption.name
    ? suggestLanguages(value, interaction.locale)
    : autocompleteArticles(interaction, library);
}

/** Headlines that match what was typed so far, or the newest ones if nothing was. */
export async function autocompleteArticles(
  interaction: AutocompleteInteraction,
  library: Library,
): Promise<Choice[]> {
  const entries = await library.suggest(interaction.options.getFocused(), MAX_CHOICES);
  return entries.map(({ headline, id }) => createChoice(headline, id));
}
