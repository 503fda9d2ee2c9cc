import { extractSearchWords } from '../../language/search-words.ts';
import { countForgivenErrors, isMistypedFor, matchTitle } from '../../language/title-match.ts';
import type { ArticleMatch, LibraryEntry, MatchKind } from '../stores/articles.ts';
import { foldedWords, rankCandidates, type TitleCandidate, titlesOf } from './terms.ts';

/** A typed word and the words that it may stand for: any of them is looked for. */
export type WordForms = readonly [typed: string, ...others: string[]];

/** What a database finds articles by; of each way the last added or the best, at most some hundred. */
export interface MatchSource {
  /** Those whose whole headline is these words. */
  findSame(words: readonly string[]): Awaitable<readonly TitleCandidate[]>;
  /** Those with all words, or words that begin with them, in the headline. */
  findBegun(words: readonly string[]): Awaitable<readonly TitleCandidate[]>;
  /** Those with all words in any form in the headline. */
  findInflected(words: readonly string[]): Awaitable<readonly TitleCandidate[]>;
  /** Those whose headlines may hold these words with typing errors; not all of them do. */
  findSimilar(words: readonly string[]): Awaitable<readonly TitleCandidate[]>;
  /** The sequences of those with a form of every word in the headline or the text, at most `limit`. */
  findInText(words: readonly WordForms[], limit: number): Awaitable<readonly number[]>;
  /** The sequences of those with any of the words, those that few have first, at most `limit`. */
  findAny(words: readonly string[], limit: number): Awaitable<readonly number[]>;
  /** Words of headlines and texts that begin with some letters, at most `limit`. */
  listWords(beginning: string, limit: number): Awaitable<readonly string[]>;
  loadEntries(sequences: readonly number[]): Awaitable<readonly LibraryEntry[]>;
}
type Awaitable<Value> = Value | Promise<Value>;

/** A word that is still being typed is looked for in texts from so many letters on. */
const MIN_BEGINNING = 3;

/** Where more words than this go on from a beginning, it tells nothing of a text yet. */
const MAX_CONTINUATIONS = 8;

/** A word of a text is known with its errors only if it begins with the same letters as what was typed. */
const SAME_BEGINNING = 4;

/** Words with that beginning that are compared, and those of them that are looked for, at most. */
const MAX_COMPARED = 400;
const MAX_MISTYPED = 8;

/**
 * The articles that were meant by what was typed: those with all words in their headline, those with all of
 * them in their text, those with all of them but for typing errors; those with some of them only where there
 * is nothing else. Of each kind the best first.
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

  const named = await Promise.all([source.findSame(foldedWords(typed)), source.findBegun(words)]);
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

const hasTitleMatch = (words: readonly string[], row: TitleCandidate, kind: 'mistyped' | 'some') =>
  titlesOf(row).some(title => matchTitle(words, title) === kind);

/** The words with what the last of them, which may not be finished, can become. */
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

/** A stem (Porter 1980) ends in i where its word ends in y. */
const mayStandFor = (typed: string, word: string) =>
  isMistypedFor(typed, word) || isMistypedFor(typed, word.replace(/i$/, 'y'));

/** Those whose texts have every word, long ones with typing errors behind their beginning. */
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
