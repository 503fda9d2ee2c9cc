import { splitSentences } from '../../language/sentences.ts';
import { extractContentWords } from '../../language/stems.ts';
import { trimEnd } from '../../language/trimming.ts';

/** Sentences of a claim that are looked at, at most. */
const MAX_STATEMENTS = 12;

/** The sentences of a text that say something, and how many more there are than are looked at. */
export interface Claims {
  readonly statements: readonly string[];
  readonly left: number;
}

const GREETING =
  /^(?:hi|hello|hey|thanks|thank you|cheers|good (?:morning|evening|night)|welcome|lol|wow|ok(?:ay)?)\b/i;
const MAX_GREETING_WORDS = 4;

/** Whether a sentence claims something: it is no question, no greeting and no quotation of somebody else's words. */
function isClaim(sentence: string): boolean {
  const end = trimEnd(sentence, /["'”’»)\]\s*_~|]/);
  if (/[?？]$/.test(end)) return false;
  if (/^[“"„«].*[”"»][.!…]*$/su.test(sentence.trim())) return false;
  if (GREETING.test(sentence) && sentence.split(/\s+/).length <= MAX_GREETING_WORDS) return false;
  return extractContentWords(sentence).length > 0;
}

/**
 * The sentences of a claim that are judged, each for itself. Where none says anything by its form, the text is taken as
 * it stands: whoever asks about it gets an answer.
 */
export function splitClaims(text: string): Claims {
  const all = splitSentences(text).filter(isClaim);
  if (all.length === 0) return { statements: [text.trim()], left: 0 };
  return { statements: all.slice(0, MAX_STATEMENTS), left: Math.max(0, all.length - MAX_STATEMENTS) };
}
