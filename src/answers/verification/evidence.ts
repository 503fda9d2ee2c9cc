import { type Article, commentTextOf } from '../../articles/article.ts';
import { type FoldedText, fold, foldWithOffsets, truncate } from '../../language/folding.ts';
import { findQuotations, type QuotationPart } from '../../language/quotations.ts';
import { splitSentenceSpans, splitSentences } from '../../language/sentences.ts';
import { stemText } from '../../language/stems.ts';
import type { Citation } from '../recipe.ts';
import { hasInstructions, removeInstructions } from './instructions.ts';
import { findWordingError } from './wording.ts';

/** A place in one paragraph: `number` counts from 1, `start` and `end` are offsets into its text. */
export interface TextSpan {
  readonly paragraph: number;
  readonly start: number;
  readonly end: number;
}

/** The folded paragraphs of articles in use: a check looks up many passages in one article. */
const foldedArticles = new WeakMap<Article, readonly FoldedText[]>();

function getFoldedParagraphs(article: Article): readonly FoldedText[] {
  const known = foldedArticles.get(article);
  if (known) return known;
  const folded = article.paragraphs.map(foldWithOffsets);
  foldedArticles.set(article, folded);
  return folded;
}

const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;

function isInsideWord(text: string, start: number, end: number): boolean {
  const inside = (index: number) =>
    WORD_CHARACTER.test(text[index - 1] ?? '') && WORD_CHARACTER.test(text[index] ?? '');
  return inside(start) || inside(end);
}

function* findOccurrences(folded: FoldedText, wanted: string, number: number): Generator<TextSpan> {
  for (
    let found = folded.text.indexOf(wanted);
    found >= 0;
    found = folded.text.indexOf(wanted, found + wanted.length)
  ) {
    const end = found + wanted.length;
    if (!isInsideWord(folded.text, found, end))
      yield { paragraph: number, start: folded.offsets[found]!, end: folded.offsets[end - 1]! + 1 };
  }
}

/**
 * Where a passage stands in one paragraph, in order, after folding white space and quotation marks; whole
 * words only. Empty if it does not, or if there is no such paragraph.
 */
export function* findSpansIn(article: Article, number: number, passage: string): Generator<TextSpan> {
  const folded = getFoldedParagraphs(article)[number - 1];
  const wanted = fold(passage);
  if (folded && wanted !== '') yield* findOccurrences(folded, wanted, number);
}

/** Where a passage stands in the article, in order: as `placesIn`, over all paragraphs. */
export function* findSpans(article: Article, passage: string): Generator<TextSpan> {
  const wanted = fold(passage);
  if (wanted === '') return;
  for (const [index, folded] of getFoldedParagraphs(article).entries())
    yield* findOccurrences(folded, wanted, index + 1);
}

/** The stored text at a place, with its own glyphs. */
export function textOfSpan(article: Article, span: TextSpan): string {
  return article.paragraphs[span.paragraph - 1]!.slice(span.start, span.end);
}

/** The paragraph numbers that exist, in order, each once. */
export function keepExistingParagraphs(article: Article, numbers: readonly number[]): number[] {
  return [...new Set(numbers)]
    .filter(number => Number.isInteger(number) && number >= 1 && number <= article.paragraphs.length)
    .sort((a, b) => a - b);
}

const lookupByArticle = new WeakMap<
  Article,
  { readonly text: string; readonly known: Map<string, boolean> }
>();

/** Headline, byline and paragraphs, folded, in small letters; and what was looked up in them. */
function getLookup(article: Article) {
  const known = lookupByArticle.get(article);
  if (known) return known;
  const parts = [
    fold(article.headline),
    fold(article.byline ?? ''),
    ...getFoldedParagraphs(article).map(({ text }) => text),
  ];
  const made = { text: parts.join('\n').toLowerCase(), known: new Map<string, boolean>() };
  lookupByArticle.set(article, made);
  return made;
}

function hasWords(text: string, wanted: string): boolean {
  for (let found = text.indexOf(wanted); found >= 0; found = text.indexOf(wanted, found + wanted.length)) {
    if (!isInsideWord(text, found, found + wanted.length)) return true;
  }
  return false;
}

/**
 * Names stand mostly beside what was said: so many characters on either side of a place are looked at first.
 */
const NEARBY_CHARACTERS = 500;

/**
 * Whether headline, byline or paragraphs hold these words in this order, without regard to capitals. Comments
 * do not count.
 */
export function isMentioned(article: Article, phrase: string, nearby?: TextSpan): boolean {
  const wanted = fold(phrase).toLowerCase();
  if (wanted === '') return false;
  const { text, known } = getLookup(article);
  const before = known.get(wanted);
  if (before !== undefined) return before;
  const close = nearby
    ? (article.paragraphs[nearby.paragraph - 1] ?? '').slice(
        Math.max(0, nearby.start - NEARBY_CHARACTERS),
        nearby.end + NEARBY_CHARACTERS,
      )
    : '';
  const holds = hasWords(fold(close).toLowerCase(), wanted) || hasWords(text, wanted);
  known.set(wanted, holds);
  return holds;
}

/** A statement with the paragraphs that it rests on. */
export interface CitedStatement {
  readonly text: string;
  readonly paragraphs: readonly number[];
}

/** A statement that the article bears out, with its place for sorting; or why it is not borne out. */
export type Evidence =
  | { readonly statement: { text: string; paragraphs: number[] }; readonly span: TextSpan }
  | { readonly complaint: string };

/**
 * A piece of what gives orders to machines would be what it orders to be said: of that only whole sentences
 * are quoted.
 */
const isQuotable = (article: Article) => (span: TextSpan) =>
  !hasInstructions(article.paragraphs[span.paragraph - 1]!) || isWholeSentence(article, span);

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
 * what the paragraphs that it names bear out by the rules of `faultOf`. Part of a sentence is a statement of
 * its own: what somebody denies or orders to be said is not what the article says, so it goes by these rules
 * too, and from what gives orders to machines nothing is concluded.
 */
export function findEvidence(article: Article, { text, paragraphs }: CitedStatement): Evidence {
  const verbatim = findVerbatimEvidence(article, { text, paragraphs });
  if ('span' in verbatim && isWholeSentence(article, verbatim.span)) return verbatim;
  const named =
    'span' in verbatim ? verbatim.statement.paragraphs : keepExistingParagraphs(article, paragraphs);
  if (named.length === 0) return { complaint: `"${truncate(text)}" names no paragraph that exists.` };
  const telling = named.filter(number => !hasInstructions(article.paragraphs[number - 1]!));
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
  return { statement: { text, paragraphs: telling }, span: { paragraph: telling[0]!, start: 0, end: 0 } };
}

/**
 * So large a share of a statement's words in one sentence of a reader's makes it the reader's, unless the
 * article has as many of them.
 */
const READER_SHARE = 0.6;

const readerSentencesByArticle = new WeakMap<Article, readonly ReadonlySet<string>[]>();

/**
 * Whether a statement says what a reader says, and says it with more of the reader's words than of the
 * passages'.
 */
function isReaderStatement(text: string, passages: readonly string[], article: Article): boolean {
  const said = [...new Set(stemText(text))];
  const shareOf = (words: ReadonlySet<string>) =>
    said.filter(word => words.has(word)).length / Math.max(1, said.length);
  const all =
    readerSentencesByArticle.get(article) ??
    article.comments.flatMap(comment =>
      splitSentences(commentTextOf(comment)).map(sentence => new Set(stemText(sentence))),
    );
  readerSentencesByArticle.set(article, all);
  const own = shareOf(new Set(passages.flatMap(stemText)));
  return all.some(words => {
    const share = shareOf(words);
    return share >= READER_SHARE && share > own;
  });
}

const sentenceSpansByArticle = new WeakMap<Article, Map<number, ReturnType<typeof splitSentenceSpans>>>();

function getSentenceSpans(article: Article, number: number) {
  const known =
    sentenceSpansByArticle.get(article) ?? new Map<number, ReturnType<typeof splitSentenceSpans>>();
  sentenceSpansByArticle.set(article, known);
  const found = known.get(number) ?? splitSentenceSpans(article.paragraphs[number - 1]!);
  known.set(number, found);
  return found;
}

/** Works out what is asked of an article by every check and does not depend on what is checked. */
export function prepareEvidence(article: Article): void {
  getLookup(article);
  for (const index of article.paragraphs.keys()) getSentenceSpans(article, index + 1);
}

/** Whether a place holds one or more whole sentences; marks at either end do not count. */
function isWholeSentence(article: Article, { paragraph, start, end }: TextSpan): boolean {
  const text = article.paragraphs[paragraph - 1]!;
  const hasNoWord = (from: number, to: number) =>
    !WORD_CHARACTER.test(text.slice(Math.min(from, to), Math.max(from, to)));
  const all = getSentenceSpans(article, paragraph);
  return all.some(span => hasNoWord(span.start, start)) && all.some(span => hasNoWord(end, span.end));
}

const paragraphsAt = (article: Article, numbers: readonly number[]) =>
  numbers.map(number => article.paragraphs[number - 1]!);

/** In the order of the article. */
export function compareSpans(a: TextSpan, b: TextSpan): number {
  return a.paragraph - b.paragraph || a.start - b.start || b.end - a.end;
}

interface QuotationIndex {
  /** By paragraph number, in order. */
  readonly parts: ReadonlyMap<number, readonly QuotationPart[]>;
  /**
   * By the folded words between the marks: every place where exactly they are quoted, in order; also by
   * paragraph number and words.
   */
  readonly exact: ReadonlyMap<string, readonly TextSpan[]>;
}

const quotationIndexByArticle = new WeakMap<Article, QuotationIndex>();

function appendTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function getQuotationIndex(article: Article): QuotationIndex {
  const known = quotationIndexByArticle.get(article);
  if (known) return known;
  const parts = new Map<number, QuotationPart[]>();
  const exact = new Map<string, TextSpan[]>();
  for (const { parts: all } of findQuotations(article.paragraphs)) {
    for (const part of all) appendTo(parts, part.paragraph + 1, part);
    const { paragraph, from, to } = all[0]!;
    const span = { paragraph: paragraph + 1, start: from, end: to };
    const words = fold(textOfSpan(article, span));
    appendTo(exact, words, span);
    appendTo(exact, `${span.paragraph}\n${words}`, span);
  }
  const made = { parts, exact };
  quotationIndexByArticle.set(article, made);
  return made;
}

/**
 * Where exactly these words stand between quotation marks, in order: in the whole article, or in one
 * paragraph.
 */
export function findExactQuotations(
  article: Article,
  passage: string,
  paragraph?: number,
): readonly TextSpan[] {
  const words = fold(passage);
  return (
    getQuotationIndex(article).exact.get(paragraph === undefined ? words : `${paragraph}\n${words}`) ?? []
  );
}

/** The last part that begins at or before `start`; parts are in order and do not overlap. */
function findPartAt(parts: readonly QuotationPart[], start: number): QuotationPart | undefined {
  let [low, high] = [0, parts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (parts[middle]!.start <= start) low = middle + 1;
    else high = middle;
  }
  return parts[low - 1];
}

/**
 * Whether each place lies within one quotation of the article: verbatim words that stand outside quotation
 * marks are nobody's.
 */
export function isWithinQuotation(article: Article, at: readonly TextSpan[]): boolean {
  return at.every(({ paragraph, start, end }) => {
    const part = findPartAt(getQuotationIndex(article).parts.get(paragraph) ?? [], start);
    return part !== undefined && end <= part.end;
  });
}

/** A paragraph or a comment as it is stored: one of the two numbers is null. */
export interface SourcePassage {
  readonly paragraph: number | null;
  readonly comment: string | null;
  readonly text: string;
}

/**
 * The stored passages that an answer of any kind rests on, whole and each once: paragraphs in the order of
 * the article, then comments in reading order. What an answer names and the article does not have is left
 * out.
 */
export function citedPassagesOf<Answer>(
  recipe: CitationSource<Answer>,
  answer: Answer,
  article: Article,
): SourcePassage[] {
  const { paragraphs, comments } = summarizeVerification(recipe, answer, article);
  const named = new Set(comments);
  return [
    ...paragraphs.map(number => ({
      paragraph: number,
      comment: null,
      text: article.paragraphs[number - 1]!,
    })),
    ...article.comments
      .filter(({ number }) => named.has(number))
      .map(comment => ({ paragraph: null, comment: comment.number, text: commentTextOf(comment) })),
  ];
}

/** What an answer can say for itself, computed from the answer and the article. */
export interface VerificationSummary {
  /**
   * How many passages it shows or points it makes, and how many of these stand word for word where it says.
   */
  readonly statements: number;
  readonly verbatim: number;
  /** All the evidence, in order, each number once. */
  readonly paragraphs: readonly number[];
  readonly comments: readonly string[];
}

/** For a line such as "6 of 6 quotes verbatim from ¶2–9". */
export function summarizeVerification<Answer>(
  recipe: CitationSource<Answer>,
  answer: Answer,
  article: Article,
): VerificationSummary {
  const citations = recipe.citations(answer);
  const stated = citations.filter(({ text }) => text !== '');
  const named = new Set(citations.flatMap(({ comments }) => comments));
  return {
    statements: stated.length,
    verbatim: stated.filter(ground => isVerbatim(ground, article)).length,
    paragraphs: keepExistingParagraphs(
      article,
      citations.flatMap(({ paragraphs }) => paragraphs),
    ),
    comments: article.comments.map(({ number }) => number).filter(number => named.has(number)),
  };
}

type CitationSource<Answer> = { readonly citations: (answer: Answer) => readonly Citation[] };

/**
 * Whether a text stands word for word in its evidence; the parts of a quotation over several paragraphs one
 * by one.
 */
function isVerbatim({ text, paragraphs, comments }: Citation, article: Article): boolean {
  const named = new Set(comments);
  const stored = [
    ...keepExistingParagraphs(article, paragraphs).map(
      number => getFoldedParagraphs(article)[number - 1]!.text,
    ),
    ...article.comments
      .filter(({ number }) => named.has(number))
      .flatMap(comment => comment.paragraphs.map(fold)),
  ];
  return text.split(/\n\s*\n/).every(part => stored.some(passage => passage.includes(fold(part))));
}
