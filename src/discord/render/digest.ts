import { type APIStringSelectComponent, ComponentType } from 'discord-api-types/v10';
import type { Quote } from '../../answers/quotes/schema.ts';
import { onlyPart, shownHeadline } from '../../articles/article.ts';
import type { Contents, Item, Pulse } from '../../digests/contents.ts';
import type { Digest, Post } from '../../digests/digest.ts';
import type { DigestRenderers, Outlook } from '../../digests/digests.ts';
import { daysTyped } from '../../digests/schedule-text.ts';
import { phrase } from '../../i18n/define-message.ts';
import { formatDate, formatList, type Markdown, t } from '../../i18n/translate.ts';
import type { Settings } from '../../storage/storage.ts';
import { button, customId, row } from '../custom-id.ts';
import type { Embed, Picture, Reply } from '../types.ts';
import { chart } from './chart.ts';
import { counted } from './frame.ts';
import { channelMention, joinText, label, mask, md, messageAddress, plainLine, timestamp } from './text.ts';

/** Characters in all embeds of a message, and what is kept free of them for rounding. */
const EMBEDS_TOTAL = 6000 - 100;

/** Characters in an embed's description. */
const DESCRIPTION = 4096;
const COLOUR = 0xb3392f;

/**
 * The line by which a slot's message is found again among the others of a channel: the digest's name and the
 * slot.
 */
export function digestFirstLine(digest: Digest, slot: string): Markdown {
  return md`**${plainLine(digest.name)}** · ${timestamp(Date.parse(slot), 'f')}`;
}

/**
 * The post: a line that names the digest and its slot, and one embed for each article, all within Discord's
 * limits.
 */
export function digestPost(
  digest: Digest,
  slot: string,
  { items, more }: Contents,
  { late, settings }: { late: string | null; settings: Settings },
): Reply {
  const share = Math.floor(EMBEDS_TOTAL / Math.max(1, items.length));
  const lines = [
    digestFirstLine(digest, slot),
    late === null ? null : t('-# This post is late: {{late}}', { late: plainLine(late) }),
    more === 0 ? null : t('-# {{count}} more new articles not shown here: `/articles`', { count: more }),
  ];
  const picture = digestChart(items);
  return {
    ...(picture && { picture: { ...picture, above: true } }),
    content: joinText(
      lines.filter(line => line !== null),
      '\n',
    ),
    embeds: items.map(item => itemEmbed(item, { share, settings })),
    components: items.length === 0 ? [] : [row(readingMenu(items))],
  };
}

/**
 * How many comments each article of a post has, first comments and replies apart; null where no reader wrote.
 */
function digestChart(items: readonly Item[]): Picture | null {
  const bars = items.flatMap(({ article, pulse }) =>
    pulse === null ? [] : [{ label: article.headline, comments: pulse.comments, replies: pulse.replies }],
  );
  return bars.length === 0 ? null : chart({ title: t('What readers wrote on'), bars }, 'comments.png');
}

/** Opens the chosen article's summary for the member alone. */
function readingMenu(items: readonly Item[]): APIStringSelectComponent {
  return {
    type: ComponentType.StringSelect,
    custom_id: customId('open', 'summary'),
    placeholder: t('Read the summary of…'),
    options: items.map(({ article }) => ({
      label: label(shownHeadline(article), 100) || t('Untitled'),
      value: article.id,
    })),
  };
}

function itemEmbed(item: Item, { share, settings }: { share: number; settings: Settings }): Embed {
  const { article, standfirst, quote, pulse } = item;
  const title = plainLine(shownHeadline(article), Math.min(256, Math.floor(share * 0.3)));
  const room = Math.min(1600, share - title.length - 40);
  const parts = [
    article.version > 1 ? t('-# Updated') : null,
    article.partial ? md`-# ${t(onlyPart)}` : null,
    standfirst === null ? null : plainLine(mask(standfirst, settings), Math.floor(room * 0.4)),
    quote === null ? null : quoteBlock(quote, { room: Math.floor(room * 0.35), settings }),
    pulse === null ? t('-# No comments') : pulseLine(pulse, { room: Math.floor(room * 0.25), settings }),
  ];
  return {
    title,
    description: joinText(
      parts.filter(part => part !== null),
      '\n\n',
    ),
    color: COLOUR,
    ...(webAddress(article.url) && { url: webAddress(article.url)! }),
  };
}

function quoteBlock(quote: Quote, { room, settings }: { room: number; settings: Settings }): Markdown {
  const by = plainLine(
    [quote.speaker, quote.role].filter(part => part !== null).join(', '),
    Math.floor(room * 0.3),
  );
  return md`> “${plainLine(mask(quote.text, settings), room - by.length - 10)}”\n> — ${by}`;
}

function pulseLine(pulse: Pulse, { room, settings }: { room: number; settings: Settings }): Markdown {
  const counts = [
    counted(pulse.comments, 'comment'),
    pulse.replies === 0 ? null : counted(pulse.replies, 'reply'),
    pulse.contradictions === 0 ? null : counted(pulse.contradictions, 'contradiction'),
  ];
  const numbers = joinText(
    counts.filter(count => count !== null),
    ', ',
  );
  const each = Math.floor((room - numbers.length - 10) / Math.max(1, pulse.viewpoints.length));
  const views = pulse.viewpoints.map(
    ({ label, comments }) => md`${plainLine(mask(label, settings), Math.max(10, each - 10))} (${comments})`,
  );
  return md`-# ${joinText([numbers, ...views], ' · ')}`;
}

/** Discord refuses a whole message for one embed address that is not http. */
function webAddress(url: string | null): string | null {
  return url !== null && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && url.length <= 2048
    ? url
    : null;
}

/** What `/digest create` and `/digest resume` answer: when it will post, and what. */
export function digestStarted(outlook: Outlook, done: 'created' | 'resumed' | 'changed'): Reply {
  return {
    content: t(deeds[done], { name: plainLine(outlook.digest.name) }),
    embeds: [details(outlook)],
  };
}

const deeds = {
  created: phrase('**{{name}}** is created.'),
  resumed: phrase('**{{name}}** is resumed.'),
  changed: phrase('**{{name}}** is changed.'),
} as const;

export function digestPaused(digest: Digest): Reply {
  return {
    content: t('**{{name}}** is paused and posts nothing until `/digest resume`. Its record is kept.', {
      name: plainLine(digest.name),
    }),
  };
}

/** Says how to make the same digest again, so that nothing is lost by mistake. */
export function digestDeleted(digest: Digest): Reply {
  const { days, time, zone, count, tags } = digest;
  const given = plainLine(
    `days:${daysTyped(days)} time:${time} zone:${zone} count:${count}${tags ? ` tags:${tags.join(', ')}` : ''}`,
  );
  const name = plainLine(digest.name);
  return {
    content: t('**{{name}}** is deleted. To make it again:\n> {{again}}', {
      name,
      again: md`/digest create name:${name} channel:${channelMention(digest.channelId)} ${given}`,
    }),
  };
}

/** What `/digest now` answers. */
export function digestAsked(digest: Digest, post: Post): Reply {
  const name = md`**${plainLine(digest.name)}**`;
  if (post.state === 'posted')
    return {
      content: t('{{name}} is posted: {{link}}', { name, link: messageLink(digest, post.messageId) }),
    };
  const reason = plainLine(post.reason ?? '');
  if (post.state === 'skipped')
    return { content: t('{{name}} was not posted. {{reason}}', { name, reason }) };
  return {
    content: t(
      '{{name}} is not posted yet. {{reason}} I keep trying for 12 hours; `/digest list` shows how it goes.',
      {
        name,
        reason,
      },
    ),
  };
}

/** What `/digest preview` answers: exactly the post, or why there would be none. */
export function digestPreview(digest: Digest, preview: Reply | string): Reply {
  if (typeof preview !== 'string') return preview;
  return {
    content: t('**{{name}}** would post nothing now. {{reason}}', {
      name: plainLine(digest.name),
      reason: plainLine(preview),
    }),
  };
}

/** One digest with its next slots, what waits for the next post, and its last posts. */
export function digestDetails(outlook: Outlook): Reply {
  return { embeds: [details(outlook)] };
}

/** What a server is told when a digest cannot post. */
export function digestWarning(digest: Digest, reason: string): Reply {
  return {
    content: joinText(
      [
        t('**The digest {{name}} could not be posted** in {{channel}}. {{reason}}', {
          name: plainLine(digest.name),
          channel: channelMention(digest.channelId),
          reason: plainLine(reason),
        }),
        t(
          'Nothing is lost: as soon as that is put right, the next post brings what is new since the last one. `/digest edit` moves it to another channel, `/digest history` shows how each post went.',
        ),
      ],
      '\n',
    ),
  };
}

/** What `/digest history` answers: how each slot went and why nothing was posted. */
export function digestHistory(
  digest: Digest,
  { posts, more }: { posts: readonly Post[]; more: boolean },
  page: number,
): Reply {
  const lines = posts.map(post => postLine(digest, post, 160));
  return {
    embeds: [
      {
        title: t('{{name}}: history', { name: plainLine(digest.name, 200) }),
        color: COLOUR,
        description:
          joinText(lines, '\n') ||
          (page === 0 ? t('Nothing yet: its first post is still to come.') : t('There is nothing more.')),
      },
    ],
    components:
      page === 0 && !more
        ? []
        : [
            row(
              button(t('Newer'), customId('turn', 'digest', 'history', digest.id, page - 1), {
                disabled: page === 0,
              }),
              button(t('Older'), customId('turn', 'digest', 'history', digest.id, page + 1), {
                disabled: !more,
              }),
            ),
          ],
  };
}

function details({ digest, next, waiting, posts }: Outlook): Embed {
  const slots = next.map(slot => timestamp(slot, 'F'));
  return {
    title: plainLine(digest.name, 256),
    color: COLOUR,
    description: joinText(
      [
        scheduleLine(digest),
        sizeLine(digest),
        ...(digest.trouble === undefined
          ? []
          : [t('**It cannot post:** {{trouble}}', { trouble: plainLine(digest.trouble) })]),
      ],
      '\n',
    ),
    fields: [
      {
        name: t('Next posts'),
        value: digest.paused
          ? t('None: it is paused. `/digest resume` starts it again.')
          : joinText(slots, '\n'),
      },
      { name: t('In the next post'), value: waitingLines(waiting, digest.count) },
      {
        name: t('Last posts'),
        value:
          posts.length === 0
            ? t('None yet.')
            : joinText(
                posts.map(post => postLine(digest, post, 150)),
                '\n',
              ),
      },
    ],
  };
}

function sizeLine({ count, tags }: Digest): Markdown {
  const articles = counted(count, 'article');
  if (!tags) return t('Up to {{articles}} in a post.', { articles });
  const wanted = formatList(
    tags.map(tag => plainLine(tag)),
    'disjunction',
  );
  return t('Up to {{articles}} in a post, only those tagged {{tags}}.', { articles, tags: wanted });
}

/** All digests of a server, shortly; as many as fit into one message. */
export function digestOverview(outlooks: readonly Outlook[]): Reply {
  if (outlooks.length === 0)
    return { content: t('This server has no digest yet. `/digest create` makes one.') };
  const room = Math.floor(EMBEDS_TOTAL / outlooks.length) - 2;
  const entries = outlooks.map(outlook => overviewLines(outlook, room));
  return { embeds: pages(entries).map(description => ({ color: COLOUR, description })) };
}

function overviewLines({ digest, next, waiting, posts }: Outlook, room: number): Markdown {
  const head = t('**{{name}}** in {{channel}}', {
    name: plainLine(digest.name, 50),
    channel: channelMention(digest.channelId),
  });
  const due = digest.paused
    ? t('paused')
    : t('next {{time}}, {{articles}}', {
        time: timestamp(next[0] ?? 0, 'f'),
        articles: counted(waiting.length, 'new article'),
      });
  const last = posts[0];
  const record = last ? md`\n-# ${postLine(digest, last, room - head.length - due.length - 120)}` : '';
  return md`${head}: ${due}${record}`;
}

/** Entries joined by line feeds into as few descriptions as hold them. */
function pages(entries: readonly Markdown[]): Markdown[] {
  const pages: Markdown[] = [];
  for (const entry of entries) {
    const last = pages.at(-1);
    if (last !== undefined && last.length + entry.length + 1 <= DESCRIPTION)
      pages[pages.length - 1] = md`${last}\n${entry}`;
    else pages.push(entry);
  }
  return pages;
}

function scheduleLine(digest: Digest): Markdown {
  return t('In {{channel}} {{days}} at {{time}}, {{zone}} time.', {
    channel: channelMention(digest.channelId),
    days: daysPhrase(digest.days),
    time: plainLine(digest.time),
    zone: plainLine(digest.zone),
  });
}

function waitingLines(waiting: readonly { headline: string }[], count: number): Markdown {
  if (waiting.length === 0) return t('Nothing so far: without a new article no post is made.');
  const newest = waiting.toReversed().slice(0, Math.min(count, 5));
  const rest = waiting.length - newest.length;
  return joinText(
    [
      ...newest.map(entry => md`• ${plainLine(entry.headline, 160)}`),
      ...(rest > 0 ? [t('and {{rest}} more', { rest })] : []),
    ],
    '\n',
  );
}

function postLine(digest: Digest, post: Post, room: number): Markdown {
  const reason = post.reason === null ? '' : md` ${plainLine(post.reason, Math.max(20, room))}`;
  const when = timestamp(Date.parse(post.slot), 'f');
  if (post.state === 'posted')
    return md`${when}: ${messageLink(digest, post.messageId)}${reason && md` · ${t('late.')}${reason}`}`;
  return md`${when}: ${post.state === 'skipped' ? t('not posted.') : t('not yet posted, trying again.')}${reason}`;
}

function messageLink(digest: Digest, messageId: string | null): Markdown {
  return messageAddress(digest.serverId, digest.channelId, messageId ?? '');
}

/** "every day", "on weekdays", "on Monday and Thursday": to stand after a verb. */
export function daysPhrase(days: readonly number[]): Markdown {
  const key = days.join('');
  if (key === '1234567') return t('every day');
  if (key === '12345') return t('on weekdays');
  if (key === '67') return t('at weekends');
  // 1 January 2024 was a Monday
  const named = days.map(day =>
    plainLine(formatDate(Date.UTC(2024, 0, day), { weekday: 'long', timeZone: 'UTC' })),
  );
  return t('on {{days}}', { days: formatList(named) });
}

export const digestRenderers: DigestRenderers = {
  post: digestPost,
  firstLine: digestFirstLine,
  warning: digestWarning,
};
