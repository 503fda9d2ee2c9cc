import lexicon from '../../language/lexicons/answer-types.json' with { type: 'json' };
import { oneOf } from '../../language/word-lists.ts';
import type { AnswerSpan } from './answer-kinds.ts';
import { matchSpans, WORD_END, WORD_START } from './span-patterns.ts';

/* Spans that tell what caused something: "caused by a cracked plank", "a burst tyre caused the crash". */

const CAUSED_BY = new RegExp(
  `${WORD_START}${oneOf(lexicon.caused.words)} [^,;:.!?”"]{3,100}(?![\\p{L}\\p{N}])`,
  'giu',
);
const CAUSES = new RegExp(`${WORD_START}${oneOf(lexicon.causing.words)}${WORD_END}`, 'giu');
const ASKS_CAUSE = /\bwhat (?:has |had |have )?caus(?:ed|es?)\b/iu;
/** Where what causes something begins: behind who says so, or at a clause. */
const BEGINNING = /[,;:.!?”"“] ?|\b(?:that|but|and|say|says|said) /giu;
const HELPERS = /(?: (?:may|might|could|must|have|has|had|probably)){1,3}$/iu;
/** Before a noun: "unless the cause is removed". */
const BEFORE_NOUN = /(?:^| )(?:the|an?|its|their|this|that|no|to|of)$/iu;
/** Longest stretch before the verb in which the cause is looked for, in characters. */
const WINDOW = 90;
const SHORTEST = 3;

function findCauser(sentence: string, { start: at }: AnswerSpan): AnswerSpan[] {
  const before = sentence.slice(Math.max(0, at - WINDOW), at).trimEnd();
  const begins = [...before.matchAll(BEGINNING)].at(-1);
  const from = begins ? begins.index + begins[0].length : 0;
  const causer = before.slice(from).replace(HELPERS, '');
  const start = Math.max(0, at - WINDOW) + from;
  return causer.length < SHORTEST || BEFORE_NOUN.test(causer)
    ? []
    : [{ start, end: start + causer.length, fit: 1 }];
}

/** Finds what caused something; what does the causing is looked for only if the question asks what caused it. */
export const findCauses = (sentence: string, question: string): AnswerSpan[] => [
  ...matchSpans(CAUSED_BY, sentence),
  ...(ASKS_CAUSE.test(question)
    ? matchSpans(CAUSES, sentence).flatMap(verb => findCauser(sentence, verb))
    : []),
];
