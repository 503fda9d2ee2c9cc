import lexicon from '../../../language/lexicons/propositions.json' with { type: 'json' };
import { stem } from '../../../language/stems.ts';

const rootsOf = (words: readonly string[]) => new Set(words.map(stem));

export const WANTING = rootsOf(lexicon.wanting.words);

export const UNLIKELY = rootsOf(lexicon.unlikely.words);

export const CLAIMING = rootsOf(lexicon.claiming.words);

export const TELLING = rootsOf(lexicon.telling.words);

export const SUBORDINATORS = new Set(lexicon.subordinators.words);

export const IMPLICATIVE = rootsOf(lexicon.implicative.words);
