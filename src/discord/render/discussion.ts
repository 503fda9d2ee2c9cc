import { displayHeadlineOf, type StoredArticle } from '../../articles/article.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { Reply, ThreadOpening } from '../types.ts';
import { createAnswerRows } from './buttons.ts';
import { formatSize, renderFrame } from './frame.ts';
import { formatChannelMention, toHeadlineLabel } from './text.ts';

interface MessageAccess {
  readonly readsMessages: boolean;
}

/** The opening of a thread about an article: the message that starts it, and the first message in it. */
export function renderDiscussion(article: StoredArticle, reading: MessageAccess): Reply {
  return {
    cards: [
      renderFrame({
        article,
        answered: null,
        kind: t('Discussion'),
        body: t('Ask about this article in the thread below.'),
        verification: [
          ...formatSize(article),
          ...(article.version > 1 ? [t('version {{version}}', { version: article.version })] : []),
        ],
      }),
    ],
    components: createAnswerRows({ article, shown: 'discuss', reference: null }),
    thread: createThreadOpening(article, { content: formatHint(reading) }),
  };
}

/** Points to the existing thread about an article. */
export function renderExistingDiscussion(threadId: string): Reply {
  return {
    content: t('This article already has a thread here: {{channel}}. Ask your question there.', {
      channel: formatChannelMention(threadId),
    }),
  };
}

/** A forum post about an article: its first message is the summary, with a hint at what can be done there. */
export function renderForumPost(
  article: StoredArticle,
  summary: Reply,
  reading: MessageAccess & { forumId: string },
): Reply {
  const first = { ...summary, content: formatHint(reading) };
  return { post: { ...createThreadOpening(article, first), forumId: reading.forumId } };
}

/** The opening of a discussion in direct messages. */
export function renderDirectMessage(summary: Reply): Reply {
  return { ...summary, content: formatHint({ readsMessages: true }) };
}

/** Tells a thread that it now answers from another version of its article. */
export function renderSwitched({ version }: StoredArticle): Reply {
  return {
    content: t(
      'From here on I answer from **version {{version}}** of the article. Everything above is about the one before.',
      { version },
    ),
  };
}

function createThreadOpening(article: StoredArticle, first: Reply): ThreadOpening {
  return {
    name: toHeadlineLabel(displayHeadlineOf(article)),
    articleId: article.id,
    firstMessage: first,
  };
}

function formatHint({ readsMessages }: MessageAccess): Markdown {
  const how = readsMessages
    ? t('Just type your question here.')
    : t('Mention me with your question, for example “@Standfirst who wrote the letter?”.');
  return t(
    '{{how}} I answer from the article and show the paragraph (¶) behind each answer. Ask about “the readers”, and I answer from the comments. If the article doesn’t say, I’ll tell you.',
    { how },
  );
}
