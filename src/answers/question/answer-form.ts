import lexicon from '../../language/lexicons/answer-types.json' with { type: 'json' };
import { isReadingEnglish } from '../../language/stems.ts';
import { oneOf } from '../../language/word-lists.ts';
import { elementAt } from '../../lists.ts';
import type { AnswerType } from './answer-kinds.ts';
import { type AnswerSpan, DENYING, findAnswerSpans } from './answer-spans.ts';
import type { ParsedQuestion } from './parse-question.ts';
import { readText, scoreTerm, type TermReading } from './question-terms.ts';
import { asksAhead, tellsBack } from './tense.ts';

/** Whether a sentence has the form of an answer. */
export interface FormFeatures {
  /**
   * Whether it holds a span of the form asked for (1; less for a number that counts something else); whether
   * the kind asked for has no form.
   */
  readonly typed: number;
  readonly untyped: number;
  /** Share of the question's words that stand next to a possible answer. */
  readonly beside: number;
  /** Whether the question negates or uses a superlative and the sentence does not. */
  readonly denied: number;
  readonly utmost: number;
  /** Whether the question asks what is to come and the sentence only tells what was. */
  readonly past: number;
}

/** Minimum fit of a number that counts what is asked for; score if all numbers count something else. */
export const COUNTING_FIT = 2;
const OTHER_NUMBER = 0.4;
/** Score of a number where nothing says that it counts what is asked for. */
const UNCOUNTED = 0.2;
/** Minimum score at which the counted thing is taken to be named. */
const MIN_COUNTED = 0.5;
/** Spans below this fit are measures of something else, or people without a name. */
const MIN_FIT = 1;
const UNFIT = 0.4;

const UTMOST = new RegExp(String.raw`\b(?:${oneOf(lexicon.utmost.words)}|\w{3,}est)\b`, 'i');

/** Kinds of things that have no form of their own: "which seat" may be a number, a name or "the one by the door". */
const FORMLESS: ReadonlySet<AnswerType> = new Set(['any', 'manner', 'choice']);

interface MatchedSentence {
  readonly own: readonly number[];
  readonly weights: readonly number[];
  readonly total: number;
  readonly reading: TermReading;
  readonly text: string;
  /** The preceding sentence of the paragraph; empty if there is none. */
  readonly before: string;
}

/** Computes what the form of a sentence says for and against it as an answer. */
export function matchForm(asked: ParsedQuestion, sentence: MatchedSentence): FormFeatures {
  const { type, question } = asked;
  const { text } = sentence;
  const isTyped = !FORMLESS.has(type);
  const isOneSided = (pattern: RegExp) => pattern.test(question) && !pattern.test(text);
  const found = isTyped ? findAnswerSpans(text, asked.spans) : [];
  return {
    typed: isTyped ? scoreForm(asked, found, sentence) : 0,
    untyped: isTyped ? 0 : 1,
    beside: measureBeside(asked, found, sentence),
    denied: isOneSided(DENYING) ? 1 : 0,
    utmost: isOneSided(UTMOST) ? 1 : 0,
    past: asksAhead(question) && tellsBack(text) ? 1 : 0,
  };
}

/** The preceding sentence tells who "he" or "she" at the start of a sentence is. */
const SOMEBODY = /^[“"]?(?:he|she)\b/i;
/** Score of a person who is named in the preceding sentence. */
export const NAMED_BEFORE = 0.8;

function scoreForm(asked: ParsedQuestion, found: readonly AnswerSpan[], sentence: MatchedSentence): number {
  const { text, before } = sentence;
  const score = scoreSpans(found, asked, text);
  if (!hasCounted(asked, found, sentence)) return isReadingEnglish() ? Math.min(score, UNCOUNTED) : 0;
  if (score === 1 || asked.type !== 'person' || !SOMEBODY.test(text) || !isReadingEnglish()) return score;
  return findAnswerSpans(before, asked.spans).some(({ fit }) => fit >= 1) ? NAMED_BEFORE : score;
}

/** Whether a number comes with the thing it counts; true for questions that do not ask for one. */
function hasCounted(
  { type, spans, terms }: ParsedQuestion,
  found: readonly AnswerSpan[],
  { own, reading: { known }, before }: MatchedSentence,
): boolean {
  return (
    type !== 'number' ||
    spans.focus.length === 0 ||
    found.some(({ fit }) => fit >= COUNTING_FIT) ||
    spans.focus.some(stem => known.has(stem)) ||
    terms.some((term, i) => spans.focus.includes(term.stem) && elementAt(own, i) >= MIN_COUNTED) ||
    // "it carries nine passengers. On Saturdays it is 140."
    spans.focus.some(stem => readText(before).known.has(stem))
  );
}

/** Scores whether a sentence holds what is asked for: 1; less for other counts and other people's names. */
function scoreSpans(
  found: readonly AnswerSpan[],
  { terms, spans: { type, focus, question } }: ParsedQuestion,
  text: string,
): number {
  if (found.length === 0) return 0;
  if (isReadingEnglish() && found.every(({ fit }) => fit < MIN_FIT)) return UNFIT;
  if (type === 'person' && IDENTIFYING.test(question) && terms.length > 0)
    return found.some(span => isBesideTerm(span, terms, text)) ? 1 : OTHER_NAME;
  const isCounting = type === 'number' && focus.length > 0;
  return !isCounting || found.some(({ fit }) => fit >= COUNTING_FIT) ? 1 : OTHER_NUMBER;
}

/** "Who is the mayor?" is answered where a name stands next to the role: "Samuel Okoro, the mayor". */
const IDENTIFYING = /\bwho (?:is|are|was|were) (?:the|its|their|his|her|this|that)\b/i;
const OTHER_NAME = 0.2;
/** Score of the role itself or of a narrower one: an oceanographer is a scientist. */
const NARROWER = 0.6;
/** Characters on either side of a name in which the person's role is looked for. */
const BESIDE = 60;

const readAround = (text: string, { start, end }: AnswerSpan) =>
  readText(text.slice(Math.max(0, start - BESIDE), end + BESIDE));

function isBesideTerm(span: AnswerSpan, terms: ParsedQuestion['terms'], text: string): boolean {
  const around = readAround(text, span);
  return terms.some(term => scoreTerm(term, around) >= NARROWER);
}

/** Maximum number of spans whose surroundings are compared with the question; the best fits are taken. */
const MAX_LOOKED_AROUND = 4;

function measureBeside(
  { terms }: ParsedQuestion,
  found: readonly AnswerSpan[],
  { text, weights, total }: MatchedSentence,
): number {
  const best = found.toSorted((a, b) => b.fit - a.fit).slice(0, MAX_LOOKED_AROUND);
  const shares = best.map(span => {
    const around = readAround(text, span);
    return terms.reduce((sum, term, i) => sum + scoreTerm(term, around) * elementAt(weights, i), 0) / total;
  });
  return Math.max(0, ...shares);
}
