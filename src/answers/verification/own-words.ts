import { fillTemplate } from '../../i18n/templates.ts';
import { areSynonyms } from '../../language/antonyms.ts';
import lexicon from '../../language/lexicons/wording.json' with { type: 'json' };
import { unifySpelling } from '../../language/spelling.ts';
import { extractContentWords, splitWords, stem, writtenFormOf } from '../../language/stems.ts';
import { implies } from '../../language/thesaurus.ts';
import { elementAt } from '../../lists.ts';
import { reasons } from './reasons.ts';
import type { Source } from './source.ts';

/** Stems of words that report what somebody says, and of words that carry no meaning of their own. */
export const REPORTING_WORDS = new Set(lexicon.plain.words.map(stem));
export const LIGHT_WORDS = new Set(lexicon.light.words.map(stem));

/** A statement may bring this many words of its own; a plain synonym of the text's counts half. */
const MAX_OWN_WORDS = 3;
const SYNONYM_WEIGHT = 0.5;
/** At least this share of a statement's words must occur in this many sentences of the text together. */
const MIN_SHARE = 0.5;
const MAX_SENTENCES = 3;

/** Why a statement has too many words of its own, or words never together in the text; else null. */
export function findOwnWords(statement: string, near: readonly string[], source: Source): string | null {
  const words = new Set(near.flatMap(splitWords));
  const all = [...new Set(extractContentWords(statement))].filter(
    word => !LIGHT_WORDS.has(stem(word)) && !/^\p{N}/u.test(word),
  );
  if (all.length === 0) return reasons.nothing;
  const brought = all.filter(
    word => !source.analyzed.stems.has(stem(word)) && !REPORTING_WORDS.has(stem(word)),
  );
  const own = brought.filter(word => !isRendered(word, words));
  const weight = own.length + SYNONYM_WEIGHT * (brought.length - own.length);
  if (weight > MAX_OWN_WORDS)
    return describeBrought([...own, ...brought.filter(word => !own.includes(word))], statement);
  const { share, missing } = coverStatement(all, source);
  return share < MIN_SHARE ? describeBrought(missing.length > 0 ? missing : all, statement) : null;
}

/** Whether a word is a synonym, another spelling or a generalization of a word in the text. */
export const isRendered = (word: string, words: ReadonlySet<string>) =>
  words.has(word) ||
  [...words].some(
    other =>
      unifySpelling(other) === unifySpelling(word) ||
      areSynonyms(stem(word), stem(other)) ||
      implies(word, other),
  );

/** The share of a statement's words that a few sentences cover, chosen greedily, and the words they lack. */
function coverStatement(
  words: readonly string[],
  { analyzed: { sentences } }: Source,
): { share: number; missing: string[] } {
  const left = new Set(words.map(stem));
  const { size } = left;
  for (let taken = 0; taken < MAX_SENTENCES && left.size > 0; taken++) {
    let best = { index: -1, shared: 0 };
    for (const [index, { stems }] of sentences.entries()) {
      const shared = [...left].filter(word => stems.has(word)).length;
      if (shared > best.shared) best = { index, shared };
    }
    if (best.index < 0) break;
    for (const word of elementAt(sentences, best.index).stems) left.delete(word);
  }
  return { share: 1 - left.size / size, missing: words.filter(word => left.has(stem(word))) };
}

/** Maximum number of words that a reason lists. */
const MAX_NAMED = 4;

/** The reason that lists which words a statement brings. */
export const describeBrought = (words: readonly string[], statement: string) =>
  fillTemplate(reasons.brought, {
    words: words
      .slice(0, MAX_NAMED)
      .map(word => `“${writtenFormOf(word, statement)}”`)
      .join(', '),
  });
