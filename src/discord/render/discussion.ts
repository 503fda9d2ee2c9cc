import { type StoredArticle, shownHeadline } from '../../articles/article.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import { button, customId, row } from '../custom-id.ts';
import type { Opening, Reply } from '../types.ts';
import { answerRows } from './buttons.ts';
import { counted, frame } from './frame.ts';
import { label, md } from './text.ts';

interface Reading {
  readonly readsMessages: boolean;
}

/** The message on which a thread about an article opens, and the first message in it. */
export function renderDiscussion(article: StoredArticle, reading: Reading): Reply {
  const holds = md`${counted(article.paragraphs.length, 'paragraph')} · ${counted(article.comments.length, 'comment')}`;
  return {
    embeds: [
      frame({
        article,
        answered: null,
        kind: t('Discussion'),
        body: t('Ask about this article in the thread below.'),
        proof: [holds, t('version {{version}}', { version: article.version })],
      }),
    ],
    components: answerRows(article, 'discuss', null),
    thread: opening(article, { content: hint(reading) }),
  };
}

/** A post in a forum: its first message is the summary, with what can be done there. */
export function renderPost(
  article: StoredArticle,
  summary: Reply,
  reading: Reading & { forumId: string },
): Reply {
  const first = { ...summary, content: hint(reading) };
  return { post: { ...opening(article, first), forumId: reading.forumId } };
}

/** The beginning of a discussion in direct messages. */
export function renderDirect(summary: Reply): Reply {
  return { ...summary, content: hint({ readsMessages: true }) };
}

/** A version that is newer than the one a place is about. */
export function switchButton({ id, version }: StoredArticle) {
  return button(t('Switch to version {{version}}', { version }), customId('post', 'discuss', 'switch', id));
}

export function renderSwitched({ version }: StoredArticle): Reply {
  return {
    content: t(
      'From here on I answer from **version {{version}}** of the article. What was said above is about the one before.',
      { version },
    ),
  };
}

/** A reply with a row of buttons more. */
export function withButtons(reply: Reply, buttons: readonly ReturnType<typeof button>[]): Reply {
  return buttons.length === 0
    ? reply
    : { ...reply, components: [...(reply.components ?? []), row(...buttons)] };
}

function opening(article: StoredArticle, first: Reply): Opening {
  return { name: label(shownHeadline(article), 100) || t('Untitled'), articleId: article.id, first };
}

function hint({ readsMessages }: Reading): Markdown {
  const how = readsMessages
    ? t('Just write your question here.')
    : t('Mention me with your question, for example “@Standfirst who wrote the letter?”.');
  return t(
    '{{how}} I answer from the article and show the paragraph (¶) that the answer rests on; ask about “the readers” and I answer from the comments. If the article does not say, I say so.',
    { how },
  );
}
