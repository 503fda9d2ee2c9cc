import type { Message } from 'discord.js';
import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord-api-types/v10';
import { checkRecipe } from '../src/answers/check/recipe.ts';
import type { StoredArticle } from '../src/articles/article.ts';
import { findCandidates } from '../src/discord/article-candidates.ts';
import { checkChoice } from '../src/discord/button-ids.ts';
import type { Command } from '../src/discord/command.ts';
import {
  autocompleteArticles,
  ephemeralOption,
  optionalArticleOption,
} from '../src/discord/command-options.ts';
import type { Context } from '../src/discord/context.ts';
import { createMenuId } from '../src/discord/custom-id.ts';
import { defineButton } from '../src/discord/define-button.ts';
import { extractClaim, findArticles } from '../src/discord/message-content.ts';
import { parseQuestion } from '../src/discord/question-text.ts';
import { readChoiceText, renderArticleChoice } from '../src/discord/render/article-choice.ts';
import { renderCheck } from '../src/discord/render/check.ts';
import {
  askForArticle,
  getArticle,
  getPinnedArticle,
  resolveArticle,
} from '../src/discord/requested-article.ts';
import type { Reply } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';
import { t } from '../src/i18n/translate.ts';

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
  contextMenu: {
    data: { type: ApplicationCommandType.Message, name: 'Did the article say that?' },
    description: 'checks each sentence of the message against the article it is about, just for you',
    async run({ targetMessage, channelId }, context) {
      const claim = extractClaimText(targetMessage);
      const articles = await findArticlesAbout(targetMessage, channelId, context);
      const [only, ...others] = articles;
      if (only && others.length === 0) return replyWithCheck(only, claim, context);
      const candidates = articles.length > 1 ? articles : await findCandidates(claim, context.library);
      if (candidates.length === 0)
        throw new UserError(
          'There are no articles yet, so there’s nothing to check this against. An editor can add one with `/library add`.',
        );
      return renderArticleChoice(candidates, {
        about: t('Which article is this about?'),
        text: claim,
        to: createMenuId('turn', checkChoice),
      });
    },
    buttons: [
      defineButton({
        ...checkChoice,
        press: async ({ article }, { message }, context) =>
          replyWithCheck(
            await getArticle(article, context.library),
            parseQuestion(message ? readChoiceText(message) : '', 'message'),
            context,
          ),
      }),
    ],
  },
} satisfies Command;

async function replyWithCheck(article: StoredArticle, claim: string, context: Context): Promise<Reply> {
  const answered = await context.answer(checkRecipe, article, { claim });
  return renderCheck(article, answered, { claim, settings: context.rules });
}

/** The article of the thread, or else those in the message, or else those in the message it replies to. */
async function findArticlesAbout(
  message: Message,
  channelId: string,
  context: Context,
): Promise<StoredArticle[]> {
  const here = await getPinnedArticle(channelId, context);
  if (here) return [here];
  const own = await findArticles(message, context.library);
  if (own.length > 0 || !message.reference?.messageId) return own;
  // The replied-to message may be deleted or not visible to the bot; the member is then asked for the
  // article.
  if (message.reference.channelId !== message.channelId) return [];
  const answered = await message.fetchReference().catch(() => undefined);
  return answered ? findArticles(answered, context.library) : [];
}

/** The maximum length of an ordinary member's message, in characters. */
const MAX_CLAIM_LENGTH = 2000;

function extractClaimText(message: Message): string {
  const claim = extractClaim(message);
  if (claim === '')
    throw new UserError('This message has no text I could check. Use `/check` with a sentence of your own.');
  if (claim.length > MAX_CLAIM_LENGTH)
    throw new UserError(
      'This message has {{length}} characters, and I check up to {{most}} at once. Use `/check` with the part you mean.',
      {
        length: claim.length,
        most: MAX_CLAIM_LENGTH,
      },
    );
  return claim;
}
