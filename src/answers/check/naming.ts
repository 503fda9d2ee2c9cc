import { isHuman } from '../../language/animacy.ts';
import { type FullNames, findCapitalized, stripApostrophe } from '../../language/full-names.ts';
import { getNameGender } from '../../language/lexicon.ts';
import { stem } from '../../language/stems.ts';
import { elementAt } from '../../lists.ts';
import { readSentence as readClauses } from '../verification/propositions/clauses.ts';
import { isDate, type Phrase } from '../verification/propositions/phrases.ts';
import type { SentenceWord } from '../verification/propositions/words.ts';
import type { Resolve } from './frames.ts';
import type { ReadSentence, ReadWord } from './reading.ts';

/** A word that a reader infers: it supports a claim that has it, and is not missed by one that does not. */
const implyWord = (text: string, part: ReadWord['part'] = 'name', isPossessive = false): ReadWord => ({
  text,
  lower: text.toLowerCase(),
  stem: part === 'name' ? text.toLowerCase() : stem(text.toLowerCase()),
  part,
  figure: null,
  gap: ' ',
  isPossessive,
  particle: null,
  isQuoted: false,
  isImplied: true,
});

const GENDERS: Readonly<Record<string, string>> = { he: 'male', his: 'male', she: 'female', her: 'female' };

/**
 * The one person of the pronoun's gender, or of unknown gender, named in the sentences, as the words of the full
 * name; null if they name nobody or several people.
 */
function findOnlyPerson(
  pronoun: string,
  before: readonly string[],
  people: FullNames,
): readonly string[] | null {
  const found = new Map<string, readonly string[]>();
  for (const word of before.flatMap(findCapitalized)) {
    const name = people.get(stripApostrophe(word).toLowerCase());
    const gender = name && getNameGender(name[0] ?? '');
    if (name && (gender === null || gender === GENDERS[pronoun])) found.set(name.join(' '), name);
  }
  const [only = null] = found.values();
  return found.size === 1 ? only : null;
}

/** Whether a pronoun after this word may refer to it, or the word is in somebody else's quotation. */
const mayBeMeant = ({ lower, stem: root, part, isQuoted }: ReadWord) =>
  isQuoted || (part === 'name' && !root.startsWith('month:')) || (part !== 'function' && isHuman(lower));

/** Whether a phrase names one thing, or several: what "it" or "they" may refer to. */
function isThing({ head, words, isPronoun }: Phrase, { isPlural }: { isPlural: boolean }): boolean {
  if (isPronoun || head.kind !== 'noun' || (!isPlural && isHuman(head.lower))) return false;
  // "bus", "boss"
  const isOne = !/[^su]s$/.test(head.lower);
  return isOne !== isPlural && /^(?:determiner|possessive|number)$/.test(words[0]?.kind ?? '');
}

/**
 * The words of the thing that "it" or "they" means at the beginning of a sentence: the subject of the sentence
 * before, if that has no other such thing as its object. Null if that is not certain.
 */
function findThing(pronoun: string, sentence: string | undefined): readonly string[] | null {
  if (sentence === undefined) return null;
  const number = { isPlural: /^the/.test(pronoun) };
  const [clause] = readClauses(sentence).clauses.filter(({ isRelative }) => !isRelative);
  const subject = clause?.subjects[0];
  if (!clause || !subject || clause.subjects.length > 1 || !isThing(subject, number)) return null;
  const others = [...clause.patients, ...clause.agents].filter(
    ({ from, words }) =>
      from !== subject.from && !/^(?:every|each|last|next|this)$/.test(words[0]?.lower ?? ''),
  );
  if (others.some(phrase => isThing(phrase, number))) return null;
  return subject.words
    .filter(({ isContent, kind }) => isContent && kind !== 'number')
    .map(({ text }) => text);
}

/** The words that a pronoun means, given the sentences before it, or none. */
function findMeant(
  words: readonly ReadWord[],
  at: number,
  before: readonly string[],
  people: FullNames,
): readonly ReadWord[] {
  const { lower } = elementAt(words, at);
  const isOwner = /^(?:his|her|its|their)$/.test(lower);
  if (/^(?:it|its|they|their)$/.test(lower)) {
    // "in its final year the train": a pronoun behind other words may mean what follows
    const thing =
      at === 0
        ? findThing(
            lower,
            before.findLast(text => text.trim() !== ''),
          )
        : null;
    return (thing ?? []).map(text => implyWord(text, 'noun', isOwner));
  }
  const person = findOnlyPerson(lower, before, people);
  return (person ?? []).map(text => implyWord(text, 'name', isOwner));
}

/**
 * A sentence with the names that a reader infers: a last name is completed to the full name, and the first
 * pronoun, if nobody else precedes it, gets the one person named in the preceding sentences of its paragraph, or
 * the thing that the sentence before is about.
 */
export function supplyNames(
  sentence: ReadSentence,
  before: readonly string[],
  people: FullNames,
): ReadSentence {
  const words = sentence.words.flatMap((word, index) => {
    const name = /^\p{Lu}/u.test(word.text) ? people.get(word.lower) : undefined;
    const isFull = name?.some(part => part === sentence.words[index - 1]?.text);
    return name && !isFull ? [...name.slice(0, -1).map(part => implyWord(part)), word] : [word];
  });
  const at = words.findIndex(({ lower }) => /^(?:he|she|his|her|its?|they|their)$/.test(lower));
  if (at < 0 || words.slice(0, at).some(mayBeMeant)) return { ...sentence, words };
  const meant = findMeant(words, at, before, people);
  return { ...sentence, words: [...words.slice(0, at + 1), ...meant, ...words.slice(at + 1)] };
}

const PERSONAL = /^(?:he|him|his|she|her)$/;

/** Finds the person that a pronoun, or the one that a last name, means; lowercase words. */
export const createResolve =
  (before: readonly string[], people: FullNames): Resolve =>
  (words, at) => {
    const { lower, kind } = elementAt(words, at);
    if (kind === 'name' && words[at + 1]?.kind !== 'name')
      return people.get(lower)?.map(word => word.toLowerCase()) ?? null;
    if (!PERSONAL.test(lower)) return null;
    const isOther = (word: SentenceWord) =>
      (word.kind === 'name' && !isDate(word)) || word.kind === 'pronoun' || isHuman(word.lower);
    const others = words.slice(0, at).filter(isOther);
    const pronoun = lower === 'him' || lower === 'his' ? 'he' : lower === 'her' ? 'she' : lower;
    // "Ann Lee left it there when she got off": nobody else is in the sentence
    const isNamed =
      others.length > 0 && others.every(({ kind, lower: name }) => kind === 'name' && people.has(name));
    if (others.length > 0 && !isNamed) return null;
    const texts = isNamed ? [others.map(({ text }) => text).join(' ')] : before;
    return findOnlyPerson(pronoun, texts, people)?.map(word => word.toLowerCase()) ?? null;
  };
