import functionWords from '../../language/lexicons/function-words.json' with { type: 'json' };
import { extractContentWords } from '../../language/stems.ts';
import { canBeVerb } from '../../language/thesaurus.ts';
import { COUNTING_FIT } from './answer-form.ts';
import type { AnswerType } from './answer-kinds.ts';
import { type AnswerSpan, findAnswerSpans } from './answer-spans.ts';
import { findAnswerWords } from './answer-words.ts';
import type { ParsedQuestion } from './parse-question.ts';
import { type QuestionTerm, termStemOf } from './question-terms.ts';
import type { DraftStatement } from './schema.ts';

/*
 * Which of several values in a sentence is the one asked for: "£900 a month in 2020; this winter it was £2,150".
 */

const JOINS = /^ (?:and|or) \p{L}/u;
/** Where a clause ends; "and" joins clauses only before a subject or a time: "steel and oak" is one phrase. */
const BOUNDARY =
  /[,;:()–—](?!\d)|[.!?]["”’')]* (?=\P{Ll})|\b(?:but|while|whereas|though|although)\b|\b(?:and|or) (?=(?:now|today|then|there|it|he|she|they|this|last|in \d)\b)/giu;
const PAST = /\b(?:was|were|did|had|used to|before|previously|earlier|originally|formerly|at first)\b/iu;
const PRESENT =
  /\b(?:now|today|currently|nowadays|these days|at the moment|this (?:\p{Ll}+)|is|are|does|do|has|have|will)\b/iu;
/** "rose from £3.60 to £4.20": the value before and the value now. */
const FROM = /\bfrom (?:about |some |around |the )?$/iu;
const TO = /\bto (?:about |some |around |the )?$/iu;
/** What a clause adds to the fit of a span: all words of the question; a number of it; the time it is about. */
const WORDS = 0.6;
const NUMBER = 1.5;
const TIME = 1.5;
/** What it adds that the span does what the question asks about: "paid for by the councils". */
const AGENT = 2.5;
const BEFORE_AGENT = /(\p{L}{2,30})(?: (?:for|up|out|off|in|on|to|down|over))? by (?:the )?$/iu;

/** What counts nothing by itself: "one of them", "an hour and a half", a year. */
const NO_COUNT = /^(?:one|half|1\d{3}|20\d{2})$/i;

/** Values that change with time. */
const OF_TIMES: ReadonlySet<AnswerType> = new Set(['number', 'amount', 'measure']);

/** The time that words speak of: 1 for the present, -1 for the past, 0 if they do not say. */
const timeOf = (words: string): number => (PRESENT.test(words) ? 1 : PAST.test(words) ? -1 : 0);

function readClause(text: string, span: AnswerSpan, others: readonly AnswerSpan[]): string {
  const { start, end } = span;
  const bounds = [...text.matchAll(BOUNDARY)].filter(({ index }) => index < start || index >= end);
  const before = bounds.filter(({ index }) => index < start).toReversed();
  const ends = [...bounds.flatMap(({ index }) => (index >= end ? index : [])), text.length];
  // what a sentence begins with belongs to what follows its apposition: "Whitcombe, 58, started the club"
  const isApart = text.slice(0, start).trim() === '' && ends[0] === end && ends.length > 2;
  const to = isApart ? ends[2] : ends[0];
  const begins = [...before.map(({ 0: mark, index }) => index + mark.length), 0];
  // an apposition says nothing by itself: "The mayor, Samuel Okoro, …"
  const from = begins.find(at => text.slice(at, start).trim() !== '' || text.slice(end, to).trim() !== '');
  // "the town £400,000 and the fishermen £75,000"
  const isJoined = (a: AnswerSpan, b: AnswerSpan) =>
    a.end < b.start && JOINS.test(text.slice(a.end, b.start));
  const joined = others.findLast(other => other.end > (from ?? 0) && isJoined(other, span));
  return text.slice(joined?.end ?? from ?? 0, others.some(other => isJoined(span, other)) ? end : to);
}

/** The time of the value in a span: by the words before it, else by its clause. */
function timeOfValue(text: string, span: AnswerSpan, clause: string): number {
  const before = text.slice(Math.max(0, span.start - 20), span.start);
  if (FROM.test(before)) return -1;
  if (TO.test(before) && /\bfrom\b/.test(text.slice(0, span.start))) return 1;
  // a clause that leaves out its verb shares that of the one before: "…, the town £600,000"
  return timeOf(clause) || timeOf(text.slice(0, span.start));
}

/** The verb at the end of a question with "do", which a tagger takes for a noun: "How much does the town pay?" */
function findLastVerb(question: string): string | undefined {
  const [, before = '', last = ''] = DO_QUESTION.exec(question) ?? [];
  return canBeVerb(last) && !OPENS_NOUN.has(before) ? last : undefined;
}
const DO_QUESTION = /\b(?:do|does|did) [^.?!]{0,80}?(\p{L}+) (\p{Ll}+)\s*\?*$/u;
const OPENS_NOUN: ReadonlySet<string> = new Set([
  ...functionWords.determiners.words,
  ...functionWords.prepositions.words,
]);

/** Whether a verb of the question stands in the passive before a span, with "by" between them. */
function isAgent(text: string, { start }: AnswerSpan, terms: readonly QuestionTerm[]): boolean {
  const [, verb] = BEFORE_AGENT.exec(text.slice(Math.max(0, start - 60), start)) ?? [];
  return (
    verb !== undefined && terms.some(({ alternatives }) => alternatives.has(termStemOf(verb.toLowerCase())))
  );
}

/**
 * The words of a sentence that answer by themselves, if the kind of thing asked for has a form: those that fit
 * best; among several, those whose clause shares most with the question and speaks of its time.
 */
function pickSpan(text: string, { question, terms, spans }: ParsedQuestion): AnswerSpan | undefined {
  const found = findAnswerSpans(text, spans).filter(
    ({ start, end, fit }) =>
      (spans.type !== 'number' || fit >= COUNTING_FIT || !NO_COUNT.test(text.slice(start, end))) &&
      // a span of time does not say how big something is
      (spans.type !== 'measure' || fit >= 1),
  );
  if (found.length < 2) return found[0];
  const asked = OF_TIMES.has(spans.type) ? timeOf(question) : 0;
  // "the county is to pay £1.5 million, the town £600,000": clauses may share their verb, but not what it is about
  const last = findLastVerb(question);
  const weighTerm = ({ kind, word, weight }: QuestionTerm) =>
    kind === 'verb' || word === last ? weight / 2 : weight;
  const total = terms.reduce((sum, term) => sum + weighTerm(term), 0) || 1;
  const rate = (span: AnswerSpan): number => {
    const clause = readClause(text, span, found);
    const known = new Set(extractContentWords(clause).map(termStemOf));
    const held = terms.filter(({ alternatives }) => [...alternatives.keys()].some(stem => known.has(stem)));
    const share = held.reduce((sum, term) => sum + weighTerm(term), 0) / total;
    const isOfNumber = held.some(({ kind }) => kind === 'number');
    return (
      span.fit +
      WORDS * share +
      (isOfNumber ? NUMBER : 0) +
      (isAgent(text, span, terms) ? AGENT : 0) +
      TIME * asked * timeOfValue(text, span, clause)
    );
  };
  const rated = found.map(span => ({ span, rate: rate(span) }));
  return rated.toSorted((a, b) => b.rate - a.rate || a.span.start - b.span.start)[0]?.span;
}

/** Minimum fit at which words of the sentence itself come before those of the one before it. */
const MIN_OWN_FIT = 1;

/**
 * The words of a sentence that answer by themselves, as a part of a statement; empty if there are none. Of what
 * is shown with it, they may stand in the sentence before it, but only if it has none itself: "They were
 * married in 1961. He died in 1998."
 */
export function markAnswer(
  sentence: string,
  asked: ParsedQuestion,
  shown = sentence,
): Pick<DraftStatement, 'answer'> {
  const picked = [...new Set([sentence, shown])].flatMap(text => {
    const span = pickSpan(text, asked);
    const answer = span && text.slice(span.start, span.end);
    return answer && findAnswerWords(shown, answer) ? [{ answer, fit: span.fit }] : [];
  });
  const best = picked.find(({ fit }) => fit >= MIN_OWN_FIT) ?? picked[0];
  return best ? { answer: best.answer } : {};
}
