import { type Article, commentTextOf } from '../../articles/article.ts';
import { type Bm25Index, createBm25Index } from '../../language/bm25.ts';
import { splitSentenceSpans } from '../../language/sentences.ts';
import { elementAt } from '../../lists.ts';
import { memoizePerObject } from '../../memo.ts';
import { countWords } from './answer-words.ts';
import { readText, type TermReading } from './question-terms.ts';
import type { DraftStatement } from './schema.ts';

/**
 * A sentence with its location: `unit` is the index of its paragraph or comment, `part` that of the paragraph
 * within the comment, `whole` the text it is cut from.
 */
export interface IndexedSentence {
  readonly text: string;
  readonly unit: number;
  readonly part: number;
  readonly whole: string;
  readonly start: number;
  readonly end: number;
  readonly evidence: Pick<DraftStatement, 'paragraphs' | 'comments'>;
}

function splitUnit(
  whole: string,
  origin: Pick<IndexedSentence, 'unit' | 'part' | 'evidence'>,
): IndexedSentence[] {
  return splitSentenceSpans(whole).map(({ start, end }) => ({
    text: whole.slice(start, end),
    whole,
    start,
    end,
    ...origin,
  }));
}

function splitParagraphs({ paragraphs }: Article): IndexedSentence[] {
  return paragraphs.flatMap((whole, unit) =>
    splitUnit(whole, { unit, part: 0, evidence: { paragraphs: [unit + 1], comments: [] } }),
  );
}

function splitComments({ comments }: Article): IndexedSentence[] {
  return comments.flatMap(({ number, paragraphs }, unit) =>
    paragraphs.flatMap((whole, part) =>
      splitUnit(whole, { unit, part, evidence: { paragraphs: [], comments: [number] } }),
    ),
  );
}

/** The search indexes of one article, kept as long as the article is in use. */
export interface SentenceIndex {
  readonly all: readonly IndexedSentence[];
  readonly index: Bm25Index;
  readonly units: Bm25Index;
  readonly unitReadings: readonly TermReading[];
}

function createSentenceIndex(all: readonly IndexedSentence[], units: readonly string[]): SentenceIndex {
  const unitReadings = units.map(readText);
  return {
    all,
    index: createBm25Index(all.map(sentence => getReading(sentence).stems)),
    units: createBm25Index(unitReadings.map(({ stems }) => stems)),
    unitReadings,
  };
}

/** The indexes of an article built so far. */
const getKnownIndexes = memoizePerObject(
  (_: Article): { paragraphs?: SentenceIndex; comments?: SentenceIndex } => ({}),
);

/** The index of the sentences of an article's paragraphs or comments, built once per article. */
export function getSentenceIndex(article: Article, where: 'paragraphs' | 'comments'): SentenceIndex {
  const known = getKnownIndexes(article);
  known[where] ??=
    where === 'paragraphs'
      ? createSentenceIndex(splitParagraphs(article), article.paragraphs)
      : createSentenceIndex(splitComments(article), article.comments.map(commentTextOf));
  return known[where];
}

/** A sentence prepared for looking up a question's words, once. */
export const getReading: (sentence: IndexedSentence) => TermReading = memoizePerObject(({ text }) =>
  readText(text),
);

/** A whole paragraph or comment prepared in the same way. */
export const getUnitReading = ({ unitReadings }: SentenceIndex, unit: number): TermReading =>
  elementAt(unitReadings, unit);

/** A run of sentences, by the indexes of its first and its last. */
interface Run {
  readonly first: number;
  readonly last: number;
}

const textOf = (all: readonly IndexedSentence[], { first, last }: Run): string =>
  elementAt(all, first).whole.slice(elementAt(all, first).start, elementAt(all, last).end);

/** Whether a run lies within one part of a paragraph or comment and has at most so many words. */
export function fits(all: readonly IndexedSentence[], run: Run, most: number): boolean {
  const [one, other] = [all[run.first], all[run.last]];
  const isOnePart = one !== undefined && one.unit === other?.unit && one.part === other.part;
  return isOnePart && countWords(textOf(all, run)) <= most;
}

/** The text of a run with the sentences after and before it, as far as they fit. */
export function widen(all: readonly IndexedSentence[], run: Run, most: number): string {
  let { first, last } = run;
  while (fits(all, { first, last: last + 1 }, most)) last += 1;
  while (fits(all, { first: first - 1, last }, most)) first -= 1;
  return textOf(all, { first, last });
}
