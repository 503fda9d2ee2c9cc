import type { MessageContextMenuCommandInteraction } from 'discord.js';
import type { StoredArticle } from '../articles/article.ts';
import { UserError } from '../errors.ts';
import { createMessage, type MessageDescriptor } from '../i18n/template-values.ts';
import { t } from '../i18n/translate.ts';
import { isEditor, visitorOf } from './access.ts';
import type { MessageContextMenu } from './command.ts';
import type { Context } from './context.ts';
import { findArticles } from './message-content.ts';
import { renderArticleChoice } from './render/article-choice.ts';
import type { Reply } from './types.ts';

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
        { reason },
      )
    : createMessage('{{reason}} `/articles` lists what I have.', { reason });
}
