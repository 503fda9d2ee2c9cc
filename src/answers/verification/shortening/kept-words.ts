import lexicon from '../../../language/lexicons/propositions.json' with { type: 'json' };
import protectedWords from '../../../language/lexicons/shortening.json' with { type: 'json' };
import { stem } from '../../../language/stems.ts';
import { isVerbForm } from '../propositions/word-classes.ts';
import type { SentenceWord } from '../propositions/words.ts';

/** Whether a verb makes its complement something that somebody says, thinks or wants. */
export const isGoverning = (word: SentenceWord) => isVerbForm(word) && GOVERNING.has(word.root);

/** Verbs for what a study says: "found", "showed". */
export const FINDING = new Set(protectedWords.finding.words);

export const GOVERNING = new Set(
  [...lexicon.telling.words, ...lexicon.claiming.words, ...lexicon.wanting.words, ...FINDING, 'accord'].map(
    stem,
  ),
);

/** Words that may not be left out because they change what a sentence says: quantities, denials, hedges. */
export const PROTECTED = new Set([
  ...protectedWords.quantities.words,
  ...lexicon.denyingWords.words,
  ...protectedWords.seldomness.words,
  ...protectedWords.replacing.words,
  ...lexicon.hedging.words,
  ...lexicon.limiting.words,
  ...lexicon.modals.words,
]);
