import { createLazy } from '../lazy.ts';
import { DATE_NAME } from './calendar.ts';
import abbreviations from './lexicons/abbreviations.json' with { type: 'json' };
import openings from './lexicons/sentence-openings.json' with { type: 'json' };
import { isTitle } from './person-names.ts';
import { createWordTest, oneOf, type Words, wordsOf } from './word-lists.ts';

/** The position of a sentence in its text: `text.slice(start, end)`, without surrounding white space. */
export interface SentenceSpan {
  readonly start: number;
  readonly end: number;
}

const segmenter = createLazy(() => new Intl.Segmenter('en', { granularity: 'sentence' }));

const CLOSERS = `["'”’“‘»)\\]]*`;

/** Creates an expression for one of these words with its full stop at the end of a text. */
function createEndPattern(words: Words, others = ''): RegExp {
  const end = `${others}${oneOf(words).replaceAll(' ', '\\s')}`;
  return new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${end})\.$`, 'u');
}

/** Abbreviations that precede a name or number and never end a sentence. */
const BEFORE_A_NAME = createEndPattern(abbreviations.beforeNames.words);
/** A month or "No." before a number. */
const BEFORE_A_NUMBER = createEndPattern(abbreviations.beforeNumbers.words);
/** Abbreviations of several letters, each with its own full stop: pairs of consecutive parts. */
const SEVERAL = wordsOf(abbreviations.beforeNames.words).flatMap(form => {
  const [, first, second] = /^(\p{L}{1,2})\.\[ \](\p{L}{1,2})$/u.exec(form) ?? [];
  return first === undefined || second === undefined ? [] : [{ first, second }];
});
const goesOnWithin = (end: string, next: string) =>
  SEVERAL.some(
    ({ first, second }) =>
      end.endsWith(`${first}.`) &&
      !/[\p{L}\p{N}]/u.test(end.charAt(end.length - first.length - 2)) &&
      next.startsWith(`${second}.`),
  );
/** “am 3. März”: an ordinal before a month. */
const ORDINAL = /(?<![\p{L}\p{N}])\d{1,2}\.$/u;
const MONTH = new RegExp(`^${oneOf(openings.monthsAfterOrdinals.words)}`);
/** “im 2. Stock”: an ordinal before any noun, after a word that belongs to it. */
const GERMAN_ORDINAL = new RegExp(
  String.raw`(?<![\p{L}\p{N}])${oneOf(openings.beforeOrdinals.words)}\s\d{1,3}\.$`,
  'iu',
);
const isGermanStarter = createWordTest(openings.germanStarters.words);
const NOUN = /^(?<noun>\p{Lu}\p{Ll}+)/u;
/** “« Non. » Elle …”: a space separates the closing mark from its quotation. */
const CLOSING_BEHIND_SPACE = /^»(?:\s+(?=[\p{Lu}«“—–])|\s*$)/u;
const CLOSING_IN_SENTENCE = /^»\s*(?![\s\p{L}\p{N}])/u;
/** Abbreviations and initials that may end a sentence, depending on what follows. */
const MAY_END = createEndPattern(abbreviations.mayEnd.words, String.raw`\p{Lu}|\p{L}\.\p{L}|`);
/** Whether a word begins a sentence far more often than it continues a name. */
const isStarter = createWordTest(openings.starters.words);
/** “Why?” Smith asked. */
const SAID_BY = new RegExp(
  String.raw`^(?:(?:the|The|Mr\.|Mrs\.|Ms\.|Dr\.)\s+)?(?:\p{Lu}[\p{L}.’'-]*\s+){1,4}${oneOf(openings.saidBy.words)}\b`,
  'u',
);
/** A lower-case letter, except in a brand: iPhone, eBay, macOS. */
const LOWER = /^["'“‘«([]*(?!\p{Ll}{1,3}\p{Lu})\p{Ll}/u;
/** A time of day, which a weekday, month or zone continues, or anything at the start ("At 5 a.m. Mr."). */
const TIME_OF_DAY = /(?<![\p{L}\p{N}])[ap]\.\s?m\.$/iu;
const OF_A_TIME = new RegExp(String.raw`^(?:${DATE_NAME}|${oneOf(openings.timeZones.words)}|[A-Z]{2,4}T?)\b`);
const OPENS_WITH_TIME = new RegExp(
  String.raw`^${oneOf(openings.beforeTimes.words)}\s[\p{L}\p{N}:. ]{0,20}$`,
  'u',
);
const COMPANY = createEndPattern(abbreviations.companies.words);
/** U.S., U.K., U.N.: a capitalized word after it is usually part of the same name. */
const COUNTRY = /(?<![\p{L}\p{N}])(?:\p{Lu}\.){2,4}$/u;
/** Whether a plural is part of a name that begins with a country's. */
const isNamedInPlural = createWordTest(openings.namedInPlural.words);
/** The pronoun at the end of a sentence, not an initial: no name continues after these words. */
const ENDS_IN_I = new RegExp(String.raw`(?<![\p{L}\p{N}])${oneOf(openings.beforePronounI.words)}\sI\.$`, 'u');
/** “…” (Lang 55). */
const SOURCE = /^\([^()]{0,60}\d[^()]{0,20}\)\./;
/** Three spaced dots mark an omission; a fourth ends the sentence. */
const ELLIPSIS = /(?:^|[^.\s])\s?\.\s\.\s\.$/;
const ASKED = /[?!…][”“"’‘']+$/;

/** Whether no sentence ends before `next`: after an abbreviation, an initial, or around a quotation. */
function isSameSentence(previous: string, next: string, { isWhole }: { readonly isWhole: boolean }): boolean {
  const end = previous.trimEnd().slice(-24);
  if (isBehindSpace(end, next)) return true;
  const breaks = previous.slice(previous.trimEnd().length).split('\n').length - 1;
  if (LOWER.test(next)) return breaks === 0 || !/[.!?…]["”’“‘»)\]]*$/.test(end);
  if (!/[.!?…](?:\s?»)?["'”’“‘»)\]]*$/.test(end)) return breaks < 2;
  if (SOURCE.test(next)) return true;
  if (ASKED.test(end)) return SAID_BY.test(next.slice(0, 120));
  if (!end.endsWith('.')) return false;
  if (goesOnWithin(end, next)) return true;
  if (BEFORE_A_NAME.test(end) || ELLIPSIS.test(end)) return true;
  if (TIME_OF_DAY.test(end)) return OF_A_TIME.test(next) || (isWhole && OPENS_WITH_TIME.test(end));
  if (ENDS_IN_I.test(end)) return false;
  if (ORDINAL.test(end) && MONTH.test(next)) return true;
  if (GERMAN_ORDINAL.test(end) && isNoun(next)) return true;
  if (BEFORE_A_NUMBER.test(end) && /^\d/.test(next)) return true;
  return MAY_END.test(end) && !isSentenceStart(end, next);
}

function isNoun(next: string): boolean {
  const noun = NOUN.exec(next)?.groups?.noun;
  return noun !== undefined && !isGermanStarter(noun);
}

/** Whether the next text begins with the closing mark of a French quotation opened before. */
const isBehindSpace = (end: string, next: string) =>
  /[.!?…]$/.test(end) && (CLOSING_BEHIND_SPACE.test(next) || CLOSING_IN_SENTENCE.test(next));

/** Whether a sentence begins after an abbreviation: by its first word, or as the second is lower case. */
function isSentenceStart(end: string, next: string): boolean {
  const [, first = '', second = ''] = /^["'“‘«([]*([\p{L}’'-]+)(?:\s+([\p{L}’'-]+))?/u.exec(next) ?? [];
  if (isStarter(first)) return true;
  const isSubject = /^\p{Ll}/u.test(second) && !isTitle(first) && !/^\p{Lu}{2,}$/u.test(first);
  if (COMPANY.test(end)) return isSubject;
  return COUNTRY.test(end) && isSubject && /[^s]s$/.test(first) && !isNamedInPlural(first);
}

/**
 * Sentence ends that the segmenter misses: before a number followed by lower case (“He left.” 20 people
 * followed.), before a lower-case brand, and where the space is missing and the next word usually begins a
 * sentence (“It rained.The match went on.”).
 */
const UNSEEN_END = new RegExp(
  `\\p{Ll}{3}[.!?]${CLOSERS}(?:\\s+(?=\\d|\\p{Ll}{1,3}\\p{Lu})|(?=${oneOf(openings.starters.words)}[\\s’']|(?:Mr|Mrs|Ms|Dr)\\.\\s))`,
  'gu',
);

/** The number or letter of a list item: "1.", "2)", "(3)", "a.", with or without a bullet before it. */
const ITEM =
  /(?<=^|\s)(?:[•⁃◦*-]\s?)?\(?(?<count>\d{1,2}|[a-z])(?<mark>[.)]{1,2})(?=\s+(?<word>[\p{L}\p{N}]+))/gu;

interface Enumeration {
  /** The start of each item except the first. */
  readonly begins: readonly number[];
  /** The end of each item's number: what follows belongs to it. */
  readonly numbers: ReadonlySet<number>;
}

/**
 * The items of an enumeration in running text: "1. We wait. 2. We build." They count up from 1 or a, starting
 * at the beginning of the text or a sentence, or after a colon. An item that does not follow a full stop
 * needs a bracket, or the same first word as the previous one: a date in German ("der 2. Juni") is not an
 * item.
 */
function findEnumeration(text: string): Enumeration {
  const begins: number[] = [];
  const numbers = new Set<number>();
  let last: { readonly count: string; readonly word: string } | undefined;
  for (const match of text.matchAll(ITEM)) {
    const { count = '', mark = '', word = '' } = match.groups ?? {};
    const before = text
      .slice(Math.max(0, match.index - 2), match.index)
      .trimEnd()
      .at(-1);
    const isFree = before === undefined || /[.!?:;…”"’)]/.test(before);
    const isBulleted = /^[•⁃◦]/.test(match[0]);
    const isNext =
      last !== undefined &&
      count === nextCountOf(last.count) &&
      (isFree || isBulleted || mark.includes(')') || word === last.word);
    if (!isNext && !(isFree && (isBulleted || /^[1a]$/.test(count)))) continue;
    if (isNext) begins.push(match.index);
    numbers.add(match.index + match[0].length);
    last = { count, word };
  }
  return begins.length === 0 ? { begins, numbers: new Set() } : { begins, numbers };
}

const nextCountOf = (count: string) =>
  /\d/.test(count) ? `${Number(count) + 1}` : String.fromCharCode(count.charCodeAt(0) + 1);

/** The ends that `UNSEEN_END` finds in a segment beginning at `index`, except after abbreviations. */
function findUnseenEnds(text: string, segment: string, index: number): number[] {
  return [...segment.matchAll(UNSEEN_END)].flatMap(match => {
    const end = index + match.index + match[0].length;
    const isAbbreviation =
      /\s$/.test(match[0]) &&
      (MAY_END.test(match[0].trimEnd()) ||
        /(?:^|\W)\p{L}{1,4}\.\s*$/u.test(text.slice(Math.max(index, end - 12), end)));
    return isAbbreviation ? [] : [end];
  });
}

function* splitPieces(text: string, { begins }: Enumeration): Generator<SentenceSpan> {
  let next = 0;
  for (const { segment, index } of segmenter().segment(text)) {
    const ends = findUnseenEnds(text, segment, index);
    const closing = index > 0 ? CLOSING_BEHIND_SPACE.exec(segment) : null;
    if (closing) ends.push(index + closing[0].length);
    for (
      let begin = begins[next];
      begin !== undefined && begin < index + segment.length;
      begin = begins[next]
    ) {
      ends.push(begin);
      next++;
    }
    let start = index;
    for (const end of ends.toSorted((a, b) => a - b)) {
      if (end > start) yield { start, end };
      start = Math.max(start, end);
    }
    yield { start, end: index + segment.length };
  }
}

function trimSpan(text: string, { start, end }: SentenceSpan): SentenceSpan {
  const piece = text.slice(start, end);
  const lead = piece.length - piece.trimStart().length;
  return { start: start + lead, end: start + Math.max(lead, piece.trimEnd().length) };
}

/**
 * The positions of the sentences in a text, in order. Based on Unicode's sentence segmentation (UAX #29,
 * `Intl.Segmenter`), without its breaks after titles, initials and abbreviations and within sentences that
 * contain a quotation. Linear in the text's length.
 */
export function splitSentenceSpans(text: string): SentenceSpan[] {
  const spans: SentenceSpan[] = [];
  const enumeration = findEnumeration(text);
  const items = new Set(enumeration.begins);
  let open: SentenceSpan | undefined;
  for (const piece of splitPieces(text, enumeration)) {
    const joined = open && !items.has(piece.start) && isContinuation(text, open, piece, enumeration);
    if (open && !joined) spans.push(trimSpan(text, open));
    open = open && joined ? { start: open.start, end: piece.end } : piece;
  }
  if (open) spans.push(trimSpan(text, open));
  return spans.filter(({ start, end }) => end > start);
}

function isContinuation(
  text: string,
  open: SentenceSpan,
  piece: SentenceSpan,
  { numbers }: Enumeration,
): boolean {
  const from = Math.max(open.start, open.end - 32);
  const previous = text.slice(from, open.end);
  if (numbers.has(from + previous.trimEnd().length)) return true;
  return isSameSentence(previous, text.slice(piece.start, piece.start + 120), {
    isWhole: from === open.start,
  });
}

/** The sentences of a text, verbatim. */
export function splitSentences(text: string): string[] {
  return splitSentenceSpans(text).map(({ start, end }) => text.slice(start, end));
}
