import { isPastTense } from '../../language/lexicon.ts';

/** "When will it open?", "when do they start?": what is to come, or is so as a rule. */
const ASKS_AHEAD =
  /\b(?:will|'ll|going to|gonna|shall|next|planned|due|expected)\b|^(?:\w+ ){0,2}when (?:does|do|is|are)\b/iu;
const ASKS_BACK = /\b(?:did|was|were|had|used to)\b/iu;
/** Words by which a sentence tells what is to come. */
const AHEAD =
  /\b(?:will|would|shall|may|might|could|going to|(?:is|are|due|hopes?|plans?|wants?|intends?|expects?) to|to be|next|until|expect(?:s|ed)|from [^.]{3,20} on)\b/iu;

/** Whether a question asks what is to come, so that what was does not answer it. */
export const asksAhead = (question: string): boolean =>
  ASKS_AHEAD.test(question) && !ASKS_BACK.test(question);

const SUBORDINATE =
  /\b(?:after|before|because|since|when|while|as|if|although|though|that|which|who|whose|where)\b/iu;

/**
 * Whether a sentence only tells what was: its main clause has a verb in the past tense, and it has no word of
 * what is to come. "It opens in May after it was delayed" does not.
 */
export function tellsBack(sentence: string): boolean {
  if (AHEAD.test(sentence)) return false;
  const main = sentence.split(SUBORDINATE).find(part => /\p{L}/u.test(part)) ?? '';
  return (main.match(/\p{L}+/gu) ?? []).some(isPastTense);
}
