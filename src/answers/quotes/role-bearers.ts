import roles from '../../language/lexicons/roles.json' with { type: 'json' };
import type { PeopleIndex, Person } from '../../language/people.ts';
import { isNameWord } from '../../language/person-names.ts';
import { isDocumentNoun } from '../../language/speech.ts';
import { createWordTest } from '../../language/word-lists.ts';

const isHead = createWordTest(roles.heads.words);

/**
 * Whoever has a role with the last of some words, or, for "boss" and the like, with a noun that articles use
 * instead of it; not the manager of Albion for "the Rovers boss".
 */
function findBearers(people: PeopleIndex, noun: string, words: readonly string[]): readonly Person[] {
  const bearers = people.findByRole(noun);
  if (bearers.length > 0 || !isHead(noun)) return bearers;
  const isOfOther = ({ role }: Person) =>
    (role ?? '').split(/\s+/).some(word => isNameWord(word) && !words.includes(word));
  const heads = new Set(roles.heads.words.flatMap(other => people.findByRole(other)));
  return [...heads].filter(person => !isOfOther(person));
}

/** The person whom "the mayor" means: the only one with all these words in the role, or with its noun. */
export function findByRole(people: PeopleIndex, words: readonly string[]): Person | undefined {
  const [determiner, ...rest] = words.map(word => word.toLowerCase());
  const preposition = rest.findIndex(word => /^(?:of|for|at|from|in|on)$/.test(word));
  const phrase = preposition > 0 ? rest.slice(0, preposition) : rest;
  const head = phrase.at(-1);
  if (determiner !== 'the' || !head || head.length < 4 || isDocumentNoun(head)) return undefined;
  const bearers = findBearers(people, head, words);
  const fitting = bearers.filter(({ role }) => phrase.every(word => role?.toLowerCase().includes(word)));
  // "the Harbour manager" is not the manager of something else
  const isOfSomething = words.slice(1, phrase.length).some(isNameWord);
  const isSameNoun = bearers.some(({ role }) => role?.toLowerCase().includes(head));
  const [bearer, ...others] = fitting.length === 1 || (isOfSomething && isSameNoun) ? fitting : bearers;
  return others.length === 0 ? bearer : undefined;
}
