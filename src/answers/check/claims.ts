import { capitalize } from '../../language/capitals.ts';
import lexicon from '../../language/lexicons/wording.json' with { type: 'json' };
import { splitSentences } from '../../language/sentences.ts';
import { extractContentWords } from '../../language/stems.ts';
import { trimEnd } from '../../language/trimming.ts';
import { oneOf } from '../../language/word-lists.ts';

/** Maximum number of a claim's sentences that are judged. */
const MAX_STATEMENTS = 12;

/** The sentences of a text that claim something, and how many more there are than are judged. */
export interface Claims {
  readonly statements: readonly string[];
  readonly left: number;
}

const GREETING =
  /^(?:hi|hello|hey|thanks|thank you|cheers|good (?:morning|evening|night)|welcome|lol|wow|ok(?:ay)?)\b/i;
const MAX_GREETING_WORDS = 4;

/**
 * Whether a sentence claims something: it is neither a question, a greeting nor a quotation of somebody else.
 */
function isClaim(sentence: string): boolean {
  const end = trimEnd(sentence, /["'”’»)\]\s*_~|]/);
  if (/[?？]$/.test(end)) return false;
  if (/^[“"„«].*[”"»][.!…]*$/su.test(sentence.trim())) return false;
  if (GREETING.test(sentence) && sentence.split(/\s+/).length <= MAX_GREETING_WORDS) return false;
  return extractContentWords(sentence).length > 0;
}

const FRAMING = new RegExp(String.raw`^${oneOf(lexicon.framings.words)}(?![\p{L}\p{N}'’])[,:]? *`, 'iu');

/** A sentence without words about its source or its writer's certainty at its head: "I think that …". */
export function removeFraming(sentence: string): string {
  const rest = sentence.replace(FRAMING, '');
  return rest === sentence ? sentence : capitalize(rest);
}

/**
 * Splits a claim into sentences that are judged separately. If none has the form of a claim, the text is
 * taken as a whole, so that every question gets an answer.
 */
export function splitClaims(text: string): Claims {
  const all = splitSentences(text).filter(isClaim);
  if (all.length === 0) return { statements: [text.trim()], left: 0 };
  return { statements: all.slice(0, MAX_STATEMENTS), left: Math.max(0, all.length - MAX_STATEMENTS) };
}
