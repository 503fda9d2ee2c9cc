import { cleanLine } from '../../language/cleaning.ts';
import { foldText } from '../../language/similarity.ts';
import { ImageAddress } from '../article.ts';
import { isFrontPage, parseWebUrl, siteNameOf } from '../web-url.ts';
import { detectAccess, type PageAccess } from './access.ts';
import { lineTextOf } from './blocks.ts';
import { decodeReferences } from './character-references.ts';
import type { PageDocument } from './dom.ts';
import { isAmongComments } from './element-names.ts';
import { findHeadline, type PageNames } from './headline.ts';
import { isOfType, type LinkedNode, parseLinkedNodes, parseNames, toList } from './linked-data.ts';

/** The metadata of a page. Fields that the page does not state are null. */
export interface PageMetadata {
  readonly headline: string | null;
  /** The page's own description. */
  readonly description: string | null;
  readonly byline: string | null;
  /** The date as the page writes it, mostly ISO 8601. */
  readonly published: string | null;
  /** A BCP 47 tag: `en`, `de-AT`. */
  readonly language: string | null;
  readonly canonicalUrl: string | null;
  /** The types that the page declares: `NewsArticle`, `WebPage`, `article` (OpenGraph). */
  readonly types: readonly string[];
  /** Whether the page declares itself an article, rather than only mentioning other articles. */
  readonly isArticle: boolean;
  readonly access: PageAccess;
  /** The address of the page's picture. */
  readonly image: string | null;
  /** The article's text according to the JSON-LD; empty if it has none. */
  readonly stated: string;
}

const ARTICLE_TYPE =
  /^(?:\w*Article|\w*BlogPosting|Report|Review|\w*NewsArticle|LiveBlogPosting|DiscussionForumPosting|Recipe)$/;

/** Types of pages that list others. */
export const LIST_TYPE = /^(?:CollectionPage|ItemList|SearchResultsPage|Blog)$/;

/** A page's metadata from its JSON-LD, `meta` elements and content; `url` is null if it has no address. */
export function extractMetadata(document: PageDocument, url: string | null): PageMetadata {
  const nodes = parseLinkedNodes(document);
  const article = findArticleNode(nodes, document);
  const meta = createMetaReader(document);
  return {
    headline: findFirst(findHeadline(document, collectNames(nodes, article, meta, url))),
    description: findFirst(
      toText(article?.description),
      meta('og:description'),
      meta('description'),
      meta('twitter:description'),
    ),
    byline: findByline(document, article, meta),
    published: findPublished(document, article, meta),
    language: findLanguageTag(
      document.documentElement?.getAttribute('lang'),
      toText(article?.inLanguage),
      meta('content-language'),
      meta('og:locale'),
    ),
    canonicalUrl: findCanonicalUrl(document, article, meta, url),
    types: [
      ...new Set([
        ...nodes.flatMap(node => toList(node['@type'])).filter(type => typeof type === 'string'),
        ...listPresent(meta('og:type')),
      ]),
    ],
    isArticle: isArticle(nodes, article, document, meta),
    access: detectAccess(document, nodes, article),
    image: findImage(article, meta, url),
    stated: [...toList(article?.articleBody), ...toList(article?.text)]
      .filter(part => typeof part === 'string')
      .join('\n\n'),
  };
}

/** The node that describes this page; if there are several, the one whose name is in the page's title. */
function findArticleNode(nodes: readonly LinkedNode[], document: PageDocument): LinkedNode | undefined {
  const articles = nodes.filter(node => isOfType(node, ARTICLE_TYPE));
  const named = articles.filter(node => nodeNameOf(node) !== null);
  if (named.length < 2) return named[0] ?? articles[0];
  const title = foldText(document.title);
  return named.find(node => title.includes(foldText(nodeNameOf(node) ?? ''))) ?? named[0];
}

function nodeNameOf(node: LinkedNode): string | null {
  return toText(node.headline) ?? toText(node.name);
}

/** Whether the page is an article. A page that lists articles names several, none with its own title. */
function isArticle(
  nodes: readonly LinkedNode[],
  article: LinkedNode | undefined,
  document: PageDocument,
  meta: ReadMeta,
): boolean {
  if (meta('og:type')?.toLowerCase() === 'article') return true;
  if (article === undefined) return false;
  const count = nodes.filter(node => isOfType(node, ARTICLE_TYPE)).length;
  const lists = nodes.some(node => isOfType(node, LIST_TYPE));
  const name = foldText(nodeNameOf(article) ?? '');
  return (count === 1 && !lists) || (name !== '' && foldText(document.title).includes(name));
}

type ReadMeta = (...names: string[]) => string | null;

function createMetaReader(document: PageDocument): ReadMeta {
  const values = new Map<string, string>();
  for (const element of document.querySelectorAll('meta')) {
    const content = cleanLine(element.getAttribute('content') ?? '');
    for (const attribute of ['property', 'name', 'itemprop', 'http-equiv'])
      for (const name of (element.getAttribute(attribute) ?? '').toLowerCase().split(/\s+/))
        if (name !== '' && content !== '' && !values.has(name)) values.set(name, content);
  }
  return (...names) => names.map(name => values.get(name)).find(Boolean) ?? null;
}

/** The names that the page gives to itself and to its site. */
function collectNames(
  nodes: readonly LinkedNode[],
  article: LinkedNode | undefined,
  meta: ReadMeta,
  url: string | null,
): PageNames {
  const host = siteNameOf(url) ?? '';
  const sites = nodes
    .filter(node => isOfType(node, /^(?:WebSite|\w*Organization|Blog|Newspaper|Periodical)$/))
    .flatMap(node => parseNames(node.name));
  return {
    stated: [toText(article?.headline), meta('og:title'), meta('twitter:title'), meta('dc.title')].filter(
      name => name !== null,
    ),
    sites: [
      meta('og:site_name'),
      ...parseNames(article?.publisher),
      meta('application-name'),
      meta('apple-mobile-web-app-title'),
      ...sites,
      host,
      host.split('.').slice(0, -1).join(''),
    ].filter(name => name !== null),
  };
}

function findByline(document: PageDocument, article: LinkedNode | undefined, meta: ReadMeta): string | null {
  const stated = [...new Set(parseNames(article?.author).map(name => cleanLine(name)))].filter(isName);
  if (stated.length > 0 && stated.length <= 12) return stated.join(', ');
  const named = [
    meta('author', 'article:author', 'dc.creator', 'sailthru.author', 'parsely-author', 'byl'),
    ...findVisibleAuthors(document),
  ];
  return (
    named
      .map(name => name && cleanLine(name.replace(/^(?:by|von|por|par|di|door)\s*:?\s+/i, '')))
      .find(name => name && isName(name)) ?? null
  );
}

function findVisibleAuthors(document: PageDocument): string[] {
  const marked = [
    ...document.querySelectorAll(
      '[rel~="author"], [itemprop~="author"] [itemprop~="name"], [itemprop~="author"], .byline, .author-name, .p-author',
    ),
  ];
  return marked
    .slice(0, 20)
    .filter(element => !isAmongComments(element))
    .map(lineTextOf);
}

function isName(name: string): boolean {
  return (
    name.length > 1 &&
    name.length <= 100 &&
    !/https?:|www\.|@|^\d+$|^(?:admin|administrator|author|staff|undefined|null)$/i.test(name)
  );
}

function findPublished(
  document: PageDocument,
  article: LinkedNode | undefined,
  meta: ReadMeta,
): string | null {
  const times = [
    ...document.querySelectorAll(
      'time[pubdate], time[itemprop~="datePublished"], [itemprop~="datePublished"], article time[datetime], time[datetime]',
    ),
  ]
    .slice(0, 20)
    .filter(element => !isAmongComments(element))
    .map(element => element.getAttribute('datetime') ?? element.getAttribute('content'));
  const stated = [
    toText(article?.datePublished),
    meta(
      'article:published_time',
      'datepublished',
      'date',
      'dc.date',
      'dc.date.issued',
      'pubdate',
      'publishdate',
      'parsely-pub-date',
      'sailthru.date',
      'citation_publication_date',
    ),
    toText(article?.dateCreated),
    ...times,
  ];
  return (
    stated.map(date => cleanLine(date ?? '')).find(date => /\d{4}/.test(date) && date.length <= 60) ?? null
  );
}

/** The first valid language tag, normalized: `en_GB` becomes `en-GB`. */
function findLanguageTag(...tags: (string | null | undefined)[]): string | null {
  for (const tag of tags) {
    const match = /^([a-z]{2,3})(?:[-_]([a-z]{2}|\d{3}))?(?:[-_.@,;].*)?$/i.exec((tag ?? '').trim());
    if (!match) continue;
    const [, language = '', region] = match;
    return language.toLowerCase() + (region ? `-${region.toUpperCase()}` : '');
  }
  return null;
}

/** The page's canonical address, unless it is the site's front page, which many sites declare by mistake. */
function findCanonicalUrl(
  document: PageDocument,
  article: LinkedNode | undefined,
  meta: ReadMeta,
  url: string | null,
): string | null {
  const main = article?.mainEntityOfPage;
  const links = [
    document.querySelector('link[rel~="canonical" i]')?.getAttribute('href'),
    meta('og:url'),
    typeof main === 'string' ? main : toText((main as LinkedNode | undefined)?.['@id']),
  ];
  const own = parseWebUrl(url);
  for (const link of links) {
    const address = parseWebUrl(link, url);
    if (address && !(isFrontPage(address) && own && !isFrontPage(own))) return address.href;
  }
  return null;
}

/** The first picture with a valid address. */
function findImage(article: LinkedNode | undefined, meta: ReadMeta, url: string | null): string | null {
  const [stated] = toList(article?.image);
  const links = [
    meta('og:image:secure_url', 'og:image:url', 'og:image'),
    meta('twitter:image', 'twitter:image:src'),
    typeof stated === 'string' ? stated : toText((stated as LinkedNode | undefined)?.url),
  ];
  for (const link of links) {
    const address = ImageAddress.safeParse(parseWebUrl(link, url)?.href);
    if (address.success) return address.data;
  }
  return null;
}

function toText(value: unknown): string | null {
  const one = toList(value)[0];
  return typeof one === 'string' && one.trim() !== '' ? one : null;
}

function findFirst(...names: (string | null | undefined)[]): string | null {
  return (
    names.map(name => decodeReferences(cleanLine((name ?? '').replace(/\s+/g, ' ')))).find(Boolean) ?? null
  );
}

function listPresent(value: string | null): string[] {
  return value === null ? [] : [value];
}
