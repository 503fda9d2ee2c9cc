import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord-api-types/v10';
import type { Answered } from '../src/answers/service.ts';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import { type Length, type SummaryAnswer, SummaryOptions } from '../src/answers/summary/schema.ts';
import type { StoredArticle } from '../src/articles/article.ts';
import { createArticleMenu } from '../src/discord/article-menu.ts';
import { summariseChoice, summaryButton } from '../src/discord/button-ids.ts';
import type { Command } from '../src/discord/command.ts';
import {
  autocompleteAnswerOptions,
  ephemeralOption,
  optionalArticleOption,
} from '../src/discord/command-options.ts';
import type { Context } from '../src/discord/context.ts';
import { CHOICE_PLACEHOLDER, createCustomId, createMenuId } from '../src/discord/custom-id.ts';
import { defineButton } from '../src/discord/define-button.ts';
import { getButtonLanguage, getLanguageOption, languageOption } from '../src/discord/language-option.ts';
import { renderSummary } from '../src/discord/render/summary.ts';
import { askForArticle, getArticle, resolveArticle } from '../src/discord/requested-article.ts';
import type { Language } from '../src/language/languages.ts';

export default {
  data: {
    name: 'summary',
    description: 'Sum up an article, with the paragraphs behind each point',
    options: [
      optionalArticleOption,
      {
        type: ApplicationCommandOptionType.String,
        name: 'length',
        description: 'How long (standard by default)',
        choices: [
          { name: 'Brief: one sentence', value: 'brief' },
          { name: 'Standard: 3 to 5 points', value: 'standard' },
          { name: 'Full: 7 to 10 points', value: 'full' },
        ],
      },
      languageOption,
      ephemeralOption,
    ],
  },
  isReadOnly: true,
  async run(interaction, context) {
    const article = await resolveArticle(interaction, context);
    const length = parseLength(interaction.options.getString('length'));
    const language = getLanguageOption(interaction, context);
    if (!article)
      return askForArticle(
        interaction,
        { to: createCustomId('turn', summaryButton, { article: CHOICE_PLACEHOLDER, length, language }) },
        context,
      );
    return replyWithSummary(article, { length, language }, context);
  },
  suggest: (interaction, context) => autocompleteAnswerOptions(interaction, context.library),
  buttons: [
    defineButton({
      ...summaryButton,
      async press({ article, length = 'standard', language }, interaction, context) {
        const wanted = { length, language: getButtonLanguage(language, interaction, context) };
        return replyWithSummary(await getArticle(article, context.library), wanted, context);
      },
    }),
  ],
  contextMenu: createArticleMenu({
    data: { type: ApplicationCommandType.Message, name: 'Summarise this' },
    description: 'sums up the article that the message links to, attaches or names, just for you',
    to: createMenuId('turn', summariseChoice),
    reply: (article, context) => replyWithSummary(article, DEFAULTS, context),
    buttons: [
      defineButton({
        ...summariseChoice,
        press: async ({ article }, _, context) =>
          replyWithSummary(await getArticle(article, context.library), DEFAULTS, context),
      }),
    ],
  }),
} satisfies Command;

/** The options of a summary asked for in a message's menu. */
const DEFAULTS = { length: 'standard', language: null } as const;

async function replyWithSummary(
  article: StoredArticle,
  wanted: { length: Length; language: Language | null },
  context: Context,
) {
  const view = { length: wanted.length, settings: context.rules };
  const render = (answered: Answered<SummaryAnswer>) => renderSummary(article, answered, view);
  return render(await context.answer(summaryRecipe, article, wanted, render));
}

const LengthOption = SummaryOptions.shape.length.catch('standard');

const parseLength = (value: string | null): Length => LengthOption.parse(value ?? undefined);
