import { isNameWord, isPossessive } from '../../language/person-names.ts';
import { isPreposition } from '../../language/syntax/function-words.ts';
import { isNounWord } from '../../language/syntax/word-classes.ts';
import { isWord, lowerTextAt, type Token, textAt } from '../../language/tokens.ts';
import { isParticipleOfRoles, isRoleNoun } from './role-nouns.ts';

/** Whether a word that may be a verb is a noun after a name and its comma: "Lena Ruiz, coach of …". */
export function isBareRole(list: readonly Token[], at: number): boolean {
  if (!isRoleNoun(textAt(list, at)) && !isParticipleOfRoles(textAt(list, at))) return false;
  const next = textAt(list, at + 1);
  return !isWord(list[at + 1]) || /^(?:of|at|for|from|with|in|to|and)$/.test(next) || isRoleNoun(next);
}

function isRoleWord(list: readonly Token[], at: number): boolean {
  return (
    isNounWord(list, at) ||
    isBareRole(list, at) ||
    isPreposition(textAt(list, at)) ||
    (isPossessive(textAt(list, at - 1)) && isWord(list[at + 1]))
  );
}

/** Whether the word at an index is an "and" within a name, between two capitalised words. */
function isAndInName(list: readonly Token[], at: number): boolean {
  if (lowerTextAt(list, at) !== 'and') return false;
  return isNameWord(textAt(list, at - 1)) && /^\p{Lu}/u.test(textAt(list, at + 1));
}

/** The end of a role that begins at the index `from`: the first word that cannot belong to it. */
export function findRoleEnd(list: readonly Token[], from: number): number {
  let to = from;
  while (isWord(list[to]) && (isAndInName(list, to) || isRoleWord(list, to))) to++;
  return to;
}
