import { UserError } from '../errors.ts';
import { cleanLine } from '../language/cleaning.ts';

/** What a holder may say of an article: the name under which it is shown, and tags. In UTF-16 units. */
export const longestName = 200;
export const mostTags = 10;
const longestTag = 30;

/** A name on one line, or null for none. Throws a UserError where it is too long. */
export function nameOf(typed: string): string | null {
  const name = cleanLine(typed);
  if (name.length > longestName)
    throw new UserError('A name has at most {{longestName}} characters; this one has {{length}}.', {
      longestName,
      length: name.length,
    });
  return name || null;
}

/**
 * "River, city council" -> `river`, `city council`: letters, digits, spaces and hyphens, each once. Throws a
 * UserError.
 */
export function tagsOf(typed: string): string[] {
  const tags = typed
    .split(/[,;\n]/)
    .map(tag => cleanLine(tag).replace(/^#/, '').replace(/\s+/g, ' ').normalize('NFC').toLowerCase());
  const unique = [...new Set(tags)].filter(Boolean);
  for (const tag of unique) {
    if (tag.length > longestTag)
      throw new UserError('A tag has at most {{longestTag}} characters; “{{tag}}…” has more.', {
        longestTag,
        tag: tag.slice(0, longestTag),
      });
    if (!/^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N} -]*$/u.test(tag))
      throw new UserError(
        'A tag is made of letters, digits, spaces and hyphens. Separate several by commas.',
      );
  }
  return unique;
}
