import { hasBreak, type Phrase } from '../../propositions/phrases.ts';
import type { SentenceWord } from '../../propositions/words.ts';
import { isCondition, isTurning } from '../scope.ts';
import { isGoverning, isVerbForm } from '../verb-forms.ts';
import { placeBehind, type Rewriting, readNounPhrases } from './rewriting.ts';

/** Whether a sentence lays what it says to somebody, so that a clause of it may be that one's word. */
const isSaid = (words: readonly SentenceWord[]) =>
  words.some(word => isGoverning(word) || isCondition(word.lower) || /[“”"‘«»]/.test(word.before));

/** Whether it is sure that a clause with "who" or "which" speaks of a phrase, and not of what that belongs to. */
function isAntecedent(phrase: Phrase, relative: string, words: readonly SentenceWord[]): boolean {
  const before = words[phrase.from - 1];
  const isAtHead = phrase.from === 0 || hasBreak(words[phrase.from]);
  const isObject = before !== undefined && /^(?:verb|participle|be)$/.test(before.kind);
  return (
    !phrase.isPronoun &&
    !phrase.words.some(word => isTurning(word) || word.isOwner) &&
    (isAtHead || (relative === 'who' && isObject))
  );
}

/** "Labour came second" for "Labour, which came second, spent …". */
export const tellRelativeClause: Rewriting = words => {
  if (isSaid(words)) return [];
  const endingAt = new Map(readNounPhrases(words).map(phrase => [phrase.to, phrase]));
  return words.flatMap((word, at): SentenceWord[][] => {
    if (!/^(?:who|which)$/.test(word.lower) || !hasBreak(word)) return [];
    const [phrase, verb] = [endingAt.get(at), words[at + 1]];
    if (!phrase || !verb || !isVerbForm(verb) || !isAntecedent(phrase, word.lower, words)) return [];
    let end = at + 2;
    while (end < words.length && !hasBreak(words[end])) end++;
    // "who lied, or" and "who came, if": it goes on
    if (/^(?:conjunction|relative)$/.test(words[end]?.kind ?? '')) return [];
    return [[...placeBehind('', phrase.words), ...placeBehind(' ', words.slice(at + 1, end))]];
  });
};
