import { isGivenName } from '../../language/lexicon.ts';
import lexicon from '../../language/lexicons/answer-types.json' with { type: 'json' };
import numbers from '../../language/lexicons/english-numbers.json' with { type: 'json' };
import { isNameWord, isOrganisation, isTitle, stripPossessive } from '../../language/person-names.ts';
import { extractContentWords, isReadingEnglish } from '../../language/stems.ts';
import { isKnownWord } from '../../language/thesaurus.ts';
import { trimEnd } from '../../language/trimming.ts';
import { oneOf } from '../../language/word-lists.ts';
import type { AnswerSpan, AnswerType } from './answer-kinds.ts';
import { findForeignSpans } from './foreign-forms.ts';
import { termStemOf } from './question-terms.ts';

export type { AnswerSpan } from './answer-kinds.ts';

/** What is asked of a sentence. */
export interface SpanQuery {
  readonly type: AnswerType;
  readonly question: string;
  /** The stems of what is counted or of which kind the answer is: "signatures" of "how many signatures". */
  readonly focus: readonly string[];
  /** The stems of what those who are counted do, with what is made of them: "signature" of "how many people signed". */
  readonly acts: ReadonlySet<string>;
  /** What a measure measures ("long", "often"), or null. */
  readonly measure: string | null;
}

const { dates, counting, currencies } = lexicon;
const list = (words: readonly string[]) => oneOf(words);
const WORD_END = String.raw`(?![\p{L}\p{N}])`;
const WORD_START = String.raw`(?<![\p{L}\p{N}])`;

const YEAR = String.raw`(?:1\d{3}|20\d{2})(?:s|[–-]\d{2,4})?`;
const MONTH = `${list(dates.words.months)}`;
const DAY = String.raw`\d{1,2}(?:st|nd|rd|th)?`;
const CLOCK = String.raw`\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?|\d{1,2} o['’]clock`;
const SPAN = list(dates.words.spans);
const COUNT = String.raw`(?:\d[\d,.]{0,12}|${list(dates.words.counts)})`;

/** A point or span of time, without what joins it to others. */
const TIME_PART = [
  `${DAY}(?: of)? ${MONTH}(?:,? ${YEAR})?`,
  `${MONTH} ${DAY}(?:,? ${YEAR})?`,
  `${MONTH}(?:,? ${YEAR})?`,
  `(?:${list(dates.words.pointing)} )?${list(dates.words.days)}(?: ${list(dates.words.parts)})?`,
  `${list(dates.words.pointing)} (?:${SPAN}|${list(dates.words.seasons)}|${MONTH})`,
  `(?:the )?(?:${list(dates.words.near)}[ -])?(?:the )?(?:\\d{1,2}(?:st|nd|rd|th)|\\p{Ll}{3,12}(?:th|st|nd|rd)) centur(?:y|ies)`,
  `(?:the )?(?:${list(dates.words.seasons)}) of ${YEAR}`,
  `(?:the )?${YEAR}`,
  `${COUNT} ${SPAN} ${list(dates.words.after)}`,
  CLOCK,
  list(dates.words.relative),
  `(?:in )?(?:the )?(?:${list(dates.words.near)} )?(?:${list(dates.words.parts)}|${list(dates.words.seasons)})`,
].join('|');
const TIME = new RegExp(
  `${WORD_START}(?:${list(dates.words.near)}[ -])?(?:${TIME_PART})${WORD_END}(?:(?:,? (?:on|at|of|in|and|to|until) |, | |–)(?:${TIME_PART})${WORD_END}){0,3}`,
  'giu',
);
const DURATION = new RegExp(
  `${WORD_START}(?:${list(counting.words.approximate)} )?${COUNT}(?: and a half)? ${SPAN}${WORD_END}`,
  'giu',
);
const OFTEN = new RegExp(
  `${WORD_START}(?:${list(lexicon.often.words)}|every (?:\\p{Ll}+|\\d+) ${SPAN}|${COUNT} times (?:a|every|per) ${SPAN}|on ${list(dates.words.days)})${WORD_END}`,
  'giu',
);

const FIGURE = String.raw`\p{N}{1,12}(?:[.,]\p{N}{1,9}){0,4}(?:[–-]\p{N}{1,9})?`;
const SCALED = `(?:[ -]${list(counting.words.scales)}|(?:m|bn|k|%))?`;
const NUMBER_WORD = list([
  ...numbers.units.words,
  ...numbers.tens.words,
  'hundred[s]',
  'thousand[s]',
  'dozen[s]',
  'half',
]);
const MONEY = new RegExp(
  String.raw`(?:[£$€¥]\s?${FIGURE}${SCALED}|${WORD_START}(?:${FIGURE}|${NUMBER_WORD}(?:[ -]${NUMBER_WORD})?)${SCALED} ${list(currencies.words.names)})${WORD_END}`,
  'giu',
);
const PERCENT = new RegExp(`${WORD_START}(?:${FIGURE}|${NUMBER_WORD})(?: ?%| per cent| percent)`, 'giu');
const NUMBER = new RegExp(
  String.raw`(?<![\p{L}\p{N}£$€¥.,])(?:${FIGURE}|${NUMBER_WORD}(?:[ -]${NUMBER_WORD}){0,3})${SCALED}(?![\p{L}\p{N}])`,
  'giu',
);
const UNIT = new RegExp(
  `${WORD_START}(?:${FIGURE}|${NUMBER_WORD}(?:[ -]${NUMBER_WORD}){0,2}|half an?|an?)${SCALED}[ -]?(?:square |cubic )?${oneOf(lexicon.units.words)}${WORD_END}`,
  'giu',
);
const REASON = new RegExp(
  String.raw`${WORD_START}${list(lexicon.reasons.words)}\b(?:[^;:.!?”"]|(?<=\d)\.(?=\d)){3,200}`,
  'giu',
);
/** How a vote or a game ended: "by 11 to 9", "3–2", "14 votes against 5". */
const RESULT = new RegExp(
  String.raw`(?<![\p{L}\p{N}£$€.,])(?:\d{1,6}|${NUMBER_WORD})(?: votes?)?(?: to |[–:-]| against )(?:\d{1,6}|${NUMBER_WORD})(?![\p{L}\p{N}])`,
  'giu',
);
const ASKS_RESULT = new RegExp(
  `${WORD_START}(?:how (?:close|narrow|clear)|${oneOf(lexicon.results.words)})${WORD_END}`,
  'iu',
);
/** What costs money is not answered by how long it takes. */
const ASKS_MONEY = new RegExp(`${WORD_START}${oneOf(lexicon.money.words)}${WORD_END}`, 'iu');
const MANNER = new RegExp(`${WORD_START}(?:by|through|with|using) [^,;:.!?”"]{3,120}`, 'giu');
const NAME =
  /\p{Lu}[\p{L}\p{M}\p{N}'’.&-]*(?:(?: (?:of|de|van|von|der|la|le|du|the|for|al|bin|and the|of the|&))? \p{Lu}[\p{L}\p{M}\p{N}'’.&-]*){0,6}/gu;
const PLACE_BEFORE = new RegExp(
  String.raw`(?:^|[^\p{L}])${oneOf(lexicon.prepositions.words)} (?:the )?$`,
  'iu',
);

/** What stands before a word that begins a sentence or a quotation. */
const OPENING = /^$|^[“"'‘(]{1,2}$|[.!?:][”"’']? $|(?:^|\s)[“"'‘]{1,2}$/u;

const matchSpans = (pattern: RegExp, text: string, fit = 1): AnswerSpan[] =>
  [...text.matchAll(pattern)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
    fit,
  }));

/** The parts of a sentence that may answer, by the kind of thing asked for; what the question itself says is none. */
export function findAnswerSpans(sentence: string, query: SpanQuery): AnswerSpan[] {
  const known = new Set(extractContentWords(query.question).map(termStemOf));
  const isNew = ({ start, end }: AnswerSpan) => {
    const words = extractContentWords(sentence.slice(start, end)).map(termStemOf);
    if (words.length === 0) return end - start > 2;
    // who is named in part is named: "Port Dunmore" is no answer to who keeps Dunmore's goal
    const isNamed = query.type === 'person' && words.some(word => known.has(word));
    return !isNamed && words.some(word => !known.has(word));
  };
  const foreign = isReadingEnglish() ? undefined : findForeignSpans(sentence, query.type);
  return (foreign ?? findSpans(sentence, query)).map(span => trimSpan(sentence, span)).filter(isNew);
}

function trimSpan(text: string, { start, end, fit }: AnswerSpan): AnswerSpan {
  const piece = text.slice(start, end);
  const kept = piece.replace(/['’]s?$|[.,;:)–-]$/u, '').trimEnd();
  return { start, end: start + kept.length, fit };
}

function findSpans(sentence: string, { type, focus, acts, measure, question }: SpanQuery): AnswerSpan[] {
  switch (type) {
    case 'person':
      return findNames(sentence, 'person');
    case 'name':
      return findNames(sentence, 'any');
    case 'place':
      return findNames(sentence, 'place').filter(({ fit }) => fit > 0);
    case 'time':
      return matchSpans(TIME, sentence).map(span => ({
        ...span,
        fit: scoreTime(sentence.slice(span.start, span.end)),
      }));
    case 'number':
      return ASKS_RESULT.test(question)
        ? matchSpans(RESULT, sentence, COUNTED_FIT)
        : findCounts(sentence, { focus, acts });
    case 'measure':
      return findMeasures(sentence, measure);
    case 'amount':
      return findAmounts(sentence, question);
    case 'reason':
      return matchSpans(REASON, sentence);
    case 'manner':
      return matchSpans(MANNER, sentence);
    case 'any':
      return [];
  }
}

function findAmounts(sentence: string, question: string): AnswerSpan[] {
  const money = matchSpans(MONEY, sentence, 2);
  return ASKS_MONEY.test(question)
    ? money
    : [...money, ...matchSpans(PERCENT, sentence), ...matchSpans(UNIT, sentence, 0.5)];
}

/** A date says more than a part of the day. */
const scoreTime = (span: string) =>
  (/\d/.test(span) ? 2 : 0) + (/\p{Lu}/u.test(span) ? 1 : 0) + Math.min(1, span.length / 40);

function findMeasures(sentence: string, measure: string | null): AnswerSpan[] {
  if (measure === 'often') return [...matchSpans(OFTEN, sentence, 2)];
  if (measure === 'old') return [...matchSpans(AGE, sentence, 2), ...matchSpans(DURATION, sentence, 1)];
  const spans = [...matchSpans(UNIT, sentence, 1), ...matchSpans(DURATION, sentence, 1)];
  // "30 centimetres wide" does not tell how deep it is
  return spans.filter(({ end }) => {
    const [dimension] = DIMENSION.exec(sentence.slice(end, end + 16)) ?? [];
    return dimension === undefined || measure === null || dimension.trim().toLowerCase() === measure;
  });
}

/** "Maund, 81, cycled", "Jun Ashdown, who is 11", "a woman of 93 named". */
const AGE =
  /(?<=, |(?:who|she|he) (?:is|was|has turned) |(?:woman|man|girl|boy) of )\d{1,3}(?=[,.;:]| and | named )|(?<=aged )\d{1,3}/giu;

const DIMENSION = new RegExp(String.raw`^ ${oneOf(lexicon.dimensions.words)}\b`, 'i');

/** How well a number fits that counts what is asked for. */
const COUNTED_FIT = 3;

/**
 * Numbers with what they count; what counts the thing asked for fits best, what its makers are counted by ("14,200
 * signatures" for those who signed) still better, years and sums of money least.
 */
function findCounts(sentence: string, { focus, acts }: Pick<SpanQuery, 'focus' | 'acts'>): AnswerSpan[] {
  return matchSpans(NUMBER, sentence).map(span => {
    const behind = sentence.slice(span.end, span.end + 60);
    const counted = extractContentWords(behind).slice(0, 3).map(termStemOf);
    const number = sentence.slice(span.start, span.end);
    const isMade = counted[0] !== undefined && acts.has(counted[0]);
    const fits = isMade ? 0 : counted.findIndex(word => focus.includes(word));
    const isYear = /^(?:1\d{3}|20\d{2})$/.test(number);
    // "600 people": what is counted belongs to the answer
    const [unit = ''] = fits === 0 ? (/^[ -][\p{L}\p{M}]{1,30}/u.exec(behind) ?? []) : [];
    const unitStem = termStemOf(unit.slice(1).toLowerCase());
    return {
      start: span.start,
      end: span.end + (focus.includes(unitStem) || acts.has(unitStem) ? unit.length : 0),
      fit: fits >= 0 ? COUNTED_FIT - fits / 2 + (isMade ? 1 : 0) : isYear ? 0.1 : 1,
    };
  });
}

function findNames(sentence: string, wanted: 'person' | 'place' | 'any'): AnswerSpan[] {
  return [...sentence.matchAll(NAME)].flatMap(({ 0: name, index }) => {
    const words = name.split(' ');
    const skip = words.findIndex(word => isNameWord(stripPossessive(trimEnd(word, /[.,]/))));
    if (skip < 0) return [];
    const start = index + words.slice(0, skip).join(' ').length + (skip > 0 ? 1 : 0);
    const rest = words.slice(skip);
    // a capital that begins the sentence alone is none
    const isOpener =
      OPENING.test(sentence.slice(Math.max(0, start - 3), start)) &&
      rest.length === 1 &&
      !isGivenName(rest[0] ?? '') &&
      !/^[“"']?\p{Lu}{2,}/u.test(rest[0] ?? '');
    const isPlaced = PLACE_BEFORE.test(sentence.slice(Math.max(0, start - 24), start));
    const isPerson = rest.some(word => isTitle(word) || isGivenName(word));
    const isBody = isOrganisation(rest);
    const fit =
      wanted === 'any'
        ? 1
        : wanted === 'person'
          ? (isPerson ? 2 : 1) - (isPlaced ? 0.7 : 0) - (isBody ? 0.3 : 0) - (isOpener ? 0.6 : 0)
          : (isPlaced ? 2 : 0) - (isPerson ? 1 : 0);
    const isWord = isOpener && isKnownWord((rest[0] ?? '').toLowerCase().match(/^\p{L}{1,40}/u)?.[0] ?? '');
    return isWord || (isOpener && wanted === 'place') ? [] : [{ start, end: index + name.length, fit }];
  });
}
