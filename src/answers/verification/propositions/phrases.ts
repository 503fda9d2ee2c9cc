import { isMonth, isWeekday } from '../../../language/calendar.ts';
import { canBeNoun } from '../../../language/thesaurus.ts';
import { isPastOnly } from './tagging.ts';
import { isNominal, isVerbForm, type WordClass } from './word-classes.ts';
import type { SentenceWord } from './words.ts';

/** A noun phrase: the words from index `from` up to, but not including, `to`. */
export interface Phrase {
  readonly from: number;
  readonly to: number;
  readonly words: readonly SentenceWord[];
  readonly head: SentenceWord;
  /** The stems of its own content words, without a possessor: only "landlord" for "Reed's landlord". */
  readonly core: ReadonlySet<string>;
  /** The stems of all its content words, including those of its complements: "the driver of the van". */
  readonly stems: ReadonlySet<string>;
  readonly isName: boolean;
  readonly isPronoun: boolean;
}

const INNER = new Set<WordClass>(['determiner', 'possessive', 'adjective', 'noun', 'name', 'number']);

/** Punctuation that ends a phrase. */
const BREAK = /[,;:()[\]“”"—–/]|\s-\s|\.\.\./;

export const hasBreak = (word: SentenceWord | undefined): boolean =>
  word !== undefined && BREAK.test(word.before);

function isInner(words: readonly SentenceWord[], at: number, start: number): boolean {
  const word = words[at];
  if (!word || (at > start && hasBreak(word))) return false;
  if (INNER.has(word.kind)) return true;
  const next = words[at + 1];
  const goesOn = next !== undefined && !hasBreak(next);
  // "almost 400 boats", "the very old bridge"
  if (word.kind === 'adverb')
    return goesOn && (next.kind === 'number' || next.kind === 'adjective') && at > start - 1;
  // "the injured man", "a meeting"
  if (word.kind === 'participle' || word.kind === 'gerund')
    return (
      at > start &&
      !isVerbBetween(words, at) &&
      goesOn &&
      ['noun', 'name', 'adjective'].includes(next.kind) &&
      isAfterDeterminer(words, at, start)
    );
  return false;
}

/**
 * Whether a participle is the verb of a sentence: a form of the past only ("gave"), or behind a noun and before a name or
 * without any other verb in the sentence ("The train lost money").
 */
const isVerbBetween = (words: readonly SentenceWord[], at: number) =>
  isPastOnly(words[at]?.lower ?? '') ||
  (words[at]?.kind === 'participle' &&
    ((words[at - 1]?.kind === 'noun' && words[at + 1]?.kind === 'name') ||
      (/^(?:noun|name)$/.test(words[at - 1]?.kind ?? '') &&
        !words.some((word, index) => index !== at && isVerbForm(word)))));

const isAfterDeterminer = (words: readonly SentenceWord[], at: number, start: number) =>
  words
    .slice(start, at)
    .some(({ kind }) => kind === 'determiner' || kind === 'possessive' || kind === 'number');

/** Whether the word after a name does not belong to it: a number other than a year, or an adjective. */
function isAfterName(words: readonly SentenceWord[], at: number): boolean {
  const word = words[at];
  if (isDate(words[at - 1]) || word?.kind === 'name') return false;
  return (word?.kind === 'number' && !/^\d{4}$/.test(word.lower)) || word?.kind === 'adjective';
}

/** The phrase that begins at an index, or undefined. */
export function readPhraseAt(words: readonly SentenceWord[], from: number): Phrase | undefined {
  const first = words[from];
  if (!first) return undefined;
  if (first.kind === 'pronoun') return createPhrase(words, from, from + 1);
  let to = from;
  while (isInner(words, to, from)) {
    // "in its final year the night train": an article begins a new phrase
    if (
      to > from &&
      isOpener(words[to]) &&
      words.slice(from, to).some(({ kind }) => kind === 'noun' || kind === 'name' || kind === 'number')
    )
      break;
    // "Eastgate 3-1", "Millbrook second", "Dunmore last summer"
    if (to > from && words[to - 1]?.kind === 'name' && !words[to - 1]?.isOwner && isAfterName(words, to))
      break;
    // a name and a month are two phrases: "in March Lena"
    if (to > from && words[to]?.kind === 'name' && isDate(words[to - 1]) && !isDate(words[to])) break;
    to++;
  }
  const isAdjectiveLast =
    to - from >= 3 &&
    words[to - 1]?.kind === 'adjective' &&
    canBeNoun(words[to - 1]?.lower ?? '') &&
    words[to - 2]?.kind === 'noun' &&
    words[from]?.kind === 'determiner';
  while (to > from && !isAdjectiveLast && !isNominal(words[to - 1])) to--;
  return to > from ? createPhrase(words, from, to) : undefined;
}

const isOpener = (word: SentenceWord | undefined) =>
  word?.kind === 'determiner' || word?.kind === 'possessive';

/** Whether a word is a month or a day. */
export const isDate = (word: SentenceWord | undefined) =>
  word !== undefined &&
  (isMonth(word.lower) || isWeekday(word.lower) || /^(?:today|yesterday|tomorrow)$/.test(word.lower));

/** The stems of the content words. */
export const contentStemsOf = (words: readonly SentenceWord[]) =>
  new Set(words.filter(({ isContent }) => isContent).map(({ stem }) => stem));

function createPhrase(words: readonly SentenceWord[], from: number, to: number): Phrase {
  const own = words.slice(from, to);
  const owner = own.findLastIndex(
    (word, at) => (word.isOwner || word.kind === 'possessive') && at < own.length - 1,
  );
  const core = own.slice(owner + 1);
  const head = core.findLast(isNominal) ?? (own.at(-1) as SentenceWord);
  return {
    from,
    to,
    words: own,
    head,
    core: contentStemsOf(core),
    stems: contentStemsOf(own),
    isName: head.kind === 'name',
    isPronoun: head.kind === 'pronoun' || head.kind === 'possessive',
  };
}

/** A phrase extended by its complement, such as an "of" phrase. */
export function withBelongings(owner: Phrase, belonging: Phrase): Phrase {
  return { ...owner, stems: new Set([...owner.stems, ...belonging.stems]) };
}

/** The phrases of a sentence, in order and without overlaps. */
export function readPhrases(words: readonly SentenceWord[]): Phrase[] {
  const found: Phrase[] = [];
  for (let at = 0; at < words.length; ) {
    const phrase = readPhraseAt(words, at);
    if (phrase) found.push(phrase);
    at = phrase ? phrase.to : at + 1;
  }
  return found;
}
