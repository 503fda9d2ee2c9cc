import { type Article, commentTextOf } from '../../articles/article.ts';
import { type Bm25Index, createBm25Index } from '../../language/bm25.ts';
import { splitSentenceSpans } from '../../language/sentences.ts';
import { elementAt } from '../../lists.ts';
import { memoizePerObject } from '../../memo.ts';
import { hasAnswerOfType } from './answer-type.ts';
import type { ParsedQuestion } from './parse-question.ts';
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

/** How near a sentence is to the question, and whether it answers. */
export interface RankedSentence {
  readonly sentence: IndexedSentence;
  readonly at: number;
  readonly score: number;
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

/** Weights of what is around a sentence, and of holding what is asked for. */
const NEIGHBOR_WEIGHT = 0.25;

const UNIT_WEIGHT = 0.3;

const TYPE_WEIGHT = 1.25;

/** Few sentences hold a measure, and other words of "how long would it be" stand everywhere. */
const MEASURE_WEIGHT = 2;

/**
 * The sentences that share a word with a question, best first: BM25 (Robertson and Zaragoza 2009) of the
 * sentence and of what stands around it, and whether it holds the kind of thing asked for.
 */
export function rankSentences(
  { query, type, question }: ParsedQuestion,
  { all, index, units }: SentenceIndex,
): RankedSentence[] {
  const own = index.score(query);
  const around = units.score(query);
  const scoreNeighbor = (i: number, unit: number) => (all[i]?.unit === unit ? elementAt(own, i) : 0);
  const holds = type === 'measure' ? MEASURE_WEIGHT : TYPE_WEIGHT;
  return all
    .map((sentence, at) => {
      const context =
        NEIGHBOR_WEIGHT *
          Math.max(scoreNeighbor(at - 1, sentence.unit), scoreNeighbor(at + 1, sentence.unit)) +
        UNIT_WEIGHT * elementAt(around, sentence.unit);
      const score =
        elementAt(own, at) === 0
          ? 0
          : (elementAt(own, at) + context) * (hasAnswerOfType(type, sentence.text, question) ? holds : 1);
      return { sentence, at, score };
    })
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || a.at - b.at);
}

/** The question's stems, each with its weight, times how rare it is. */
export function weighQuestion(
  { query }: ParsedQuestion,
  { all, index }: SentenceIndex,
): ReadonlyMap<string, number> {
  const unknown = Math.log(2 + 2 * all.length); // what BM25's formula gives for a stem that no sentence has
  return new Map(
    [...query].map(([word, weight]) => [word, weight * (index.inverseFrequency(word) || unknown)]),
  );
}

/** A sentence as a question's words are looked up in it, read once. */
export const getReading: (sentence: IndexedSentence) => TermReading = memoizePerObject(({ text }) => readText(text));

/** The same of a whole paragraph or comment. */
export function getUnitReading({ unitTexts }: SentenceIndex, unit: number): TermReading {
  return readText(elementAt(unitTexts, unit));
}
