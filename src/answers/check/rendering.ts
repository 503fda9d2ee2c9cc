import { stem } from '../../language/stems.ts';
import type { SentenceWord } from '../verification/propositions/words.ts';
import { isSameWord } from '../verification/shortening/word-alignment.ts';
import { relateContent } from './relations.ts';

/** Words that a reader may paraphrase; names and numbers must be repeated as they are. */
const RENDERED = /^(?:noun|adjective|verb|participle|gerund|adverb)$/;

/**
 * Whether a word of a claim repeats or paraphrases a word of a sentence: by a plain synonym, or by something
 * more general.
 */
export function renders(claimed: string, given: SentenceWord): boolean {
  if (isSameWord(claimed, given)) return true;
  if (!RENDERED.test(given.kind) || !/^\p{L}/u.test(claimed)) return false;
  const relation = relateContent({ lower: claimed, stem: stem(claimed) }, given);
  return relation === 'same' || relation === 'alike';
}
