import { hasBreak } from '../propositions/phrases.ts';
import { isFiniteForm } from '../propositions/word-classes.ts';
import type { SentenceWord } from '../propositions/words.ts';
import type { Omission } from './cuts.ts';

const isPart = (word: SentenceWord | undefined) =>
  word !== undefined && /^(?:adjective|noun|adverb|gerund|participle)$/.test(word.kind);

/** Whether a noun phrase has nothing that says which ones are meant, or how many: "young voters". */
function isBare(sentence: readonly SentenceWord[], from: number): boolean {
  let start = from;
  while (start > 0 && isPart(sentence[start - 1]) && !hasBreak(sentence[start])) start--;
  const before = sentence[start - 1];
  return (
    start === 0 ||
    hasBreak(sentence[start]) ||
    before === undefined ||
    !/^(?:determiner|possessive|number|name)$/.test(before.kind)
  );
}

/** Whether something is said of a phrase for good: a verb follows in the present, or it may do something. */
function isSaidForGood(sentence: readonly SentenceWord[], from: number): boolean {
  let at = from;
  while (at < sentence.length && !hasBreak(sentence[at]) && !isEnd(sentence[at])) at++;
  const verb = sentence[at];
  if (verb === undefined || hasBreak(verb)) return false;
  if (verb.kind === 'to') return true;
  return isFiniteForm(verb) && verb.kind !== 'participle' && !/^(?:was|were|had|did)$/.test(verb.lower);
}

const isEnd = (word: SentenceWord | undefined) =>
  isFiniteForm(word) || word?.kind === 'to' || word?.kind === 'conjunction' || word?.kind === 'relative';

const isComplement = (sentence: readonly SentenceWord[], from: number) => {
  const before = sentence.slice(0, from).findLast(word => !isPart(word));
  return before?.kind === 'preposition';
};

/** Whether the rest would be about a kind as a whole: "Schools are closed" for "Schools in Kent are closed". */
export function isBareKind({ sentence, from, to }: Omission): boolean {
  const isBehind = sentence[to]?.kind !== 'noun' && sentence[to]?.kind !== 'adjective';
  // what stands behind a noun narrows it; behind anything else, it does not belong to the subject
  if (isBehind && sentence[from - 1]?.kind !== 'noun') return false;
  // "the number of hives on the roofs"
  if (isBehind && isComplement(sentence, from)) return false;
  return isBare(sentence, from) && isSaidForGood(sentence, to);
}
