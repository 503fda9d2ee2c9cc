import lexicon from '../../../language/lexicons/propositions.json' with { type: 'json' };
import protectedWords from '../../../language/lexicons/shortening.json' with { type: 'json' };
import { stem } from '../../../language/stems.ts';
import type { SentenceWord } from '../propositions/words.ts';

export const FINITE = new Set<SentenceWord['kind']>(['verb', 'participle', 'be', 'auxiliary', 'modal']);
/** Whether a word is a verb form that can be the verb of a sentence. */
export const isVerbForm = ({ kind }: SentenceWord) => FINITE.has(kind);

/** Whether a verb makes its complement something that somebody says, thinks or wants. */
export const isGoverning = (word: SentenceWord) => isVerbForm(word) && GOVERNING.has(word.root);

export const GOVERNING = new Set(
  [
    ...lexicon.telling.words,
    ...lexicon.claiming.words,
    ...lexicon.wanting.words,
    ...protectedWords.finding.words,
    'accord',
  ].map(stem),
);

/** Words that may not be left out because they change what a sentence says: quantities, denials, hedges. */
export const PROTECTED = new Set([
  ...protectedWords.quantities.words,
  ...protectedWords.denials.words,
  ...lexicon.hedging.words,
  ...lexicon.limiting.words,
  ...lexicon.modals.words,
]);
