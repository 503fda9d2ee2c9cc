import { isSpeechless, namesTime } from '../../../language/animacy.ts';
import bodies from '../../../language/lexicons/bodies.json' with { type: 'json' };
import { isNameWord } from '../../../language/person-names.ts';
import { isDocumentNoun } from '../../../language/speech.ts';
import { isPreposition, isPronoun } from '../../../language/syntax/function-words.ts';
import type { NounPhrase } from '../../../language/syntax/noun-phrases.ts';
import { lowerTextAt, type Token, textAt } from '../../../language/tokens.ts';
import { createWordTest } from '../../../language/word-lists.ts';

/** Whether a noun names a body or a document, which can be quoted like a person: "the force". */
export const isBodyNoun = createWordTest(bodies.words, { ignoreCase: true });

/** Whether a phrase is about a person, body or document that can be quoted, not "the past months". */
export function canSpeak(list: readonly Token[], { from, to }: NounPhrase): boolean {
  const behind = list.findIndex(({ text }, at) => at > from && at < to && isPreposition(text));
  let last = (behind < 0 ? to : behind) - 1;
  // "an official traveling with them"
  while (last > from && /ing$/.test(textAt(list, last))) last--;
  const noun = textAt(list, last);
  // "the past couple of months"
  if (
    lowerTextAt(list, behind) === 'of' &&
    /s$/.test(textAt(list, to - 1)) &&
    namesTime(textAt(list, to - 1))
  )
    return false;
  if (isNameWord(noun) || isPronoun(noun) || isBodyNoun(noun) || !isSpeechless(noun)) return true;
  // "the lawsuit", "several tweets"
  if (isDocumentNoun(noun.toLowerCase().replace(/s$/, ''))) return true;
  // "a majority of voters"
  return lowerTextAt(list, behind) === 'of' && canSpeak(list, { from: behind + 1, to });
}
