import { isWithinBounds } from './bounds.ts';
import { isContent, type ReadSentence } from './reading.ts';
import { relateWords } from './relations.ts';
import { isSame, type Place, type Rival, readPlaces } from './rivals.ts';
import { isReadable, type Source } from './source.ts';

/** Whether a number directly follows a verb: "cost £2 million". */
const followsVerb = ({ word, beside: [before] }: Place) => word.figure !== null && before?.part === 'verb';

/**
 * Whether a word of a sentence is only what something else is compared with: "up from £1.6 million", "more than
 * the 40".
 */
const isComparedWith = ({ words }: ReadSentence, index: number) =>
  words.slice(Math.max(0, index - 2), index).some(({ lower }) => /^(?:from|than|against|with)$/.test(lower));

/**
 * Finds a number of a claim that the sentence only compares with its own: “The bridge will cost £1.6 million” for
 * "the bridge would cost £2.4 million, up from £1.6 million". Not if the claim also has what the sentence says
 * of the other number, such as its year.
 */
export function findComparedNumber(claim: ReadSentence, source: Source): Rival | null {
  for (const here of readPlaces(claim).filter(followsVerb)) {
    const [verb] = here.beside;
    for (const sentence of source.sentences) {
      if (!verb || !sentence.stems.has(verb.stem) || !isReadable(sentence)) continue;
      const read = sentence.read();
      const places = readPlaces(read);
      const compared = places.find(
        ({ word, index }) => isSame(word, here.word) && isComparedWith(read, index),
      );
      if (!compared || saysMore(claim, here, read, compared)) continue;
      const there = places.find(
        place =>
          followsVerb(place) &&
          place.beside[0] !== undefined &&
          isSame(place.beside[0], verb) &&
          relateWords(here.word, place.word) === 'other' &&
          !isWithinBounds(
            { words: claim.words, index: here.index },
            { words: read.words, index: place.index },
          ),
      );
      if (there) return { at: here.index, sentence, given: there.word, strength: 1 };
    }
  }
  return null;
}

/** Whether the claim has a word after its verb that the sentence has after the number compared with. */
function saysMore(claim: ReadSentence, here: Place, read: ReadSentence, compared: Place): boolean {
  const behind = read.words.slice(compared.index + 1).filter(isContent);
  return claim.words.some(
    (word, at) => at !== here.index && isContent(word) && behind.some(other => isSame(word, other)),
  );
}
