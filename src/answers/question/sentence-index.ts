import { type Article, commentTextOf } from '../../articles/article.ts';
import { type Bm25Index, createBm25Index } from '../../language/bm25.ts';
import { splitSentenceSpans } from '../../language/sentences.ts';
import { elementAt } from '../../lists.ts';
import { memoizePerObject } from '../../memo.ts';
import { readText, type TermReading, termStemsOf } from './question-terms.ts';
import type { DraftStatement } from './schema.ts';

/**
 * A sentence and where it stands: `unit` is its paragraph or comment (of which `part` is the paragraph),
 * `whole` the text that it is cut from.
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

/** What is looked through for one article, kept while the article is in use. */
export interface SentenceIndex {
  readonly all: readonly IndexedSentence[];
  readonly index: Bm25Index;
  readonly units: Bm25Index;
  readonly unitTexts: readonly string[];
}

function createSentenceIndex(all: readonly IndexedSentence[], units: readonly string[]): SentenceIndex {
  return {
    all,
    index: createBm25Index(all.map(({ text }) => termStemsOf(text))),
    units: createBm25Index(units.map(termStemsOf)),
    unitTexts: units,
  };
}

/** The indexes of an article that were asked for so far. */
const getKnownIndexes = memoizePerObject(
  (_: Article): { paragraphs?: SentenceIndex; comments?: SentenceIndex } => ({}),
);

/** The sentences of the paragraphs or of the comments of an article, made once for each article. */
export function getSentenceIndex(article: Article, where: 'paragraphs' | 'comments'): SentenceIndex {
  const known = getKnownIndexes(article);
  known[where] ??=
    where === 'paragraphs'
      ? createSentenceIndex(splitParagraphs(article), article.paragraphs)
      : createSentenceIndex(splitComments(article), article.comments.map(commentTextOf));
  return known[where];
}

/** A sentence as a question's words are looked up in it, read once. */
export const getReading: (sentence: IndexedSentence) => TermReading = memoizePerObject(({ text }) =>
  readText(text),
);

const getUnitReadings = memoizePerObject((_: SentenceIndex): TermReading[] => []);

/** The same of a whole paragraph or comment. */
export function getUnitReading(sentenceIndex: SentenceIndex, unit: number): TermReading {
  const known = getUnitReadings(sentenceIndex);
  known[unit] ??= readText(elementAt(sentenceIndex.unitTexts, unit));
  return known[unit];
}
