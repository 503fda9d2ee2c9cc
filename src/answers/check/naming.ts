import { isHuman } from '../../language/animacy.ts';
import { type FullNames, findCapitalized, stripApostrophe } from '../../language/full-names.ts';
import type { ReadSentence, ReadWord } from './reading.ts';

/** A word that a reader supplies: it is there for a claim that says it, and not missed where none does. */
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

/** The one person whom sentences name, by the last word of each name; null where they name nobody or several. */
function findOnlyPerson(before: readonly string[], people: FullNames): readonly string[] | null {
  const found = new Map<string, readonly string[]>();
  for (const word of before.flatMap(findCapitalized)) {
    const name = people.get(stripApostrophe(word).toLowerCase());
    if (name) found.set(name.join(' '), name);
  }
  const [only = null] = found.values();
  return found.size === 1 ? only : null;
}

/** Whether a pronoun behind a word may mean what it names, or stand in somebody else's words. */
const mayBeMeant = ({ lower, stem, part, isQuoted }: ReadWord) =>
  isQuoted || (part === 'name' && !stem.startsWith('month:')) || (part !== 'function' && isHuman(lower));

/**
 * A sentence with the names that a reader supplies: in full where it has only the last word of one, and beside its first
 * "he" or "she", where nobody else stands before it, the one person whom the sentences before it in its paragraph name.
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
