import { UserError } from '../errors.ts';
import { cleanLine } from '../language/cleaning.ts';

/** The maximum length of the name that an owner may give an article, in UTF-16 units. */
export const MAX_NAME_LENGTH = 200;

/** The maximum number of tags per article. */
export const MAX_TAGS = 10;
const MAX_TAG_LENGTH = 30;

/** A typed name on one line, or null if it is empty. Throws a UserError if it is too long. */
export function parseName(typed: string): string | null {
  const name = cleanLine(typed);
  if (name.length > MAX_NAME_LENGTH)
    throw new UserError('A name can have at most {{longestName}} characters, and this one has {{length}}.', {
      longestName: MAX_NAME_LENGTH,
      length: name.length,
    });
  return name || null;
}

/**
 * Parses "River, city council" into `river`, `city council`: letters, digits, spaces and hyphens, without
 * duplicates. Throws a UserError if a tag is too long or has other characters.
 */
export function parseTags(typed: string): string[] {
  const tags = typed
    .split(/[,;\n]/)
    .map(tag => cleanLine(tag).replace(/^#/, '').replace(/\s+/g, ' ').normalize('NFC').toLowerCase());
  const unique = [...new Set(tags)].filter(Boolean);
  for (const tag of unique) {
    if (tag.length > MAX_TAG_LENGTH)
      throw new UserError('A tag can have at most {{longestTag}} characters, and “{{tag}}…” has more.', {
        longestTag: MAX_TAG_LENGTH,
        tag: tag.slice(0, MAX_TAG_LENGTH),
      });
    if (!/^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N} -]*$/u.test(tag))
      throw new UserError('Tags can have letters, digits, spaces and hyphens. Separate them with commas.');
  }
  return unique;
}
