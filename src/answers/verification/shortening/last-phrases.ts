import { hasBreak } from '../propositions/phrases.ts';
import { isVerbal } from '../propositions/word-classes.ts';
import type { SentenceWord } from '../propositions/words.ts';

/** What a phrase may be left out behind. */
const HEADS = /^(?:noun|name|verb|participle|pronoun)$/;

/**
 * Whether a stretch is the last phrase of a clause, or followed by another phrase, so that what stands before it holds
 * without it: "to Dale" of "sold the boat to Dale", "by a dog" of "was bitten by a dog in the park". Not what an
 * adjective, a particle or another phrase needs: "of cats" of "is afraid of cats", "to 2009" of "from 2001 to 2009".
 */
export function isLastPhrase(sentence: readonly SentenceWord[], from: number, to: number): boolean {
  const [before, first, next] = [sentence[from - 1], sentence[from], sentence[to]];
  if (first?.kind !== 'preposition' && first?.kind !== 'to') return false;
  const isDoer = first.lower === 'by';
  if (hasBreak(first) || !(isDoer || HEADS.test(before?.kind ?? ''))) return false;
  const run = sentence.slice(from + 1, to);
  if (run.some(word => isVerbal(word) || hasBreak(word) || word.kind === 'conjunction')) return false;
  return next === undefined || hasBreak(next) || /^(?:preposition|to)$/.test(next.kind);
}
