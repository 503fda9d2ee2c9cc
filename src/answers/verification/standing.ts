import type { Article } from '../../articles/article.ts';
import protectedWords from '../../language/lexicons/shortening.json' with { type: 'json' };
import { findOpenQuotation } from '../../language/open-quotation.ts';
import { oneOf } from '../../language/word-lists.ts';
import { elementAt } from '../../lists.ts';
import type { TextSpan } from './spans.ts';

const MARKS = /[“”"„«»]/;

/** What the same voice takes back right behind it: "The school will close. That is a lie." */
const RETRACTION = new RegExp(
  `^[.!?…”"’»]*\\s+${oneOf(protectedWords.retractions.words)}(?![\\p{L}\\p{N}])`,
  'iu',
);
/** How many characters behind a sentence are read. */
const MAX_RETRACTION = 80;

/** Whether the words of a span are somebody's, all inside quotation marks that were opened before them. */
function isSpoken(text: string, { start, end }: TextSpan): boolean {
  const isOpened = MARKS.test(text.charAt(start));
  if (!isOpened && findOpenQuotation(text.slice(0, start)) === '') return false;
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
  return !RETRACTION.test(text.slice(span.end, span.end + MAX_RETRACTION));
}
