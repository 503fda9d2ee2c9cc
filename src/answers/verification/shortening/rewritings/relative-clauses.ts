import { findOpenQuotation } from '../../../../language/open-quotation.ts';
import { hasBreak, type Phrase } from '../../propositions/phrases.ts';
import { isMainVerb, isVerbForm } from '../../propositions/word-classes.ts';
import type { SentenceWord } from '../../propositions/words.ts';
import { isGoverning } from '../kept-words.ts';
import { isCondition, isTurning } from '../scope.ts';
import { placeBehind, type Rewriting, readNounPhrases } from './rewriting.ts';

const QUOTE = /[“”"‘«»]/;

/** Whether a verb tags the quotation before it and nothing after: "“We won,” said Ann Lee, who …". */
function isTag(words: readonly SentenceWord[], at: number): boolean {
  const opened = words.slice(0, at).some(({ before }) => QUOTE.test(before));
  return opened && /[”"»]$/.test(words[at]?.before.trimEnd() ?? '');
}

/** Whether a sentence attributes the words between two indexes to somebody, or makes them conditional. */
const isSaid = (words: readonly SentenceWord[], from: number, to: number) =>
  words.some((word, at) => (isGoverning(word) && !isTag(words, at)) || isCondition(word.lower)) ||
  words.slice(from, to + 1).some(({ before }) => QUOTE.test(before)) ||
  findOpenQuotation(
    words
      .slice(0, from)
      .map(({ before }) => before)
      .join(' '),
  ) !== '';

/** Whether a clause with "who" or "which" surely refers to this phrase, not to one around it. */
function isAntecedent(phrase: Phrase, relative: string, words: readonly SentenceWord[]): boolean {
  const before = words[phrase.from - 1];
  const isAtHead = phrase.from === 0 || hasBreak(words[phrase.from]);
  const isObject = isMainVerb(before);
  return (
    !phrase.isPronoun &&
    !phrase.words.some(word => isTurning(word) || word.isOwner) &&
    (isAtHead || (relative === 'who' && isObject))
  );
}

/** The name that a role describes: "Ann Lee" in "said Ann Lee, the mayor". */
function findNamed(role: Phrase, phrases: readonly Phrase[], words: readonly SentenceWord[]): Phrase | null {
  const name = phrases.find(({ to }) => to === role.from);
  const isNamed =
    name?.isName && !role.isName && role.words[0]?.lower === 'the' && words[role.from]?.before.trim() === ',';
  return isNamed && isTag(words, name.from - 1) ? name : null;
}

/** Turns a relative clause into a sentence: "Labour came second" for "Labour, which came second, spent …". */
export const tellRelativeClause: Rewriting = words => {
  const phrases = readNounPhrases(words);
  return words.flatMap((word, at): SentenceWord[][] => {
    if (!/^(?:who|which)$/.test(word.lower) || !hasBreak(word)) return [];
    const [nearest, verb] = [phrases.find(({ to }) => to === at), words[at + 1]];
    if (!nearest || !verb || !isVerbForm(verb)) return [];
    const phrase = findNamed(nearest, phrases, words) ?? nearest;
    if (!isAntecedent(phrase, word.lower, words)) return [];
    let end = at + 2;
    while (end < words.length && !hasBreak(words[end])) end++;
    // "who lied, or" and "who came, if": the clause continues
    if (/^(?:conjunction|relative)$/.test(words[end]?.kind ?? '')) return [];
    if (isSaid(words, phrase.from, end - 1)) return [];
    const clause = placeBehind(phrase === nearest ? ' ' : ', ', words.slice(at + 1, end));
    return [[...placeBehind('', words.slice(phrase.from, at)), ...clause]];
  });
};
