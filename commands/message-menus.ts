import type { Message, MessageContextMenuCommandInteraction } from 'discord.js';
import { ApplicationCommandType } from 'discord-api-types/v10';
import { checkRecipe } from '../src/answers/check/recipe.ts';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import type { StoredArticle } from '../src/articles/article.ts';
import { isEditor, visitorOf } from '../src/discord/access.ts';
import { findCandidates } from '../src/discord/article-candidates.ts';
import { checkChoice, summariseChoice } from '../src/discord/button-ids.ts';
import type { MessageContextMenu } from '../src/discord/command.ts';
import type { Context } from '../src/discord/context.ts';
import { createMenuId } from '../src/discord/custom-id.ts';
import { defineButton } from '../src/discord/define-button.ts';
import { extractClaim, findArticles } from '../src/discord/message-content.ts';
import { parseQuestion } from '../src/discord/question-text.ts';
import { readChoiceText, renderArticleChoice } from '../src/discord/render/article-choice.ts';
import { renderCheck } from '../src/discord/render/check.ts';
import { renderSummary } from '../src/discord/render/summary.ts';
import { getArticle, getPinnedArticle } from '../src/discord/requested-article.ts';
import type { Reply } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';
import { createMessage, type MessageDescriptor } from '../src/i18n/template-values.ts';
import { t } from '../src/i18n/translate.ts';

/** A context menu that replies about a message's article. */
interface ArticleMenu extends Pick<MessageContextMenu, 'data' | 'description' | 'buttons'> {
  /** The custom id of the menu that chooses among several articles. */
  readonly to: string;
  readonly reply: (article: StoredArticle, context: Context) => Promise<Reply>;
}

/** Creates a context menu about the article that a message links, attaches or names; asks if several. */
export function createArticleMenu({ to, reply, ...menu }: ArticleMenu): MessageContextMenu {
  return {
    ...menu,
    async run(interaction, context) {
      const articles = await findStored(interaction, context);
      const [only, ...others] = articles;
      if (only && others.length === 0) return reply(only, context);
      return renderArticleChoice(articles, {
        about: t('This message is about several articles. Which one?'),
        to,
      });
    },
  };
}

/** The stored articles that a message is about. Throws a UserError if there are none. */
export async function findStored(
  interaction: MessageContextMenuCommandInteraction,
  context: Context,
): Promise<StoredArticle[]> {
  const articles = await findArticles(interaction.targetMessage, context.library);
  if (articles.length === 0) throw new UserError(describeNotStored(interaction, context));
  return articles;
}

/** Summarizes the article that a message links, attaches or names. */
export const summariseMenu = createArticleMenu({
  data: { type: ApplicationCommandType.Message, name: 'Summarise this' },
  description: 'sums up the article that the message links to, attaches or names, just for you',
  to: createMenuId('turn', summariseChoice),
  reply: replyWithSummary,
  buttons: [
    defineButton({
      ...summariseChoice,
      press: async ({ article }, _, context) =>
        replyWithSummary(await getArticle(article, context.library), context),
    }),
  ],
});

/** Checks a message's text as a claim against the article that it is about. */
export const checkClaimMenu: MessageContextMenu = {
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
};

async function replyWithSummary(article: StoredArticle, context: Context): Promise<Reply> {
  const answered = await context.answer(summaryRecipe, article, { length: 'standard' });
  return renderSummary(article, answered, { length: 'standard', settings: context.rules });
}

/** Checks a claim against an article. */
export async function replyWithCheck(
  article: StoredArticle,
  claim: string,
  context: Context,
): Promise<Reply> {
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

function describeNotStored(
  interaction: MessageContextMenuCommandInteraction,
  context: Context,
): MessageDescriptor {
  const reason = createMessage(
    'I found no article in this message: none of its links, files or headlines is in the library.',
  );
  return isEditor(visitorOf(interaction), context.rules)
    ? createMessage(
        '{{reason}} You can add it with “Add to the library” in the same menu, or with `/library add`, then try again.',
        {
          reason,
        },
      )
    : createMessage('{{reason}} `/articles` lists what I have.', { reason });
}
