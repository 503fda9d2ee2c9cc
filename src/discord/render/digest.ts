import type { Digest, Post } from '../../digests/digest.ts';
import type { DigestOutlook, HistoryPage } from '../../digests/digest-actions.ts';
import type { DigestRenderers } from '../../digests/digests.ts';
import { formatDaysOption } from '../../digests/schedule-text.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import type { MessageDescriptor } from '../../i18n/template-values.ts';
import { formatList, type Markdown, t } from '../../i18n/translate.ts';
import { digestHistoryButton, digestRetryButton } from '../button-ids.ts';
import { createButton, createRow } from '../components.ts';
import { createCustomId } from '../custom-id.ts';
import type { Card, Reply } from '../types.ts';
import { formatDigestFirstLine, renderDigestPost } from './digest-post.ts';
import { formatSchedule } from './digest-schedule.ts';
import { formatCount, formatMore } from './frame.ts';
import { joinIntoPages, MAX_TEXT_LENGTH } from './pages.ts';
import {
  escapeLine,
  formatChannelMention,
  formatTimestampMention,
  joinText,
  md,
  messageUrlOf,
  renderMessage,
  renderMessageLine,
} from './text.ts';

/** The reply to `/digest create` and `/digest resume`: when the digest will post, and what. */
export function renderDigestStarted(outlook: DigestOutlook, done: 'created' | 'resumed' | 'changed'): Reply {
  return {
    content: t(startedSentences[done], { name: escapeLine(outlook.digest.name) }),
    cards: [renderDetails(outlook)],
  };
}

const startedSentences = {
  created: defineMessage('Created **{{name}}**.'),
  resumed: defineMessage('Resumed **{{name}}**.'),
  changed: defineMessage('Changed **{{name}}**.'),
} as const;

/** The reply to `/digest pause`. */
export function renderDigestPaused(digest: Digest): Reply {
  return {
    content: t(
      'Paused **{{name}}**. It posts nothing until you use `/digest resume`, and its history stays.',
      { name: escapeLine(digest.name) },
    ),
  };
}

/** Confirms a deletion and says how to create the same digest again, in case it was deleted by mistake. */
export function renderDigestDeleted(digest: Digest): Reply {
  const { days, time, zone, count, tags } = digest;
  const options = escapeLine(
    `days:${formatDaysOption(days)} time:${time} zone:${zone} count:${count}${tags ? ` tags:${tags.join(', ')}` : ''}`,
  );
  const name = escapeLine(digest.name);
  return {
    content: t('Deleted **{{name}}**. To create it again:\n> {{again}}', {
      name,
      again: md`/digest create name:${name} channel:${formatChannelMention(digest.channelId)} ${options}`,
    }),
  };
}

/** The reply to `/digest now`. */
export function renderDigestNow(digest: Digest, post: Post): Reply {
  const name = md`**${escapeLine(digest.name)}**`;
  if (post.state === 'posted')
    return {
      content: t('Posted {{name}}: {{link}}', { name, link: formatMessageLink(digest, post.messageId) }),
    };
  const reason = post.reason === null ? md`` : renderMessage(post.reason);
  if (post.state === 'skipped')
    return {
      content: t('I didn’t post {{name}}. {{reason}}', { name, reason }),
      ...(post.failed && { components: [createRetryRow(digest)] }),
    };
  return {
    content: t(
      'I haven’t posted {{name}} yet. {{reason}} I’ll keep trying for 12 hours; `/digest list` shows how it’s going.',
      {
        name,
        reason,
      },
    ),
  };
}

/** The reply to `/digest preview`: the exact post, or why there would be none, and when it is due. */
export function renderDigestPreview(
  { digest, next }: DigestOutlook,
  preview: Reply | MessageDescriptor,
): Reply {
  const [slot] = next;
  const due =
    slot === undefined
      ? t('-# A preview. It’s paused: `/digest resume` starts it again.')
      : t('-# A preview. The next post is due {{time}}.', { time: formatNext(slot) });
  if (!('sentence' in preview)) return { ...preview, content: joinText([preview.content, due], '\n') };
  const nothing = t('**{{name}}** would post nothing right now. {{reason}}', {
    name: escapeLine(digest.name),
    reason: renderMessage(preview),
  });
  return { content: joinText([nothing, due], '\n') };
}

/** A future time in the reader's own time zone, and how far away it is. */
function formatNext(slot: number): Markdown {
  return md`${formatTimestampMention(slot, 'F')} (${formatTimestampMention(slot, 'R')})`;
}

/** One digest with its next slots, the articles waiting for the next post, and its last posts. */
export function renderDigestDetails(outlook: DigestOutlook): Reply {
  return { cards: [renderDetails(outlook)] };
}

/** Tells a server that a digest cannot post. */
function renderDigestWarning(digest: Digest, reason: MessageDescriptor): Reply {
  return {
    content: joinText(
      [
        t('**I couldn’t post the digest {{name}}** in {{channel}}. {{reason}}', {
          name: escapeLine(digest.name),
          channel: formatChannelMention(digest.channelId),
          reason: renderMessage(reason),
        }),
        t(
          'Nothing is lost: once that is fixed, the next post has everything new since the last one. `/digest edit` moves it to another channel, and `/digest history` shows how each post went.',
        ),
      ],
      '\n',
    ),
  };
}

/** The reply to `/digest history`: the outcome of each slot, with the reason if nothing was posted. */
export function renderDigestHistory(
  digest: Digest,
  { posts, more, isGivenUp }: HistoryPage,
  page: number,
): Reply {
  const lines = [
    ...posts.map(post => formatPost(digest, post, 160)),
    isGivenUp &&
      t('-# I gave up a post. **Try again** posts everything new since the last one that went through.'),
  ];
  return {
    cards: [
      {
        title: t('{{name}}: history', { name: escapeLine(digest.name, 200) }),
        description:
          joinText(lines, '\n') ||
          (page === 0 ? t('Nothing yet. Its first post is still to come.') : t('There’s nothing more.')),
      },
    ],
    components: [
      ...(page === 0 && !more ? [] : [createHistoryTurner(digest, { page, more })]),
      ...(isGivenUp ? [createRetryRow(digest)] : []),
    ],
  };
}

function createHistoryTurner(digest: Digest, { page, more }: { page: number; more: boolean }) {
  const turnTo = (to: number) => createCustomId('turn', digestHistoryButton, { digest: digest.id, page: to });
  return createRow(
    createButton(t('Newer'), turnTo(page - 1), { disabled: page === 0 }),
    createButton(t('Older'), turnTo(page + 1), { disabled: !more }),
  );
}

/** The button with which an editor retries a post that was given up. */
function createRetryRow({ id }: Digest) {
  return createRow(
    createButton(t('Try again'), createCustomId('open', digestRetryButton, { digest: id }), {
      primary: true,
    }),
  );
}

function renderDetails({ digest, next, waiting, posts }: DigestOutlook): Card {
  const slots = next.map((slot, at) => (at === 0 ? formatNext(slot) : formatTimestampMention(slot, 'F')));
  return {
    title: escapeLine(digest.name, 256),
    description: joinText(
      [
        formatSchedule(digest),
        formatSize(digest),
        digest.trouble !== undefined &&
          t('**It can’t post:** {{trouble}}', { trouble: renderMessageLine(digest.trouble, 500) }),
      ],
      '\n',
    ),
    sections: [
      {
        name: t('Next posts'),
        value: digest.paused
          ? t('None, because it is paused. `/digest resume` starts it again.')
          : joinText(slots, '\n'),
      },
      { name: t('In the next post'), value: formatWaiting(waiting, digest.count) },
      {
        name: t('Last posts'),
        value:
          posts.length === 0
            ? t('None yet.')
            : joinText(
                posts.map(post => formatPost(digest, post, 150)),
                '\n',
              ),
      },
    ],
  };
}

function formatSize({ count, tags }: Digest): Markdown {
  const articles = formatCount(count, 'article');
  if (!tags) return t('Up to {{articles}} in a post.', { articles });
  const [tag = '', ...others] = tags;
  if (others.length === 0)
    return t('Up to {{articles}} in a post, only with the tag {{tag}}.', { articles, tag: escapeLine(tag) });
  const wanted = formatList(
    tags.map(tag => escapeLine(tag)),
    'disjunction',
  );
  return t('Up to {{articles}} in a post, only with the tags {{tags}}.', { articles, tags: wanted });
}

/** All digests of a server in short form, within one message. */
export function renderDigestOverview(outlooks: readonly DigestOutlook[]): Reply {
  if (outlooks.length === 0)
    return { content: t('This server has no digests yet. `/digest create` sets one up.') };
  const room = Math.floor(MAX_TEXT_LENGTH / outlooks.length) - 2;
  const entries = outlooks.map(outlook => formatOverview(outlook, room));
  const pages = joinIntoPages(entries);
  return {
    cards: pages.map((description, at) =>
      at === 0 ? { title: t('Digests'), description } : { description },
    ),
  };
}

/** An entry with less room (characters) gives the time of the next post, but not how far away it is. */
const MIN_ROOM_FOR_DISTANCE = 250;

function formatOverview({ digest, next, waiting, posts }: DigestOutlook, room: number): Markdown {
  const head = t('**{{name}}** in {{channel}}', {
    name: escapeLine(digest.name, 50),
    channel: formatChannelMention(digest.channelId),
  });
  const due = digest.paused
    ? t('Paused')
    : t('Next: {{time}}, {{articles}}', {
        time:
          room > MIN_ROOM_FOR_DISTANCE ? formatNext(next[0] ?? 0) : formatTimestampMention(next[0] ?? 0, 'F'),
        articles: waiting.length === 0 ? t('nothing new yet') : formatCount(waiting.length, 'new article'),
      });
  const overview = md`${head}\n${due}`;
  const left = room - overview.length;
  // a post asked for when there was nothing to post says nothing about how the digest is doing
  const last = posts.find(post => !isIdleRequest(post)) ?? posts[0];
  return last && left > MAX_POST_LENGTH
    ? md`${overview}\n-# ${formatPost(digest, last, left - MAX_POST_LENGTH)}`
    : overview;
}

function formatWaiting(waiting: readonly { headline: string }[], count: number): Markdown {
  if (waiting.length === 0) return t('Nothing so far. Without new articles there is no post.');
  const newest = waiting.toReversed().slice(0, Math.min(count, 5));
  const lines = newest.map(entry => md`- ${escapeLine(entry.headline, 160)}`);
  return joinText([...lines, formatMore(waiting.length - newest.length)], '\n');
}

/** Whether `/digest now` found nothing new to post. */
const isIdleRequest = ({ occasion, state, failed }: Post) =>
  occasion === 'now' && state === 'skipped' && !failed;

/** The most characters that a post takes with its time and link, not counting its reason. */
const MAX_POST_LENGTH = 170;

function formatPost(digest: Digest, post: Post, room: number): Markdown {
  const reason = post.reason === null ? '' : md` ${renderMessageLine(post.reason, Math.max(20, room))}`;
  const time = formatTimestampMention(Date.parse(post.slot), 'f');
  const when = post.occasion === 'now' ? md`${time} (\`/digest now\`)` : time;
  if (post.state === 'posted')
    return md`${when}: ${formatMessageLink(digest, post.messageId)}${reason && md` · ${t('late.')}${reason}`}`;
  if (post.state === 'skipped') return md`${when}: ${t('not posted.')}${reason}`;
  return md`${when}: ${post.reason === null ? t('being posted right now.') : t('not yet posted, trying again.')}${reason}`;
}

function formatMessageLink(digest: Digest, messageId: string | null): Markdown {
  return messageUrlOf(digest.serverId, digest.channelId, messageId ?? '');
}

/** The renderers of digests for Discord. */
export const digestRenderers: DigestRenderers = {
  post: renderDigestPost,
  firstLine: formatDigestFirstLine,
  warning: renderDigestWarning,
};
