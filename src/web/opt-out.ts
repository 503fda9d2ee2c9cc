import { findHeadTags } from './head-tags.ts';

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
  return findHeadTags(html, 'meta').map(({ name = '', content = '' }) => ({
    name: name.trim().toLowerCase(),
    content: content.trim(),
  }));
}
