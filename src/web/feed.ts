import { parseFeed } from 'feedsmith';
import { splitBlocks } from '../articles/html/blocks.ts';
import { parsePage } from '../articles/html/dom.ts';
import { type MarkupForm, parseMarkupLine } from '../articles/title.ts';
import { parseWebAddress } from '../articles/web-url.ts';
import { cleanLines } from '../language/cleaning.ts';
import { findBases } from './feed-bases.ts';
import type { FeedComment, FeedItem, ParsedFeed, RawFeedItem } from './feed-item.ts';
import { identifyItems } from './item-identity.ts';

/** Maximum number of items read from a feed. */
const MAX_ITEMS = 1000;

const PERIODS_MS: Readonly<Record<string, number>> = {
  hourly: 3_600_000,
  daily: 86_400_000,
  weekly: 604_800_000,
  monthly: 2_592_000_000,
  yearly: 31_536_000_000,
};

/** Parses RSS, Atom, RDF and JSON Feed; `url` is the feed's address. Throws if the text is none of them. */
export function readFeed(text: string, url: string): ParsedFeed {
  const { feed } = parseFeed(text) as { feed: RawFeed };
  const raw = (feed.items ?? feed.entries ?? []).slice(0, MAX_ITEMS);
  const bases = findBases(text, url);
  const items = raw.map((item, at) => itemOf(item, bases[at] ?? url));
  const keys = identifyItems(items, [url, pageUrlOf(feed), feed.id]);
  return {
    title: getLine(feed.title),
    updateInterval: updateIntervalOf(feed),
    items: items.flatMap(({ id: _, ...item }, at) => {
      const identity = keys[at] ?? null;
      return identity === null ? [] : [{ ...item, ...identity }];
    }),
  };
}

/** Parses a feed of comments, oldest first. Throws like `readFeed`. */
export function readCommentFeed(text: string, url: string): FeedComment[] {
  const comments = readFeed(text, url).items.map(commentOfItem);
  return comments
    .filter(({ paragraphs }) => paragraphs.length > 0)
    .sort((a, b) => ((a.time ?? '') < (b.time ?? '') ? -1 : 1));
}

/** The fields of feedsmith's formats that are used, all of them optional. */
interface RawFeed extends Pick<RawItem, 'id' | 'link' | 'links'> {
  readonly title?: FeedTextField;
  readonly ttl?: number;
  readonly sy?: { readonly updatePeriod?: string; readonly updateFrequency?: number };
  readonly items?: readonly RawItem[];
  readonly entries?: readonly RawItem[];
}
type FeedTextField = string | { readonly value?: string; readonly type?: string };
interface RawItem {
  readonly id?: string;
  readonly guid?: { readonly value?: string; readonly isPermaLink?: boolean };
  readonly rdf?: { readonly about?: string };
  readonly url?: string;
  readonly link?: string;
  readonly links?: readonly {
    readonly href?: string;
    readonly rel?: string;
    readonly thr?: { readonly count?: number };
  }[];
  readonly title?: FeedTextField;
  readonly authors?: readonly (string | { readonly name?: string })[];
  readonly author?: string | { readonly name?: string };
  readonly dc?: {
    readonly creators?: readonly string[];
    readonly creator?: string;
    readonly dates?: readonly unknown[];
    readonly date?: unknown;
  };
  readonly pubDate?: unknown;
  readonly published?: unknown;
  readonly updated?: unknown;
  readonly date_published?: unknown;
  readonly date_modified?: unknown;
  readonly description?: FeedTextField;
  readonly summary?: FeedTextField;
  readonly content?: FeedTextField & { readonly encoded?: string };
  readonly content_html?: string;
  readonly content_text?: string;
  readonly wfw?: { readonly commentRss?: string };
  readonly slash?: { readonly comments?: number };
  readonly thr?: {
    readonly total?: number;
    readonly inReplyTos?: readonly { readonly ref?: string; readonly href?: string }[];
  };
}

function itemOf(item: RawItem, base: string): RawFeedItem {
  const replies = item.links?.find(({ rel }) => rel === 'replies');
  return {
    id: (item.guid?.value ?? item.id ?? item.rdf?.about)?.trim() || null,
    url: parseWebAddress(pageUrlOf(item), base)?.href ?? null,
    title: getLine(item.title),
    author: authorOf(item),
    published: publishedOf(item),
    html: htmlOf(item),
    commentFeed: parseWebAddress(item.wfw?.commentRss ?? replies?.href, base)?.href ?? null,
    commentCount: item.slash?.comments ?? item.thr?.total ?? replies?.thr?.count ?? null,
    inReplyTo: (item.thr?.inReplyTos ?? []).flatMap(({ ref, href }) =>
      [ref, href].filter(value => value !== undefined),
    ),
  };
}

function pageUrlOf({
  url,
  link,
  links,
  guid,
}: Pick<RawItem, 'url' | 'link' | 'links' | 'guid'>): string | undefined {
  const page =
    links?.find(({ rel }) => rel === undefined || rel === 'alternate') ??
    links?.find(({ rel }) => rel === 'self');
  // many guids are permalinks by default without being one
  const isLink = guid?.isPermaLink !== false && /^\s*https?:\/\//i.test(guid?.value ?? '');
  return [url, link, page?.href, isLink ? guid?.value : undefined].find(
    address => address !== undefined && address.trim() !== '',
  );
}

function authorOf({ dc, authors, author }: RawItem): string | null {
  const firstAuthor = dc?.creators?.[0] ?? dc?.creator ?? authors?.[0] ?? author;
  const name = typeof firstAuthor === 'object' ? firstAuthor.name : firstAuthor;
  // RSS writes it as "address (Name)"
  return getLine(
    /^[^\s@]+@[^\s()]+\s*\((.+)\)$/.exec(name ?? '')?.[1] ?? (name?.includes('@') ? undefined : name),
  );
}

function publishedOf(item: RawItem): string | null {
  const rawDate =
    item.pubDate ??
    item.published ??
    item.date_published ??
    item.dc?.dates?.[0] ??
    item.dc?.date ??
    item.updated ??
    item.date_modified;
  const time = rawDate instanceof Date ? rawDate.getTime() : Date.parse(String(rawDate ?? ''));
  return Number.isFinite(time) ? new Date(time).toISOString() : null;
}

function htmlOf(item: RawItem): string | null {
  const plain = item.content_text === undefined ? undefined : textToHtml(item.content_text);
  const candidates = [
    item.content?.encoded,
    getHtml(item.content),
    item.content_html,
    plain,
    getHtml(item.description),
    getHtml(item.summary),
  ];
  const texts = candidates.filter(text => text !== undefined && text.trim() !== '') as string[];
  return texts.length === 0
    ? null
    : texts.reduce((longest, text) => (text.length > longest.length ? text : longest));
}

function getHtml(text: FeedTextField | undefined): string | undefined {
  if (typeof text !== 'object') return text;
  return text.type === 'text' && text.value !== undefined ? textToHtml(text.value) : text.value;
}

/** Converts plain text to HTML, one paragraph per line. */
function textToHtml(text: string): string {
  return cleanLines(text)
    .map(line => `<p>${line.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</p>`)
    .join('\n');
}

/** A title or name as one line of plain text: feeds sometimes put markup into them. */
function getLine(text: FeedTextField | undefined): string | null {
  const { value, type } = typeof text === 'object' ? text : { value: text, type: undefined };
  return value === undefined ? null : parseMarkupLine(value, formOf(type)) || null;
}

function formOf(type: string | undefined): MarkupForm {
  const form = type?.trim().toLowerCase();
  if (form === 'text' || form === 'text/plain') return 'text';
  if (form === 'html' || form === 'text/html') return 'html';
  return form === 'xhtml' || form === 'application/xhtml+xml' ? 'xhtml' : 'unsaid';
}

function updateIntervalOf({ ttl, sy }: RawFeed): number | null {
  if (ttl !== undefined && ttl > 0) return ttl * 60_000;
  const period = PERIODS_MS[sy?.updatePeriod?.trim().toLowerCase() ?? ''];
  return period === undefined ? null : period / Math.max(1, sy?.updateFrequency ?? 1);
}

/** WordPress begins a reply in its comment feed with the line "In reply to <a href=…>Name</a>." */
const IN_REPLY_TO = /^In reply to (.{1,100}?)\.$/;

function commentOfItem(item: FeedItem): FeedComment {
  const { key, url, author, title, published, html, inReplyTo } = item;
  const blocks =
    html === null ? [] : splitBlocks(parsePage(html).body, { breaks: 'every' }).map(({ text }) => text);
  const answered = IN_REPLY_TO.exec(blocks[0] ?? '')?.[1] ?? null;
  return {
    key,
    url,
    author: author ?? /^(?:By|Comment by|From): ?(.{1,100})$/i.exec(title ?? '')?.[1] ?? null,
    time: published,
    paragraphs: answered === null ? blocks : blocks.slice(1),
    inReplyTo,
    inReplyToAuthor: answered,
  };
}
