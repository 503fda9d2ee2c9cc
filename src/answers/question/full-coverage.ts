import type { AnswerType } from './answer-type.ts';
import type { PassageFeatures } from './passage-features.ts';

/** Share of the question from which a sentence counts as covering all of it. */
export const FULL = 0.95;

/** How far the sentence lacks a form that the kind of thing asked for has. */
export const lacksForm = ({ typed, untyped }: PassageFeatures): number => (1 - typed) * (1 - untyped);

/**
 * Whether the sentence can hold what is asked for: it has the form, or there is none. A sentence that covers
 * the whole question answers one for a person even without a name ("residents").
 */
export const canHoldAnswer = ({ typed, untyped, exact }: PassageFeatures, type: AnswerType): boolean =>
  typed + untyped > 0 || (type === 'person' && exact >= FULL);

/** Whether a sentence has all words of a question of more than one word, and nothing speaks against it. */
export const coversQuestion = ({
  exact,
  hits,
  denied,
  utmost,
  past,
  opposite,
  replaced,
}: PassageFeatures): boolean =>
  exact >= FULL && hits > 1 && denied + utmost + past + opposite + replaced === 0;
