/** What says that a text is not for machines like this one: it is kept here and answered from. */
const unwilling = /^(?:noai|nollm|noml|noarchive)$/;

/** The name to which robots.txt and marks speak. */
export const ROBOT = 'standfirst';

/**
 * Which mark of a page asks not to be taken by a feed (`X-Robots-Tag`, `<meta name="robots">`, and the TDM
 * reservation protocol of the W3C's community group), or null. Marks that name another robot do not count.
 */
export function unwillingMark(headers: Readonly<Record<string, string>>, html: string): string | null {
  const directives = [...directivesIn(headers['x-robots-tag'] ?? ''), ...metaTags(html).flatMap(robotsIn)];
  const mark = directives.find(directive => unwilling.test(directive));
  if (mark !== undefined) return mark;
  const reserved = [
    headers['tdm-reservation'],
    ...metaTags(html).map(tag => tag.name === 'tdm-reservation' && tag.content),
  ];
  return reserved.includes('1') ? 'tdm-reservation' : null;
}

/** `noai, otherbot: noindex, nofollow`: what follows a robot's name is for that robot. */
function directivesIn(header: string): string[] {
  let isForUs = true;
  return header
    .toLowerCase()
    .split(',')
    .flatMap(part => {
      const [, named, directive] = /^\s*(?:([\w.-]+)\s*:)?\s*(\S*)/.exec(part) ?? [];
      if (named !== undefined && !/^(?:unavailable_after|max-)/.test(named)) isForUs = named === ROBOT;
      return isForUs && directive !== undefined ? [directive] : [];
    });
}

function robotsIn({ name, content }: Meta): string[] {
  return name === 'robots' || name === ROBOT || name === 'ai' ? content.toLowerCase().split(/[\s,]+/) : [];
}

interface Meta {
  readonly name: string;
  readonly content: string;
}

function metaTags(html: string): Meta[] {
  return tagsIn(html, 'meta').map(({ name = '', content = '' }) => ({
    name: name.trim().toLowerCase(),
    content: content.trim(),
  }));
}

/** Tags are looked for in the first part of a page: what stands in its head. */
const HEAD = 300_000;

/**
 * The attributes of all tags of one name in a page's head, names in lower case; comments and scripts are
 * passed over.
 */
export function tagsIn(html: string, tag: 'meta' | 'link'): Record<string, string>[] {
  const head = html
    .slice(0, HEAD)
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<script\b[\s\S]*?(?:<\/script\s*>|$)/gi, '')
    .replace(/<style\b[\s\S]*?(?:<\/style\s*>|$)/gi, '');
  const tags = head.match(new RegExp(`<${tag}\\b[^>]{0,2000}`, 'gi')) ?? [];
  return tags.map(text => {
    const pairs = text.matchAll(/(?<![\w:-])([\w:-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g);
    return Object.fromEntries(
      Array.from(pairs, ([, name = '', double, single, bare]) => [
        name.toLowerCase(),
        unescaped(double ?? single ?? bare ?? ''),
      ]),
    );
  });
}

function unescaped(text: string): string {
  return text.replace(/&(?:amp|#38|#x26);/gi, '&');
}

export interface FeedLink {
  readonly url: string;
  readonly title: string | null;
}

/** The feeds that a page names, those of comments last. */
export function feedsIn(html: string, base: string): FeedLink[] {
  const links = tagsIn(html, 'link').filter(
    ({ rel = '', type = '' }) =>
      /\balternate\b/i.test(rel) && /^application\/(?:(?:rss|atom|rdf)\+xml|feed\+json)/i.test(type.trim()),
  );
  const found = links.flatMap(({ href, title }) => {
    const url = URL.parse(href?.trim() ?? '', base);
    return url && /^https?:$/.test(url.protocol) ? [{ url: url.href, title: title?.trim() || null }] : [];
  });
  const unique = [...new Map(found.map(link => [link.url, link])).values()];
  return unique.sort((a, b) => Number(isOfComments(a)) - Number(isOfComments(b)));
}

function isOfComments({ url, title }: FeedLink): boolean {
  return /comment|kommentar|comentario|commentaire/i.test(`${title} ${url}`);
}
