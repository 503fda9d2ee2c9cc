import { extractSearchWords } from '../../language/search-words.ts';
import { countForgivenErrors, isMistypedFor, matchTitle } from '../../language/title-match.ts';
import type { ArticleMatch, LibraryEntry, MatchKind } from '../stores/articles.ts';
import { foldedWords, rankCandidates, type TitleCandidate, titlesOf } from './terms.ts';

/** A typed word and the words it may stand for, any of which matches. */
export type WordForms = readonly [typed: string, ...others: string[]];

/** How a database finds candidates. Each method returns the newest or the best, a few hundred at most. */
export interface MatchSource {
  /** Articles whose whole headline is one of these, each given by its words. */
  findSame(titles: readonly (readonly string[])[]): Awaitable<readonly TitleCandidate[]>;
  /** Articles whose headline has all words, or words that begin with them. */
  findBegun(words: readonly string[]): Awaitable<readonly TitleCandidate[]>;
  /** Articles whose headline has all words, in any inflection. */
  findInflected(words: readonly string[]): Awaitable<readonly TitleCandidate[]>;
  /** Articles whose headline may have these words with typing errors; the result includes false positives. */
  findSimilar(words: readonly string[]): Awaitable<readonly TitleCandidate[]>;
  /** The sequences of articles with a form of every word in the headline or text, at most `limit`. */
  findInText(words: readonly WordForms[], limit: number): Awaitable<readonly number[]>;
  /** The sequences of articles with any of the words, rare words first, at most `limit`. */
  findAny(words: readonly string[], limit: number): Awaitable<readonly number[]>;
  /** Lists words of headlines and texts that begin with these letters, at most `limit`. */
  listWords(beginning: string, limit: number): Awaitable<readonly string[]>;
  loadEntries(sequences: readonly number[]): Awaitable<readonly LibraryEntry[]>;
}
type Awaitable<Value> = Value | Promise<Value>;

/** A word still being typed is looked up in texts once it has this many letters. */
const MIN_BEGINNING = 3;

/** A beginning that more words than this continue is too vague to search texts with. */
const MAX_CONTINUATIONS = 8;

/** A misspelt word is only matched in texts to words that begin with the same letters; this is how many. */
const SAME_BEGINNING = 4;

/** How many words with that beginning are compared at most, and how many of those are searched for. */
const MAX_COMPARED = 400;
const MAX_MISTYPED = 8;

/**
 * Finds the articles that typed text may mean: those with all words in the headline, then those with all of
 * them in the text, then those with typing errors; those with only some of the words are added only if
 * nothing else matches. Best first within each kind.
 */
export async function matchArticles(
  typed: string,
  limit: number,
  source: MatchSource,
): Promise<ArticleMatch[]> {
  const words = extractSearchWords(typed);
  if (words.length === 0) return [];
  const kinds = new Map<number, MatchKind>();
  const add = (kind: MatchKind, sequences: readonly number[]) => {
    for (const sequence of sequences) if (!kinds.has(sequence)) kinds.set(sequence, kind);
  };
  const rank = (rows: readonly TitleCandidate[]) =>
    rankCandidates(typed, rows, limit).map(({ sequence }) => sequence);

  const named = await Promise.all([source.findSame([foldedWords(typed)]), source.findBegun(words)]);
  add('headline', rank(named.flat()));
  if (kinds.size < limit) add('headline', rank(await source.findInflected(words)));
  const isNamed = kinds.size > 0;
  if (kinds.size < limit)
    add('text', await source.findInText(await completeLast(typed, words, source), limit));
  if (!isNamed && kinds.size < limit && words.some(word => countForgivenErrors(word) > 0)) {
    const similar = await source.findSimilar(words);
    add('mistyped', rank(similar.filter(row => hasTitleMatch(words, row, 'mistyped'))));
    if (kinds.size === 0) add('mistyped', await findMistypedInText(words, limit, source));
    if (kinds.size === 0) add('some', rank(similar.filter(row => hasTitleMatch(words, row, 'some'))));
  }
  const found = [...kinds.values()];
  if (words.length > 1 && found.every(kind => kind === 'some') && kinds.size < limit)
    add('some', await source.findAny(words, limit));
  const sequences = [...kinds.keys()].slice(0, limit);
  const entries = await source.loadEntries(sequences);
  return entries.map((entry, at) => ({ entry, kind: kinds.get(sequences[at] ?? -1) ?? 'some' }));
}

/** How many titles one query looks for. */
const TITLES_PER_QUERY = 200;

/** The articles with one of these headlines or names, each given by its folded words; not in any order. */
export async function findTitled(
  titles: readonly (readonly string[])[],
  source: MatchSource,
): Promise<LibraryEntry[]> {
  const sequences = new Set<number>();
  for (let at = 0; at < titles.length; at += TITLES_PER_QUERY) {
    const found = await source.findSame(titles.slice(at, at + TITLES_PER_QUERY));
    for (const { sequence } of found) sequences.add(sequence);
  }
  return [...(await source.loadEntries([...sequences]))];
}

const hasTitleMatch = (words: readonly string[], row: TitleCandidate, kind: 'mistyped' | 'some') =>
  titlesOf(row).some(title => matchTitle(words, title) === kind);

/** Returns the words as forms; the last one, which may be unfinished, with its possible continuations. */
async function completeLast(
  typed: string,
  words: readonly string[],
  source: MatchSource,
): Promise<WordForms[]> {
  const last = words.at(-1) ?? '';
  const forms = words.map((word): WordForms => [word]);
  if (last.length < MIN_BEGINNING || foldedWords(typed).at(-1) !== last) return forms;
  const longer = (await source.listWords(last, MAX_CONTINUATIONS + 2)).filter(word => word !== last);
  if (longer.length > MAX_CONTINUATIONS) return forms;
  return [...forms.slice(0, -1), [last, ...longer]];
}

/** A Porter stem (1980) ends in i where its word ends in y. */
const mayStandFor = (typed: string, word: string) =>
  isMistypedFor(typed, word) || isMistypedFor(typed, word.replace(/i$/, 'y'));

/** Finds articles whose text has every word, allowing typing errors in long words after their beginning. */
async function findMistypedInText(
  words: readonly string[],
  limit: number,
  source: MatchSource,
): Promise<readonly number[]> {
  const forms = await Promise.all(
    words.map(async (word): Promise<WordForms> => {
      if (countForgivenErrors(word) === 0) return [word];
      const others = await source.listWords(word.slice(0, SAME_BEGINNING), MAX_COMPARED);
      return [word, ...others.filter(other => mayStandFor(word, other)).slice(0, MAX_MISTYPED)];
    }),
  );
  return forms.some(([, ...others]) => others.length > 0) ? source.findInText(forms, limit) : [];
}
