import { hasBreak, type Phrase } from '../../propositions/phrases.ts';
import { isMainVerb } from '../../propositions/word-classes.ts';
import type { SentenceWord } from '../../propositions/words.ts';
import { placeBehind, type Rewriting, readNounPhrases } from './rewriting.ts';

const isNameAlone = ({ words }: Phrase) => words.every(({ kind, isOwner }) => kind === 'name' && !isOwner);
const isRole = ({ head, words }: Phrase) => head.kind === 'noun' && !words.some(({ isOwner }) => isOwner);
const isComma = (word: SentenceWord | undefined) => word !== undefined && /^\s*,\s*$/.test(word.before);

/** The end of a role with its complement: "the mayor of Hull". */
function findRoleEnd(words: readonly SentenceWord[], role: Phrase): number {
  if (!/^(?:of|at|for)$/.test(words[role.to]?.lower ?? '') || hasBreak(words[role.to])) return role.to;
  let end = role.to + 1;
  while (
    end < words.length &&
    !hasBreak(words[end]) &&
    /^(?:name|noun|adjective|determiner)$/.test(words[end]?.kind ?? '')
  )
    end++;
  return end;
}

/** Swaps a name and its apposition: "The mayor, Ann Lee, …" and "Ann Lee, the mayor, …". */
export const turnApposition: Rewriting = words => {
  const phrases = readNounPhrases(words);
  return phrases.flatMap((first, index): SentenceWord[][] => {
    const second = phrases[index + 1];
    if (!second || second.from !== first.to || !isComma(words[second.from])) return [];
    const isNameFirst = isNameAlone(first) && isRole(second);
    if (!isNameFirst && !(isRole(first) && isNameAlone(second))) return [];
    // "of Ann Lee, the mayor," and "Tom and Ann Lee, the mayor,": the role need not belong to the nearest
    // name
    const before = words[first.from - 1];
    if (before && !hasBreak(words[first.from]) && !isMainVerb(before)) return [];
    const end = isNameFirst ? findRoleEnd(words, second) : second.to;
    if (end < words.length && !isComma(words[end])) return [];
    // "the sister of Carl Vogt, a dentist,": what comes next may belong to either
    if (/^(?:determiner|noun|name)$/.test(words[end]?.kind ?? '')) return [];
    return [
      [
        ...words.slice(0, first.from),
        ...placeBehind(first.words[0]?.before ?? '', words.slice(second.from, end)),
        ...placeBehind(', ', first.words),
        ...words.slice(end),
      ],
    ];
  });
};
