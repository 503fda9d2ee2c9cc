import lexicon from '../../language/lexicons/answer-types.json' with { type: 'json' };
import { isTitle } from '../../language/person-names.ts';
import { extractContentWords, isReadingEnglish } from '../../language/stems.ts';
import { oneOf } from '../../language/word-lists.ts';
import type { AnswerSpan, SpanQuery } from './answer-kinds.ts';
import { findCauses } from './cause-spans.ts';
import { ASKS_RESULT, findCounts, findResults } from './count-spans.ts';
import { findForeignSpans } from './foreign-forms.ts';
import { findMeasures, findUnits } from './measure-spans.ts';
import {
  findGivenNames,
  findNames,
  findTrades,
  findUnnamed,
  findUnnamedPlaces,
  isDoer,
  isPerson,
} from './name-spans.ts';
import { termStemOf } from './question-terms.ts';
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

export type { AnswerSpan } from './answer-kinds.ts';

const { dates, currencies } = lexicon;

const YEAR = String.raw`(?:1\d{3}|20\d{2})(?:s|[–-]\d{2,4})?`;
const MONTH = oneOf(dates.words.months);
const DAY = String.raw`\d{1,2}(?:st|nd|rd|th)?`;
const CLOCK = String.raw`\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?|\d{1,2} o['’]clock`;
/** A point in time or a period, without the words that join it to others. */
const TIME_PART = [
  `${DAY}(?: of)? ${MONTH}(?:,? ${YEAR})?`,
  `${MONTH} ${DAY}(?:,? ${YEAR})?`,
  `${MONTH}(?:,? ${YEAR})?`,
  `(?:${oneOf(dates.words.pointing)} )?${oneOf(dates.words.days)}(?: ${oneOf(dates.words.parts)})?`,
  `${oneOf(dates.words.pointing)} (?:${SPAN}|${oneOf(dates.words.seasons)}|${MONTH})`,
  `(?:the )?(?:${oneOf(dates.words.near)}[ -])?(?:the )?(?:\\d{1,2}(?:st|nd|rd|th)|\\p{Ll}{3,12}(?:th|st|nd|rd)) centur(?:y|ies)`,
  `(?:the )?(?:${oneOf(dates.words.seasons)}) of ${YEAR}`,
  `(?:the )?${YEAR}`,
  `${COUNT} ${SPAN} ${oneOf(dates.words.after)}`,
  CLOCK,
  oneOf(dates.words.relative),
  `(?:in )?(?:the )?(?:${oneOf(dates.words.near)} )?(?:${oneOf(dates.words.parts)}|${oneOf(dates.words.seasons)})`,
].join('|');
const TIME = new RegExp(
  `${WORD_START}(?:${oneOf(dates.words.near)}[ -])?(?:${TIME_PART})${WORD_END}(?:(?:,? (?:on|at|of|in|and|to|until) |, | |–)(?:${TIME_PART})${WORD_END}){0,3}`,
  'giu',
);
const MONEY = new RegExp(
  String.raw`(?:[£$€¥]\s?${FIGURE}${SCALED}|${WORD_START}(?:${FIGURE}|${NUMBER_WORD}(?:[ -]${NUMBER_WORD})?)${SCALED} ${oneOf(currencies.words)})${WORD_END}`,
  'giu',
);
/** "costs nothing", "is free", "without charge": what is asked for costs no sum. */
const NO_MONEY = new RegExp(`${WORD_START}${oneOf(lexicon.noMoney.words)}${WORD_END}`, 'giu');
const PERCENT = new RegExp(`${WORD_START}(?:${FIGURE}|${NUMBER_WORD})(?: ?%| per cent| percent)`, 'giu');
const REASON = new RegExp(
  String.raw`${WORD_START}${oneOf(lexicon.reasons.words)}\b(?:[^;:.!?”"]|(?<=\d)\.(?=\d)){3,200}`,
  'giu',
);
const ASKS_NAMING = new RegExp(`${WORD_START}${oneOf(lexicon.asksNaming.words)}${WORD_END}`, 'iu');
const ASKS_OF_THING =
  /\bhow much (?!(?:do|does|did|is|are|was|were|has|have|had|will|would|can|could|more|less|for|of|it|he|she|they)\b)\p{Ll}{3,}/iu;
/** A question about cost is not answered by a duration. */
const ASKS_MONEY = new RegExp(`${WORD_START}${oneOf(lexicon.money.words)}${WORD_END}`, 'iu');
const MANNER = new RegExp(`${WORD_START}(?:by|through|with|using) [^,;:.!?”"]{3,120}`, 'giu');
/** What happens meanwhile, not a means: "with a crowd of several hundred looking on". */
const MEANWHILE = /^with .* \p{L}{2,20}ing\b/iu;

/** Finds the parts of a sentence that may answer. Words of the question itself are no answer. */
export function findAnswerSpans(sentence: string, query: SpanQuery): AnswerSpan[] {
  const known = new Set(extractContentWords(query.question).map(termStemOf));
  const isNew = ({ start, end }: AnswerSpan) => {
    const words = extractContentWords(removeTitle(sentence.slice(start, end))).map(termStemOf);
    if (words.length === 0) return end - start > 2;
    // a person named in part is known already: "Port Dunmore" does not answer who keeps Dunmore's goal
    const isNamed =
      query.type === 'person' && words.some(word => known.has(word)) && !isDoer(sentence, start);
    return !isNamed && words.some(word => !known.has(word));
  };
  const foreign = isReadingEnglish() ? undefined : findForeignSpans(sentence, query.type);
  const isAdvised = asksAdvice(query) ? (span: AnswerSpan) => !isMistaken(sentence, span) : () => true;
  return (foreign ?? findSpans(sentence, query))
    .map(span => trimSpan(sentence, span))
    .filter(span => isNew(span) && isAdvised(span));
}

const ASKS_ADVICE = /\b(?:should|ought|do|can|must|may) (?:i|we|you|one)\b|\bbest\b/iu;
/** Words that deny, in a question or a passage. */
export const DENYING = new RegExp(String.raw`\b${oneOf(lexicon.denying.words)}\b`, 'i');

/** Whether a question asks when or where to do something. */
const asksAdvice = ({ type, question }: SpanQuery): boolean =>
  (type === 'time' || type === 'place') && ASKS_ADVICE.test(question) && !DENYING.test(question);

const MISTAKEN = new RegExp(`${WORD_START}${oneOf(lexicon.mistaken.words)}${WORD_END}`, 'iu');

/** Whether the clause before a span warns of it: "The commonest mistake is to feed in March". */
const isMistaken = (sentence: string, { start }: AnswerSpan): boolean =>
  MISTAKEN.test(
    sentence
      .slice(0, start)
      .split(/[,;:.] /)
      .at(-1) ?? '',
  );

/** Removes a title: "Judge Henrietta Moss" does tell who the judge is. */
function removeTitle(span: string): string {
  const [first = '', ...rest] = span.split(' ');
  return rest.length > 0 && (isTitle(first) || isPerson(first.toLowerCase())) ? rest.join(' ') : span;
}

function trimSpan(text: string, { start, end, fit }: AnswerSpan): AnswerSpan {
  const piece = text.slice(start, end);
  const kept = piece.replace(/['’]s?$|[.,;:)–-]$/u, '').trimEnd();
  return { start, end: start + kept.length, fit };
}

function findSpans(sentence: string, query: SpanQuery): AnswerSpan[] {
  const { type, measure, question } = query;
  switch (type) {
    case 'person':
      return [
        ...findNames(sentence, 'person').filter(({ fit }) => fit >= MIN_PERSON),
        ...findUnnamed(sentence),
      ];
    case 'name':
    case 'choice':
      return [...findNames(sentence, 'any'), ...(ASKS_NAMING.test(question) ? findGivenNames(sentence) : [])];
    case 'place':
      return [...findNames(sentence, 'place').filter(({ fit }) => fit > 0), ...findUnnamedPlaces(sentence)];
    case 'work':
      return findTrades(sentence);
    case 'time':
      return matchSpans(TIME, sentence)
        .map(span => ({ ...span, fit: scoreTime(sentence.slice(span.start, span.end)) }))
        .filter(({ start, end }) => !NO_MONTH.test(sentence.slice(start, end)));
    case 'number':
      return ASKS_RESULT.test(question)
        ? findResults(sentence, question)
        : rateDifferences(sentence, findCounts(sentence, query), question);
    case 'measure':
      return findMeasures(sentence, measure);
    case 'amount':
      return rateDifferences(sentence, findAmounts(sentence, question), question);
    case 'reason':
      return [
        ...matchSpans(REASON, sentence).filter(({ start }) => !isComplement(sentence, start)),
        ...findCauses(sentence, question),
      ];
    case 'manner':
      return matchSpans(MANNER, sentence).filter(
        ({ start, end }) => !MEANWHILE.test(sentence.slice(start, end)),
      );
    case 'any':
      return [];
  }
}

const PRECEDES_COMPLEMENT = new RegExp(`${WORD_START}${oneOf(lexicon.infinitiveTakers.words)} $`, 'iu');
/** Longest stretch before an infinitive in which the word it belongs to is looked for. */
const COMPLEMENT_WINDOW = 30;

/** Whether "to …" at an index tells what somebody was told or able to do, not why: "told not to make a speech". */
const isComplement = (sentence: string, start: number): boolean =>
  /^to /i.test(sentence.slice(start, start + 3)) &&
  PRECEDES_COMPLEMENT.test(sentence.slice(Math.max(0, start - COMPLEMENT_WINDOW), start));

function findAmounts(sentence: string, question: string): AnswerSpan[] {
  const money = matchSpans(MONEY, sentence, 2);
  if (ASKS_MONEY.test(question)) return [...money, ...matchSpans(NO_MONEY, sentence)];
  // "how much milk" does not ask for a sum of money
  const isOfThing = ASKS_OF_THING.test(question);
  return [
    ...money.map(span => ({ ...span, fit: isOfThing ? 0.5 : 2 })),
    // "How much is a membership?"
    ...(isOfThing ? [] : matchSpans(NO_MONEY, sentence, 2)),
    ...matchSpans(PERCENT, sentence),
    ...findUnits(sentence, isOfThing ? 2 : 0.5),
  ];
}

/** A verb, not a month. */
const NO_MONTH = /^(?:may|march)$/;

/** "nine more than a year ago", "£6,000 less than", "by 40 pence": how far one value is from another. */
const IS_DIFFERENCE = new RegExp(`^ ${oneOf(lexicon.comparing.words)}${WORD_END}`, 'iu');
const BEFORE_DIFFERENCE = /\bby (?:about |some |nearly |almost |only )?$/iu;
const ASKS_DIFFERENCE = new RegExp(
  `${WORD_START}(?:how (?:much|many) ${oneOf(lexicon.comparing.words)}|by how (?:much|many)|difference)${WORD_END}`,
  'iu',
);
const DIFFERENCE = 1.5;

/** Prefers the difference between two values if it is asked for, else the values. */
function rateDifferences(sentence: string, found: readonly AnswerSpan[], question: string): AnswerSpan[] {
  const sign = ASKS_DIFFERENCE.test(question) ? 1 : -1;
  return found.map(span => {
    const isDifference =
      IS_DIFFERENCE.test(sentence.slice(span.end, span.end + 20)) ||
      BEFORE_DIFFERENCE.test(sentence.slice(Math.max(0, span.start - 12), span.start));
    return isDifference ? { ...span, fit: span.fit + sign * DIFFERENCE } : span;
  });
}

/** A date says more than a time of day. */
const scoreTime = (span: string) =>
  (/\d/.test(span) ? 2 : 0) + (/\p{Lu}/u.test(span) ? 1 : 0) + Math.min(1, span.length / 40);

/** A lower fit is hardly a person: "in Norway". */
const MIN_PERSON = 0.35;
