import lexicon from '../../../../language/lexicons/shortening.json' with { type: 'json' };
import { isYear } from '../../../../language/numbers.ts';
import { hasBreak, isDate, readPhrases } from '../../propositions/phrases.ts';
import { readGroups } from '../../propositions/verb-groups.ts';
import { isNominal } from '../../propositions/word-classes.ts';
import type { SentenceWord } from '../../propositions/words.ts';
import { placeBehind, type Rewriting } from './rewriting.ts';

const PREPOSITIONS = /^(?:in|on|during|since|by)$/;
const RELATIVE_TIME = new Set(lexicon.relativeTimes.words);
const UNIT = new Set(lexicon.timeUnits.words);

const isTimeWord = (word: SentenceWord | undefined): boolean =>
  word !== undefined &&
  (isDate(word) || isYear(word.lower) || UNIT.has(word.lower) || RELATIVE_TIME.has(word.lower));

/** Maximum words of a time phrase. */
const MAX_PHRASE = 6;

/** The end of the time phrase that begins at an index; the index itself if there is none. */
function findTimeEnd(words: readonly SentenceWord[], from: number): number {
  let at = from;
  if (PREPOSITIONS.test(words[at]?.lower ?? '')) at++;
  if (words[at]?.lower === 'the') at++;
  const first = at;
  while (at < words.length && at - from < MAX_PHRASE && (at === from || !hasBreak(words[at]))) {
    const word = words[at];
    const isDayOfMonth =
      /^\d{1,2}$/.test(word?.lower ?? '') && (isDate(words[at + 1]) || (at > first && isDate(words[at - 1])));
    if (!isTimeWord(word) && !isDayOfMonth) break;
    at++;
  }
  const isTold = words
    .slice(first, at)
    .some(word => isDate(word) || isYear(word.lower) || UNIT.has(word.lower));
  // "the 2012 games": a time before a noun is no time phrase
  const isWhole =
    at >= words.length || hasBreak(words[at]) || !/^(?:noun|gerund)$/.test(words[at]?.kind ?? '');
  // "summer", "may" and "march" alone may be other words
  const isSure = first > from || RELATIVE_TIME.has(words[first]?.lower ?? '') || at - first > 1;
  return isTold && isWhole && isSure ? at : from;
}

/** Whether words have exactly one verb, so that it is certain what a time belongs to. */
const hasOneVerb = (words: readonly SentenceWord[]) => readGroups(words, readPhrases(words)).length === 1;

/** The end of the first clause: at the first mark, or the end of the sentence. */
function findClauseEnd(words: readonly SentenceWord[], from: number): number {
  let at = from + 1;
  while (at < words.length && !hasBreak(words[at])) at++;
  return at;
}

/** "X did Y on Monday" for "On Monday, X did Y". */
const moveTimeBack: Rewriting = words => {
  const time = findTimeEnd(words, 0);
  if (time === 0 || time >= words.length) return [];
  const end = findClauseEnd(words, time);
  const clause = words.slice(time, end);
  return hasOneVerb(clause)
    ? [[...placeBehind('', clause), ...placeBehind(' ', words.slice(0, time)), ...words.slice(end)]]
    : [];
};

/** "On Monday, X spoke" for "X spoke on Monday". */
const moveTimeForward: Rewriting = words => {
  const end = findClauseEnd(words, 0);
  for (let from = Math.max(1, end - MAX_PHRASE); from < end; from++) {
    const time = findTimeEnd(words, from);
    if (time !== end) continue;
    const clause = words.slice(0, from);
    // "described the war in 1942": after a noun, the time may belong to the noun
    const isOfVerb = !isNominal(clause.at(-1));
    return isOfVerb && hasOneVerb(clause)
      ? [[...placeBehind('', words.slice(from, end)), ...placeBehind(', ', clause), ...words.slice(end)]]
      : [];
  }
  return [];
};

/** Moves a time phrase to the other end of its clause, if the clause has only one verb for it. */
export const moveTimePhrase: Rewriting = words => [...moveTimeBack(words), ...moveTimeForward(words)];
