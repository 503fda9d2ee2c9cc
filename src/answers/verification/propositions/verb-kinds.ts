import lexicon from '../../../language/lexicons/propositions.json' with { type: 'json' };
import { stem } from '../../../language/stems.ts';

const rootsOf = (words: readonly string[]) => new Set(words.map(stem));

/** Words that leave open whether something is so: "reportedly". */
export const HEDGING = new Set(lexicon.hedging.words);

export const WANTING = rootsOf(lexicon.wanting.words);

export const UNLIKELY = rootsOf(lexicon.unlikely.words);

export const CLAIMING = rootsOf(lexicon.claiming.words);

export const TELLING = rootsOf(lexicon.telling.words);

export const SUBORDINATORS = new Set(lexicon.subordinators.words);

export const IMPLICATIVE = rootsOf(lexicon.implicative.words);

/** Nouns for beliefs that may be false: "fears that it will close". */
export const RUMOURS = new Set(lexicon.rumours.words);

/** Verbs with so little meaning that two clauses sharing one may be about different things. */
export const LIGHT = rootsOf(lexicon.light.words);

/** Verbs whose subject is the speaker of a quotation beside them. */
export const SPEAKING = new Set([...TELLING, ...CLAIMING, ...rootsOf(lexicon.answering.words)]);
