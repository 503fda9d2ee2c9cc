import { fillTemplate } from '../../i18n/templates.ts';
import { areAntonyms, areSynonyms } from '../../language/antonyms.ts';
import lexicon from '../../language/lexicons/wording.json' with { type: 'json' };
import { isYear } from '../../language/numbers.ts';
import { extractContentWords, splitWords, stem, stemText } from '../../language/stems.ts';
import { implies } from '../../language/thesaurus.ts';
import { findKindContradiction } from './contradictions/kinds.ts';
import { describeBrought, LIGHT_WORDS, REPORTING_WORDS } from './own-words.ts';
import { reasons } from './reasons.ts';

/**
 * Why a claim that a model calls supported is left open all the same, or null. Stricter than `findRefusal`,
 * because the claim is presented as what the article says, not as somebody's words. `around` is the whole
 * text that the passages are from.
 */
export function findWordingError(
  text: string,
  passages: readonly string[],
  around: readonly string[],
): string | null {
  return (
    findReversal(text, passages) ??
    findMisplacedNumber(text, passages) ??
    findInsertedWords(text, passages, around) ??
    findKindContradiction(text, passages)
  );
}

const REVERSING_WORDS = Object.values(lexicon.reversals.words);

function findReversal(text: string, passages: readonly string[]): string | null {
  const there = new Set(passages.flatMap(splitWords));
  const said = new Set(splitWords(text));
  for (const pair of REVERSING_WORDS)
    for (const [one, other] of [pair, pair.toReversed()] as [string, string][])
      if (said.has(one) && !there.has(one) && there.has(other))
        return fillTemplate(reasons.turned, { other, word: one });
  return null;
}

const isNumber = (word: string) => /^\p{N}/u.test(word);

/** A number counts the same thing as in the text if the word after it is there within so many words. */
const NEARBY_WORDS = 4;

function findMisplacedNumber(text: string, passages: readonly string[]): string | null {
  const said = splitWords(text);
  const there = passages.map(splitWords);
  for (const [index, number] of said.entries()) {
    const counted = said[index + 1];
    if (
      !isNumber(number) ||
      counted === undefined ||
      isNumber(counted) ||
      extractContentWords(counted).length === 0
    )
      continue;
    // a year is not a quantity: the word after it belongs to the next phrase
    if (isYear(number)) continue;
    const isCounted = (word: string) => stem(word) === stem(counted) || implies(counted, word);
    const isThere = there.some(passage =>
      passage.some(
        (word, at) =>
          word === number &&
          passage.slice(Math.max(0, at - NEARBY_WORDS), at + NEARBY_WORDS + 1).some(isCounted),
      ),
    );
    if (!isThere) return fillTemplate(reasons.counted, { number, thing: counted });
  }
  return null;
}

/** One in this many content words may come from elsewhere in the article; at least one may. */
const WORDS_PER_INSERTION = 3;

/** Words that a statement adds: none may be missing from the whole article, and few from its passages. */
function findInsertedWords(
  text: string,
  passages: readonly string[],
  around: readonly string[],
): string | null {
  const there = new Set(passages.flatMap(stemText));
  const everywhere = new Set(around.flatMap(stemText));
  const all = [...new Set(extractContentWords(text))].filter(word => !LIGHT_WORDS.has(stem(word)));
  const given = new Set(passages.flatMap(splitWords));
  const brought = all.filter(word => !there.has(stem(word)) && !REPORTING_WORDS.has(stem(word)));
  const rendered = brought.filter(word => isParaphrased(word, given));
  const own = brought.filter(word => !rendered.includes(word));
  const nowhere = own.filter(word => !everywhere.has(stem(word)));
  if (nowhere.length > 0) return describeBrought(nowhere, text);
  if (own.length > Math.max(1, Math.floor(all.length / WORDS_PER_INSERTION)))
    return describeBrought(own, text);
  if (rendered.length * 2 >= all.length) return describeBrought(rendered, text);
  return all.length === own.length ? reasons.nothing : null;
}

/** Whether a word paraphrases one of the passages; if they have its opposite, only an exact synonym does. */
function isParaphrased(word: string, given: ReadonlySet<string>): boolean {
  const root = stem(word);
  const others = [...given].filter(other => areSynonyms(root, stem(other)) || implies(word, other));
  if (others.length === 0) return false;
  const isContested = [...given].some(other => areAntonyms(root, stem(other)));
  return !isContested || others.some(other => areSynonyms(root, stem(other)) || implies(other, word));
}
