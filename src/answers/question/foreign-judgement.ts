import type { AnswerType } from './answer-type.ts';
import { canHoldAnswer, coversQuestion, FULL, lacksForm } from './full-coverage.ts';
import type { PassageFeatures } from './passage-features.ts';
import type { Outcome } from './schema.ts';
import { toLikelihood } from './weights.ts';

/*
 * Judgement of sentences in languages other than English. Neither their grammar nor the meaning of their
 * words is known, and there are no training questions in them, so the weights are set by hand.
 */

/** Weight of each sign in ranking the sentences as answers. */
export const FOREIGN_SENTENCE_WEIGHTS: Readonly<Record<string, number>> = {
  covered: 2.7,
  near: 2,
  pairs: 0.6,
  typed: 4.4,
  rank: 3,
  words: 0.4,
  lead: 0.2,
};

/**
 * Weight of each sign for the best sentence being the answer (Dawes 1979, "The Robust Beauty of Improper
 * Linear Models in Decision Making").
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
/** Logit of a sentence that has none of the signs. */
const CONSTANT = -3.2;

/** Logit of the probability that a sentence answers, as far as its words and those of the question tell. */
function weighSigns(features: PassageFeatures): number {
  return Object.entries(WEIGHTS).reduce(
    (all, [name, weight]) => all + weight * features[name as keyof PassageFeatures],
    // the sentence holds what is asked for, or its form is not known
    CONSTANT + Math.min(1, features.typed + features.untyped),
  );
}

/**
 * How likely it is that the best sentence is right, judged by its signs and by how far it stands out.
 * `estimateAnswerable`: how likely it is that there is an answer at all.
 */
const estimateRight = (features: PassageFeatures, share: number): number =>
  toLikelihood(0.4 * weighSigns(features) + 3.1 * share - 0.8 * lacksForm(features) - 2.2);

function estimateAnswerable(features: PassageFeatures): number {
  return toLikelihood(
    0.3 * weighSigns(features) +
      // verbs and pairs of related words are not read here: they count at their average
      1.1 * 0.5 +
      1.2 * features.near +
      1.2 * 0.5 +
      0.6 * features.hits -
      1.25 * features.length -
      0.85 * lacksForm(features) +
      0.8,
  );
}

/** Thresholds; higher values give fewer answers and fewer wrong ones. */
const ANSWERED = 0.6;
const RIGHT = 0.36;
const ANSWERABLE = 0.66;
/**
 * Judges from the best sentence whether the question is answered. If the kind of thing asked for has a form,
 * the sentence must hold it.
 */
export function judgeForeign(
  { features, share }: { readonly features: PassageFeatures; readonly share: number },
  type: AnswerType,
): Outcome {
  if (coversQuestion(features) && features.typed === 1) return 'answered';
  const isSure =
    toLikelihood(weighSigns(features)) >= ANSWERED &&
    // one that covers the whole question may answer even if others cover as much
    (features.exact >= FULL || estimateRight(features, share) >= RIGHT);
  if (canHoldAnswer(features, type) && isSure) return 'answered';
  return estimateAnswerable(features) >= ANSWERABLE ? 'probable' : 'not found';
}
