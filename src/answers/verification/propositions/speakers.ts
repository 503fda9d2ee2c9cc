import { splitSentences } from '../../../language/sentences.ts';
import type { ReadSentence } from './clause.ts';
import { readSentence } from './clauses.ts';
import { compareAny } from './likeness.ts';
import type { Phrase } from './phrases.ts';
import { SPEAKING } from './verb-kinds.ts';

/** The named people who say something in a sentence. */
function findTellers({ clauses }: ReadSentence): readonly Phrase[] {
  return clauses
    .filter(
      ({ verb, subjects, agents }) => SPEAKING.has(verb) && subjects.some(each => agents.includes(each)),
    )
    .flatMap(({ subjects }) => subjects.filter(({ isName }) => isName));
}

/** Who a statement attributes words to, and who says them in the text. */
interface OtherSpeaker {
  readonly claimed: Phrase;
  readonly speaker: Phrase;
}

/** The true speaker of quoted words: of their sentence or, for a pronoun, of the nearest one before. */
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
