import type { Article } from '../../articles/article.ts';
import { getArticleLanguageCode } from '../../articles/article-language.ts';
import lexicon from '../../language/lexicons/questions.json' with { type: 'json' };
import { getReadingLanguage, stem, stemText } from '../../language/stems.ts';
import { oneOf } from '../../language/word-lists.ts';
import type { AskedQuestion } from './schema.ts';

/** Stems of words that say what is asked for, not what the question is about. */
export const ASKING_WORDS = new Set(lexicon.asking.words.map(stem));

const GREETING = new RegExp(String.raw`^${oneOf(lexicon.greetings.words)}\b[\s\p{P}\p{S}\p{L}]{0,20}$`, 'iu');

const ASKS = new RegExp(String.raw`\?|\b${oneOf(lexicon.asks.words)}\b`, 'i');

/** Whether a message is only a greeting or thanks and asks nothing. */
export function isGreeting(text: string): boolean {
  return GREETING.test(text) && !ASKS.test(text);
}

const READERS_QUESTION = new RegExp(String.raw`\b${oneOf(lexicon.readers.words)}\b`, 'i');

const COMMENTING = new RegExp(String.raw`^${oneOf(lexicon.commenting.words)}[\s?!.]*$`, 'iu');

/** Whether a question asks about the readers' comments. */
const asksReaders = (question: string): boolean =>
  READERS_QUESTION.test(question) || COMMENTING.test(question);

const { nouns, anybody, opinions, facts, known, moving, moods } = lexicon.public.words;
const ALL = '(?:most |many |some |all |other |the |ordinary |local )?';
const OPINION = oneOf(opinions);
/** "What do people on Mill Lane think", "what worries people", "according to fans", "does anyone mind". */
const PUBLIC_QUESTION = new RegExp(
  [
    String.raw`\b(?:do|does|did|would|are|is|have|should) ${ALL}${oneOf(nouns)}(?: (?:on|in|from|at|near) .{1,40}?)? (?:really |actually |generally |all |still )?${OPINION}\b`,
    String.raw`\b(?:do|did|are|would) they (?:all |really )?(?:say|saying|think|thinking|feel|believe|make of)\b`,
    String.raw`\b${oneOf(moving)} ${ALL}${oneOf(nouns)}\b`,
    String.raw`\baccording to ${ALL}${oneOf(nouns)}\b`,
    String.raw`\b(?:do|does|did|is|has) ${oneOf(anybody)}(?: else| here)? ${oneOf([...opinions, ...known])}\b`,
    String.raw`\b${oneOf(moods)}\b`,
  ].join('|'),
  'i',
);

/** Whether a question asks what people in general think, be it in the comments or in the text. */
export const asksPublic = (question: string): boolean => PUBLIC_QUESTION.test(question);

const FACT = new RegExp(String.raw`\b${oneOf(facts)}\b`, 'i');

/** Whether a text may tell what people think without their words: what they like or want. */
export const isToldAsFact = (question: string): boolean => FACT.test(question);

const readerStems = new Map<string, ReadonlySet<string>>();

/** Whether a stem only marks a question as one about readers; in the language being read. */
export function isReaderStem(root: string): boolean {
  const language = getReadingLanguage();
  const known = readerStems.get(language) ?? new Set(lexicon.ofReaders.words.map(stem));
  readerStems.set(language, known);
  return known.has(root);
}

export const POINTING_WORD = new RegExp(String.raw`\b${oneOf(lexicon.pointing.words)}\b`, 'i');

/** How questions begin in languages other than English. */
const FOREIGN_QUESTION = new RegExp(
  String.raw`^[\s\p{P}]*(?:${oneOf(lexicon.foreignQuestionWords.words)}|qu['’]\p{L}+)(?![\p{L}\p{N}])`,
  'iu',
);

/** Whether a question about an English article is plainly in another language, by script or first words. */
export function isForeignQuestion(question: string, article: Article): boolean {
  const others = question.match(/\p{L}/gu)?.filter(letter => !/\p{Script=Latin}/u.test(letter)).length ?? 0;
  return (
    (FOREIGN_QUESTION.test(question) || others * 2 > question.length) &&
    getArticleLanguageCode(article) === 'eng'
  );
}

/** Verbs that say little about what is asked. */
export const LIGHT_VERBS = new Set(lexicon.light.words.map(stem));

export const LIGHT_VERB_WEIGHT = 0.3;

/**
 * Words that ask for a measure ("how often", "how tall"). They are not what the question is about either, but
 * the answer may contain them ("84 metres long").
 */
export const MEASURE_QUESTION = new RegExp(String.raw`\bhow ${oneOf(lexicon.measures.words)}\b`, 'gi');

export const stemQuestion = (question: string) =>
  [...new Set(stemText(question.replace(MEASURE_QUESTION, 'how')))].filter(word => !ASKING_WORDS.has(word));

/** Whether a question is about the readers' comments rather than the article. */
export const isAboutReaders = ({ question, of }: AskedQuestion): boolean =>
  of === 'readers' || asksReaders(question);
