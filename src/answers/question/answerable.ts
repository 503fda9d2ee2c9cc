import { nlp } from '../../language/nlp.ts';
import { contentWords, stem, stems, words } from '../../language/words.ts';
import { type AnswerType, holdsAnswer } from './answer-type.ts';

/** A question beside the passage found for it. */
export interface Found {
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
const FAMILY = 5;
const family = (word: string) => word.slice(0, FAMILY);

/**
 * A verb of the question counts so much: a text says the same with other verbs more often than with other
 * nouns or numbers.
 */
const VERB = 0.5;

function verbsOf(question: string): ReadonlySet<string> {
  const found = nlp()(question).match('(#Verb && !#Gerund)').out('array') as string[];
  return new Set(stems(found.join(' ')));
}

/** The share of the question's weight that a text holds. */
export function coverage(weights: ReadonlyMap<string, number>, text: string): number {
  const families = new Set(stems(text).map(family));
  let [held, all] = [0, 0];
  for (const [word, weight] of weights) {
    all += weight;
    if (families.has(family(word))) held += weight;
  }
  return all === 0 ? 0 : held / all;
}

const DENYING =
  /\b(?:not|never|without|cannot|\w+n['’]t|(?:did|does|was|were|is|are|had|has|could|would)nt)\b/i;
const UTMOST = /\b(?:most|least|first|last|only|\w{3,}est)\b/i;
const NUMBERS = /\p{N}[\p{N}.,]*/gu;
const NAMES = /\p{Lu}(?<=\S\s+["'“‘]?\p{Lu})[\p{L}\p{M}]+/gu;

/** How many of these parts of the question the text does not hold. */
function missing(parts: RegExp, question: string, text: string): number {
  const there = new Set(stems(text));
  return stems((question.match(parts) ?? []).join(' ')).filter(word => !there.has(word)).length;
}

/**
 * How many noun phrases of the question stand in the sentence with another first word: "nitrogen dioxide",
 * "carbon dioxide".
 */
function replaced({ question, sentence, weights }: Found, verbs: ReadonlySet<string>): number {
  const asked = words(question).map(stem);
  const said = words(sentence).map(stem);
  const content = new Set(contentWords(sentence).map(stem));
  const known = new Set(asked);
  const means = (word: string | undefined) => word !== undefined && weights.has(word) && !verbs.has(word);
  const another = (word: string | undefined) => word !== undefined && content.has(word) && !known.has(word);
  return asked.filter((word, i) => {
    const next = asked[i + 1];
    if (!means(word) || !means(next) || said.includes(word)) return false;
    return said.some((same, at) => same === next && another(said[at - 1]));
  }).length;
}

/**
 * How much each sign counts: a logistic regression over questions with and without an answer in their
 * article, checked by leaving out one article after the other, then rounded. Most questions without an answer
 * share the text's words and differ in one of these.
 */
const COVERED = 1.2;
/**
 * What the paragraph holds of the question and the sentence does not: words that only happen to stand near
 * each other.
 */
const SCATTERED = -1.9;
const DENIED = -2;
const NUMBER = -1.5;
const UTMOST_MISSING = -0.8;
const REPLACED = -0.6;
const NAME = -0.5;
/** For each e-fold of words: the same share of a long question says more than of a short one. */
const LENGTH = 0.8;
const KIND = 0.5;
const ENOUGH = 2.25;
/** Less than this share of the question is no answer, whatever else speaks for it. */
const LEAST_COVERED = 0.5;

/**
 * Whether a passage answers a question: the signs of "Know What You Don't Know" (Rajpurkar et al. 2018:
 * negation, antonyms, entities and numbers swapped), weighed with the share of the question's words that the
 * sentence holds and the kind of thing it asks for.
 */
export function isAnswer(found: Found): boolean {
  const { question, type, sentence, passage, unit } = found;
  const unlike = (pattern: RegExp) => (pattern.test(question) && !pattern.test(passage) ? 1 : 0);
  const verbs = verbsOf(question);
  const weights = new Map(
    [...found.weights].map(([word, weight]) => [word, weight * (verbs.has(word) ? VERB : 1)]),
  );
  const covered = coverage(weights, sentence);
  if (covered < LEAST_COVERED) return false;
  const against =
    DENIED * unlike(DENYING) +
    NUMBER * missing(NUMBERS, question, passage) +
    NAME * missing(NAMES, question, passage);
  if (covered === 1 && against === 0) return true;
  const signs =
    against +
    COVERED * covered +
    SCATTERED * (coverage(weights, unit) - covered) +
    UTMOST_MISSING * unlike(UTMOST) +
    REPLACED * replaced(found, verbs) +
    LENGTH * Math.log(1 + weights.size) +
    (holdsAnswer(type, sentence, question) ? KIND : 0);
  return signs >= ENOUGH;
}
