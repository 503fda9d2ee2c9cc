import lexicon from '../../language/lexicons/references.json' with { type: 'json' };
import { isFiniteForm, isVerbForm } from '../verification/propositions/word-classes.ts';
import type { SentenceWord } from '../verification/propositions/words.ts';

type Words = readonly SentenceWord[];

const RELATIONAL = new Set(lexicon.relational.words);

/** Counts groups of verbs: "has been told" is one, with what may stand between. */
const countVerbGroups = (words: Words) =>
  words.filter(
    (word, at) => isVerbForm(word) && !words.slice(Math.max(0, at - 2), at).some(each => isVerbForm(each)),
  ).length;

/** In more words, a verb that is missing was rather taken for a noun. */
const MAX_FRAGMENT = 14;
const MAX_SUBJECT = 4;

/** Whether words are no sentence, since the only verb is in a relative clause: "Ann Lee, who led the council." */
export function isFragment(words: Words): boolean {
  const relative = words.findIndex(({ kind }) => kind === 'relative');
  // "Wickle Rovers 3, Port Dunmore 2."
  const isScore = words[0]?.kind === 'name' && words.at(-1)?.kind === 'number';
  if (relative === 0 || isScore) return false;
  const own = relative < 0 ? words : words.slice(0, relative);
  if (own.some(isVerbForm)) return false;
  if (relative < 0) return words.length <= MAX_FRAGMENT;
  return relative <= MAX_SUBJECT && countVerbGroups(words.slice(relative)) <= 1;
}

/** Whether a sentence only announces what others tell: "The reason for it is not hard to find". */
export function announces(words: Words): boolean {
  const verb = words.findIndex(isVerbForm);
  if (verb < 1) return false;
  const [subject, predicate] = [words.slice(0, verb), words.slice(verb + 1)];
  const isOpen = subject.some(({ lower }, at) => at <= 3 && RELATIONAL.has(lower));
  return (
    isOpen &&
    isFiniteForm(words[verb]) &&
    !predicate.some(({ kind }) => /^(?:noun|name|number|relative)$/.test(kind))
  );
}
