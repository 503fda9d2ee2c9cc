/** What kind of thing answers a question. */
export type AnswerType =
  | 'person'
  | 'time'
  | 'place'
  | 'number'
  | 'measure'
  | 'amount'
  | 'reason'
  | 'name'
  | 'any';

const QUESTION_PATTERNS: readonly (readonly [RegExp, AnswerType])[] = [
  [/\bhow (?:long(?! ago)|tall|high|far|wide|deep|thick|heavy|fast)\b/i, 'measure'],
  [
    /\bhow (?:many|often|old|long ago|large|big)\b|\bwhat (?:number|percentage|percent|share|proportion|population)\b/i,
    'number',
  ],
  [/\bhow much\b|\bwhat (?:price|amount|sum)\b|\bwhat (?:does|did|do|will|would) .{1,100} cost\b/i, 'amount'],
  [/\bwhen\b|\b(?:what|which) (?:year|date|day|month|century|decade|time)\b|\bsince what\b/i, 'time'],
  [
    /\bwhere\b|\b(?:what|which) (?:city|country|town|place|region|state|street|river|location|continent|area)\b/i,
    'place',
  ],
  [/\bwhy\b|\bwhat (?:reason|cause|caused)\b|\bhow come\b/i, 'reason'],
  [
    /\bwho(?:m|se)?\b|\b(?:what|which) (?:person|man|woman|leader|king|queen|president|scientist|author|minister|general)\b/i,
    'person',
  ],
  [/\bwhich\b|\bwhat (?:is|was|are|were) the names?\b/i, 'name'],
];

export function classifyQuestion(question: string): AnswerType {
  return QUESTION_PATTERNS.find(([pattern]) => pattern.test(question))?.[1] ?? 'any';
}

const NUMBER =
  /\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|third|quarter|twice|once|several|none|both|first|second)\b/i;
const TIME =
  /\b(?:1\d{3}|20\d{2})s?\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Christmas|Easter)\b|\b(?:today|yesterday|tomorrow|tonight|ago|century|centuries|decades?|weeks?|months?|years?|days?|hours?|minutes?|spring|summer|autumn|winter|o['’]clock|noon|midnight|morning|evening)\b|\d{1,2}[:.]\d{2}\b/i;
const AMOUNT = /[£$€%¥]|\b(?:per ?cent|percentage|dollars?|pounds?|euros?|cents?|pence|free|nothing)\b/i;
const UNIT =
  /(?:\p{L}|\d[.,]*)[\s-](?:(?:centi|milli|kilo)?met(?:er|re)s?|miles?|feet|foot|inch(?:es)?|yards?|acres?|hectares?|kilograms?|kilos?|grams?|tonnes?|tons?|pounds|knots|(?:km|cm|mm|mph|kg)|seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centuries)\b|\b(?:until|since|all (?:day|night)|overnight)\b/iu;
const PLACE =
  /\b(?:in|at|near|from|to|on|of|outside|across|between|through|off|into|around|north|south|east|west)\s+(?:the\s+|[a-z]+\s+){0,2}\p{Lu}/u;
const REASON =
  /\b(?:because|since|due to|owing to|thanks to|as a result|so that|in order to|caused?|causes|therefore|reasons?|led to|leads to|result(?:ed|s)? (?:in|from)|so as to|prompt(?:ed|s)|for fear|to (?!the\b|a\b|be\b)[a-z]{3,}|by [a-z]+ing|as (?:it|he|she|they|the))\b/i;
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
    case 'any':
      return true;
  }
}
