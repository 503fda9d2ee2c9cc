import lexicon from '../../language/lexicons/answer-types.json' with { type: 'json' };
import { isReadingEnglish } from '../../language/stems.ts';
import { oneOf } from '../../language/word-lists.ts';
import type { AnswerType } from './answer-kinds.ts';
import { classifyForeignQuestion, findForeignSpans } from './foreign-forms.ts';

export type { AnswerType } from './answer-kinds.ts';

const { asked, held } = lexicon;

const ORDER = [
  'measure',
  'number',
  'amount',
  'time',
  'place',
  'reason',
  'work',
  'person',
  'name',
  'choice',
] as const;

/** The phrases that open a question of each type; the first match decides. */
const QUESTION_PATTERNS = ORDER.map(
  // "how long ago" asks for a time
  type => [new RegExp(String.raw`^${oneOf(asked.words[type])}\b(?! ago)`, 'iu'), type] as const,
);

const QUESTION_WORD = /\b(?:who|whom|whose|what|which|when|where|why|how)\b/i;
const BEFORE_QUESTION_WORD =
  /^[^\p{L}]*(?:(?:and|so|but|ok|okay|in|on|at|by|to|for|from|of|with|since|until|about|during|under|through)[, ]+){0,3}$/iu;
/** "When Channing left, what came instead?" */
const BEHIND_CLAUSE = /,\s*(?:(?:in|on|at|by|to|for|from|of|with)\s+)?(?:who|what|which|how|why)\b/i;

/** The question from its question word on: "in what year did it end" from "what". Skips a leading clause. */
function findAsking(question: string): string {
  const first = QUESTION_WORD.exec(question);
  if (!first) return question;
  const isAtHead = BEFORE_QUESTION_WORD.test(question.slice(0, first.index));
  const isClause = /^(?:when|where)/i.test(first[0]);
  const later = isClause ? BEHIND_CLAUSE.exec(question) : null;
  if (later)
    return question.slice(later.index).replace(/^,\s*(?:\w{2,4}\s+)?(?=(?:who|what|which|how|why)\b)/i, '');
  if (isAtHead || !isClause) return question.slice(first.index);
  const other = /\b(?:who|whom|whose|what|which|how|why)\b/i.exec(question);
  return question.slice(other?.index ?? first.index);
}

/** The kind of thing a question asks for, judged by its words; `any` if they do not tell. */
export function classifyQuestion(question: string): AnswerType {
  if (!isReadingEnglish()) return classifyForeignQuestion(question) ?? 'any';
  const asking = findAsking(question);
  const found = QUESTION_PATTERNS.find(([pattern]) => pattern.test(asking))?.[1];
  if (found) return found;
  if (/^how long ago\b/i.test(asking)) return 'time';
  return /^how\b/i.test(asking) ? 'manner' : 'any';
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
 * Counts the names in a sentence that the question does not hold. A capital at the start of a sentence does
 * not make a name by itself.
 */
function countNewNames(sentence: string, question: string): number {
  const known = question.toLowerCase();
  return [...sentence.matchAll(CAPITALISED)].filter(({ 0: word, index }) => {
    if (known.includes(word.toLowerCase().replace(/['’.]s?$/, ''))) return false;
    return index > 2 || /^\p{Lu}[\p{L}\p{M}'’.-]*\s+\p{Lu}/u.test(sentence.slice(index));
  }).length;
}

/** The sentence without the numbers that the question itself holds. */
function removeKnown(sentence: string, question: string): string {
  const known = question.match(/\d[\d.,]*\d|\d/g) ?? [];
  return known.reduce((rest, number) => rest.replaceAll(number, ' '), sentence);
}

/** Whether a sentence holds something of the kind asked for that is not in the question already. */
export function hasAnswerOfType(type: AnswerType, sentence: string, question: string): boolean {
  const rest = removeKnown(sentence, question);
  const foreign = isReadingEnglish() ? undefined : findForeignSpans(rest, type);
  if (foreign) return foreign.length > 0;
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
    case 'work':
    case 'choice':
    case 'manner':
    case 'any':
      return true;
  }
}
