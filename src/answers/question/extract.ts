import { type Article, commentTextOf } from '../../articles/article.ts';
import { type Bm25Index, createBm25Index } from '../../language/bm25.ts';
import lexicon from '../../language/lexicons/questions.json' with { type: 'json' };
import { splitSentenceSpans } from '../../language/sentences.ts';
import { extractContentWords, splitWords, stem, stemText } from '../../language/stems.ts';
import { oneOf } from '../../language/word-lists.ts';
import { extractComments } from '../comments/extract.ts';
import { extractSummary } from '../summary/extract.ts';
import { type AnswerType, classifyQuestion, hasAnswerOfType } from './answer-type.ts';
import { isAnsweredBy, scoreCoverage } from './answerable.ts';
import type { QuestionDraft, AskedQuestion as Questioned } from './schema.ts';

type DraftStatement = QuestionDraft['statements'][number];

/** Words that an answer shows, at most. */
export const MAX_ANSWER_WORDS = 60;

/**
 * A sentence with its place: `unit` is its paragraph or comment (of which `part` is the paragraph), `whole`
 * the text that it is cut from.
 */
interface IndexedSentence {
  readonly text: string;
  readonly unit: number;
  readonly part: number;
  readonly whole: string;
  readonly start: number;
  readonly end: number;
  readonly evidence: Pick<DraftStatement, 'paragraphs' | 'comments'>;
}

/** Words of a question that name what is asked for, not what it is about. */
const ASKING_WORDS = new Set(lexicon.asking.words.map(stem));

const GREETING = new RegExp(String.raw`^${oneOf(lexicon.greetings.words)}\b[\s\p{P}\p{S}\p{L}]{0,20}$`, 'iu');
const ASKS = new RegExp(String.raw`\?|\b${oneOf(lexicon.asks.words)}\b`, 'i');

/** Thanks and greetings that ask nothing besides. */
function isGreeting(text: string): boolean {
  return GREETING.test(text) && !ASKS.test(text);
}

const OVERVIEW_QUESTION = new RegExp(
  String.raw`^(?:so )?what(?:'s|’s| is| was)? (?:(?:this|the|that|it) ?)?(?:article|story|piece|text|it|this)?(?: is)?(?: all)? about\s*\??$|\b${oneOf(lexicon.gist.words)}\b|^what happened\s*\??$`,
  'i',
);
const READERS_QUESTION = new RegExp(String.raw`\b${oneOf(lexicon.readers.words)}\b`, 'i');
const READER_WORDS = new Set(lexicon.ofReaders.words.map(stem));
const FOLLOW_UP = new RegExp(String.raw`^${oneOf(lexicon.following.words)}\b`, 'i');
const POINTING_WORD = new RegExp(String.raw`\b${oneOf(lexicon.pointing.words)}\b`, 'i');

/** What is asked: the stems with their weights, what kind of thing answers it, and of whom. */
interface ParsedQuestion {
  readonly question: string;
  readonly query: ReadonlyMap<string, number>;
  readonly type: AnswerType;
  readonly ofReaders: boolean;
}

/** Verbs that say little of what is asked. */
const LIGHT_VERBS = new Set(lexicon.light.words.map(stem));
const LIGHT_VERB_WEIGHT = 0.3;

/** A follow-up says little by itself: few words of its own, and it begins or points like one. */
function isFollowUp(question: string): boolean {
  const own = stemQuestion(question);
  return (
    own.length === 0 ||
    (own.length <= 2 &&
      (FOLLOW_UP.test(question) || POINTING_WORD.test(question)) &&
      splitWords(question).length <= 7)
  );
}

/**
 * What asks for a measure ("how often", "how tall") is not what the question is about either, but the answer
 * may say it ("84 metres long").
 */
const MEASURE_QUESTION = new RegExp(String.raw`\bhow ${oneOf(lexicon.measures.words)}\b`, 'gi');

const stemQuestion = (question: string) =>
  [...new Set(stemText(question.replace(MEASURE_QUESTION, 'how')))].filter(word => !ASKING_WORDS.has(word));

/** The question and, of a follow-up, those before it, back to one that stands alone. */
function questionChainOf({ question, context }: Questioned): string[] {
  const chain = [question];
  for (const earlier of context.toReversed()) {
    if (!isFollowUp(chain.at(-1)!)) break;
    if (!isGreeting(earlier)) chain.push(earlier);
  }
  return chain;
}

/**
 * Whether a question is about what readers wrote, not about the article; a follow-up is about what the
 * questions before it are.
 */
export function isAboutReaders(options: Questioned): boolean {
  return questionChainOf(options).some(each => READERS_QUESTION.test(each));
}

/**
 * The content words of the question; of a follow-up also those of the questions before it, back to one that
 * stands alone.
 */
function parseQuestion(options: Questioned): ParsedQuestion {
  const { question } = options;
  const chain = questionChainOf(options);
  const ofReaders = chain.some(each => READERS_QUESTION.test(each));
  const query = new Map<string, number>();
  for (const [i, each] of chain.entries()) {
    for (const word of stemQuestion(each)) {
      if (!(ofReaders && READER_WORDS.has(word)) && !query.has(word))
        query.set(word, (i === 0 ? 1 : 0.7) * (LIGHT_VERBS.has(word) ? LIGHT_VERB_WEIGHT : 1));
    }
  }
  for (const [asked] of question.matchAll(MEASURE_QUESTION))
    for (const word of stemText(asked)) if (!query.has(word)) query.set(word, LIGHT_VERB_WEIGHT);
  return { question: chain.join(' '), query, type: classifyQuestion(question), ofReaders };
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
interface RankedSentence {
  readonly sentence: IndexedSentence;
  readonly at: number;
  readonly score: number;
}

/** What is looked through for one article, kept while the article is in use. */
interface SentenceIndex {
  readonly all: readonly IndexedSentence[];
  readonly index: Bm25Index;
  readonly units: Bm25Index;
}

function createSentenceIndex(all: readonly IndexedSentence[], units: readonly string[]): SentenceIndex {
  return {
    all,
    index: createBm25Index(all.map(({ text }) => stemText(text))),
    units: createBm25Index(units.map(stemText)),
  };
}

const indexByArticle = new WeakMap<Article, { paragraphs?: SentenceIndex; comments?: SentenceIndex }>();

function getSentenceIndex(article: Article, where: 'paragraphs' | 'comments'): SentenceIndex {
  const known = indexByArticle.get(article) ?? {};
  known[where] ??=
    where === 'paragraphs'
      ? createSentenceIndex(splitParagraphs(article), article.paragraphs)
      : createSentenceIndex(splitComments(article), article.comments.map(commentTextOf));
  indexByArticle.set(article, known);
  return known[where];
}

/** Weights of what is around a sentence, and of holding what is asked for. */
const NEIGHBOR_WEIGHT = 0.25;
const UNIT_WEIGHT = 0.3;
const TYPE_WEIGHT = 1.25;

/** Few sentences hold a measure, and other words of "how long would it be" stand everywhere. */
const MEASURE_WEIGHT = 2;

function rankSentences(
  { query, type, question }: ParsedQuestion,
  { all, index, units }: SentenceIndex,
): RankedSentence[] {
  const own = index.score(query);
  const around = units.score(query);
  const scoreNeighbor = (i: number, unit: number) => (all[i]?.unit === unit ? own[i]! : 0);
  const holds = type === 'measure' ? MEASURE_WEIGHT : TYPE_WEIGHT;
  return all
    .map((sentence, at) => {
      const context =
        NEIGHBOR_WEIGHT *
          Math.max(scoreNeighbor(at - 1, sentence.unit), scoreNeighbor(at + 1, sentence.unit)) +
        UNIT_WEIGHT * around[sentence.unit]!;
      const score =
        own[at]! === 0
          ? 0
          : (own[at]! + context) * (hasAnswerOfType(type, sentence.text, question) ? holds : 1);
      return { sentence, at, score };
    })
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || a.at - b.at);
}

const countWords = (text: string) => text.split(/\s+/).filter(Boolean).length;

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
    sum += holds[i]! - (i >= most ? holds[i - most]! : 0);
    if (i >= most - 1 && sum > best) [best, start] = [sum, i - most + 1];
  }
  const last = found[start + most - 1]!;
  return text.slice(found[start]!.index, last.index + last[0].length);
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

/** The question's stems, each with its weight, times how rare it is. */
function weighQuestion(
  { query }: ParsedQuestion,
  { all, index }: SentenceIndex,
): ReadonlyMap<string, number> {
  const unknown = Math.log(2 + 2 * all.length); // what BM25's formula gives for a stem that no sentence has
  return new Map(
    [...query].map(([word, weight]) => [word, weight * (index.inverseFrequency(word) || unknown)]),
  );
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
  if (isAnswered(asked, sentenceIndex, ranked[0]!, statements.map(({ text }) => text).join(' ')))
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
  const { sentence, at, score } = ranked[0]!;
  const good = new Set(
    ranked.filter(other => other.score >= MIN_RELATIVE_SCORE * score).map(other => other.at),
  );
  let [first, last] = [at, at];
  const isNeighbor = (i: number) => all[i]?.unit === sentence.unit && all[i]?.part === sentence.part;
  const hasRoom = (from: number, to: number) =>
    isNeighbor(from) &&
    isNeighbor(to) &&
    countWords(sentence.whole.slice(all[from]!.start, all[to]!.end)) <= MAX_ANSWER_WORDS;
  while (good.has(last + 1) && hasRoom(first, last + 1)) last += 1;
  while (good.has(first - 1) && hasRoom(first - 1, last)) first -= 1;
  const text =
    first === last
      ? shortenSentence(MAX_ANSWER_WORDS, sentence.text, query)
      : sentence.whole.slice(all[first]!.start, all[last]!.end);
  return { text, ...sentence.evidence };
}
