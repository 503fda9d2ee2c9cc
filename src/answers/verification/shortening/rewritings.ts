import type { SentenceWord } from '../propositions/words.ts';
import { turnApposition } from './rewritings/appositions.ts';
import { tellRelativeClause } from './rewritings/relative-clauses.ts';
import type { Rewriting } from './rewritings/rewriting.ts';
import { moveSpeechTag } from './rewritings/speech-tags.ts';
import { moveTimePhrase } from './rewritings/time-phrases.ts';

const REWRITINGS: readonly Rewriting[] = [moveTimePhrase, tellRelativeClause, turnApposition, moveSpeechTag];

/** A longer sentence is a list or several, and is not put in other ways. */
const MAX_WORDS = 120;

/** The other ways to put a sentence that say the same with its own words, each made when it is asked for. */
export function* rewriteSentence(words: readonly SentenceWord[]): Generator<readonly SentenceWord[]> {
  if (words.length > MAX_WORDS) return;
  for (const rewrite of REWRITINGS) yield* rewrite(words);
}
