import type { AutocompleteInteraction } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { quotesRecipe } from '../src/answers/quotes/recipe.ts';
import type { QuotesAnswer, QuotesOptions } from '../src/answers/quotes/schema.ts';
import type { Answered } from '../src/answers/service.ts';
import type { StoredArticle } from '../src/articles/article.ts';
import { articleAsked, articleFor, whichArticle } from '../src/discord/article.ts';
import type { Command } from '../src/discord/command.ts';
import type { House } from '../src/discord/context.ts';
import { CHOSEN, customId, pageIn } from '../src/discord/custom-id.ts';
import {
  languageFor,
  languageIn,
  languageMark,
  languageOption,
  languageTyped,
} from '../src/discord/language.ts';
import { articleHereOption, privateOption, suggestAnswerOptions } from '../src/discord/options.ts';
import { textBeside } from '../src/discord/render/article-choice.ts';
import { renderQuotes, speakerMark } from '../src/discord/render/quotes.ts';
import { label } from '../src/discord/render/text.ts';
import { speakersOf } from '../src/discord/speakers.ts';
import type { Choice } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';
import { joined, say } from '../src/i18n/template-values.ts';
import type { Language } from '../src/language/languages.ts';

export default {
  data: {
    name: 'quotes',
    description: 'Every quotation in an article and who said it',
    options: [
      articleHereOption,
      {
        type: ApplicationCommandOptionType.String,
        name: 'speaker',
        description: 'Only what this person said',
        autocomplete: true,
        max_length: 100,
      },
      languageOption,
      privateOption,
    ],
  },
  isHarmless: true,
  async run(interaction, house) {
    const article = await articleAsked(interaction, house);
    const wanted = interaction.options.getString('speaker');
    const language = await languageFor(interaction, house);
    if (!article) {
      const to = customId('turn', 'quotes', CHOSEN, 0, '', languageMark(language));
      return whichArticle({ to, ...(wanted !== null && { text: label(wanted, 80) }) }, house);
    }
    const speaker =
      wanted === null ? null : speakerMark(await speakerNamed(wanted, article, { language }, house));
    return quotesOf(article, { page: 0, speaker, language }, interaction.guildId, house);
  },
  suggest: (interaction, house) =>
    interaction.options.getFocused(true).name === 'speaker'
      ? suggestSpeakers(interaction, house)
      : suggestAnswerOptions(interaction, house.library),
  async press([id, page, speaker, language], interaction, house) {
    const article = await articleFor(id, house.library);
    const wanted = { language: await languageIn(language, interaction, house) };
    // beside the menu of articles stands the speaker who was asked for
    const named = interaction.isStringSelectMenu() ? textBeside(interaction.message) : '';
    const who =
      named === '' ? speaker || null : speakerMark(await speakerNamed(named, article, wanted, house));
    return quotesOf(article, { page: pageIn(page), speaker: who, ...wanted }, interaction.guildId, house);
  },
} satisfies Command;

async function quotesOf(
  article: StoredArticle,
  { language, ...shown }: { page: number; speaker: string | null; language: Language | null },
  serverId: string | null,
  house: House,
) {
  const settings = await house.settings.get(serverId);
  const render = (answered: Answered<QuotesAnswer>) =>
    renderQuotes(article, answered, { ...shown, settings });
  return render(await house.answer(quotesRecipe, article, { language }, render));
}

/** From the same answer that is shown afterwards, so that it is made once. */
async function speakersIn(
  article: StoredArticle,
  typed: string,
  options: QuotesOptions,
  house: House,
): Promise<string[]> {
  return speakersOf((await house.answer(quotesRecipe, article, options)).content, typed);
}

async function speakerNamed(
  wanted: string,
  article: StoredArticle,
  options: QuotesOptions,
  house: House,
): Promise<string> {
  const [best] = await speakersIn(article, wanted, options, house);
  if (best) return best;
  const all = await speakersIn(article, '', options, house);
  const who =
    all.length > 0
      ? say('These are: {{names}}.', { names: joined(all.slice(0, 10), ', ') })
      : say('Nobody is.');
  throw new UserError('“{{wanted}}” is not quoted by name in this article. {{who}}', { wanted, who });
}

async function suggestSpeakers(interaction: AutocompleteInteraction, house: House): Promise<Choice[]> {
  // Half-typed headlines name nothing yet: then there is nothing to choose.
  const article = await articleAsked(interaction, house);
  if (!article) return [];
  const options = { language: await languageTyped(interaction, house) };
  const speakers = await speakersIn(article, interaction.options.getFocused(), options, house);
  return speakers.slice(0, 25).map(speaker => ({ name: label(speaker, 100), value: label(speaker, 100) }));
}
