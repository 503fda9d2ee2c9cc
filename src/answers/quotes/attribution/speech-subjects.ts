import { isSpeechless } from '../../../language/animacy.ts';
import { isNameWord } from '../../../language/person-names.ts';
import { isDocumentNoun } from '../../../language/speech.ts';
import { isPreposition, isPronoun } from '../../../language/syntax/function-words.ts';
import type { NounPhrase } from '../../../language/syntax/noun-phrases.ts';
import { lowerTextAt, type Token, textAt } from '../../../language/tokens.ts';

/** Whether a phrase is about a person, body or document that can be quoted, not "the past months". */
export function canSpeak(list: readonly Token[], { from, to }: NounPhrase): boolean {
  const behind = list.findIndex(({ text }, at) => at > from && at < to && isPreposition(text));
  let last = (behind < 0 ? to : behind) - 1;
  // "an official traveling with them"
  while (last > from && /ing$/.test(textAt(list, last))) last--;
  const noun = textAt(list, last);
  if (isNameWord(noun) || isPronoun(noun) || !isSpeechless(noun)) return true;
  // "the lawsuit", "several tweets"
  if (isDocumentNoun(noun.toLowerCase().replace(/s$/, ''))) return true;
  // "a majority of voters"
  return lowerTextAt(list, behind) === 'of' && canSpeak(list, { from: behind + 1, to });
}
