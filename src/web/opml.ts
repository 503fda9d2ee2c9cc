import { parseOpml } from 'feedsmith';
import { parseTags } from '../articles/names-and-tags.ts';
import { parseWebAddress } from '../articles/web-url.ts';
import { UserError } from '../errors.ts';
import type { ListedFeed } from './feed-records.ts';

/** Maximum number of outlines per folder that are examined, and of feeds taken from a list. */
const MAX_OUTLINES = 5000;
const MAX_FEEDS = 500;

/** The maximum length of an address, the same as for one that a member types. */
const MAX_ADDRESS_LENGTH = 2000;

interface Outline {
  readonly xmlUrl?: string;
  readonly category?: string;
  readonly outlines?: readonly Outline[];
}

/**
 * Parses a list of feeds (OPML) in order, through all folders, with each address once. The list is a
 * stranger's, so call it in a worker. Throws a UserError if the text is not such a list.
 */
export function readOpml(text: string): ListedFeed[] {
  const feeds = new Map<string, ListedFeed>();
  const left: Outline[] = readOutlines(text).toReversed();
  for (let outline = left.pop(); outline && feeds.size < MAX_FEEDS; outline = left.pop()) {
    left.push(...(outline.outlines ?? []).toReversed());
    const url = toAddress(outline.xmlUrl);
    if (url !== null && !feeds.has(url)) feeds.set(url, { url, tags: tagsOf(outline) });
  }
  return [...feeds.values()];
}

function readOutlines(text: string): readonly Outline[] {
  try {
    return parseOpml(text, { maxItems: MAX_OUTLINES }).body?.outlines ?? [];
  } catch (error) {
    throw new UserError('This is no list of feeds (OPML) that I can read.', {}, { cause: error });
  }
}

function toAddress(written: string | undefined): string | null {
  return (written ?? '').length > MAX_ADDRESS_LENGTH ? null : (parseWebAddress(written)?.href ?? null);
}

/** Categories are separated by commas, and their parts by slashes; invalid tags are dropped. */
function tagsOf({ category = '' }: Outline): string[] {
  const names = category.split(',').map(path => path.replace(/^\//, '').replaceAll('/', ' '));
  return names.flatMap(name => {
    try {
      return parseTags(name);
    } catch (error) {
      if (error instanceof UserError) return [];
      throw error;
    }
  });
}
