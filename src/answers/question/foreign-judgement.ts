import type { AnswerType } from './answer-type.ts';
import type { PassageFeatures } from './passage-features.ts';
import type { Outcome } from './schema.ts';
import { toLikelihood } from './weights.ts';

/*
 * How sentences of other languages than English are judged. Neither their grammar nor what words mean is known, and there are
 * no training questions in them: the signs count in whole numbers, set by hand.
 */

/** How much each sign counts for a sentence being the one that answers. */
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
 * How much each sign counts for the best sentence being the answer (Dawes 1979, "The Robust Beauty of Improper Linear Models in
 * Decision Making").
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

/** The logit of how likely a sentence answers, as far as its words and those of the question tell. */
function weighSigns(features: PassageFeatures): number {
  return Object.entries(WEIGHTS).reduce(
    (all, [name, weight]) => all + weight * features[name as keyof PassageFeatures],
    // what is asked for stands there, or it is not known what that looks like
    CONSTANT + Math.min(1, features.typed + features.untyped),
  );
}

/** Whether what is asked for has a form that the sentence has not. */
const lacksForm = ({ typed, untyped }: PassageFeatures) => (1 - typed) * (1 - untyped);

/** How likely the best sentence is right, by the signs and by how far it stands out; and how likely there is an answer at all. */
const estimateRight = (features: PassageFeatures, share: number): number =>
  toLikelihood(0.4 * weighSigns(features) + 3.1 * share - 0.8 * lacksForm(features) - 2.2);

function estimateAnswerable(features: PassageFeatures): number {
  return toLikelihood(
    0.3 * weighSigns(features) +
      // neither verbs nor what belongs together is read: they count as they do at the middle
      1.1 * 0.5 +
      1.2 * features.near +
      1.2 * 0.5 +
      0.6 * features.hits -
      1.25 * features.length -
      0.85 * lacksForm(features) +
      0.8,
  );
}

/** Higher, fewer answers are wrong and fewer are given. */
const ANSWERED = 0.6;
const RIGHT = 0.36;
const ANSWERABLE = 0.66;
/** A sentence that says all of a question answers it beside others that say as much, and one for a person whoever it speaks of ("residents"). */
const FULL = 0.95;

/** Whether a sentence says all of a question of more than one word word for word, holds what it asks for, and nothing speaks against it. */
const saysAll = ({ exact, hits, typed, denied, utmost, opposite, replaced }: PassageFeatures): boolean =>
  exact >= FULL && hits > 1 && typed === 1 && denied + utmost + opposite + replaced === 0;

/** How sure the best sentence makes of an answer: where what is asked for has a form, it has to stand there. */
export function judgeForeign(
  { features, share }: { readonly features: PassageFeatures; readonly share: number },
  type: AnswerType,
): Outcome {
  if (saysAll(features)) return 'answered';
  const hasForm = features.typed + features.untyped > 0 || (type === 'person' && features.exact >= FULL);
  const isSure =
    toLikelihood(weighSigns(features)) >= ANSWERED &&
    (features.exact >= FULL || estimateRight(features, share) >= RIGHT);
  if (hasForm && isSure) return 'answered';
  return estimateAnswerable(features) >= ANSWERABLE ? 'probable' : 'not found';
}
