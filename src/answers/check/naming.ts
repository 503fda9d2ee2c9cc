import { isHuman } from '../../language/animacy.ts';
import { type FullNames, findCapitalized, stripApostrophe } from '../../language/full-names.ts';
import type { ReadSentence, ReadWord } from './reading.ts';

/** A word that a reader infers: it supports a claim that has it, and is not missed by one that does not. */
const implyWord = (text: string): ReadWord => ({
  text,
  lower: text.toLowerCase(),
  stem: text.toLowerCase(),
  part: 'name',
  figure: null,
  gap: ' ',
  isPossessive: false,
  particle: null,
  isQuoted: false,
  isImplied: true,
});

/**
 * The one person named in the sentences, as the words of the full name; null if they name nobody or several
 * people.
 */
function findOnlyPerson(before: readonly string[], people: FullNames): readonly string[] | null {
  const found = new Map<string, readonly string[]>();
  for (const word of before.flatMap(findCapitalized)) {
    const name = people.get(stripApostrophe(word).toLowerCase());
    if (name) found.set(name.join(' '), name);
  }
  const [only = null] = found.values();
  return found.size === 1 ? only : null;
}

/** Whether a pronoun after this word may refer to it, or the word is in somebody else's quotation. */
const mayBeMeant = ({ lower, stem, part, isQuoted }: ReadWord) =>
  isQuoted || (part === 'name' && !stem.startsWith('month:')) || (part !== 'function' && isHuman(lower));

/**
 * A sentence with the names that a reader infers: a last name is completed to the full name, and the first
 * "he" or "she", if nobody else precedes it, gets the one person named in the preceding sentences of its
 * paragraph.
 */
export function supplyNames(
  sentence: ReadSentence,
  before: readonly string[],
  people: FullNames,
): ReadSentence {
  const words = sentence.words.flatMap((word, index) => {
    const name = /^\p{Lu}/u.test(word.text) ? people.get(word.lower) : undefined;
    const isFull = name?.some(part => part === sentence.words[index - 1]?.text);
    return name && !isFull ? [...name.slice(0, -1).map(implyWord), word] : [word];
  });
  const at = words.findIndex(({ lower }) => /^(?:he|she)$/.test(lower));
  if (at < 0 || words.slice(0, at).some(mayBeMeant)) return { ...sentence, words };
  const person = findOnlyPerson(before, people);
  return person
    ? { ...sentence, words: [...words.slice(0, at + 1), ...person.map(implyWord), ...words.slice(at + 1)] }
    : { ...sentence, words };
}
