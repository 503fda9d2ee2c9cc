import lexicon from '../../language/lexicons/answer-types.json' with { type: 'json' };
import functionWords from '../../language/lexicons/function-words.json' with { type: 'json' };
import { extractContentWords } from '../../language/stems.ts';
import { oneOf } from '../../language/word-lists.ts';
import type { AnswerSpan, SpanQuery } from './answer-kinds.ts';
import { isPerson } from './name-spans.ts';
import { termStemOf } from './question-terms.ts';
import { FIGURE, matchSpans, NUMBER_WORD, SCALED, WORD_END, WORD_START } from './span-patterns.ts';

/* Spans that count something: how many there are, the result of a vote, all who live somewhere. */

const NUMBER = new RegExp(
  String.raw`(?<![\p{L}\p{N}£$€¥.,])(?:${FIGURE}|${NUMBER_WORD}(?:[ -]${NUMBER_WORD}){0,3})${SCALED}(?![\p{L}\p{N}])`,
  'giu',
);
const SCORE = String.raw`(?:\d{1,6}½?|${NUMBER_WORD})`;
/** The result of a vote or a game: "11 to 9", "3–2", "14 votes against 5", "nine members voted for it, 5 against". */
const RESULT = new RegExp(
  `(?<![\\p{L}\\p{N}£$€.,])(?:${[
    `${SCORE}(?: (?:votes?|points?|goals?))?(?: to |[–:-]| against )${SCORE}`,
    `${SCORE}(?: \\p{Ll}{3,20}){0,2} (?:for|in favou?r)(?: [^.;:!?,\\d]{2,60})?,? (?:and |to |with |but )?(?:${SCORE}|none|nobody)(?: \\p{Ll}{3,20}){0,2} against`,
    oneOf(lexicon.undivided.words),
  ].join('|')})(?![\\p{L}\\p{N}])`,
  'giu',
);
export const ASKS_RESULT = new RegExp(
  `${WORD_START}(?:how (?:close|narrow|clear)|${oneOf(lexicon.results.words)})${WORD_END}`,
  'iu',
);
/** A question about all who live somewhere, and what a text says of them: "a town of 9,400 people". */
const INHABITANTS = oneOf(lexicon.inhabitants.words);
const DWELLING = oneOf(lexicon.dwelling.words);
const ASKS_POPULATION = new RegExp(`\\bhow many (?:people|${INHABITANTS}) ${DWELLING}\\b`, 'iu');
const PLACE_OF = new RegExp(
  `${WORD_START}${oneOf(lexicon.inhabited.words)}(?: of| is| was|,)(?: ${oneOf(lexicon.counting.words.approximate)})? $`,
  'iu',
);
const LIVING_THERE = new RegExp(
  String.raw`^(?: \p{Ll}{2,20}){0,2} (?:${INHABITANTS}|(?:people|of them)(?: who)? ${DWELLING}${WORD_END}|people (?:in|on|of) (?:the |this |that )?(?:\p{Lu}|${oneOf(lexicon.inhabited.words)}${WORD_END}))`,
  'u',
);
const COUNTED_AFTER = 60;

const isPopulation = (sentence: string, { start, end }: AnswerSpan): boolean =>
  PLACE_OF.test(sentence.slice(Math.max(0, start - COUNTED_AFTER), start)) ||
  LIVING_THERE.test(sentence.slice(start, end + COUNTED_AFTER).replace(/^\S{1,20}/, ''));

const OF_GAME = /\b(?:points?|goals?)\b/iu;

/** Finds results; a vote does not end in points or goals. */
export const findResults = (sentence: string, question: string): AnswerSpan[] =>
  matchSpans(RESULT, sentence, COUNTED_FIT).filter(
    ({ start, end }) => !(/\bvote\b/i.test(question) && OF_GAME.test(sentence.slice(start, end))),
  );

/** Fits of a number that counts what is asked for, and of one that counts what may stand in for it. */
const COUNTED_FIT = 3;
const MEANT_FIT = 2;
const OTHER_FIT = 1;

/** Where what a number counts has ended: "2009 with 31 passengers" counts nobody. */
const COUNTED_END = new RegExp(
  `[,;:.()](?= )|(?<= )${oneOf(functionWords.prepositions.words.filter(word => word !== 'of'))} `,
  'iu',
);
/** What is counted, as a part of the answer: "600 people", "14 mason bees". */
const COUNTED_WORD = /[ -][\p{L}\p{M}]{1,30}/gu;
/** Longest phrase of what is counted that is a part of the answer, in words. */
const MAX_COUNTED = 4;

/**
 * Finds numbers and scores them by what they count. Numbers that count the thing asked for fit best, those
 * that count its result ("14,200 signatures" for those who signed) better still, years worst.
 */
export function findCounts(
  sentence: string,
  { question, focus, acts, kinds, countsPeople }: SpanQuery,
): AnswerSpan[] {
  const asksPopulation = ASKS_POPULATION.test(question);
  const isFocus = (word: string) => focus.includes(word);
  return matchSpans(NUMBER, sentence).map(span => {
    const [behind = ''] = sentence.slice(span.end, span.end + 60).split(COUNTED_END, 1);
    const words = extractContentWords(behind).slice(0, 3);
    const counted = words.map(termStemOf);
    const number = sentence.slice(span.start, span.end);
    const isMade = counted[0] !== undefined && acts.has(counted[0]);
    const fits = isMade ? 0 : counted.findIndex(isFocus);
    const isMeant =
      counted.some(word => kinds.has(word)) || (countsPeople && words.slice(0, 2).some(isPerson));
    const isYear = /^(?:1\d{3}|20\d{2})$/.test(number);
    const fit =
      fits >= 0 ? COUNTED_FIT - fits / 2 + (isMade ? 1 : 0) : isMeant ? MEANT_FIT : isYear ? 0.1 : OTHER_FIT;
    return {
      start: span.start,
      end: span.end + measureCounted(behind, (word, at) => isFocus(word) || (at === 0 && acts.has(word))),
      fit: asksPopulation && !isPopulation(sentence, span) ? Math.min(fit, OTHER_FIT) : fit,
    };
  });
}

/** The length of the words behind a number up to what it counts; 0 if that is not among the next ones. */
function measureCounted(behind: string, isCounted: (stem: string, at: number) => boolean): number {
  let [length, counted] = [0, 0];
  for (const [at, { 0: word, index }] of [...behind.matchAll(COUNTED_WORD)].slice(0, MAX_COUNTED).entries()) {
    if (index !== length) break;
    length += word.length;
    if (isCounted(termStemOf(word.slice(1).toLowerCase()), at)) counted = length;
  }
  return counted;
}
