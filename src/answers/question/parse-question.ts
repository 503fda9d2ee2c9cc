import type { Article } from '../../articles/article.ts';
import { getArticleLanguageCode } from '../../articles/article-language.ts';
import lexicon from '../../language/lexicons/questions.json' with { type: 'json' };
import { extractContentWords, isReadingEnglish, splitWords, stem, stemText } from '../../language/stems.ts';
import { oneOf } from '../../language/word-lists.ts';
import { elementAt } from '../../lists.ts';
import type { WordClass } from '../verification/propositions/tagging.ts';
import { readWords } from '../verification/propositions/words.ts';
import type { SpanQuery } from './answer-spans.ts';
import { type AnswerType, classifyQuestion } from './answer-type.ts';
import { alternativesOf, type QuestionTerm, termStemOf } from './question-terms.ts';
import type { AskedQuestion as Questioned } from './schema.ts';

/** Words of a question that name what is asked for, not what it is about. */
const ASKING_WORDS = new Set(lexicon.asking.words.map(stem));

const GREETING = new RegExp(String.raw`^${oneOf(lexicon.greetings.words)}\b[\s\p{P}\p{S}\p{L}]{0,20}$`, 'iu');

const ASKS = new RegExp(String.raw`\?|\b${oneOf(lexicon.asks.words)}\b`, 'i');

/** Thanks and greetings that ask nothing besides. */
export function isGreeting(text: string): boolean {
  return GREETING.test(text) && !ASKS.test(text);
}

/** Asks what the article is about as a whole. */
export const OVERVIEW_QUESTION = new RegExp(
  String.raw`^(?:so )?what(?:'s|’s| is| was)? (?:(?:this|the|that|it) ?)?(?:article|story|piece|text|it|this)?(?: is)?(?: all)? about\s*\??$|\b${oneOf(lexicon.gist.words)}\b|^what happened\s*\??$`,
  'i',
);

const READERS_QUESTION = new RegExp(String.raw`\b${oneOf(lexicon.readers.words)}\b`, 'i');

const READER_WORDS = new Set(lexicon.ofReaders.words.map(stem));

const FOLLOW_UP = new RegExp(String.raw`^${oneOf(lexicon.following.words)}\b`, 'i');

const POINTING_WORD = new RegExp(String.raw`\b${oneOf(lexicon.pointing.words)}\b`, 'i');

/** How a question begins in other languages than English. */
const FOREIGN_QUESTION = new RegExp(
  String.raw`^[\s\p{P}]*(?:${oneOf(lexicon.foreignQuestionWords.words)}|qu['’]\p{L}+)(?![\p{L}\p{N}])`,
  'iu',
);

/**
 * Whether a question about an English article is plainly in another language, by its letters or its first
 * words.
 */
export function isForeignQuestion(question: string, article: Article): boolean {
  const others = question.match(/\p{L}/gu)?.filter(letter => !/\p{Script=Latin}/u.test(letter)).length ?? 0;
  return (
    (FOREIGN_QUESTION.test(question) || others * 2 > question.length) &&
    getArticleLanguageCode(article) === 'eng'
  );
}

/** What is asked: the stems with their weights, what kind of thing answers it, and of whom. */
export interface ParsedQuestion {
  readonly question: string;
  readonly query: ReadonlyMap<string, number>;
  readonly type: AnswerType;
  readonly ofReaders: boolean;
  /** Its words with what may stand for them in a text, in its order. */
  readonly terms: readonly QuestionTerm[];
  /** Which parts of a sentence answer it. */
  readonly spans: SpanQuery;
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
    if (!isFollowUp(elementAt(chain, -1))) break;
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
export function parseQuestion(options: Questioned): ParsedQuestion {
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
  const type = classifyQuestion(question);
  const whole = chain.join(' ');
  const { focus, measure } = findFocus(question);
  return {
    question: whole,
    query,
    type,
    ofReaders,
    terms: collectTerms(whole, query),
    spans: { type, question: whole, focus, measure },
  };
}

function collectTerms(question: string, query: ReadonlyMap<string, number>): QuestionTerm[] {
  const kinds = isReadingEnglish()
    ? new Map(readWords(question).map(({ lower, kind }) => [lower, kind]))
    : new Map<string, WordClass>();
  const seen = new Set<string>();
  return extractContentWords(question).flatMap(word => {
    const weight = query.get(stem(word));
    const own = termStemOf(word);
    if (weight === undefined || seen.has(own)) return [];
    seen.add(own);
    return [{ word, stem: own, weight, kind: termKindOf(kinds.get(word)), alternatives: alternativesOf(word) }];
  });
}

const VERBAL = new Set<WordClass | undefined>(['verb', 'participle']);

function termKindOf(kind: WordClass | undefined): QuestionTerm['kind'] {
  if (kind === 'name' || kind === 'number') return kind;
  return VERBAL.has(kind) ? 'verb' : 'other';
}

const NOMINAL = new Set<WordClass>(['noun', 'adjective', 'name', 'number']);
/** What stands behind "what" where that is no kind of thing. */
const NO_FOCUS = 'is|was|are|were|do|does|did|has|have|had|will|would|can|could|should|may|might|of|the|a|an';
const FOCUS = new RegExp(String.raw`\b(?:how many|how much|which|what|whose) (?!(?:${NO_FOCUS})\b)([^,?.;]{2,60})`, 'i');
const MEASURE = new RegExp(String.raw`\bhow ${oneOf(lexicon.measures.words)}\b`, 'i');

/** The stems of what is counted, or of which kind the answer is, and what a measure measures. */
function findFocus(question: string): { focus: string[]; measure: string | null } {
  const measure = MEASURE.exec(question)?.[0].split(' ')[1]?.toLowerCase() ?? null;
  const [, rest = ''] = FOCUS.exec(question) ?? [];
  if (!isReadingEnglish() || rest === '') return { focus: [], measure };
  const words = readWords(rest);
  const end = words.findIndex(({ kind }) => !NOMINAL.has(kind));
  return {
    focus: words.slice(0, end < 0 ? words.length : end).filter(({ kind }) => kind === 'noun').map(({ lower }) => termStemOf(lower)),
    measure,
  };
}

