import { isPastTense } from '../../language/lexicon.ts';
import { stem } from '../../language/stems.ts';
import type { SentenceWord } from '../verification/propositions/words.ts';
import { isSameWord } from '../verification/shortening/word-alignment.ts';
import { relateContent } from './relations.ts';

/** Words that a reader may paraphrase; names and numbers must be repeated as they are. */
const RENDERED = /^(?:noun|adjective|verb|participle|gerund|adverb)$/;

/** Whether one of two forms of a verb is a past tense and the other a present one: "arrived", "arrives". */
const isInOtherTense = (claimed: string, { lower, kind }: SentenceWord) =>
  (kind === 'verb' && lower.endsWith('s') && isPastTense(claimed)) ||
  (kind === 'participle' && /[^s]s$/.test(claimed) && stem(claimed) === stem(lower));

/**
 * Whether a word of a claim repeats or paraphrases a word of a sentence: by a plain synonym, or by something
 * more general.
 */
export function renders(claimed: string, given: SentenceWord): boolean {
  if (isSameWord(claimed, given)) return true;
  if (!RENDERED.test(given.kind) || !/^\p{L}/u.test(claimed) || isInOtherTense(claimed, given)) return false;
  const relation = relateContent({ lower: claimed, stem: stem(claimed) }, given);
  return relation === 'same' || relation === 'alike';
}
