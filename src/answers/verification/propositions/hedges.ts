import { fillTemplate } from '../../../i18n/templates.ts';
import lexicon from '../../../language/lexicons/propositions.json' with { type: 'json' };
import { reasons } from '../reasons.ts';
import type { ReadSentence } from './clause.ts';
import { contentStemsOf } from './phrases.ts';
import { CLAIMING, HEDGING, RUMOURS, TELLING } from './verb-kinds.ts';

const LIMITING = new Set(lexicon.nearly.words);
const MODALS = new Set(lexicon.modals.words);

/** Whether a statement leaves something open in any way, or attributes it to somebody. */
const isHedged = ({ words, clauses }: ReadSentence) =>
  words.some(
    ({ lower }) =>
      HEDGING.has(lower) ||
      MODALS.has(lower) ||
      RUMOURS.has(lower) ||
      /^(?:according|suspicion|believed|thought|said|accused|charged)$/.test(lower),
  ) || clauses.some(({ verb, source }) => source !== null || CLAIMING.has(verb) || TELLING.has(verb));

/** Minimum number of other words that a statement must share with a sentence to be about the same thing. */
const MIN_SHARED = 2;

/** Finds a dropped hedge: "a carcinogenic chemical" for "a reportedly carcinogenic chemical". */
export function findDroppedHedge(statement: ReadSentence, sentences: readonly ReadSentence[]): string | null {
  if (isHedged(statement)) return null;
  const said = contentStemsOf(statement.words);
  for (const { words } of sentences) {
    for (const [at, hedge] of words.entries()) {
      const isLimit = LIMITING.has(hedge.lower);
      if (!HEDGING.has(hedge.lower) && !isLimit) continue;
      const governed = words.slice(at + 1, at + 4).find(({ isContent }) => isContent);
      if (!governed || !said.has(governed.stem)) continue;
      // "nearly cancelled", not "nearly 60"
      if (isLimit && !/^(?:verb|participle|adjective)$/.test(governed.kind)) continue;
      if (isLimit && statement.words.some(({ lower }) => LIMITING.has(lower))) continue;
      const others = contentStemsOf(words.filter(word => word !== governed && word !== hedge));
      const shared = [...said].filter(each => others.has(each)).length;
      const isSaidPlainly = sentences.some(
        sentence =>
          sentence.words !== words &&
          sentence.words.some(word => word.stem === governed.stem) &&
          !sentence.words.some(({ lower }) => HEDGING.has(lower)),
      );
      if (shared >= MIN_SHARED && !isSaidPlainly)
        return fillTemplate(reasons.onlyPossible, {
          other: `${hedge.text} ${governed.text}`,
          word: governed.text,
        });
    }
  }
  return null;
}
