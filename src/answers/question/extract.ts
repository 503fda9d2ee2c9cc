import type { Article } from '../../articles/article.ts';
import { extractContentWords, stem } from '../../language/stems.ts';
import { elementAt } from '../../lists.ts';
import { extractComments } from '../comments/extract.ts';
import { extractSummary } from '../summary/extract.ts';
import { hasAnswerOfType } from './answer-type.ts';
import { countWords } from './answer-words.ts';
import { isAnsweredBy, scoreCoverage } from './answerable.ts';
import { isGreeting, OVERVIEW_QUESTION, type ParsedQuestion, parseQuestion } from './parse-question.ts';
import type { DraftStatement, QuestionDraft, AskedQuestion as Questioned } from './schema.ts';
import {
  getSentenceIndex,
  type RankedSentence,
  rankSentences,
  type SentenceIndex,
  weighQuestion,
} from './sentence-index.ts';

/** Words that an answer shows, at most. */
const MAX_ANSWER_WORDS = 60;

/**
 * A sentence that is too long by itself: the part of so many words that holds most of the question. Verbatim.
 */
function shortenSentence(most: number, text: string, query: ReadonlyMap<string, number>): string {
  const found = [...text.matchAll(/\S+/g)];
  if (found.length <= most) return text;
  const holds = found.map(({ 0: word }) =>
    extractContentWords(word).some(each => query.has(stem(each))) ? 1 : 0,
  );
  let [best, start, sum] = [-1, 0, 0];
  for (let i = 0; i < found.length; i++) {
    sum += elementAt(holds, i) - (i >= most ? elementAt(holds, i - most) : 0);
    if (i >= most - 1 && sum > best) [best, start] = [sum, i - most + 1];
  }
  const last = elementAt(found, start + most - 1);
  return text.slice(elementAt(found, start).index, last.index + last[0].length);
}

const MIN_RELATIVE_SCORE = 0.45;

/**
 * A sentence after the best one holds so much of what the best one holds of the question: a word that stands
 * everywhere is no answer.
 */
const MIN_SHARED = 0.6;

/**
 * The best sentence, and the next ones as long as they are nearly as good and there is room; in the order of
 * the text.
 */
function selectStatements(
  ranked: readonly RankedSentence[],
  asked: ParsedQuestion,
  sentenceIndex: SentenceIndex,
): DraftStatement[] {
  const [first] = ranked;
  if (!first) return [];
  const { query, type, question } = asked;
  const weights = weighQuestion(asked, sentenceIndex);
  const most = scoreCoverage(weights, first.sentence.text);
  let room = MAX_ANSWER_WORDS;
  const kindOf = (text: string) => hasAnswerOfType(type, text, question);
  const chosen: { at: number; statement: DraftStatement }[] = [];
  for (const { sentence, at, score } of ranked.slice(0, 6)) {
    const text =
      chosen.length === 0 ? shortenSentence(MAX_ANSWER_WORDS, sentence.text, query) : sentence.text;
    const adds =
      chosen.length === 0 ||
      (score >= MIN_RELATIVE_SCORE * first.score &&
        !text.endsWith(':') &&
        kindOf(text) === kindOf(first.sentence.text) &&
        scoreCoverage(weights, text) >= MIN_SHARED * most);
    if (!adds || countWords(text) > room || chosen.some(({ statement }) => statement.text === text)) continue;
    room -= countWords(text);
    chosen.push({ at, statement: { text, ...sentence.evidence } });
  }
  return chosen.toSorted((a, b) => a.at - b.at).map(({ statement }) => statement);
}

function isAnswered(
  asked: ParsedQuestion,
  sentenceIndex: SentenceIndex,
  { sentence }: RankedSentence,
  passage: string,
): boolean {
  const { question, type } = asked;
  const { all } = sentenceIndex;
  const weights = weighQuestion(asked, sentenceIndex);
  const unit = all.filter(other => other.unit === sentence.unit).map(({ text }) => text);
  return isAnsweredBy({ question, type, weights, sentence: sentence.text, passage, unit: unit.join(' ') });
}

const createEmptyDraft = (nearest: DraftStatement | null = null): QuestionDraft => ({
  found: false,
  statements: [],
  nearest,
});

/** What readers think on the whole: a typical passage of each of the largest viewpoints. */
function summarizeReaders(article: Article): QuestionDraft {
  let room = MAX_ANSWER_WORDS;
  const statements = extractComments(article).viewpoints.flatMap(({ passage }): DraftStatement[] => {
    if (countWords(passage.text) > room) return [];
    room -= countWords(passage.text);
    return [{ text: passage.text, paragraphs: [], comments: [passage.comment] }];
  });
  return statements.length === 0 ? createEmptyDraft() : { found: true, statements, nearest: null };
}

function summarizeArticle(article: Article): QuestionDraft {
  if (article.paragraphs.length === 0) return createEmptyDraft();
  const { points } = extractSummary(article, { length: 'brief' });
  const statements = points.map(({ text, paragraphs }) => ({
    text: shortenSentence(MAX_ANSWER_WORDS, text, new Map()),
    paragraphs,
    comments: [],
  }));
  return statements.length === 0 ? createEmptyDraft() : { found: true, statements, nearest: null };
}

/**
 * The sentences that share something with a question, with their places, the nearest first; what readers
 * wrote comes last unless they are asked.
 */
export function findNearestSentences(article: Article, options: Questioned): DraftStatement[] {
  const asked = parseQuestion(options);
  const sources = asked.ofReaders
    ? (['comments', 'paragraphs'] as const)
    : (['paragraphs', 'comments'] as const);
  return sources.flatMap(where =>
    rankSentences(asked, getSentenceIndex(article, where)).map(({ sentence: { text, evidence } }) => ({
      text,
      ...evidence,
    })),
  );
}

/** The sentences that answer a question, or the nearest passage where none does. Deterministic. */
export function extractAnswer(article: Article, options: Questioned): QuestionDraft {
  if (isGreeting(options.question)) return createEmptyDraft();
  const asked = parseQuestion(options);
  if (asked.ofReaders && asked.query.size === 0) return summarizeReaders(article);
  if (OVERVIEW_QUESTION.test(options.question) && !asked.ofReaders) return summarizeArticle(article);
  const sentenceIndex = getSentenceIndex(article, asked.ofReaders ? 'comments' : 'paragraphs');
  const ranked = rankSentences(asked, sentenceIndex);
  if (ranked.length === 0) return createEmptyDraft();
  const statements = selectStatements(ranked, asked, sentenceIndex);
  if (isAnswered(asked, sentenceIndex, elementAt(ranked, 0), statements.map(({ text }) => text).join(' ')))
    return { found: true, statements, nearest: null };
  return createEmptyDraft(findNearestPassage(ranked, asked, sentenceIndex));
}

/**
 * The best sentence, with those beside it that are among the best, as one passage of the text while there is
 * room.
 */
function findNearestPassage(
  ranked: readonly RankedSentence[],
  { query }: ParsedQuestion,
  { all }: SentenceIndex,
): DraftStatement {
  const { sentence, at, score } = elementAt(ranked, 0);
  const good = new Set(
    ranked.filter(other => other.score >= MIN_RELATIVE_SCORE * score).map(other => other.at),
  );
  let [first, last] = [at, at];
  const isNeighbor = (i: number) => all[i]?.unit === sentence.unit && all[i]?.part === sentence.part;
  const hasRoom = (from: number, to: number) =>
    isNeighbor(from) &&
    isNeighbor(to) &&
    countWords(sentence.whole.slice(elementAt(all, from).start, elementAt(all, to).end)) <= MAX_ANSWER_WORDS;
  while (good.has(last + 1) && hasRoom(first, last + 1)) last += 1;
  while (good.has(first - 1) && hasRoom(first - 1, last)) first -= 1;
  const text =
    first === last
      ? shortenSentence(MAX_ANSWER_WORDS, sentence.text, query)
      : sentence.whole.slice(elementAt(all, first).start, elementAt(all, last).end);
  return { text, ...sentence.evidence };
}
