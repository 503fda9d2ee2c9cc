import { fillTemplate } from '../../../i18n/templates.ts';
import lexicon from '../../../language/lexicons/entailment.json' with { type: 'json' };
import { reasons } from '../reasons.ts';
import type { AnalyzedSource } from './source.ts';
import type { Term } from './terms.ts';

/** Finds reversed roles: every sentence with agent, patient and verb has them the other way round. */
export function findRoleContradiction(
  claim: string,
  terms: readonly Term[],
  source: AnalyzedSource,
): string | null {
  for (const [index, verb] of terms.entries()) {
    const [doer, sufferer] = [terms[index - 1], terms[index + 1]];
    if (isPassive(claim, verb.text)) continue;
    if (verb.part !== 'verb' || !doer || !sufferer || doer.part === 'verb' || sufferer.part === 'verb')
      continue;
    const orders = source.sentences.flatMap(({ text, order }) => {
      const at = [doer, verb, sufferer].map(term => order.indexOf(term.stem));
      return at.includes(-1) || /\bby\b/.test(text) ? [] : [at as [number, number, number]];
    });
    if (orders.length > 0 && orders.every(([d, v, s]) => s < v && v < d))
      return fillTemplate(reasons.roles, { doer: doer.written, verb: verb.text, sufferer: sufferer.written });
  }
  return null;
}

const BE = new Set(lexicon.being.words);

/** Whether a form of "be" is one of the last two words of a text. */
export const isEndingInBe = (text: string) =>
  text
    .trim()
    .split(/\s+/)
    .slice(-2)
    .some(word => BE.has(word.toLowerCase()));

/** Whether a verb is passive with an agent: "was endorsed by". */
export function isPassive(claim: string, verb: string): boolean {
  const at = claim.toLowerCase().indexOf(verb);
  return at >= 0 && isEndingInBe(claim.slice(0, at)) && /^\s+by\b/i.test(claim.slice(at + verb.length));
}
