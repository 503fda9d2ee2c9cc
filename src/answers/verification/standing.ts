import type { Article } from '../../articles/article.ts';
import protectedWords from '../../language/lexicons/shortening.json' with { type: 'json' };
import { oneOf } from '../../language/word-lists.ts';
import { elementAt } from '../../lists.ts';
import type { TextSpan } from './spans.ts';

const MARKS = /[“”"„«»]/;

const TAKES_BACK = `${oneOf(protectedWords.retractions.words)}(?![\\p{L}\\p{N}])`;
/** What the same voice takes back right behind it: "The school will close. That is a lie." */
const RETRACTION = new RegExp(`^[.!?…”"’»]*\\s+${TAKES_BACK}`, 'iu');
/** The same within a sentence: "The school will close; that is what the union says." */
const RETRACTION_WITHIN = new RegExp(
  `[;,:–—-] (?:and |but )?(?:${TAKES_BACK}|${oneOf(protectedWords.hearsay.words)}[.!?…]?$)`,
  'iu',
);
/** How many characters behind a sentence are read. */
const MAX_RETRACTION = 80;

/** A mark that opens a quotation or goes on with one: behind a space, and not before one. */
const OPENING = /(?<![^\s([—–-])[“”"„«»](?!\s)|[“„«](?=\s)/u;

/**
 * Whether a quotation is open at the end of a text, by the shape of its last mark: counting the marks does not tell,
 * as quotations that are interrupted or go on in the next paragraph often have no closing one.
 */
function endsOpen(text: string): boolean {
  let at = text.length - 1;
  while (at >= 0 && !MARKS.test(text.charAt(at))) at--;
  return at >= 0 && OPENING.test(text.slice(Math.max(0, at - 1), at + 2));
}

/** Whether the words of a span are somebody's, all inside quotation marks that were opened before them. */
function isSpoken(text: string, { start, end }: TextSpan): boolean {
  const isOpened = MARKS.test(text.charAt(start));
  if (!isOpened && !endsOpen(text.slice(0, start))) return false;
  const own = text.slice(isOpened ? start + 1 : start, end);
  const closing = own.search(MARKS);
  return closing < 0 || !/[\p{L}\p{N}]/u.test(own.slice(closing));
}

/**
 * Whether an article says the words of a span itself, as a statement has them: they are not part of what somebody
 * says in it, unless the statement has quotation marks too, and what follows does not take them back.
 */
export function standsByItself(
  article: Pick<Article, 'paragraphs'>,
  span: TextSpan,
  statement: string,
): boolean {
  const text = elementAt(article.paragraphs, span.paragraph - 1);
  if (!MARKS.test(statement) && isSpoken(text, span)) return false;
  const [retraction] = RETRACTION_WITHIN.exec(text.slice(span.start, span.end)) ?? [];
  if (retraction !== undefined && !statement.includes(retraction)) return false;
  return !RETRACTION.test(text.slice(span.end, span.end + MAX_RETRACTION));
}
