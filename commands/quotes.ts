import type { AutocompleteInteraction } from 'discord.js';
import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord-api-types/v10';
import { quotesRecipe } from '../src/answers/quotes/recipe.ts';
import type { QuotesAnswer, QuotesOptions } from '../src/answers/quotes/schema.ts';
import type { Answered } from '../src/answers/service.ts';
import type { StoredArticle } from '../src/articles/article.ts';
import { createArticleMenu } from '../src/discord/article-menu.ts';
import { quotesButton } from '../src/discord/button-ids.ts';
import { createChoice } from '../src/discord/choices.ts';
import type { Command } from '../src/discord/command.ts';
import {
  autocompleteAnswerOptions,
  ephemeralOption,
  optionalArticleOption,
} from '../src/discord/command-options.ts';
import type { Context } from '../src/discord/context.ts';
import { CHOICE_PLACEHOLDER, createCustomId, createMenuId } from '../src/discord/custom-id.ts';
import { defineButton } from '../src/discord/define-button.ts';
import {
  getButtonLanguage,
  getLanguageOption,
  getTypedLanguage,
  languageOption,
} from '../src/discord/language-option.ts';
import { readChoiceText } from '../src/discord/render/article-choice.ts';
import { renderQuotes, speakerValueOf } from '../src/discord/render/quotes.ts';
import { toLabel } from '../src/discord/render/text.ts';
import { askForArticle, getArticle, resolveArticle } from '../src/discord/requested-article.ts';
import { matchSpeakers } from '../src/discord/speaker-matches.ts';
import type { Choice } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';
import { createMessage, joinValues } from '../src/i18n/template-values.ts';
import type { Language } from '../src/language/languages.ts';

export default {
  data: {
    name: 'quotes',
    description: 'Every quote in an article, and who said it',
    options: [
      optionalArticleOption,
      {
        type: ApplicationCommandOptionType.String,
        name: 'speaker',
        description: 'Only quotes from this person',
        autocomplete: true,
        max_length: 100,
      },
      languageOption,
      ephemeralOption,
    ],
  },
  isReadOnly: true,
  async run(interaction, context) {
    const article = await resolveArticle(interaction, context);
    const wanted = interaction.options.getString('speaker');
    const language = getLanguageOption(interaction, context);
    if (!article) {
      const to = createCustomId('turn', quotesButton, {
        article: CHOICE_PLACEHOLDER,
        page: 0,
        speaker: '',
        language,
      });
      return askForArticle(
        interaction,
        { to, ...(wanted !== null && { text: toLabel(wanted, 80) }) },
        context,
      );
    }
    const speaker =
      wanted === null ? null : speakerValueOf(await findSpeaker(wanted, article, { language }, context));
    return replyWithQuotes(article, { page: 0, speaker, language }, context);
  },
  suggest: (interaction, context) =>
    interaction.options.getFocused(true).name === 'speaker'
      ? autocompleteSpeakers(interaction, context)
      : autocompleteAnswerOptions(interaction, context.library),
  contextMenu: createArticleMenu({
    data: { type: ApplicationCommandType.Message, name: 'Quotes of this' },
    description: 'lists the quotes in the article that the message links to, attaches or names, just for you',
    to: createMenuId('turn', quotesButton),
    reply: (article, context) =>
      replyWithQuotes(article, { page: 0, speaker: null, language: null }, context),
  }),
  buttons: [
    defineButton({
      ...quotesButton,
      async press({ article: id, page = 0, speaker, language }, interaction, context) {
        const article = await getArticle(id, context.library);
        const wanted = { language: getButtonLanguage(language, interaction, context) };
        // the message with the article menu shows the requested speaker
        const named = interaction.isStringSelectMenu() ? readChoiceText(interaction.message) : '';
        const speakerValue =
          named === '' ? speaker || null : speakerValueOf(await findSpeaker(named, article, wanted, context));
        return replyWithQuotes(article, { page, speaker: speakerValue, ...wanted }, context);
      },
    }),
  ],
} satisfies Command;

async function replyWithQuotes(
  article: StoredArticle,
  { language, ...shown }: { page: number; speaker: string | null; language: Language | null },
  context: Context,
) {
  const render = (answered: Answered<QuotesAnswer>) =>
    renderQuotes(article, answered, { ...shown, settings: context.rules });
  return render(await context.answer(quotesRecipe, article, { language }, render));
}

/** Lists speakers from the same answer that is shown afterwards, so that it is only generated once. */
async function listSpeakers(
  article: StoredArticle,
  typed: string,
  options: QuotesOptions,
  context: Context,
): Promise<string[]> {
  return matchSpeakers((await context.answer(quotesRecipe, article, options)).content, typed);
}

async function findSpeaker(
  wanted: string,
  article: StoredArticle,
  options: QuotesOptions,
  context: Context,
): Promise<string> {
  const [best] = await listSpeakers(article, wanted, options, context);
  if (best) return best;
  const all = await listSpeakers(article, '', options, context);
  const knownSpeakers =
    all.length > 0
      ? createMessage('I found {{names}}.', { names: joinValues(all.slice(0, 10), ', ') })
      : createMessage('Nobody is quoted by name.');
  throw new UserError('I don’t see a quote by “{{wanted}}” in this article. {{who}}', {
    wanted,
    who: knownSpeakers,
  });
}

async function autocompleteSpeakers(
  interaction: AutocompleteInteraction,
  context: Context,
): Promise<Choice[]> {
  // A half-typed headline matches nothing yet, so there is nothing to suggest.
  const article = await resolveArticle(interaction, context);
  if (!article) return [];
  const options = { language: getTypedLanguage(interaction, context) };
  const speakers = await listSpeakers(article, interaction.options.getFocused(), options, context);
  return speakers.map(speaker => createChoice(speaker, toLabel(speaker, 100)));
}
