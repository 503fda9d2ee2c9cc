import lexicon from '../../language/lexicons/follow-ups.json' with { type: 'json' };
import { oneOf } from '../../language/word-lists.ts';

const PHRASE = oneOf(lexicon.resets.words);
const SAID = new RegExp(String.raw`\b${PHRASE}`, 'iu');
const ANNOUNCED = new RegExp(String.raw`^\s*${PHRASE}\s*[:,;.–-]\s*(?=\S)`, 'iu');

/** Whether a message changes the subject, so that nothing said before is meant. */
export const isReset = (text: string): boolean => SAID.test(text);

/** A question without what announces it: "Another question: who is the mayor?" */
export const removeReset = (question: string): string => question.replace(ANNOUNCED, '');
