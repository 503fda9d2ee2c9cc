import { type Article, commentText } from '../../articles/article.ts';
import { createIndex, type Index } from '../../language/bm25.ts';
import { sentenceSpans } from '../../language/sentences.ts';
import { contentWords, stem, stems, words } from '../../language/words.ts';
import { extractComments } from '../comments/extract.ts';
import { extractSummary } from '../summary/extract.ts';
import { type AnswerType, answerType, holdsAnswer } from './answer-type.ts';
import { coverage, isAnswer } from './answerable.ts';
import type { QuestionDraft, Asked as Questioned } from './schema.ts';

type Statement = QuestionDraft['statements'][number];

/** Words that an answer shows, at most. */
export const LONGEST_ANSWER = 60;

/**
 * A sentence with its place: `unit` is its paragraph or comment (of which `part` is the paragraph), `whole`
 * the text that it is cut from.
 */
interface Sentence {
  readonly text: string;
  readonly unit: number;
  readonly part: number;
  readonly whole: string;
  readonly start: number;
  readonly end: number;
  readonly evidence: Pick<Statement, 'paragraphs' | 'comments'>;
}

/** Words of a question that name what is asked for, not what it is about. */
const ASKING = new Set(
  `kind type name sort call tell know mean explain describe happen people thing anything something someone anyone anybody please article story text
  piece write author give show exactly`
    .split(/\s+/)
    .map(stem),
);

const GREETING =
  /^(?:hi|hello|hey|thanks?(?: you)?|thank u|thx|cheers|ok(?:ay)?|cool|nice|great|lol|good (?:morning|evening|night|bot|job)|bye|yes|no|sure|wow|hm+|test)\b[\s\p{P}\p{S}\p{L}]{0,20}$/iu;
const ASKS = /\?|\b(?:who|whom|whose|what|when|where|why|how|which|sum|tell|explain)\b/i;

/** Thanks and greetings that ask nothing besides. */
function isGreeting(text: string): boolean {
  return GREETING.test(text) && !ASKS.test(text);
}

const ABOUT_IT =
  /^(?:so )?what(?:'s|’s| is| was)? (?:(?:this|the|that|it) ?)?(?:article|story|piece|text|it|this)?(?: is)?(?: all)? about\s*\??$|\b(?:sum(?:mar[iy][sz]e|mary|(?: (?:it|this|that|everything)(?: all)?)? up)|tl;?dr|main point|key points?|in short|gist)\b|^what happened\s*\??$/i;
const READERS =
  /\b(?:readers?|commenters?|commentators?|commentariat|comment section|(?:in|do|does|from|of|are|under|below) (?:the )?comments|(?:the|any|these|most) comments? (?:say|think|about|on)|people (?:below|in the comments|commenting))\b/i;
const READER_WORDS = new Set(
  'reader commenter comment comments commentator section think thought feel opinion say view react reaction below say write believe'
    .split(' ')
    .map(stem),
);
const FOLLOWING = /^(?:and|but|so|or|what about|how about|really|since when|what else|for what)\b/i;
const POINTING =
  /\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|that|this|those|these|there|then|one|same|else)\b/i;

/** What is asked: the stems with their weights, what kind of thing answers it, and of whom. */
interface Asked {
  readonly question: string;
  readonly query: ReadonlyMap<string, number>;
  readonly type: AnswerType;
  readonly ofReaders: boolean;
}

/** Verbs that say little of what is asked. */
const LIGHT = new Set(
  'take make go come think use give put keep begin start become call name try want help need'
    .split(' ')
    .map(stem),
);
const LIGHTLY = 0.3;

/** A follow-up says little by itself: few words of its own, and it begins or points like one. */
function follows(question: string): boolean {
  const own = queryStems(question);
  return (
    own.length === 0 ||
    (own.length <= 2 && (FOLLOWING.test(question) || POINTING.test(question)) && words(question).length <= 7)
  );
}

/**
 * What asks for a measure ("how often", "how tall") is not what the question is about either, but the answer
 * may say it ("84 metres long").
 */
const MEASURE = /\bhow (?:often|old|long|tall|high|far|large|big|late|early|soon|fast)\b/gi;

const queryStems = (question: string) =>
  [...new Set(stems(question.replace(MEASURE, 'how')))].filter(word => !ASKING.has(word));

/** The question and, of a follow-up, those before it, back to one that stands alone. */
function chainOf({ question, context }: Questioned): string[] {
  const chain = [question];
  for (const earlier of context.toReversed()) {
    if (!follows(chain.at(-1)!)) break;
    if (!isGreeting(earlier)) chain.push(earlier);
  }
  return chain;
}

/**
 * Whether a question is about what readers wrote, not about the article; a follow-up is about what the
 * questions before it are.
 */
export function asksReaders(options: Questioned): boolean {
  return chainOf(options).some(each => READERS.test(each));
}

/**
 * The content words of the question; of a follow-up also those of the questions before it, back to one that
 * stands alone.
 */
function ask(options: Questioned): Asked {
  const { question } = options;
  const chain = chainOf(options);
  const ofReaders = chain.some(each => READERS.test(each));
  const query = new Map<string, number>();
  for (const [i, each] of chain.entries()) {
    for (const word of queryStems(each)) {
      if (!(ofReaders && READER_WORDS.has(word)) && !query.has(word))
        query.set(word, (i === 0 ? 1 : 0.7) * (LIGHT.has(word) ? LIGHTLY : 1));
    }
  }
  for (const [asked] of question.matchAll(MEASURE))
    for (const word of stems(asked)) if (!query.has(word)) query.set(word, LIGHTLY);
  return { question: chain.join(' '), query, type: answerType(question), ofReaders };
}

function sentencesOf(whole: string, place: Pick<Sentence, 'unit' | 'part' | 'evidence'>): Sentence[] {
  return sentenceSpans(whole).map(({ start, end }) => ({
    text: whole.slice(start, end),
    whole,
    start,
    end,
    ...place,
  }));
}

function paragraphSentences({ paragraphs }: Article): Sentence[] {
  return paragraphs.flatMap((whole, unit) =>
    sentencesOf(whole, { unit, part: 0, evidence: { paragraphs: [unit + 1], comments: [] } }),
  );
}

function commentSentences({ comments }: Article): Sentence[] {
  return comments.flatMap(({ number, paragraphs }, unit) =>
    paragraphs.flatMap((whole, part) =>
      sentencesOf(whole, { unit, part, evidence: { paragraphs: [], comments: [number] } }),
    ),
  );
}

/** How near a sentence is to the question, and whether it answers. */
interface Ranked {
  readonly sentence: Sentence;
  readonly at: number;
  readonly score: number;
}

/** What is looked through for one article, kept while the article is in use. */
interface Searched {
  readonly all: readonly Sentence[];
  readonly index: Index;
  readonly units: Index;
}

function search(all: readonly Sentence[], units: readonly string[]): Searched {
  return {
    all,
    index: createIndex(all.map(({ text }) => stems(text))),
    units: createIndex(units.map(stems)),
  };
}

const searchedArticles = new WeakMap<Article, { paragraphs?: Searched; comments?: Searched }>();

function searched(article: Article, where: 'paragraphs' | 'comments'): Searched {
  const known = searchedArticles.get(article) ?? {};
  known[where] ??=
    where === 'paragraphs'
      ? search(paragraphSentences(article), article.paragraphs)
      : search(commentSentences(article), article.comments.map(commentText));
  searchedArticles.set(article, known);
  return known[where];
}

/** Weights of what is around a sentence, and of holding what is asked for. */
const NEIGHBOUR = 0.25;
const UNIT = 0.3;
const HOLDS = 1.25;

/** Few sentences hold a measure, and other words of "how long would it be" stand everywhere. */
const MEASURES = 2;

function rank({ query, type, question }: Asked, { all, index, units }: Searched): Ranked[] {
  const own = index.scores(query);
  const around = units.scores(query);
  const near = (i: number, unit: number) => (all[i]?.unit === unit ? own[i]! : 0);
  const holds = type === 'measure' ? MEASURES : HOLDS;
  return all
    .map((sentence, at) => {
      const context =
        NEIGHBOUR * Math.max(near(at - 1, sentence.unit), near(at + 1, sentence.unit)) +
        UNIT * around[sentence.unit]!;
      const score =
        own[at]! === 0 ? 0 : (own[at]! + context) * (holdsAnswer(type, sentence.text, question) ? holds : 1);
      return { sentence, at, score };
    })
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || a.at - b.at);
}

const wordCount = (text: string) => text.split(/\s+/).filter(Boolean).length;

/**
 * A sentence that is too long by itself: the part of so many words that holds most of the question. Verbatim.
 */
function shortenedTo(most: number, text: string, query: ReadonlyMap<string, number>): string {
  const found = [...text.matchAll(/\S+/g)];
  if (found.length <= most) return text;
  const holds = found.map(({ 0: word }) => (contentWords(word).some(each => query.has(stem(each))) ? 1 : 0));
  let [best, start, sum] = [-1, 0, 0];
  for (let i = 0; i < found.length; i++) {
    sum += holds[i]! - (i >= most ? holds[i - most]! : 0);
    if (i >= most - 1 && sum > best) [best, start] = [sum, i - most + 1];
  }
  const last = found[start + most - 1]!;
  return text.slice(found[start]!.index, last.index + last[0].length);
}

const SECOND = 0.45;

/**
 * A sentence after the best one holds so much of what the best one holds of the question: a word that stands
 * everywhere is no answer.
 */
const SHARED = 0.6;

/**
 * The best sentence, and the next ones as long as they are nearly as good and there is room; in the order of
 * the text.
 */
function shown(ranked: readonly Ranked[], asked: Asked, places: Searched): Statement[] {
  const [first] = ranked;
  if (!first) return [];
  const { query, type, question } = asked;
  const weights = weightsOf(asked, places);
  const most = coverage(weights, first.sentence.text);
  let room = LONGEST_ANSWER;
  const kindOf = (text: string) => holdsAnswer(type, text, question);
  const chosen: { at: number; statement: Statement }[] = [];
  for (const { sentence, at, score } of ranked.slice(0, 6)) {
    const text = chosen.length === 0 ? shortenedTo(LONGEST_ANSWER, sentence.text, query) : sentence.text;
    const adds =
      chosen.length === 0 ||
      (score >= SECOND * first.score &&
        !text.endsWith(':') &&
        kindOf(text) === kindOf(first.sentence.text) &&
        coverage(weights, text) >= SHARED * most);
    if (!adds || wordCount(text) > room || chosen.some(({ statement }) => statement.text === text)) continue;
    room -= wordCount(text);
    chosen.push({ at, statement: { text, ...sentence.evidence } });
  }
  return chosen.toSorted((a, b) => a.at - b.at).map(({ statement }) => statement);
}

/** The question's stems, each with its weight, times how rare it is. */
function weightsOf({ query }: Asked, { all, index }: Searched): ReadonlyMap<string, number> {
  const unknown = Math.log(2 + 2 * all.length); // what BM25's formula gives for a stem that no sentence has
  return new Map([...query].map(([word, weight]) => [word, weight * (index.rarity(word) || unknown)]));
}

function answers(asked: Asked, places: Searched, { sentence }: Ranked, passage: string): boolean {
  const { question, type } = asked;
  const { all } = places;
  const weights = weightsOf(asked, places);
  const unit = all.filter(other => other.unit === sentence.unit).map(({ text }) => text);
  return isAnswer({ question, type, weights, sentence: sentence.text, passage, unit: unit.join(' ') });
}

const nothing = (nearest: Statement | null = null): QuestionDraft => ({
  found: false,
  statements: [],
  nearest,
});

/** What readers think on the whole: a typical passage of each of the largest viewpoints. */
function overview(article: Article): QuestionDraft {
  let room = LONGEST_ANSWER;
  const statements = extractComments(article).viewpoints.flatMap(({ passage }): Statement[] => {
    if (wordCount(passage.text) > room) return [];
    room -= wordCount(passage.text);
    return [{ text: passage.text, paragraphs: [], comments: [passage.comment] }];
  });
  return statements.length === 0 ? nothing() : { found: true, statements, nearest: null };
}

function gist(article: Article): QuestionDraft {
  if (article.paragraphs.length === 0) return nothing();
  const { points } = extractSummary(article, { length: 'brief' });
  const statements = points.map(({ text, paragraphs }) => ({
    text: shortenedTo(LONGEST_ANSWER, text, new Map()),
    paragraphs,
    comments: [],
  }));
  return statements.length === 0 ? nothing() : { found: true, statements, nearest: null };
}

/**
 * The sentences that share something with a question, with their places, the nearest first; what readers
 * wrote comes last unless they are asked.
 */
export function nearestSentences(article: Article, options: Questioned): Statement[] {
  const asked = ask(options);
  const places = asked.ofReaders
    ? (['comments', 'paragraphs'] as const)
    : (['paragraphs', 'comments'] as const);
  return places.flatMap(where =>
    rank(asked, searched(article, where)).map(({ sentence: { text, evidence } }) => ({ text, ...evidence })),
  );
}

/** The sentences that answer a question, or the nearest passage where none does. Deterministic. */
export function extractAnswer(article: Article, options: Questioned): QuestionDraft {
  if (isGreeting(options.question)) return nothing();
  const asked = ask(options);
  if (asked.ofReaders && asked.query.size === 0) return overview(article);
  if (ABOUT_IT.test(options.question) && !asked.ofReaders) return gist(article);
  const places = searched(article, asked.ofReaders ? 'comments' : 'paragraphs');
  const ranked = rank(asked, places);
  if (ranked.length === 0) return nothing();
  const statements = shown(ranked, asked, places);
  if (answers(asked, places, ranked[0]!, statements.map(({ text }) => text).join(' ')))
    return { found: true, statements, nearest: null };
  return nothing(nearestOf(ranked, asked, places));
}

/**
 * The best sentence, with those beside it that are among the best, as one passage of the text while there is
 * room.
 */
function nearestOf(ranked: readonly Ranked[], { query }: Asked, { all }: Searched): Statement {
  const { sentence, at, score } = ranked[0]!;
  const good = new Set(ranked.filter(other => other.score >= SECOND * score).map(other => other.at));
  let [first, last] = [at, at];
  const besides = (i: number) => all[i]?.unit === sentence.unit && all[i]?.part === sentence.part;
  const fits = (from: number, to: number) =>
    besides(from) &&
    besides(to) &&
    wordCount(sentence.whole.slice(all[from]!.start, all[to]!.end)) <= LONGEST_ANSWER;
  while (good.has(last + 1) && fits(first, last + 1)) last += 1;
  while (good.has(first - 1) && fits(first - 1, last)) first -= 1;
  const text =
    first === last
      ? shortenedTo(LONGEST_ANSWER, sentence.text, query)
      : sentence.whole.slice(all[first]!.start, all[last]!.end);
  return { text, ...sentence.evidence };
}
