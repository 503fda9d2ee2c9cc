import { isReadingEnglish } from '../../language/stems.ts';
import type { AnswerType } from './answer-type.ts';
import fitted from './fitted-weights.json' with { type: 'json' };
import { judgeForeign } from './foreign-judgement.ts';
import type { PassageFeatures } from './passage-features.ts';
import type { Passage } from './passages.ts';
import type { Outcome } from './schema.ts';
import { toLikelihood, weigh } from './weights.ts';

type Judged = Pick<Passage, 'features' | 'share' | 'score'>;

/** Whether what is asked for has a form that the sentence has not. */
const lacksForm = ({ typed, untyped }: PassageFeatures) => (1 - typed) * (1 - untyped);

/** Signs of which it also counts how well any sentence of the text has them. */
const ANYWHERE = ['kin', 'exact', 'typed', 'beside'] as const;
/** Sentences that are shown together, at most. */
const SHOWN = 3;

/**
 * What tells whether the best sentences answer, by name: the features of the best, how far it and the first three stand out,
 * what any sentence has, and what kind of thing is asked for.
 */
export function readSigns(passages: readonly Judged[], type: AnswerType): ReadonlyMap<string, number> {
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

/**
 * How likely one of the sentences that are shown is right, and how likely the article has an answer at all: two logistic
 * regressions over the project's training questions (bench/questions/training), by `bench/fit-questions.ts`, which prints how well
 * they tell on articles that they were not fitted to. Most questions without an answer share the text's words and differ in one
 * of these signs ("Know What You Don't Know", Rajpurkar et al. 2018: negation, antonyms, entities and numbers swapped).
 */
const estimateRight = (signs: ReadonlyMap<string, number>) => toLikelihood(weigh(signs, fitted.right));
const estimateAnswerable = (signs: ReadonlyMap<string, number>) =>
  toLikelihood(weigh(signs, fitted.answerable));

/** Chosen on the training questions, left out article by article: higher, fewer answers are wrong and fewer are given. */
const RIGHT = 0.66;
/** Less is enough where the sentence says all of the question word for word. */
const RIGHT_IF_SAID = 0.6;
const ANSWERABLE = 0.66;
const PROBABLE = 0.77;
/** So much of a question a sentence has to say that answers it; the rest may stand beside it. */
const MIN_ANSWERING = 0.3;
/** So much of a question a sentence has to say that has none of its words. */
const MIN_SAID = 0.5;
/** A sentence that says all of a question answers one for a person whoever it speaks of ("residents"). */
const FULL = 0.95;

/** Whether a sentence says all of a question of more than one word word for word, holds what it asks for, and nothing speaks against it. */
export const saysAll = (
  { exact, hits, typed, denied, utmost, opposite, replaced }: PassageFeatures,
  type: AnswerType,
): boolean =>
  exact >= FULL &&
  hits > 1 &&
  (typed === 1 || type === 'person') &&
  denied + utmost + opposite + replaced === 0;

/** How sure the best sentences make of an answer: where what is asked for has a form, it has to stand there. */
export function judgeConfidence(passages: readonly Judged[], type: AnswerType): Outcome {
  const [best] = passages;
  if (!best) return 'not found';
  if (!isReadingEnglish()) return judgeForeign(best, type);
  const { features } = best;
  if (saysAll(features, type)) return 'answered';
  const signs = readSigns(passages, type);
  const answerable = estimateAnswerable(signs);
  const hasForm = features.typed + features.untyped > 0 || (type === 'person' && features.exact >= FULL);
  // what says little of the question comes near it by chance
  const isSaying = features.strong > 0 || features.covered >= MIN_SAID;
  if (
    hasForm &&
    isSaying &&
    features.covered >= MIN_ANSWERING &&
    answerable >= ANSWERABLE &&
    estimateRight(signs) >= (features.exact >= FULL ? RIGHT_IF_SAID : RIGHT)
  )
    return 'answered';
  return (isSaying || features.typed === 1) && answerable >= PROBABLE ? 'probable' : 'not found';
}
