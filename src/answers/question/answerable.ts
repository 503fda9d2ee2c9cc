import type { AnswerType } from './answer-type.ts';
import type { PassageFeatures } from './passage-features.ts';
import type { Passage } from './passages.ts';
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

const toShare = (logit: number) => 1 / (1 + Math.exp(-logit));

/** The logit of how likely a sentence answers, as far as its words and those of the question tell. */
export function weighSigns(features: PassageFeatures): number {
  return Object.entries(WEIGHTS).reduce(
    (all, [name, weight]) => all + weight * features[name as keyof PassageFeatures],
    CONSTANT +
      FITTING * Math.min(1, features.typed + features.untyped) +
      (features.exact >= FULL ? ALL_THERE : 0),
  );
}

/** Whether what is asked for has a form that the sentence has not. */
export const lacksForm = ({ typed, untyped }: PassageFeatures) => (1 - typed) * (1 - untyped);

/**
 * How likely the best sentence is right, by the signs and by how far it stands out; and how likely the article has an
 * answer at all: two logistic regressions over the project's own questions (bench/questions, with its training part),
 * by `bench/fit-questions.ts`. Left out article by article they tell right from wrong sentences in 77 of 100 pairs and questions
 * with from those without an answer in 74.
 */
const estimateRight = (features: PassageFeatures, share: number): number =>
  toShare(0.5 * weighSigns(features) + 3.2 * share - 0.65 * lacksForm(features) - 2);

const estimateAnswerable = (features: PassageFeatures): number =>
  toShare(
    0.22 * weighSigns(features) +
      1.15 * features.verb +
      1.35 * features.near +
      1.1 * features.pairs +
      0.7 * features.hits -
      1.6 * features.length -
      0.85 * lacksForm(features) +
      1.2,
  );

/** Chosen on the project's own questions and SQuAD together: higher, fewer answers are wrong and fewer are given. */
const ANSWERED = 0.45;
const RIGHT = 0.4;
const ANSWERABLE = 0.68;
/** A sentence that says all of a question answers it beside others that say as much, and one for a person whoever it speaks of ("residents"). */
const FULL = 0.95;

/** Whether a sentence says all of a question of more than one word word for word, holds what it asks for, and nothing speaks against it. */
const saysAll = ({ exact, hits, typed, denied, utmost, opposite, replaced }: PassageFeatures): boolean =>
  exact >= FULL && hits > 1 && typed === 1 && denied + utmost + opposite + replaced === 0;

/** How sure the best sentence makes of an answer: where what is asked for has a form, it has to stand there. */
export function judgeConfidence(
  { features, share }: Pick<Passage, 'features' | 'share'>,
  type: AnswerType,
): Outcome {
  if (saysAll(features)) return 'answered';
  const hasForm = features.typed + features.untyped > 0 || (type === 'person' && features.exact >= FULL);
  const isSure =
    toShare(weighSigns(features)) >= ANSWERED &&
    (features.exact >= FULL || estimateRight(features, share) >= RIGHT);
  if (hasForm && isSure) return 'answered';
  return estimateAnswerable(features) >= ANSWERABLE ? 'probable' : 'not found';
}
