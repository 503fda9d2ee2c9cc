import lexicon from '../../language/lexicons/answer-types.json' with { type: 'json' };
import { getNlp } from '../../language/nlp.ts';
import { extractContentWords, splitWords, stem, stemText } from '../../language/stems.ts';
import { oneOf } from '../../language/word-lists.ts';
import { type AnswerType, hasAnswerOfType } from './answer-type.ts';

/** A question beside the passage found for it. */
export interface QuestionMatch {
  readonly question: string;
  readonly type: AnswerType;
  /** The question's stems: each with its weight, times how rare it is. */
  readonly weights: ReadonlyMap<string, number>;
  /** The best sentence, all that would be shown, and the whole paragraph or comment around it. */
  readonly sentence: string;
  readonly passage: string;
  readonly unit: string;
}

/** Words of one family begin alike ("invade", "invasion"): stems alone miss too many. */
const FAMILY_PREFIX = 5;
const familyOf = (word: string) => word.slice(0, FAMILY_PREFIX);

/**
 * A verb of the question counts so much: a text says the same with other verbs more often than with other
 * nouns or numbers.
 */
const VERB_WEIGHT = 0.5;

function findVerbs(question: string): ReadonlySet<string> {
  const found = getNlp()(question).match('(#Verb && !#Gerund)').out('array') as string[];
  return new Set(stemText(found.join(' ')));
}

/** The share of the question's weight that a text holds. */
export function scoreCoverage(weights: ReadonlyMap<string, number>, text: string): number {
  const families = new Set(stemText(text).map(familyOf));
  let [held, all] = [0, 0];
  for (const [word, weight] of weights) {
    all += weight;
    if (families.has(familyOf(word))) held += weight;
  }
  return all === 0 ? 0 : held / all;
}

const DENYING = new RegExp(String.raw`\b${oneOf(lexicon.denying.words)}\b`, 'i');
const UTMOST = new RegExp(String.raw`\b(?:${oneOf(lexicon.utmost.words)}|\w{3,}est)\b`, 'i');
const NUMBERS = /\p{N}[\p{N}.,]*/gu;
const NAMES = /\p{Lu}(?<=\S\s+["'“‘]?\p{Lu})[\p{L}\p{M}]+/gu;

/** How many of these parts of the question the text does not hold. */
function countMissing(parts: RegExp, question: string, text: string): number {
  const there = new Set(stemText(text));
  return stemText((question.match(parts) ?? []).join(' ')).filter(word => !there.has(word)).length;
}

/**
 * How many noun phrases of the question stand in the sentence with another first word: "nitrogen dioxide",
 * "carbon dioxide".
 */
function countReplaced({ question, sentence, weights }: QuestionMatch, verbs: ReadonlySet<string>): number {
  const asked = splitWords(question).map(stem);
  const said = splitWords(sentence).map(stem);
  const content = new Set(extractContentWords(sentence).map(stem));
  const known = new Set(asked);
  const isQuestionWord = (word: string | undefined) =>
    word !== undefined && weights.has(word) && !verbs.has(word);
  const isOtherWord = (word: string | undefined) =>
    word !== undefined && content.has(word) && !known.has(word);
  return asked.filter((word, i) => {
    const next = asked[i + 1];
    if (!isQuestionWord(word) || !isQuestionWord(next) || said.includes(word)) return false;
    return said.some((same, at) => same === next && isOtherWord(said[at - 1]));
  }).length;
}

/**
 * How much each sign counts: a logistic regression over questions with and without an answer in their
 * article, checked by leaving out one article after the other, then rounded. Most questions without an answer
 * share the text's words and differ in one of these.
 */
const COVERED_WEIGHT = 1.2;
/**
 * What the paragraph holds of the question and the sentence does not: words that only happen to stand near
 * each other.
 */
const SCATTERED_WEIGHT = -1.9;
const DENIED_WEIGHT = -2;
const NUMBER_WEIGHT = -1.5;
const UTMOST_WEIGHT = -0.8;
const REPLACED_WEIGHT = -0.6;
const NAME_WEIGHT = -0.5;
/** For each e-fold of words: the same share of a long question says more than of a short one. */
const LENGTH_WEIGHT = 0.8;
const KIND_WEIGHT = 0.5;
const THRESHOLD = 2.25;
/** Less than this share of the question is no answer, whatever else speaks for it. */
const MIN_COVERAGE = 0.5;

/**
 * Whether a passage answers a question: the signs of "Know What You Don't Know" (Rajpurkar et al. 2018:
 * negation, antonyms, entities and numbers swapped), weighed with the share of the question's words that the
 * sentence holds and the kind of thing it asks for.
 */
export function isAnsweredBy(found: QuestionMatch): boolean {
  const { question, type, sentence, passage, unit } = found;
  const isOneSided = (pattern: RegExp) => (pattern.test(question) && !pattern.test(passage) ? 1 : 0);
  const verbs = findVerbs(question);
  const weights = new Map(
    [...found.weights].map(([word, weight]) => [word, weight * (verbs.has(word) ? VERB_WEIGHT : 1)]),
  );
  const covered = scoreCoverage(weights, sentence);
  if (covered < MIN_COVERAGE) return false;
  const against =
    DENIED_WEIGHT * isOneSided(DENYING) +
    NUMBER_WEIGHT * countMissing(NUMBERS, question, passage) +
    NAME_WEIGHT * countMissing(NAMES, question, passage);
  if (covered === 1 && against === 0) return true;
  const signs =
    against +
    COVERED_WEIGHT * covered +
    SCATTERED_WEIGHT * (scoreCoverage(weights, unit) - covered) +
    UTMOST_WEIGHT * isOneSided(UTMOST) +
    REPLACED_WEIGHT * countReplaced(found, verbs) +
    LENGTH_WEIGHT * Math.log(1 + weights.size) +
    (hasAnswerOfType(type, sentence, question) ? KIND_WEIGHT : 0);
  return signs >= THRESHOLD;
}
