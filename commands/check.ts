import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { checkChoice } from '../src/discord/button-ids.ts';
import type { Command } from '../src/discord/command.ts';
import {
  autocompleteArticles,
  ephemeralOption,
  optionalArticleOption,
} from '../src/discord/command-options.ts';
import { createMenuId } from '../src/discord/custom-id.ts';
import { parseQuestion } from '../src/discord/question-text.ts';
import { askForArticle, resolveArticle } from '../src/discord/requested-article.ts';
import { checkClaimMenu, replyWithCheck } from './message-menus.ts';

export default {
  data: {
    name: 'check',
    description: 'Does the article say this? Check a claim against the text',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'claim',
        description: 'For example: The bridge was closed for two years.',
        required: true,
        max_length: 1000,
      },
      optionalArticleOption,
      ephemeralOption,
    ],
  },
  isReadOnly: true,
  async run(interaction, context) {
    const article = await resolveArticle(interaction, context);
    const claim = parseQuestion(interaction.options.getString('claim', true), 'claim');
    if (!article)
      return askForArticle(interaction, { to: createMenuId('turn', checkChoice), text: claim }, context);
    return replyWithCheck(article, claim, context);
  },
  suggest: (interaction, context) => autocompleteArticles(interaction, context.library),
  contextMenu: checkClaimMenu,
} satisfies Command;
