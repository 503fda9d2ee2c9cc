import { type Phrase, readPhraseAt, readPhrases } from '../../propositions/phrases.ts';
import { readWords, type SentenceWord } from '../../propositions/words.ts';

/**
 * Ways to put a sentence that say the same with its own words in another order; each as its words. An empty list where the
 * sentence has nothing of the kind, or where it is not sure what belongs to what.
 */
export type Rewriting = (words: readonly SentenceWord[]) => readonly (readonly SentenceWord[])[];

/** Words that stand at another place than they did, behind the given marks. */
export const placeBehind = (marks: string, words: readonly SentenceWord[]): SentenceWord[] =>
  words.map((word, at) => (at === 0 ? { ...word, before: marks } : word));

/** Words that a rewriting adds, as they are read. */
export const readAdded = (text: string): SentenceWord[] => placeBehind(' ', readWords(text));

/** The phrases of a sentence; of "the council met Ann Lee", which looks like one ("the injured man"), both. */
export const readNounPhrases = (words: readonly SentenceWord[]): Phrase[] =>
  readPhrases(words).flatMap(phrase => {
    const verb = phrase.words.findIndex(
      ({ kind }, at) => kind === 'participle' && at > 1 && phrase.words[at + 1]?.kind === 'name',
    );
    const behind = verb < 0 ? undefined : readPhraseAt(words, phrase.from + verb + 1);
    const before = behind && readPhraseAt(words.slice(0, phrase.from + verb), phrase.from);
    return behind && before ? [before, behind] : [phrase];
  });
