import { isReadingEnglish } from '../../language/stems.ts';
import type { AnswerType } from './answer-type.ts';
import type { PassageFeatures } from './passage-features.ts';
import type { Passage } from './passages.ts';
import type { Outcome } from './schema.ts';

/**
 * How much each sign counts for a sentence being the answer, set by hand in whole numbers (the count of words, a logarithm,
 * in halves): more for what decides by itself, as words that stand far apart, a number that is missing, a denial. Such
 * numbers do as well as fitted ones where signs are many and data few (Dawes 1979, "The Robust Beauty of Improper Linear
 * Models in Decision Making"), and so it is here. Most questions without an answer share the text's words and differ in one
 * of these signs ("Know What You Don't Know", Rajpurkar et al. 2018: negation, antonyms, entities and numbers swapped).
 */
const WEIGHTS: Partial<Record<keyof PassageFeatures, number>> = {
  exact: 1,
  covered: 1,
  rank: 2,
  length: 1,
  words: -0.5,
  lacking: -1,
  scattered: -4,
  missingNumbers: -2,
  missingNames: -1,
  replaced: -1,
  denied: -2,
  utmost: -1,
  opposite: -1,
};
/** The logit of a sentence that has none of the signs. */
const CONSTANT = -3.2;

const toShare = (logit: number) => 1 / (1 + Math.exp(-logit));

/** The logit of how likely a sentence answers, as far as its words and those of the question tell. */
export function weighSigns(features: PassageFeatures): number {
  return Object.entries(WEIGHTS).reduce(
    (all, [name, weight]) => all + weight * features[name as keyof PassageFeatures],
    // what is asked for stands there, or it is not known what that looks like
    CONSTANT + Math.min(1, features.typed + features.untyped),
  );
}

/** Whether what is asked for has a form that the sentence has not. */
export const lacksForm = ({ typed, untyped }: PassageFeatures) => (1 - typed) * (1 - untyped);

/**
 * How likely the best sentence is right, by the signs and by how far it stands out; and how likely the article has an
 * answer at all: two logistic regressions over the project's own questions (bench/questions, with its training part),
 * by `bench/fit-questions.ts`. Left out article by article they tell right from wrong sentences in 77 of 100 pairs and questions
 * with from those without an answer in 75.
 */
const estimateRight = (features: PassageFeatures, share: number): number =>
  toShare(0.4 * weighSigns(features) + 3.1 * share - 0.8 * lacksForm(features) - 2.2);

function estimateAnswerable(features: PassageFeatures): number {
  // of other languages neither verbs nor what belongs together is read: they count as they do at the middle
  const { verb, pairs } = isReadingEnglish() ? features : { verb: 0.5, pairs: 0.5 };
  return toShare(
    0.3 * weighSigns(features) +
      1.1 * verb +
      1.2 * features.near +
      1.2 * pairs +
      0.6 * features.hits -
      1.25 * features.length -
      0.85 * lacksForm(features) +
      0.8,
  );
}

/** Chosen on the project's own questions and SQuAD together: higher, fewer answers are wrong and fewer are given. */
const ANSWERED = 0.6;
const RIGHT = 0.36;
const ANSWERABLE = 0.66;
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
