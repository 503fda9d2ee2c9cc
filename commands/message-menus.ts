import type { Message, MessageContextMenuCommandInteraction } from 'discord.js';
import { ApplicationCommandType } from 'discord-api-types/v10';
import { checkRecipe } from '../src/answers/check/recipe.ts';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import type { StoredArticle } from '../src/articles/article.ts';
import { isEditor, visitorOf } from '../src/discord/access.ts';
import { articleFor, articleHere } from '../src/discord/article.ts';
import { candidatesFor } from '../src/discord/article-matches.ts';
import type { MessageMenu } from '../src/discord/command.ts';
import type { House } from '../src/discord/context.ts';
import { customId } from '../src/discord/custom-id.ts';
import { articlesIn, claimIn } from '../src/discord/message-content.ts';
import { asked } from '../src/discord/question.ts';
import { renderWhich, textBeside } from '../src/discord/render/article-choice.ts';
import { renderCheck } from '../src/discord/render/check.ts';
import { renderSummary } from '../src/discord/render/summary.ts';
import type { Reply } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';
import { type Said, say } from '../src/i18n/template-values.ts';
import { t } from '../src/i18n/translate.ts';

/** The summary of the article that a message links, attaches or names. */
export const summariseThis: MessageMenu = {
  data: { type: ApplicationCommandType.Message, name: 'Summarise this' },
  key: 'summarise',
  description: 'the article that the message links, attaches or names, summed up for you alone',
  async act(interaction, house) {
    const articles = await articlesIn(interaction.targetMessage, house.library);
    if (articles.length === 0) throw new UserError(await notStored(interaction, house));
    if (articles.length > 1)
      return renderWhich(articles, {
        about: t('This message is about several articles. Which one?'),
        to: customId('turn', 'summarise'),
      });
    return summarise(articles[0]!, house);
  },
  press: async ([id], _interaction, house) => summarise(await articleFor(id, house.library), house),
};

/** A message's text as a claim, checked against the article that it is about. */
export const didItSayThat: MessageMenu = {
  data: { type: ApplicationCommandType.Message, name: 'Did the article say that?' },
  key: 'said',
  description:
    'what the message says, checked against the article of the thread, of the message or of what it answers, for you alone',
  async act({ targetMessage, channelId, guildId }, house) {
    const claim = claimOf(targetMessage);
    const articles = await articlesAbout(targetMessage, channelId, house);
    if (articles.length === 1) return checked(articles[0]!, claim, guildId, house);
    const candidates = articles.length > 1 ? articles : await candidatesFor(claim, house.library);
    if (candidates.length === 0)
      throw new UserError('There are no articles yet, so there is nothing to check this against.');
    return renderWhich(candidates, {
      about: t('Which article is this about?'),
      text: claim,
      to: customId('turn', 'said'),
    });
  },
  async press([id], { message, guildId }, house) {
    return checked(
      await articleFor(id, house.library),
      asked(message ? textBeside(message) : '', 'claim'),
      guildId,
      house,
    );
  },
};

async function summarise(article: StoredArticle, house: House): Promise<Reply> {
  return renderSummary(
    article,
    await house.answer(summaryRecipe, article, { length: 'standard' }),
    'standard',
  );
}

async function checked(
  article: StoredArticle,
  claim: string,
  serverId: string | null,
  house: House,
): Promise<Reply> {
  const answered = await house.answer(checkRecipe, article, { claim });
  return renderCheck(article, answered, { claim, settings: await house.settings.get(serverId) });
}

/** The article of the place, else those of the message, else those of the one that it answers. */
async function articlesAbout(message: Message, channelId: string, house: House): Promise<StoredArticle[]> {
  const here = await articleHere(channelId, house);
  if (here) return [here];
  const own = await articlesIn(message, house.library);
  if (own.length > 0 || !message.reference?.messageId) return own;
  // The message may be gone, or stand where I may not read: then the article is asked for.
  if (message.reference.channelId !== message.channelId) return [];
  const answered = await message.fetchReference().catch(() => undefined);
  return answered ? articlesIn(answered, house.library) : [];
}

const LONGEST = 1000;

function claimOf(message: Message): string {
  const claim = claimIn(message);
  if (claim === '') throw new UserError('There is no text in this message that could be checked.');
  if (claim.length > LONGEST)
    throw new UserError(
      'This message has {{length}} characters; I check up to {{most}} at once. Use `/check` with the part that you mean.',
      {
        length: claim.length,
        most: LONGEST,
      },
    );
  return claim;
}

async function notStored(interaction: MessageContextMenuCommandInteraction, house: House): Promise<Said> {
  const reason = say(
    'I found no stored article in this message: none of its links, files and headlines is in the library.',
  );
  return isEditor(visitorOf(interaction), await house.settings.get(interaction.guildId))
    ? say('{{reason}} You can add it with `/library add` (a page, a file or its text), then try again.', {
        reason,
      })
    : say('{{reason}} `/articles` shows what there is.', { reason });
}
