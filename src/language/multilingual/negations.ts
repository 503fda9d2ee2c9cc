import type { Language } from '../languages.ts';
import negations from '../lexicons/negations.json' with { type: 'json' };
import { hasAnyWord, toLowerCase } from './text.ts';

/** Words that deny explicitly, and those that may deny. */
interface Denials {
  readonly plain: readonly string[];
  readonly soft: readonly string[];
}

const WORDS: Partial<Record<Language, Denials>> = negations.words.words;
const SIGNS: Partial<Record<Language, Denials>> = negations.signs.words;

/** Whether a text denies: `plain` explicitly, `soft` possibly; null if the language is unknown. */
export function detectNegation(text: string, language: Language): { plain: boolean; soft: boolean } | null {
  const list = WORDS[language];
  if (!list) return detectNegationBySign(text, language);
  const all = toLowerCase(text)
    .replaceAll('’', "'")
    .split(/[^\p{L}\p{M}']+/u)
    .flatMap(word => (language === 'en' ? [word.endsWith("n't") ? "n't" : word] : word.split("'")));
  return { plain: hasAnyWord(all, list.plain), soft: hasAnyWord(all, list.soft) };
}

/** Detects negation by character sequences, for languages that do not separate words with spaces. */
function detectNegationBySign(text: string, language: Language): { plain: boolean; soft: boolean } | null {
  const list = SIGNS[language];
  if (!list) return null;
  const spaced = ` ${text.replaceAll(/\s/g, ' ')} `;
  const hasAny = (signs: readonly string[]) => signs.some(sign => spaced.includes(sign.replaceAll('_', ' ')));
  return { plain: hasAny(list.plain), soft: hasAny(list.soft) };
}
