import { fillTemplate } from '../../../i18n/templates.ts';
import { areSynonyms } from '../../../language/antonyms.ts';
import lexicon from '../../../language/lexicons/entailment.json' with { type: 'json' };
import { extractEnglishNumbers } from '../../../language/numbers.ts';
import { extractContentWords, stem } from '../../../language/stems.ts';
import { oneOf } from '../../../language/word-lists.ts';
import { reasons } from '../reasons.ts';
import type { AnalyzedSource } from './source.ts';

const HEDGES = new RegExp(String.raw`\b${oneOf(lexicon.hedges.words)}\s+\S{0,3}$`, 'i');

const ROUNDING = 0.05;

/** The first number in a claim that the text does not have; or null. A hedged number may be 5 percent off. */
export function findNumberContradiction(claim: string, { numbers }: AnalyzedSource): string | null {
  for (const { text, value, start } of extractEnglishNumbers(claim)) {
    if (value <= 1 && /^\p{L}/u.test(text)) continue;
    const hedged = HEDGES.test(claim.slice(0, start));
    const given = numbers.some(
      other => other === value || (hedged && Math.abs(other - value) <= ROUNDING * value),
    );
    if (!given) return fillTemplate(reasons.number, { number: text });
  }
  return null;
}

/** How many content words on either side of a number form its context. */
const CONTEXT_WORDS = 4;

/** Finds a number used for something else: no word around it is in any sentence with that number. */
export function findBindingContradiction(claim: string, source: AnalyzedSource): string | null {
  for (const { text, value, start } of extractEnglishNumbers(claim)) {
    if (value <= 1 && /^\p{L}/u.test(text)) continue;
    const before = stemContext(claim.slice(0, start)).slice(-CONTEXT_WORDS);
    const after = stemContext(claim.slice(start + text.length)).slice(0, CONTEXT_WORDS);
    const company = [...before, ...after];
    const containing = source.sentences.filter(({ numbers }) => numbers.has(value));
    if (containing.length === 0 || company.length === 0) continue;
    const fits = containing.some(({ stems }) =>
      company.some(word => stems.has(word) || [...stems].some(other => areSynonyms(word, other))),
    );
    if (!fits) return fillTemplate(reasons.otherNumber, { number: text });
  }
  return null;
}

const stemContext = (text: string) =>
  extractContentWords(text)
    .filter(word => !/^\p{N}/u.test(word))
    .map(stem);
