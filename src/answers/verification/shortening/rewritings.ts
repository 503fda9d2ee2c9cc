import type { SentenceWord } from '../propositions/words.ts';
import { turnApposition } from './rewritings/appositions.ts';
import { tellRelativeClause } from './rewritings/relative-clauses.ts';
import type { Rewriting } from './rewritings/rewriting.ts';
import { moveSpeechTag } from './rewritings/speech-tags.ts';
import { moveTimePhrase } from './rewritings/time-phrases.ts';

const REWRITINGS: readonly Rewriting[] = [moveTimePhrase, tellRelativeClause, turnApposition, moveSpeechTag];

/** A longer sentence is a list or several sentences, and is not rewritten. */
const MAX_WORDS = 120;

/** The paraphrases of a sentence that say the same with its own words, created one by one on demand. */
export function* rewriteSentence(words: readonly SentenceWord[]): Generator<readonly SentenceWord[]> {
  if (words.length > MAX_WORDS) return;
  for (const rewrite of REWRITINGS) yield* rewrite(words);
}
