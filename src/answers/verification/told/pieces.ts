import { hasBreak, type Phrase } from '../propositions/phrases.ts';
import { isMainVerb } from '../propositions/word-classes.ts';
import type { SentenceWord } from '../propositions/words.ts';
import { isRanking, isTurning } from '../shortening/scope.ts';

export type Words = readonly SentenceWord[];

/** Whether each word is between quotation marks. */
export function markQuoted(words: Words): boolean[] {
  let isOpen = false;
  return words.map(({ before }) => {
    for (const mark of before) {
      if (/[“„«]/.test(mark)) isOpen = true;
      else if (/[”»]/.test(mark)) isOpen = false;
      else if (mark === '"') isOpen = !isOpen;
    }
    return isOpen;
  });
}

export const isJoint = (word: SentenceWord | undefined) => /^(?:and|but)$/.test(word?.lower ?? '');
export const isAlternative = (word: SentenceWord | undefined) =>
  /^(?:or|nor|either|neither)$/.test(word?.lower ?? '');

/** Whether words begin with an article or the like, so that they mean something certain. */
export const isDetermined = ([first]: Words) =>
  /^(?:determiner|possessive)$/.test(first?.kind ?? '') &&
  !/^(?:no|every|each|any)$/.test(first?.lower ?? '');

/**
 * Whether the phrase before "who" or "which" is surely what it refers to: it belongs to no other phrase, and "which"
 * cannot mean the whole clause. Without a comma, the clause may be part of what the phrase means: "the first litter
 * that is known".
 */
export function isAntecedent(phrase: Phrase, words: Words): boolean {
  const relative = words[phrase.to];
  if (phrase.words.some(isTurning) || phrase.words.at(-1)?.isOwner === true) return false;
  if (relative?.kind === 'relative' && !hasBreak(relative))
    return isDetermined(phrase.words) && !phrase.words.some(isRanking) && isAtHead(phrase, words);
  return isAtHead(phrase, words) || (relative?.lower !== 'which' && isMainVerb(words[phrase.from - 1]));
}

/** Whether a word can only open a clause, so that what follows is its subject. */
export const isOpener = (word: SentenceWord | undefined): boolean =>
  /^(?:when|while|because|although|though|whereas)$/.test(word?.lower ?? '');

/** Whether a phrase opens its clause. */
const isAtHead = ({ from }: Phrase, words: Words) =>
  from === 0 || hasBreak(words[from]) || isOpener(words[from - 1]);
