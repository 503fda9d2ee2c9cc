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

/** Whether a sentence only tells what was: a verb in the past tense, and no word of what is to come. */
export const tellsBack = (sentence: string): boolean =>
  !AHEAD.test(sentence) && (sentence.match(/\p{L}+/gu) ?? []).some(isPastTense);
