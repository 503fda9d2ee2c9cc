import { isHuman } from '../../language/animacy.ts';
import roles from '../../language/lexicons/roles.json' with { type: 'json' };
import { type Gender, genderOfRole } from '../../language/people.ts';
import { isNameWord, isPossessive, isTitle, stripFullStop } from '../../language/person-names.ts';
import { isPreposition } from '../../language/syntax/function-words.ts';
import { isWord, lowerTextAt, type Token, textAt } from '../../language/tokens.ts';
import { createWordTest } from '../../language/word-lists.ts';

const isPositionNoun = createWordTest([...roles.offices.words, ...roles.affiliations.words]);
const isRelationNoun = createWordTest(roles.relations.words);
const isRoleModifier = createWordTest(roles.roleModifiers.words);

/** The forms of a noun in lower case, with and without hyphenated parts: "founder" for "Co-founder". */
function* formsOf(word: string): Generator<string> {
  const whole = stripFullStop(word.toLowerCase());
  yield whole;
  const hyphen = whole.indexOf('-');
  if (hyphen < 0) return;
  yield whole.slice(hyphen + 1);
  yield whole.slice(whole.lastIndexOf('-') + 1);
  yield whole.slice(0, hyphen);
}

const hasForm = (word: string, isSuch: (form: string) => boolean) => formsOf(word).some(isSuch);

/** Whether a word is a noun for an office, an occupation, an affiliation or a relation ("mayor", "wife"). */
export function isRoleNoun(word: string): boolean {
  return hasForm(word, form => isPositionNoun(form) || isRelationNoun(form));
}

/** Whether a word in -ing or -ed, most of which are verbs, may precede the noun of a role: "retired". */
export function isParticipleOfRoles(word: string): boolean {
  return hasForm(word, isRoleModifier);
}

/** Index of the head noun of a phrase in `from..to`: the last word before a preposition. */
function findHead(list: readonly Token[], from: number, to: number): number {
  let head = from;
  while (head + 1 < to && !isPreposition(textAt(list, head + 1))) head++;
  return head;
}

/** Whether a phrase gives the other party to a relation: "Reed's wife", "Reed ally", "mother of two". */
function hasOther(list: readonly Token[], from: number, head: number, to: number): boolean {
  if (/^(?:of|to|for)$/.test(lowerTextAt(list, head + 1)) && head + 1 < to) return true;
  if (list.slice(from, head).some(({ text }) => isPossessive(text))) return true;
  const before = textAt(list, head - 1);
  return head > from && isNameWord(before) && !isTitle(before);
}

/** Whether the tokens in `from..to` name a role, by their head noun: offices, occupations, relations. */
export function isRolePhrase(list: readonly Token[], from: number, to: number): boolean {
  const head = findHead(list, from, to);
  const word = textAt(list, head);
  if (!isWord(list[head]) || isPossessive(word)) return false;
  if (hasForm(word, isPositionNoun)) return true;
  return hasForm(word, isRelationNoun) && hasOther(list, from, head, to);
}

const isPersonNoun = createWordTest(roles.people.words);

/** The head noun of a phrase. */
export const headTextOf = (list: readonly Token[]): string => textAt(list, findHead(list, 0, list.length));

/** The gender that a phrase for a relation implies ("his wife"), or null. */
export function genderOfKin(list: readonly Token[]): Gender {
  const head = headTextOf(list);
  return hasForm(head, isRelationNoun) ? genderOfRole(head) : null;
}

/** Whether a phrase refers to one person: "the mayor of the town", "her mother", "a woman in the hall". */
export function isPersonPhrase(list: readonly Token[]): boolean {
  // "no man", "the plants no longer": nobody is meant
  if (list.some(({ text }) => /^no$/i.test(text))) return false;
  const head = headTextOf(list);
  if (isHuman(head.toLowerCase())) return true;
  return hasForm(head, form => isPositionNoun(form) || isRelationNoun(form) || isPersonNoun(form));
}
