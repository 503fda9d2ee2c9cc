import lexicon from '../../language/lexicons/answer-types.json' with { type: 'json' };
import { oneOf } from '../../language/word-lists.ts';
import type { AnswerSpan } from './answer-kinds.ts';
import {
  COUNT,
  FIGURE,
  matchSpans,
  NUMBER_WORD,
  SCALED,
  SPAN,
  WORD_END,
  WORD_START,
} from './span-patterns.ts';

/* Spans for ages, durations, lengths, weights and speeds: parts of a sentence with the measure asked for. */

const { dates, counting } = lexicon;

const DURATION = new RegExp(
  `${WORD_START}(?:${oneOf(counting.words.approximate)} )?${COUNT}(?: and a half)? ${SPAN}(?:,? and ${COUNT} ${SPAN})?${WORD_END}`,
  'giu',
);
/** How long, by its end or its beginning: "until the snow comes", "since 2009", "from 7 until 11". */
const FROM = String.raw`[Ff]rom (?=\d|\p{Lu}|noon|midnight|midday|dawn|early|late)[^,;:.!?”"]{1,30}?`;
const UNTIL = new RegExp(
  `${WORD_START}(?:(?:${FROM} )?(?:[Uu]ntil|till)|[Ss]ince|${FROM} to) (?!(?:then|now|recently)\\b)[^,;:.!?”"]{1,60}(?![\\p{L}\\p{N}])`,
  'gu',
);
/** Where what happened meanwhile or why begins: "until 11 after a lorry overturned". */
const UNTIL_END = / (?:after|when|because|while|as|but|and|so|for) /u;
const LASTING = new RegExp(`${WORD_START}${oneOf(lexicon.lasting.words)}${WORD_END}`, 'giu');
const EACH = '(?:a|an|every|each|per)';
const OFTEN = new RegExp(
  [
    `${WORD_START}(?:${oneOf(lexicon.often.words)}`,
    `every (?:\\p{Ll}+|\\d+) ${SPAN}`,
    `every ${oneOf(dates.words.days)}`,
    `(?:once|twice|(?:${COUNT}|${oneOf(lexicon.dates.words.counts)}) times)(?: ${EACH} ${SPAN}| in (?:${COUNT} )?${SPAN})`,
    // "8 of 10 trials", "nine times out of ten"
    `${COUNT} (?:times )?(?:out of|in|of)(?: every)? (?:\\d{1,6}|${NUMBER_WORD})(?: \\p{Ll}+)?`,
    `${COUNT} times`,
    `on ${oneOf(dates.words.days)})${WORD_END}`,
  ].join('|'),
  'giu',
);
const VAGUELY_OFTEN = new RegExp(`${WORD_START}${oneOf(lexicon.vaguelyOften.words)}${WORD_END}`, 'giu');
/** What "a day" follows where it says per what, not how long: "3,200 passengers a day". */
const PER = new RegExp(`(?:\\d|${WORD_START}${NUMBER_WORD})(?: [\\p{L}'’-]{1,30}){0,2} $`, 'iu');
const PER_WINDOW = 60;
const QUANTITY = `(?:${FIGURE}|${NUMBER_WORD}(?:[ -]${NUMBER_WORD}){0,2}|half an?|an?)`;
const createUnitPattern = (units: readonly string[]) =>
  new RegExp(`${WORD_START}${QUANTITY}${SCALED}[ -]?(?:square |cubic )?${oneOf(units)}${WORD_END}`, 'giu');
const UNIT = createUnitPattern(lexicon.units.words);

/** "Maund, 81, cycled", "who is 11", "a woman of 93", "at the age of 67", "nineteen-year-old", "was 64 when". */
const AGE = new RegExp(
  [
    String.raw`(?<=\p{L}, )\d{1,3}(?=[,.;:)]| and )`,
    String.raw`(?<=\b(?:is|was|be|turned|turns|being) )\d{1,3}(?=[,.;:)]| and | when |$)`,
    String.raw`(?<=\b(?:aged|age of) )\d{1,3}`,
    String.raw`(?<=\b(?:at|of) )\d{1,3}(?=[,.;)]|:(?!\d)| and | named | when |$| he | she )`,
    `${WORD_START}(?:\\d{1,3}|${NUMBER_WORD}(?:[ -]${NUMBER_WORD})?)[ -](?:year|month|week|day)s?[ -]old${WORD_END}`,
  ].join('|'),
  'gu',
);

const DIMENSION = new RegExp(String.raw`^ ${oneOf(lexicon.dimensions.words)}\b`, 'i');

type Measured = keyof typeof lexicon.measured.words;

const MEASURED = (Object.keys(lexicon.measured.words) as Measured[]).map(
  kind => [kind, new RegExp(`^${oneOf(lexicon.measured.words[kind])}$`, 'i')] as const,
);
const unitPatterns: Partial<Record<Measured, RegExp>> = Object.fromEntries(
  Object.entries(lexicon.unitsOf.words).map(([kind, units]) => [kind, createUnitPattern(units)]),
);

/** Fit of a measure of the kind asked for, and of one of any other kind. */
const FITTING = 2;
const OTHER = 0.5;
/** Fit of a word that gives no count. */
const VAGUE = 1;

const isRate = (sentence: string, at: number): boolean =>
  /^an? /i.test(sentence.slice(at, at + 3)) && PER.test(sentence.slice(Math.max(0, at - PER_WINDOW), at));

/** Finds how long by when it ended or began. */
const findBounds = (sentence: string): AnswerSpan[] => [
  ...matchSpans(LASTING, sentence, FITTING),
  ...matchSpans(UNTIL, sentence, FITTING).map(span => {
    const end = UNTIL_END.exec(sentence.slice(span.start, span.end))?.index;
    return end === undefined ? span : { ...span, end: span.start + end };
  }),
];

/** Finds the parts of a sentence that say how old, how often, how long or how large something is. */
export function findMeasures(sentence: string, measure: string | null): AnswerSpan[] {
  if (measure === 'often' || measure === 'frequently')
    return [...matchSpans(OFTEN, sentence, FITTING), ...matchSpans(VAGUELY_OFTEN, sentence, VAGUE)];
  if (measure === 'old') return matchSpans(AGE, sentence, FITTING);
  const kinds =
    measure === null ? [] : MEASURED.filter(([, asked]) => asked.test(measure)).map(([kind]) => kind);
  const isAny = kinds.length === 0;
  const bounds = measure === 'long' ? findBounds(sentence) : [];
  const fitting = kinds.flatMap(kind => {
    const pattern = unitPatterns[kind];
    return pattern ? matchSpans(pattern, sentence, FITTING) : matchSpans(DURATION, sentence, FITTING);
  });
  const others = [...matchSpans(UNIT, sentence), ...matchSpans(DURATION, sentence)]
    .filter(({ start }) => fitting.every(other => start < other.start || start >= other.end))
    .map(span => ({ ...span, fit: isAny ? FITTING : OTHER }));
  return [...fitting, ...bounds, ...others].filter(({ start, end }) => {
    if (isRate(sentence, start)) return false;
    if (kinds.includes('size')) return true;
    // "30 centimetres wide" does not say how deep it is
    const [dimension] = DIMENSION.exec(sentence.slice(end, end + 16)) ?? [];
    return dimension === undefined || measure === null || dimension.trim().toLowerCase() === measure;
  });
}

/** Finds measures of any kind. */
export const findUnits = (sentence: string, fit: number): AnswerSpan[] => matchSpans(UNIT, sentence, fit);
