import { t } from '../i18n/translate.ts';
import { foldText } from '../language/similarity.ts';
import { formatTimestamp } from '../scheduling/clock.ts';
import type { Context } from './context.ts';
import { findTitlesIn } from './named-titles.ts';
import { escapeLine } from './render/text.ts';
import type { Reply } from './types.ts';

/** A direct message channel with the member who writes there. */
interface DirectMessages {
  readonly channelId: string;
  readonly memberId: string;
}

const MAX_HEADLINE = 200;

/** Pins an article to direct messages, which are about one article at a time. */
export async function pinArticle(
  articleId: string,
  { channelId, memberId }: DirectMessages,
  { threads, clock }: Context,
): Promise<void> {
  await threads.open({
    threadId: channelId,
    serverId: null,
    articleId,
    openedBy: memberId,
    openedAt: formatTimestamp(clock),
  });
}

/**
 * Chooses the article whose headline or name a direct message consists of, as `/discuss` does; undefined if it
 * is not exactly one article's.
 */
export async function chooseNamedArticle(
  text: string,
  directMessages: DirectMessages,
  context: Context,
): Promise<Reply | undefined> {
  const written = foldText(text);
  const named = (await findTitlesIn([text], context.library)).filter(({ headline, renamedFrom }) =>
    [headline, renamedFrom ?? headline].some(title => foldText(title) === written),
  );
  const [article, ...others] = named;
  if (!article || others.length > 0) return undefined;
  await pinArticle(article.id, directMessages, context);
  return {
    content: t('From now on, I answer from **{{headline}}** here. Just type your question.', {
      headline: escapeLine(article.headline, MAX_HEADLINE),
    }),
  };
}
