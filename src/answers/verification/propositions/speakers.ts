import { splitSentences } from '../../../language/sentences.ts';
import type { ReadSentence } from './clause.ts';
import { readSentence } from './clauses.ts';
import { compareAny } from './likeness.ts';
import type { Phrase } from './phrases.ts';
import { SPEAKING } from './verb-kinds.ts';

/** Who tells something in a sentence, where that is somebody with a name. */
function findTellers({ clauses }: ReadSentence): readonly Phrase[] {
  return clauses
    .filter(
      ({ verb, subjects, agents }) => SPEAKING.has(verb) && subjects.some(each => agents.includes(each)),
    )
    .flatMap(({ subjects }) => subjects.filter(({ isName }) => isName));
}

/** Somebody to whom words are laid, and who says them. */
export interface OtherSpeaker {
  readonly claimed: Phrase;
  readonly speaker: Phrase;
}

/**
 * The speaker of words in quotation marks where a statement lays them to somebody else: who tells something in the
 * sentence that holds them or, behind a pronoun, in the nearest one before it in their passage.
 */
export function findOtherSpeaker(
  statement: string,
  passage: string,
  holdsQuotation: (sentence: string) => boolean,
): OtherSpeaker | null {
  const [claimed] = findTellers(readSentence(statement));
  if (!claimed) return null;
  const sentences = splitSentences(passage);
  const at = sentences.findIndex(holdsQuotation);
  for (let before = at; before >= 0; before--) {
    const tellers = findTellers(readSentence(sentences[before] ?? ''));
    if (tellers.length === 0) continue;
    const [speaker] = tellers;
    return speaker && compareAny([claimed], tellers) === 'other' ? { claimed, speaker } : null;
  }
  return null;
}
