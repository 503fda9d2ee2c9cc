/** Directives that exclude machines like this one, which stores texts and answers from them. */
const OPT_OUT_DIRECTIVE = /^(?:noai|nollm|noml|noarchive)$/;

/** The name by which robots.txt and directives address this robot. */
export const ROBOT_NAME = 'standfirst';

/** The mark by which a page refuses feeds (robots, or TDM reservation), or null; not for other robots. */
export function findOptOut(headers: Readonly<Record<string, string>>, html: string): string | null {
  const directives = [
    ...parseDirectives(headers['x-robots-tag'] ?? ''),
    ...findMetaTags(html).flatMap(parseRobotsMeta),
  ];
  const mark = directives.find(directive => OPT_OUT_DIRECTIVE.test(directive));
  if (mark !== undefined) return mark;
  const reserved = [
    headers['tdm-reservation'],
    ...findMetaTags(html).map(tag => tag.name === 'tdm-reservation' && tag.content),
  ];
  return reserved.includes('1') ? 'tdm-reservation' : null;
}

/** `noai, otherbot: noindex, nofollow`: directives after a robot's name apply to that robot only. */
function parseDirectives(header: string): string[] {
  let isForUs = true;
  return header
    .toLowerCase()
    .split(',')
    .flatMap(part => {
      const [, named, directive] = /^\s*(?:([\w.-]+)\s*:)?\s*(\S*)/.exec(part) ?? [];
      if (named !== undefined && !/^(?:unavailable_after|max-)/.test(named)) isForUs = named === ROBOT_NAME;
      return isForUs && directive !== undefined ? [directive] : [];
    });
}

function parseRobotsMeta({ name, content }: MetaTag): string[] {
  return name === 'robots' || name === ROBOT_NAME || name === 'ai'
    ? content.toLowerCase().split(/[\s,]+/)
    : [];
}

interface MetaTag {
  readonly name: string;
  readonly content: string;
}

function findMetaTags(html: string): MetaTag[] {
  return findTags(html, 'meta').map(({ name = '', content = '' }) => ({
    name: name.trim().toLowerCase(),
    content: content.trim(),
  }));
}

/** Only the first part of a page is searched for tags, since they are in its head. */
const MAX_HEAD_LENGTH = 300_000;

/** The attributes of all tags of this name in a page's head, names in lower case, comments skipped. */
function findTags(html: string, tag: 'meta' | 'link'): Record<string, string>[] {
  const head = html
    .slice(0, MAX_HEAD_LENGTH)
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<script\b[\s\S]*?(?:<\/script\s*>|$)/gi, '')
    .replace(/<style\b[\s\S]*?(?:<\/style\s*>|$)/gi, '');
  const tags = head.match(new RegExp(`<${tag}\\b[^>]{0,2000}`, 'gi')) ?? [];
  return tags.map(text => {
    const pairs = text.matchAll(/(?<![\w:-])([\w:-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g);
    return Object.fromEntries(
      Array.from(pairs, ([, name = '', double, single, bare]) => [
        name.toLowerCase(),
        unescapeHtml(double ?? single ?? bare ?? ''),
      ]),
    );
  });
}

function unescapeHtml(text: string): string {
  return text.replace(/&(?:amp|#38|#x26);/gi, '&');
}

/** A feed that a page links to. */
export interface DiscoveredFeed {
  readonly url: string;
  readonly title: string | null;
}

/** Lists the feeds that a page links to, those of comments last. */
export function findFeedLinks(html: string, base: string): DiscoveredFeed[] {
  const links = findTags(html, 'link').filter(
    ({ rel = '', type = '' }) =>
      /\balternate\b/i.test(rel) && /^application\/(?:(?:rss|atom|rdf)\+xml|feed\+json)/i.test(type.trim()),
  );
  const found = links.flatMap(({ href, title }) => {
    const url = URL.parse(href?.trim() ?? '', base);
    return url && /^https?:$/.test(url.protocol) ? [{ url: url.href, title: title?.trim() || null }] : [];
  });
  const unique = [...new Map(found.map(link => [link.url, link])).values()];
  return unique.sort((a, b) => Number(isCommentFeed(a)) - Number(isCommentFeed(b)));
}

function isCommentFeed({ url, title }: DiscoveredFeed): boolean {
  return /comment|kommentar|comentario|commentaire/i.test(`${title} ${url}`);
}
