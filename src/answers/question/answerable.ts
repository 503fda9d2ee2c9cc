import type { AnswerType } from './answer-type.ts';
import type { PassageFeatures } from './passage-features.ts';
import type { Outcome } from './schema.ts';

/**
 * How much each sign counts for a sentence being the answer: the mean of two logistic regressions (for a question having
 * an answer, and for the best sentence holding it) over published questions (SQuAD 2.0, development part), rounded by
 * hand. Left out article by article, such a regression reaches 59 to 61 of 100 (hits and refusals,
 * balanced). Most questions without an answer share the text's words and differ in one of these signs ("Know What You
 * Don't Know", Rajpurkar et al. 2018: negation, antonyms, entities and numbers swapped).
 */
const WEIGHTS: Partial<Record<keyof PassageFeatures, number>> = {
  exact: 0.85,
  covered: 0.55,
  lacking: -0.3,
  scattered: -4,
  missingNumbers: -2.3,
  missingNames: -0.2,
  replaced: -0.6,
  denied: -2.4,
  utmost: -1.3,
  opposite: -1,
  rank: 2.1,
  length: 1,
  words: -0.4,
};
/** What is asked for stands there, or it is not known what that looks like; and all of the question, word for word. */
const FITTING = 0.85;
const ALL_THERE = 0.2;
const CONSTANT = -3.9;

/** How likely a sentence answers, between 0 and 1. */
function estimateConfidence(features: PassageFeatures): number {
  const sum = Object.entries(WEIGHTS).reduce(
    (all, [name, weight]) => all + weight * features[name as keyof PassageFeatures],
    CONSTANT +
      FITTING * Math.min(1, features.typed + features.untyped) +
      (features.exact >= FULL ? ALL_THERE : 0),
  );
  return 1 / (1 + Math.exp(-sum));
}

/** Chosen on the project's own questions and SQuAD together: higher, fewer answers are wrong and fewer are given. */
const ANSWERED = 0.5;
const PROBABLE = 0.2;
/** A passage that says less of a question in its own words, or in any, is not taken for its answer. */
const MIN_STRONG = 0.25;
const MIN_COVERED = 0.5;
/** A sentence that says all of a question for a person answers it, whoever it speaks of ("residents"). */
const FULL = 0.95;

/** What can be named in more ways than a sentence is searched for: a passage without it may still answer. */
const LOOSE_TYPES: ReadonlySet<AnswerType> = new Set(['person', 'name', 'place', 'reason', 'manner', 'any']);

/** Whether a sentence says all of a question word for word, holds what it asks for, and nothing speaks against it. */
const saysAll = ({ exact, typed, denied, utmost, opposite, replaced }: PassageFeatures): boolean =>
  exact >= FULL && typed === 1 && denied + utmost + opposite + replaced === 0;

/** How sure the best sentence makes of an answer: where what is asked for has a form, it has to stand there. */
export function judgeConfidence(features: PassageFeatures, type: AnswerType): Outcome {
  const confidence = estimateConfidence(features);
  if (saysAll(features)) return 'answered';
  const isLoose = LOOSE_TYPES.has(type);
  const hasForm = features.typed + features.untyped > 0;
  if (confidence >= ANSWERED && (hasForm || (type === 'person' && features.exact >= FULL))) return 'answered';
  const isSaid = features.strong >= MIN_STRONG || features.covered >= MIN_COVERED;
  if (!isSaid || !(hasForm || isLoose)) return 'not found';
  return confidence >= PROBABLE ? 'probable' : 'not found';
}
