import { type Article, commentTextOf } from '../../articles/article.ts';
import { truncate } from '../../language/folding.ts';
import { splitSentences } from '../../language/sentences.ts';
import { stemText } from '../../language/stems.ts';
import { elementAt } from '../../lists.ts';
import { memoizePerObject } from '../../memo.ts';
import { hasInstructions, removeInstructions } from './instructions.ts';
import { getLookup } from './mentions.ts';
import {
  findSpans,
  findSpansIn,
  getSentenceSpans,
  isWholeSentence,
  keepExistingParagraphs,
  type TextSpan,
  textOfSpan,
} from './spans.ts';
import { findWordingError } from './wording.ts';

/** A statement with the paragraphs that it rests on. */
export interface CitedStatement {
  readonly text: string;
  readonly paragraphs: readonly number[];
}

/** A statement that the article bears out, with its span for sorting; or why it is not borne out. */
export type Evidence =
  | { readonly statement: { text: string; paragraphs: number[] }; readonly span: TextSpan }
  | { readonly complaint: string };

/**
 * A piece of what gives orders to machines would be what it orders to be said: of that only whole sentences
 * are quoted.
 */
const isQuotable = (article: Article) => (span: TextSpan) =>
  !hasInstructions(elementAt(article.paragraphs, span.paragraph - 1)) || isWholeSentence(article, span);

/**
 * The evidence for a statement: its text stands verbatim in one of the paragraphs that it names, or elsewhere
 * in the article (its paragraph numbers are then corrected). The text returned is the stored one.
 */
export function findVerbatimEvidence(article: Article, { text, paragraphs }: CitedStatement): Evidence {
  const named = keepExistingParagraphs(article, paragraphs);
  const quotable = isQuotable(article);
  const span =
    named
      .map(number => findSpansIn(article, number, text).find(quotable))
      .find(found => found !== undefined) ?? findSpans(article, text).find(quotable);
  if (!span) return { complaint: `The article does not say "${truncate(text)}".` };
  return { statement: { text: textOfSpan(article, span), paragraphs: [span.paragraph] }, span };
}

/**
 * The evidence for a statement that may be phrased freely: whole sentences of the article as they stand, or
 * what the paragraphs that it names bear out by the rules of `findWordingError`. Part of a sentence is a
 * statement of its own: what somebody denies or orders to be said is not what the article says, so it goes by
 * these rules too, and from what gives orders to machines nothing is concluded.
 */
export function findEvidence(article: Article, { text, paragraphs }: CitedStatement): Evidence {
  const verbatim = findVerbatimEvidence(article, { text, paragraphs });
  if ('span' in verbatim && isWholeSentence(article, verbatim.span)) return verbatim;
  const named =
    'span' in verbatim ? verbatim.statement.paragraphs : keepExistingParagraphs(article, paragraphs);
  if (named.length === 0) return { complaint: `"${truncate(text)}" names no paragraph that exists.` };
  const telling = named.filter(number => !hasInstructions(elementAt(article.paragraphs, number - 1)));
  if (telling.length === 0)
    return { complaint: `Paragraph ${named.join(', ')} gives orders and reports nothing.` };
  const against = findWordingError(
    text,
    paragraphsAt(article, telling),
    removeInstructions([article.headline, ...article.paragraphs]),
  );
  if (against !== null)
    return {
      complaint: `"${truncate(text)}" is not borne out by paragraph ${named.join(', ')}: ${against}`,
    };
  if ('span' in verbatim) return verbatim;
  if (isReaderStatement(text, paragraphsAt(article, telling), article))
    return { complaint: `"${truncate(text)}" is what a reader says, not the article.` };
  return {
    statement: { text, paragraphs: telling },
    span: { paragraph: elementAt(telling, 0), start: 0, end: 0 },
  };
}

/**
 * So large a share of a statement's words in one sentence of a reader's makes it the reader's, unless the
 * article has as many of them.
 */
const READER_SHARE = 0.6;

/** The stems of each sentence that a reader wrote. */
const getReaderSentences = memoizePerObject(({ comments }: Article): readonly ReadonlySet<string>[] =>
  comments.flatMap(comment =>
    splitSentences(commentTextOf(comment)).map(sentence => new Set(stemText(sentence))),
  ),
);

/**
 * Whether a statement says what a reader says, and says it with more of the reader's words than of the
 * passages'.
 */
function isReaderStatement(text: string, passages: readonly string[], article: Article): boolean {
  const said = [...new Set(stemText(text))];
  const shareOf = (words: ReadonlySet<string>) =>
    said.filter(word => words.has(word)).length / Math.max(1, said.length);
  const own = shareOf(new Set(passages.flatMap(stemText)));
  return getReaderSentences(article).some(words => {
    const share = shareOf(words);
    return share >= READER_SHARE && share > own;
  });
}

/** Works out what is asked of an article by every check and does not depend on what is checked. */
export function prepareEvidence(article: Article): void {
  getLookup(article);
  for (const index of article.paragraphs.keys()) getSentenceSpans(article, index + 1);
}

const paragraphsAt = (article: Article, numbers: readonly number[]) =>
  numbers.map(number => elementAt(article.paragraphs, number - 1));
