import type { StoredArticle } from '../../article/article.ts';
import type { Reply } from '../command.ts';
import { answerButtons, counted, frame } from './frame.ts';
import { label } from './text.ts';

/** The message on which a thread about an article opens, and the first message in it. */
export function renderDiscussion(article: StoredArticle, { readsMessages }: { readsMessages: boolean }): Reply {
  const holds = `${counted(article.paragraphs.length, 'paragraph')} · ${counted(article.comments.length, 'comment')}`;
  const how = readsMessages
    ? 'Just write your question here.'
    : 'Mention me with your question, for example “@Standfirst who wrote the letter?”.';
  return {
    embeds: [
      frame({
        article,
        answered: null,
        kind: 'Discussion',
        body: 'Ask about this article in the thread below.',
        proof: [holds, `version ${article.version}`],
      }),
    ],
    components: [answerButtons(article, 'discuss')],
    thread: {
      name: label(article.headline, 100),
      articleId: article.id,
      first: {
        content: `${how} I answer from the article and show the paragraph (¶) that the answer rests on; ask about “the readers” and I answer from the comments. If the article does not say, I say so.`,
      },
    },
  };
}
