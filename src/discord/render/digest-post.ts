import type { Quote } from '../../answers/quotes/schema.ts';
import { showQuotation } from '../../answers/quotes/split-quotes.ts';
import { formatLeftOut } from '../../answers/verification/level-line.ts';
import { displayHeadlineOf, PARTIAL_NOTICE } from '../../articles/article.ts';
import type { CommentSummary, PostContents, PostItem, Standfirst } from '../../digests/contents.ts';
import type { Digest } from '../../digests/digest.ts';
import type { MessageDescriptor } from '../../i18n/template-values.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { MAX_MENU_OPTIONS } from '../components.ts';
import type { Card, ChartImage, Reply } from '../types.ts';
import { createReadingMenu } from './article-choice.ts';
import { renderChart } from './chart.ts';
import { formatCount, formatParagraphMarks, joinCitation, markLevel } from './frame.ts';
import { MAX_TEXT_LENGTH } from './pages.ts';
import { showWords } from './readers.ts';
import {
  escapeLine,
  formatLink,
  formatTimestampMention,
  joinText,
  mask,
  md,
  quoteText,
  renderMessage,
} from './text.ts';

/** A slot's first line: the digest's name and the slot, which identify the message in the channel. */
export function formatDigestFirstLine(digest: Digest, slot: string): Markdown {
  return md`**${escapeLine(digest.name)}** · ${formatTimestampMention(Date.parse(slot), 'f')}`;
}

/** The post: a line with the digest's name and slot, and one card per article, within Discord's limits. */
export function renderDigestPost(
  digest: Digest,
  slot: string,
  { items, rest }: PostContents,
  { late, settings }: { late: MessageDescriptor | null; settings: DisplaySettings },
): Reply {
  const lines = [
    formatDigestFirstLine(digest, slot),
    late === null ? null : t('-# This post is late: {{late}}', { late: renderMessage(late) }),
    formatRest(rest.length, MAX_MENU_OPTIONS - items.length),
  ];
  const content = joinText(lines, '\n');
  const share = Math.floor((MAX_TEXT_LENGTH - content.length) / Math.max(1, items.length));
  const picture = createDigestChart(items);
  return {
    ...(picture && { image: { ...picture, above: true } }),
    content,
    cards: items.map(item => renderItem(item, { share, settings })),
    components: createReadingMenu([...items.map(({ article }) => entryOf(article)), ...rest]),
  };
}

/** A chart of the comments on each article of a post, replies apart. Null if there are no comments. */
function createDigestChart(items: readonly PostItem[]): ChartImage | null {
  const bars = items.flatMap(({ article, pulse }) =>
    pulse === null
      ? []
      : [{ label: displayHeadlineOf(article), comments: pulse.comments, replies: pulse.replies }],
  );
  return bars.length === 0 ? null : renderChart({ title: t('What readers wrote on'), bars }, 'comments.png');
}

/** Says how many articles have no card of their own and where to find them. Null if all have one. */
function formatRest(count: number, room: number): Markdown | null {
  if (count === 0) return null;
  return count <= room
    ? t('-# {{count}} more new articles are in the menu below', { count })
    : t('-# {{count}} more new articles: the newest are in the menu below, all in `/articles`', { count });
}

const entryOf = (article: PostItem['article']) => ({ id: article.id, headline: displayHeadlineOf(article) });

function renderItem(item: PostItem, { share, settings }: { share: number; settings: DisplaySettings }): Card {
  const { article, standfirst, quote, pulse } = item;
  const title = escapeLine(displayHeadlineOf(article), Math.min(256, Math.floor(share * 0.3)));
  const linked = formatLink(title, article.url ?? '');
  const hasLink = linked !== title && linked.length <= share / 2;
  const room = Math.min(1600, share - (hasLink ? linked : title).length - 40);
  const parts = [
    article.version > 1 ? t('-# Updated') : null,
    article.partial ? md`-# ${t(PARTIAL_NOTICE)}` : null,
    standfirst === null ? null : renderStandfirst(standfirst, { room: Math.floor(room * 0.4), settings }),
    quote === null ? null : renderQuoteBlock(quote, { room: Math.floor(room * 0.35), settings }),
    pulse === null
      ? t('-# No comments')
      : formatCommentSummary(pulse, { room: Math.floor(room * 0.25), settings }),
  ];
  return {
    title,
    description: joinText(parts, '\n\n'),
    ...(hasLink && article.url && { url: article.url }),
  };
}

/** The most paragraph numbers listed after the sentence about an article. */
const MAX_PARAGRAPHS = 3;

function renderStandfirst(
  { text, paragraphs, level, leftOut, engine }: Standfirst,
  { room, settings }: { room: number; settings: DisplaySettings },
): Markdown {
  const marks = markLevel(formatParagraphMarks(paragraphs.slice(0, MAX_PARAGRAPHS)), { level });
  const wording = { engine, mask: (reason: string) => mask(reason, settings) };
  const notes = formatLeftOut(leftOut, wording).map(
    line => md`-# ${escapeLine(line, Math.floor(room * 0.4))}`,
  );
  const left = room - marks.length - 3 - notes.reduce((sum, note) => sum + note.length + 1, 0);
  return joinText([joinCitation(escapeLine(mask(text, settings), left), marks), ...notes], '\n');
}

function renderQuoteBlock(
  quote: Quote,
  { room, settings }: { room: number; settings: DisplaySettings },
): Markdown {
  const by = escapeLine(
    [quote.speaker, quote.role].filter(part => part !== null).join(', '),
    Math.floor(room * 0.3),
  );
  return md`> ${quoteText(escapeLine(mask(showQuotation(quote.text), settings), room - by.length - 12))}\n> — ${by}`;
}

function formatCommentSummary(
  pulse: CommentSummary,
  { room, settings }: { room: number; settings: DisplaySettings },
): Markdown {
  const counts = [
    formatCount(pulse.comments, 'comment'),
    pulse.replies === 0 ? null : t('{{count}} of them replies', { count: pulse.replies }),
    pulse.contradictions === 0 ? null : formatCount(pulse.contradictions, 'contradiction'),
  ];
  const numbers = joinText(counts, ', ');
  const leftOut = joinText(
    formatLeftOut(pulse.leftOut, { engine: pulse.engine, mask: reason => mask(reason, settings) }).map(line =>
      escapeLine(line, Math.floor(room / 2)),
    ),
    ' · ',
  );
  const each = Math.floor(
    (room - numbers.length - leftOut.length - 13) / Math.max(1, pulse.viewpoints.length),
  );
  const views = pulse.viewpoints.map(({ label, comments, isWorded }) =>
    isWorded
      ? md`≈\u00a0${escapeLine(showWords(label, settings), Math.max(10, each - 12))} (${comments})`
      : md`${quoteText(escapeLine(showWords(label, settings), Math.max(10, each - 14)))} (${comments})`,
  );
  return md`-# ${joinText([numbers, ...views, leftOut], ' · ')}`;
}
