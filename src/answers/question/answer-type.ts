import lexicon from '../../language/lexicons/answer-types.json' with { type: 'json' };
import { oneOf } from '../../language/word-lists.ts';
/** What kind of thing answers a question. */
export type AnswerType =
  | 'person'
  | 'time'
  | 'place'
  | 'number'
  | 'measure'
  | 'amount'
  | 'reason'
  | 'manner'
  | 'name'
  | 'any';

const { asked, held } = lexicon;

/** By which words a question asks for which type; the first that fits decides. */
const QUESTION_PATTERNS: readonly (readonly [RegExp, AnswerType])[] = [
  // "how long ago" asks for a number
  [new RegExp(String.raw`\b${oneOf(asked.words.measure)}\b(?! ago)`, 'i'), 'measure'],
  [new RegExp(String.raw`\b${oneOf(asked.words.number)}\b`, 'i'), 'number'],
  [
    new RegExp(
      String.raw`\b${oneOf(asked.words.amount)}\b|\bwhat (?:does|did|do|will|would) .{1,100} cost\b`,
      'i',
    ),
    'amount',
  ],
  ...(['time', 'place', 'reason', 'person', 'name'] as const).map(
    type => [new RegExp(String.raw`\b${oneOf(asked.words[type])}\b`, 'i'), type] as const,
  ),
];

/** What kind of thing a question asks for, by its words; `any` where they do not tell. */
export function classifyQuestion(question: string): AnswerType {
  return QUESTION_PATTERNS.find(([pattern]) => pattern.test(question))?.[1] ?? 'any';
}

const NUMBER = new RegExp(String.raw`\d|\b${oneOf(held.words.number)}\b`, 'i');
const TIME = new RegExp(
  String.raw`\b(?:1\d{3}|20\d{2})s?\b|\b${oneOf(held.words.time)}\b|\d{1,2}[:.]\d{2}\b`,
  'i',
);
const AMOUNT = new RegExp(String.raw`[£$€%¥]|\b${oneOf(held.words.amount)}\b`, 'i');
const UNIT = new RegExp(
  String.raw`(?:\p{L}|\d[.,]*)[\s-]${oneOf(lexicon.units.words)}\b|\b${oneOf(held.words.span)}\b`,
  'iu',
);
const PLACE = new RegExp(
  String.raw`\b${oneOf(lexicon.prepositions.words)}\s+(?:the\s+|[a-z]+\s+){0,2}\p{Lu}`,
  'u',
);
const REASON = new RegExp(
  String.raw`\b(?:${oneOf(held.words.reason)}|to (?!the\b|a\b|be\b)[a-z]{3,}|by [a-z]+ing)\b`,
  'i',
);
const CAPITALISED = /\p{Lu}[\p{L}\p{M}'’.-]*/gu;

/**
 * Names in a sentence that the question does not hold: a capital letter at a sentence's start alone is none.
 */
function countNewNames(sentence: string, question: string): number {
  const known = question.toLowerCase();
  return [...sentence.matchAll(CAPITALISED)].filter(({ 0: word, index }) => {
    if (known.includes(word.toLowerCase().replace(/['’.]s?$/, ''))) return false;
    return index > 2 || /^\p{Lu}[\p{L}\p{M}'’.-]*\s+\p{Lu}/u.test(sentence.slice(index));
  }).length;
}

/** The sentence without the numbers and times that the question itself holds. */
function removeKnown(sentence: string, question: string): string {
  const known = question.match(/\d[\d.,]*\d|\d/g) ?? [];
  return known.reduce((rest, number) => rest.replaceAll(number, ' '), sentence);
}

/** Whether a sentence holds something of the kind asked for that the question did not bring along. */
export function hasAnswerOfType(type: AnswerType, sentence: string, question: string): boolean {
  const rest = removeKnown(sentence, question);
  switch (type) {
    case 'person':
    case 'name':
      return countNewNames(sentence, question) > 0;
    case 'time':
      return TIME.test(rest);
    case 'place':
      return PLACE.test(sentence) && countNewNames(sentence, question) > 0;
    case 'number':
      return NUMBER.test(rest);
    case 'measure':
      return UNIT.test(rest);
    case 'amount':
      return NUMBER.test(rest) || AMOUNT.test(rest);
    case 'reason':
      return REASON.test(sentence);
    case 'manner':
    case 'any':
      return true;
  }
}
