import { type Article, commentTextOf } from '../../articles/article.ts';
import { fillTemplate } from '../../i18n/templates.ts';
import { truncate, truncateAtWord } from '../../language/folding.ts';
import { splitSentences } from '../../language/sentences.ts';
import { stemText } from '../../language/stems.ts';
import { elementAt } from '../../lists.ts';
import { memoizePerObject } from '../../memo.ts';
import type { Ground, Level } from '../levels.ts';
import { hasInstructions } from './instructions.ts';
import { getLookup } from './mentions.ts';
import { findNearestSentence } from './nearest-sentence.ts';
import { reasons } from './reasons.ts';
import { findRefusal } from './refusal.ts';
import { findShortenedSentence, type ShortenedFrom } from './shortening.ts';
import { getSource } from './source.ts';
import {
  findSpans,
  findSpansIn,
  getSentenceSpans,
  isWholeSentence,
  keepExistingParagraphs,
  type TextSpan,
  textOfSpan,
} from './spans.ts';
import { standsByItself } from './standing.ts';

/** A statement with the paragraphs it cites and the words in them that it is said to rest on. */
interface CitedStatement {
  readonly text: string;
  readonly paragraphs: readonly number[];
  readonly ground?: readonly Ground[] | undefined;
}

/** A statement as it may be shown. */
interface ProvenStatement {
  readonly text: string;
  readonly paragraphs: number[];
  readonly level: Level;
  readonly ground: Ground[];
}

/** What may be shown, with its span for sorting, or why not: a reason for readers, a complaint for models. */
export type Evidence =
  | { readonly statement: ProvenStatement; readonly span: TextSpan }
  | { readonly reason: string; readonly complaint: string };

/** Whether a span may be quoted: of a paragraph with instructions to machines, only whole sentences. */
const isQuotable = (article: Article) => (span: TextSpan) =>
  !hasInstructions(elementAt(article.paragraphs, span.paragraph - 1)) || isWholeSentence(article, span);

/** The evidence for a passage: its text, word for word, in a paragraph it cites or (corrected) another. */
export function findVerbatimEvidence(article: Article, { text, paragraphs }: CitedStatement): Evidence {
  const named = keepExistingParagraphs(article, paragraphs);
  const quotable = isQuotable(article);
  const span =
    named
      .map(number => findSpansIn(article, number, text).find(quotable))
      .find(found => found !== undefined) ?? findSpans(article, text).find(quotable);
  if (!span)
    return {
      reason: fillTemplate(reasons.foreign, { words: truncate(text) }),
      complaint: `The article does not say "${truncate(text)}".`,
    };
  return proveVerbatim(article, span);
}

function proveVerbatim(article: Article, span: TextSpan): Extract<Evidence, { span: unknown }> {
  const quote = textOfSpan(article, span);
  const { paragraph } = span;
  const ground = [{ paragraph, quote }];
  return { statement: { text: quote, paragraphs: [paragraph], level: 'verbatim', ground }, span };
}

/**
 * The evidence for a statement that may be phrased freely, at the highest level it reaches: whole sentences
 * of the article as they are; one sentence shortened without loss; or whatever the cited paragraphs do not
 * contradict. Part of a sentence goes by these rules too, because it is a statement of its own: what somebody
 * denies or orders to be said is not what the article says. Nothing is concluded from paragraphs with
 * instructions to machines.
 */
export function findEvidence(article: Article, given: CitedStatement): Evidence {
  const { text, paragraphs } = given;
  const verbatim = findVerbatimEvidence(article, given);
  const isStated =
    'span' in verbatim &&
    isWholeSentence(article, verbatim.span) &&
    standsByItself(article, verbatim.span, text);
  if (isStated) return verbatim;
  const named =
    'span' in verbatim ? verbatim.statement.paragraphs : keepExistingParagraphs(article, paragraphs);
  if (named.length === 0) return refuse(given, reasons.noParagraph);
  const telling = named.filter(number => !hasInstructions(elementAt(article.paragraphs, number - 1)));
  if (telling.length === 0) return refuse(given, reasons.ordersOnly);
  const shortened = findShortenedSentence(article, text, telling);
  if (shortened)
    return shortened.isWhole
      ? proveVerbatim(article, shortened.spans[0])
      : proveShortened(article, text, shortened.spans);
  const against = findRefusal(text, getSource(article));
  if (against !== null) return refuse(given, against);
  if (isReaderStatement(text, paragraphsAt(article, telling), article))
    return refuse(given, reasons.readersOnly);
  const ground = findGround(article, given, telling);
  if (ground.length === 0) return refuse(given, reasons.nothing);
  return {
    statement: { text, paragraphs: telling, level: 'worded', ground },
    span: { paragraph: elementAt(telling, 0), start: 0, end: 0 },
  };
}

function proveShortened(article: Article, text: string, spans: ShortenedFrom['spans']): Evidence {
  const ground = spans.map(span => ({ paragraph: span.paragraph, quote: textOfSpan(article, span) }));
  const paragraphs = keepExistingParagraphs(
    article,
    spans.map(({ paragraph }) => paragraph),
  );
  return { statement: { text, paragraphs, level: 'shortened', ground }, span: spans[0] };
}

function refuse({ text, paragraphs }: CitedStatement, reason: string): Evidence {
  const where = paragraphs.length > 0 ? ` by paragraph ${paragraphs.join(', ')}` : '';
  return { reason, complaint: `"${truncate(text)}" is not borne out${where}: ${reason}` };
}

/** Limits on the quotations that a statement may name as its ground: how many, and characters of each. */
const MAX_GROUNDS = 3;
const MAX_GROUND = 600;

/** What a worded statement rests on: the draft's quotations, else its paragraphs' nearest sentence. */
function findGround(
  article: Article,
  { text, ground = [] }: CitedStatement,
  telling: readonly number[],
): Ground[] {
  const named = ground.slice(0, MAX_GROUNDS).flatMap(({ paragraph, quote }) => {
    const span = [...(paragraph ? [paragraph] : []), ...telling]
      .map(number => findSpansIn(article, number, quote.slice(0, MAX_GROUND)).find(isQuotable(article)))
      .find(found => found !== undefined);
    return span ? [{ paragraph: span.paragraph, quote: textOfSpan(article, span) }] : [];
  });
  if (named.length > 0) return named;
  const nearest = findNearestSentence(text, paragraphsAt(article, telling));
  return nearest
    ? [{ paragraph: elementAt(telling, nearest.passage), quote: truncateAtWord(nearest.text, MAX_GROUND) }]
    : [];
}

/** A statement is a reader's if a reader's sentence has this share of its words, and no cited passage has. */
const READER_SHARE = 0.6;

/** The stems of each sentence in readers' comments. */
const getReaderSentences = memoizePerObject(({ comments }: Article): readonly ReadonlySet<string>[] =>
  comments.flatMap(comment =>
    splitSentences(commentTextOf(comment)).map(sentence => new Set(stemText(sentence))),
  ),
);

/** Whether a statement repeats a reader, sharing more words with that reader than with the passages. */
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

/** Precomputes what every check needs of an article, whatever statement is checked. */
export function prepareEvidence(article: Article): void {
  getLookup(article);
  for (const index of article.paragraphs.keys()) getSentenceSpans(article, index + 1);
}

const paragraphsAt = (article: Article, numbers: readonly number[]) =>
  numbers.map(number => elementAt(article.paragraphs, number - 1));
