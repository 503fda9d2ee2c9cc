import { isReadingEnglish } from '../../language/stems.ts';
import type { AnswerType } from './answer-type.ts';
import fitted from './fitted-weights.json' with { type: 'json' };
import { judgeForeign } from './foreign-judgement.ts';
import { canHoldAnswer, coversQuestion, FULL, lacksForm } from './full-coverage.ts';
import type { PassageFeatures } from './passage-features.ts';
import { type Passage, signsOf } from './passages.ts';
import type { Outcome } from './schema.ts';
import { addShares, toLikelihood, weigh } from './weights.ts';

type Judged = Pick<Passage, 'features'>;
type Ranked = Pick<Passage, 'features' | 'share' | 'score'>;

/** Features whose maximum over all sentences of the text is a sign too. */
const ANYWHERE = ['kin', 'exact', 'typed', 'beside'] as const;
/** Maximum number of sentences shown together. */
const SHOWN = 3;

/**
 * The signs that the best sentences answer, by name: the features of the best one, how far it and the first
 * three stand out, the maximum of some features over all sentences, and the kind of thing asked for.
 */
export function readSigns(passages: readonly Ranked[], type: AnswerType): ReadonlyMap<string, number> {
  const [best, second] = passages;
  if (!best) return new Map();
  return new Map([
    ...Object.entries(best.features),
    ['lacksForm', lacksForm(best.features)],
    ['share', best.share],
    ['shareOfThree', passages.slice(0, SHOWN).reduce((sum, { share }) => sum + share, 0)],
    ['score', best.score],
    ['margin', second ? best.score - second.score : 0],
    ...ANYWHERE.map(
      name => [`any:${name}`, Math.max(...passages.map(({ features }) => features[name]))] as const,
    ),
    [`is:${type}`, 1],
  ]);
}

/** The passages as their words alone would rank them. */
export function rankByWords(
  passages: readonly Judged[],
  type: AnswerType,
  weights: Readonly<Record<string, number>> = fitted.words,
): Ranked[] {
  const ranked = passages
    .map(({ features }) => ({ features, score: weigh(signsOf(features, type), weights) }))
    .toSorted((a, b) => b.score - a.score);
  return addShares(ranked);
}

/**
 * How likely it is that one of the sentences shown is right, and that the article has an answer at all: two
 * logistic regressions fitted to the project's training questions (bench/questions/training) by
 * `bench/fit-questions.ts`, which prints how well they do on articles they were not fitted to. Most questions
 * without an answer share the text's words and differ in one of these signs ("Know What You Don't Know",
 * Rajpurkar et al. 2018: negation, antonyms, entities and numbers swapped). Such a sentence is as close in sense
 * as one that answers, so whether there is an answer is judged by words alone.
 */
const estimateRight = (signs: ReadonlyMap<string, number>) => toLikelihood(weigh(signs, fitted.right));
const estimateAnswerable = (signs: ReadonlyMap<string, number>) =>
  toLikelihood(weigh(signs, fitted.answerable));

/**
 * Thresholds, chosen on the training questions with the articles left out in turn. Higher values give fewer
 * answers and fewer wrong ones.
 */
const RIGHT = 0.69;
/** A lower threshold is enough if the sentence has all of the question word for word. */
const RIGHT_IF_SAID = 0.6;
const ANSWERABLE = 0.66;
const PROBABLE = 0.77;
/** Minimum share of the question that an answering sentence must cover; its neighbours may have the rest. */
const MIN_ANSWERING = 0.3;
/** The minimum for a sentence that has none of the question's own words. */
const MIN_SAID = 0.5;

/** Whether a sentence covers the question and holds what is asked for. */
export const saysAll = (features: PassageFeatures, type: AnswerType): boolean =>
  coversQuestion(features) && (features.typed === 1 || type === 'person');

/**
 * Judges from the best sentences whether the question is answered. If the kind of thing asked for has a form,
 * the best sentence must hold it.
 */
export function judgeConfidence(passages: readonly Ranked[], type: AnswerType): Outcome {
  const [best] = passages;
  if (!best) return 'not found';
  if (!isReadingEnglish()) return judgeForeign(best, type);
  const { features } = best;
  // "and when?" by itself has no word to look for
  if (features.length === 0) return 'not found';
  if (saysAll(features, type)) return 'answered';
  const signs = readSigns(rankByWords(passages, type), type);
  const answerable = estimateAnswerable(signs);
  // what was so in another year, or before, does not answer
  const isOfItsTime = features.missingNumbers === 0 && features.past === 0;
  // a sentence that covers little of the question resembles it by chance
  const isSaying = features.strong > 0 || features.covered >= MIN_SAID;
  if (
    canHoldAnswer(features, type) &&
    isSaying &&
    isOfItsTime &&
    features.covered >= MIN_ANSWERING &&
    answerable >= ANSWERABLE &&
    estimateRight(signs) >= (features.exact >= FULL ? RIGHT_IF_SAID : RIGHT)
  )
    return 'answered';
  return (isSaying || features.typed === 1) && answerable >= PROBABLE ? 'probable' : 'not found';
}
