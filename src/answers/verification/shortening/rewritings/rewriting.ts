import { type Phrase, readPhraseAt, readPhrases } from '../../propositions/phrases.ts';
import { readWords, type SentenceWord } from '../../propositions/words.ts';

/** A way to say the same with a sentence's own words in another order: all variants, or none if unsure. */
export type Rewriting = (words: readonly SentenceWord[]) => readonly (readonly SentenceWord[])[];

/** Words moved to another place, with the given punctuation before them. */
export const placeBehind = (marks: string, words: readonly SentenceWord[]): SentenceWord[] =>
  words.map((word, at) => (at === 0 ? { ...word, before: marks } : word));

/** Words that a rewriting adds, parsed. */
export const readAdded = (text: string): SentenceWord[] => placeBehind(' ', readWords(text));

/** The phrases of a sentence. "The council met Ann Lee", which looks like one phrase, gives two. */
export const readNounPhrases = (words: readonly SentenceWord[]): Phrase[] =>
  readPhrases(words).flatMap(phrase => {
    const verb = phrase.words.findIndex(
      ({ kind }, at) => kind === 'participle' && at > 1 && phrase.words[at + 1]?.kind === 'name',
    );
    const behind = verb < 0 ? undefined : readPhraseAt(words, phrase.from + verb + 1);
    const before = behind && readPhraseAt(words.slice(0, phrase.from + verb), phrase.from);
    return behind && before ? [before, behind] : [phrase];
  });
