import { DATE_NAME } from '../../language/calendar.ts';
import lexicon from '../../language/lexicons/news-value.json' with { type: 'json' };
import { markQuoted } from '../../language/open-quotation.ts';
import { isReadingEnglish } from '../../language/stems.ts';
import { oneOf } from '../../language/word-lists.ts';

/** Weights of what makes a sentence news, and of what keeps it from being news. */
const WEIGHTS = {
  time: 0.2,
  event: 0.8,
  figure: 0.1,
  address: 1.5,
  saw: 1.5,
  gesture: 1,
  earlier: 0.3,
  past: 0.5,
};

/** A time that the reader counts from today: "on Monday", "last week". */
const TIME = new RegExp(String.raw`\b(?:${DATE_NAME}|${oneOf(lexicon.times.words)})\b`);

/** What was done or decided. */
const EVENT = new RegExp(String.raw`\b${oneOf(lexicon.events.words)}\b`);

/** Numbers written in digits, except years. */
const FIGURE = /(?<![\p{L}\p{N}])[£$€]?(?!(?:1[5-9]|20)\d\d\b)\d/u;

/** The writer or the reader, who are not what an article is about. */
const ADDRESS = new RegExp(String.raw`(?<![\p{L}'’])${oneOf(lexicon.address.words)}(?![\p{L}])`, 'u');

/** What is said of everybody and nobody: "A drill, it is said, …". */
const SAW = new RegExp(String.raw`\b${oneOf(lexicon.saws.words)}\b`);

/** How somebody looked or moved. */
const GESTURE = new RegExp(String.raw`\b${oneOf(lexicon.gestures.words)}\b`);

/** A past before the past, which needs the event that came after it: "The keeper had confined himself to fact." */
const EARLIER = /^[^,;:“"]{0,60}?\b(?:had|hadn['’]t)(?: \p{L}{2,10})? (?:been|\p{L}+ed|\p{L}+en)\b/u;

/** Words in which a report of somebody's words may stand in that tense. */
const REPORTED = /\b(?:said|says|told|that|according to)\b/;

/** A year of another century. */
const PAST = /\b(?:1[0-8]\d\d|19\d\d)(?:s\b|\b)(?!,\d)/;

/** The text without what is quoted. */
export function withoutQuotations(text: string): string {
  const quoted = markQuoted(text);
  return [...text.matchAll(/./gsu)].map(({ 0: each, index }) => (quoted[index] ? ' ' : each)).join('');
}

/**
 * How much of an event a sentence tells, by plain signs: when it happened, what was decided, figures; less if
 * it speaks to the reader, repeats a saying or tells history. 0 for texts in other languages.
 */
export function computeNewsValue(text: string, headline: string): number {
  if (!isReadingEnglish()) return 0;
  const plain = withoutQuotations(text);
  const speaks = (test: RegExp) => test.test(plain) && !test.test(headline);
  const isEarlier = EARLIER.test(plain) && !REPORTED.test(plain) && !TIME.test(plain) && !FIGURE.test(plain);
  const isPast = PAST.test(plain) && !TIME.test(plain);
  return (
    (TIME.test(plain) ? WEIGHTS.time : 0) +
    (EVENT.test(plain) ? WEIGHTS.event : 0) +
    (FIGURE.test(plain) ? WEIGHTS.figure : 0) -
    (speaks(ADDRESS) ? WEIGHTS.address : 0) -
    (speaks(SAW) ? WEIGHTS.saw : 0) -
    (GESTURE.test(plain) ? WEIGHTS.gesture : 0) -
    (isEarlier ? WEIGHTS.earlier : 0) -
    (isPast ? WEIGHTS.past : 0)
  );
}
