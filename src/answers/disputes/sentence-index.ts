import type { Article } from '../../articles/article.ts';
import lists from '../../language/lexicons/disputes.json' with { type: 'json' };
import { extractEnglishNumbers } from '../../language/numbers.ts';
import { splitSentences } from '../../language/sentences.ts';
import { extractContentWords, stem } from '../../language/stems.ts';
import { createWordTest } from '../../language/word-lists.ts';
import { appendTo, elementAt } from '../../lists.ts';
import { memoizePerObject } from '../../memo.ts';

/** A sentence of the article. */
export interface IndexedSentence {
  /** Counted from 1. */
  readonly paragraph: number;
  readonly text: string;
  readonly terms: ReadonlySet<string>;
}

/** What a comment shares with a sentence. */
interface Tie {
  readonly sentence: IndexedSentence;
  /**
   * Two for a name or number (three for a telling number that no other sentence has), one for another word,
   * one half for a word of the whole article; all names together count at most three.
   */
  readonly points: number;
  readonly shared: readonly string[];
}

/** The sentences of an article by the words, names and numbers in them. */
export interface SentenceIndex {
  readonly sentences: readonly IndexedSentence[];
  isName(term: string): boolean;
  /** The sentence sharing most with the terms (those in `beside` count less); null without any of `terms`. */
  findNearest(terms: readonly string[], beside?: readonly string[]): Tie | null;
  /** The sentences that have all of these terms. */
  findHolding(terms: readonly string[]): readonly IndexedSentence[];
}

/** A term in more sentences than this tells nothing, and would make the work quadratic. */
const MAX_POSTINGS = 40;
/** Maximum number of terms in one look-up, from the first. */
const MAX_TERMS = 60;
/** A word in a larger share of the sentences is what the whole article is about. */
const MAX_SHARE = 0.25;
const MIN_COMMON = 3;
const MAX_NAME_POINTS = 3;

/** Number words that usually count nothing: "one of them", "for a second". */
const COUNTS_NOTHING = /^(?:one|first|second|half|zero)$/i;

const NUMBER_MARK = '#';
/** The term of a number, however it is written. */
export const numberTermOf = (value: number): string => `${NUMBER_MARK}${value}`;
export const isNumberTerm = (term: string): boolean => term.startsWith(NUMBER_MARK);

const HOLDS_LETTER = /\p{L}/u;
const isEmptyHere = createWordTest(lists.emptyHere.words);

/** Whether a number is unlikely to be written by chance: no day, hour or year. */
const isTellingNumber = (value: number) => value > 60 && !(value >= 1500 && value <= 2100);

/** The stems of content words and the numbers of a text, without duplicates. */
export function termsOf(text: string): string[] {
  const numbers = extractEnglishNumbers(text).filter(({ text: written }) => !COUNTS_NOTHING.test(written));
  const written = new Set(numbers.flatMap(({ text: words }) => words.toLowerCase().split(/[\s-]/)));
  const words = extractContentWords(text).filter(
    word => HOLDS_LETTER.test(word) && !written.has(word) && !isEmptyHere(word),
  );
  return [...new Set([...words.map(stem), ...numbers.map(({ value }) => numberTermOf(value))])];
}

/** The index of an article's sentences. */
export const getSentenceIndex: (article: Article) => SentenceIndex = memoizePerObject(createIndex);

function createIndex({ paragraphs }: Article): SentenceIndex {
  const sentences = paragraphs.flatMap((paragraph, at) =>
    splitSentences(paragraph).map(text => ({ paragraph: at + 1, text, terms: new Set(termsOf(text)) })),
  );
  const names = findNames(sentences);
  const postings = new Map<string, number[]>();
  for (const [at, { terms }] of sentences.entries()) for (const term of terms) appendTo(postings, term, at);
  const most = Math.max(MIN_COMMON, sentences.length * MAX_SHARE);
  const placesOf = (term: string) => {
    const places = postings.get(term) ?? [];
    return places.length > MAX_POSTINGS ? [] : places;
  };
  const isName = (term: string) => names.has(term);
  function weigh(term: string): number {
    if (isNumberTerm(term)) return isTelling(term) ? 3 : 2;
    if (isName(term)) return 2;
    return placesOf(term).length > most ? 0.5 : 1;
  }
  const isTelling = (term: string) =>
    placesOf(term).length === 1 && isTellingNumber(Number(term.slice(NUMBER_MARK.length)));
  function addPoints(terms: readonly string[], factor: number, sums: Map<number, number>): void {
    for (const term of terms.slice(0, MAX_TERMS))
      for (const place of placesOf(term)) sums.set(place, (sums.get(place) ?? 0) + weigh(term) * factor);
  }
  function createTie(at: number, terms: readonly string[]): Tie {
    const sentence = elementAt(sentences, at);
    const shared = terms.slice(0, MAX_TERMS).filter(term => sentence.terms.has(term));
    const ofNames = shared.filter(isName).length * 2;
    const others = shared.filter(term => !isName(term)).reduce((sum, term) => sum + weigh(term), 0);
    return { sentence, points: Math.min(MAX_NAME_POINTS, ofNames) + others, shared };
  }
  return {
    sentences,
    isName,
    findNearest(terms, beside = []) {
      const sums = new Map<number, number>();
      addPoints(terms, 1, sums);
      if (sums.size === 0) return null;
      addPoints(beside, 0.4, sums);
      const [best] = [...sums].reduce((a, b) => (b[1] > a[1] || (b[1] === a[1] && b[0] < a[0]) ? b : a));
      return createTie(best, terms);
    },
    findHolding(terms) {
      const lists = terms.map(placesOf);
      const [shortest = []] = lists.toSorted((a, b) => a.length - b.length);
      return shortest
        .map(at => elementAt(sentences, at))
        .filter(sentence => terms.every(term => sentence.terms.has(term)));
    },
  };
}

const CAPITALIZED = /(?<![\p{L}\p{N}'’])\p{Lu}[\p{L}\p{M}]+(?:['’]\p{L}+)?/gu;
const SMALL = /(?<![\p{L}\p{N}'’])\p{Ll}[\p{L}\p{M}]+/gu;
/** Where a capital letter says nothing: at the start of a sentence or quotation. */
const AT_HEAD = /(?:^|[.!?:“"‘'(])\s*$/u;

/** The stems that the text capitalizes within sentences and never writes in lowercase. */
function findNames(sentences: readonly IndexedSentence[]): ReadonlySet<string> {
  const capitalized = new Set<string>();
  const small = new Set<string>();
  for (const { text } of sentences) {
    for (const { 0: word, index } of text.matchAll(CAPITALIZED))
      if (!AT_HEAD.test(text.slice(Math.max(0, index - 4), index)))
        for (const term of termsOf(word)) capitalized.add(term);
    for (const [word] of text.matchAll(SMALL)) small.add(stem(word));
  }
  return capitalized.difference(small);
}
