import weighty from '../../language/lexicons/weighty-words.json' with { type: 'json' };
import { isCueVerb, isNamingVerb } from '../../language/speech.ts';
import { isNegativeContraction } from '../../language/syntax/function-words.ts';
import { createWordTest } from '../../language/word-lists.ts';
import type { ReadWord } from './reading.ts';

// How a word affects the words around it, according to the lists of weighty words.

export const isCondition = createWordTest(weighty.conditions.words);
export const isModal = createWordTest(weighty.modals.words);
export const isHedge = createWordTest(weighty.hedges.words);
const isLimit = createWordTest(weighty.limits.words);
export const isShifting = createWordTest(weighty.shifting.words);
export const isExcluding = createWordTest(weighty.excluding.words);
const isThinking = createWordTest(weighty.thinking.words);

export const isWeighty = ({ lower }: Pick<ReadWord, 'lower'>): boolean =>
  isCondition(lower) ||
  isModal(lower) ||
  isHedge(lower) ||
  isLimit(lower) ||
  isShifting(lower) ||
  isNegativeContraction(lower);
/** Whether a word attributes the words around it to somebody's speech or thought. */
export const isAttributing = ({ lower, part }: ReadWord) =>
  isThinking(lower) || (isCueVerb(lower) && !isNamingVerb(lower) && part === 'verb');

/** Words that make no difference to what is said, whether present or not. */
export const isEmpty = ({ lower }: ReadWord) =>
  /^(?:the|a|an|is|are|was|were|be|been|being|has|have|had|do|does|did|that|which|who|of|it|its|itself|and|also|there)$/.test(
    lower,
  );

/** Prepositions that mean the same in the same place. */
const ALIKE_PREPOSITIONS = [
  ['in', 'within', 'inside'],
  ['on', 'upon'],
  ['to', 'toward', 'towards', 'into'],
  ['since', 'from'],
  ['by', 'per', 'a'],
  ['of', 'from', 'in', 'for'],
  ['as', 'while', 'when'],
  ['near', 'beside', 'by'],
];

export const areAlike = (one: string, other: string) =>
  one === other || ALIKE_PREPOSITIONS.some(list => list.includes(one) && list.includes(other));
