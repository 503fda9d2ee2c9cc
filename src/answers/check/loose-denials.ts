import { elementAt } from '../../lists.ts';
import type { Conflict } from './comparison.ts';
import { areAtOtherTimes, areTogether, findNegated, hasNegativeWord } from './denials.ts';
import type { ReadSentence, ReadWord } from './reading.ts';
import { areInOnePlace, isSame, type Place, readPlaces } from './rivals.ts';
import { isReadable, type Source, type SourceSentence } from './source.ts';

/** A denial of what the text says, with the sentence of the text. */
interface LooseDenial {
  readonly conflict: Conflict;
  readonly sentence: SourceSentence;
}

/** A negated verb with the words that its negation reaches. */
interface Negated extends Place {
  readonly scope: readonly ReadWord[];
}

function readNegated(sentence: ReadSentence): Negated[] {
  const places = readPlaces(sentence);
  return findNegated(sentence.words).flatMap(scope => {
    const place = places.find(({ index }) => index === scope[0]);
    return place ? [{ ...place, scope: scope.map(index => elementAt(sentence.words, index)) }] : [];
  });
}

/** The place in a sentence where a negated verb stands among the same words, with all that the negation reaches. */
const findSame = (sentence: ReadSentence, negated: Negated): Place | undefined =>
  readPlaces(sentence).find(
    place =>
      isSame(place.word, negated.word) &&
      areInOnePlace(place, negated) &&
      negated.scope.slice(1).every(word => isBesideVerb(word, place, sentence)),
  );

/** Whether a word stands around a verb, with no mark between the two. */
const isBesideVerb = (word: ReadWord, verb: Place, sentence: ReadSentence) =>
  verb.around.some(
    other => isSame(word, other) && areTogether(sentence, [verb.index, sentence.words.indexOf(other)]),
  );

const countOf = (word: ReadWord, sentence: ReadSentence) =>
  sentence.words.filter(other => isSame(word, other)).length;

/**
 * Finds a verb that the claim negates and the article only affirms, among the same words. Of the sentence, only
 * what stands around the verb has to be the same.
 */
export function findLooseDenial(claim: ReadSentence, source: Source): LooseDenial | null {
  for (const here of readNegated(claim).filter(({ word }) => countOf(word, claim) === 1)) {
    const about = source.sentences
      .filter(sentence => sentence.stems.has(here.word.stem) && isReadable(sentence))
      .map(sentence => ({ sentence, read: sentence.read() }));
    if (about.some(({ read }) => readNegated(read).some(({ word }) => isSame(word, here.word)))) continue;
    for (const { sentence, read } of about) {
      const there = hasNegativeWord(read.words) ? undefined : findSame(read, here);
      if (!there || areAtOtherTimes(claim.words, here.index, read.words, there.index)) continue;
      const [given, claimed] = [there.word.text, here.word.text];
      return { conflict: { kind: 'denies', given, claimed, at: here.index }, sentence };
    }
  }
  return null;
}
