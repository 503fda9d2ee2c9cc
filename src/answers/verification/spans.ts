import type { Article } from '../../articles/article.ts';
import { removeDateline } from '../../language/datelines.ts';
import { type FoldedText, fold, foldWithOffsets } from '../../language/folding.ts';
import { splitSentenceSpans } from '../../language/sentences.ts';
import { isInsideWord, WORD_CHARACTER } from '../../language/word-boundaries.ts';
import { elementAt } from '../../lists.ts';
import { memoizePerObject } from '../../memo.ts';

/** A place in one paragraph: `paragraph` counts from 1, `start` and `end` are offsets into its text. */
export interface TextSpan {
  readonly paragraph: number;
  readonly start: number;
  readonly end: number;
}

/** The folded paragraphs of an article, kept because a check looks up many passages in it. */
export const getFoldedParagraphs: (article: Article) => readonly FoldedText[] = memoizePerObject(
  ({ paragraphs }) => paragraphs.map(foldWithOffsets),
);

function* findOccurrences(folded: FoldedText, wanted: string, number: number): Generator<TextSpan> {
  for (
    let found = folded.text.indexOf(wanted);
    found >= 0;
    found = folded.text.indexOf(wanted, found + wanted.length)
  ) {
    const end = found + wanted.length;
    if (!isInsideWord(folded.text, found, end))
      yield {
        paragraph: number,
        start: elementAt(folded.offsets, found),
        end: elementAt(folded.offsets, end - 1) + 1,
      };
  }
}

/** The spans of a passage in a paragraph, in order, whole words only, white space and marks aside. */
export function* findSpansIn(article: Article, number: number, passage: string): Generator<TextSpan> {
  const folded = getFoldedParagraphs(article)[number - 1];
  const wanted = fold(passage);
  if (folded && wanted !== '') yield* findOccurrences(folded, wanted, number);
}

/** The spans of a passage in all paragraphs of the article, in order. Matches like `findSpansIn`. */
export function* findSpans(article: Article, passage: string): Generator<TextSpan> {
  const wanted = fold(passage);
  if (wanted === '') return;
  for (const [index, folded] of getFoldedParagraphs(article).entries())
    yield* findOccurrences(folded, wanted, index + 1);
}

/** The stored text of a span, with its own glyphs. Throws a RangeError if there is no such paragraph. */
export function textOfSpan(article: Article, span: TextSpan): string {
  return elementAt(article.paragraphs, span.paragraph - 1).slice(span.start, span.end);
}

/** The paragraph numbers that exist, sorted and without duplicates. */
export function keepExistingParagraphs(article: Article, numbers: readonly number[]): number[] {
  return [...new Set(numbers)]
    .filter(number => Number.isInteger(number) && number >= 1 && number <= article.paragraphs.length)
    .sort((a, b) => a - b);
}

/** Sentence spans by paragraph number, filled as paragraphs are read. */
const getKnownSpans = memoizePerObject(
  (_: Pick<Article, 'paragraphs'>) => new Map<number, ReturnType<typeof splitSentenceSpans>>(),
);

/** The sentences of a paragraph (counted from 1) as offsets into it, computed once for each article. */
export function getSentenceSpans(article: Pick<Article, 'paragraphs'>, number: number) {
  const known = getKnownSpans(article);
  const found = known.get(number) ?? splitSentenceSpans(elementAt(article.paragraphs, number - 1));
  known.set(number, found);
  return found;
}

/** Whether a span is whole sentences; punctuation at its ends and a leading dateline do not count. */
export function isWholeSentence(article: Article, { paragraph, start, end }: TextSpan): boolean {
  const text = elementAt(article.paragraphs, paragraph - 1);
  const hasNoWord = (from: number, to: number) =>
    !WORD_CHARACTER.test(text.slice(Math.min(from, to), Math.max(from, to)));
  const all = getSentenceSpans(article, paragraph);
  const beginsAt = (span: { readonly start: number; readonly end: number }) => {
    const sentence = text.slice(span.start, span.end);
    return span.end - removeDateline(sentence).length;
  };
  const isBegun = all.some(span => hasNoWord(span.start, start) || hasNoWord(beginsAt(span), start));
  return isBegun && all.some(span => hasNoWord(end, span.end));
}

/** Sorts spans in article order; of spans with the same start, the longer comes first. */
export function compareSpans(a: TextSpan, b: TextSpan): number {
  return a.paragraph - b.paragraph || a.start - b.start || b.end - a.end;
}
