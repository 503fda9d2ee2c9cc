import { stemmer } from 'stemmer';
import { foldWords, scoreTitleMatch } from '../language/similarity.ts';

/** Below this, what was typed and a headline are about different things. */
const MIN_SIMILARITY = 0.6;

/** Words of a query that are looked for, at most. */
const MAX_WORDS = 32;

/**
 * A row that may be what was typed: an article by its headline and, where its owner gave it one, its name.
 */
export interface TitleCandidate {
  readonly id: string;
  readonly headline: string;
  readonly name: string | null;
  readonly sequence: number;
}

/** The candidates whose names resemble what was typed, the best first and of equals the newest. */
export function rankCandidates<Row extends TitleCandidate>(
  typed: string,
  candidates: readonly Row[],
  limit: number,
): Row[] {
  return [...new Map(candidates.map(row => [row.id, row])).values()]
    .map(row => ({ row, likeness: Math.max(...titlesOf(row).map(name => scoreTitleMatch(typed, name))) }))
    .filter(({ likeness }) => likeness >= MIN_SIMILARITY)
    .sort((a, b) => b.likeness - a.likeness || b.row.sequence - a.row.sequence)
    .slice(0, limit)
    .map(({ row }) => row);
}

/** What an article is known by: its owner's name for it, if there is one, and its headline. */
export function titlesOf({ name, headline }: Pick<TitleCandidate, 'name' | 'headline'>): string[] {
  return name === null ? [headline] : [name, headline];
}

/** Every three letters in a row of these words, a space at both ends. */
export function trigramsOf(words: readonly string[]): string[] {
  const letters = [...` ${words.join(' ')} `];
  return [...new Set(letters.slice(2).map((letter, i) => `${letters[i]}${letters[i + 1]}${letter}`))];
}

/** The stems (Porter 1980) of a text's words in order, without case and accents. */
export function stemsOf(text: string): string[] {
  const folded = text.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  return (folded.match(/[\p{L}\p{N}]+/gu) ?? []).map(word => stemmer(word.slice(0, 100)));
}

/** What of a query is looked for. */
export function stemsOfQuery(query: string): string[] {
  return [...new Set(stemsOf(query.slice(0, 1000)))].slice(0, MAX_WORDS);
}

export { foldWords as foldedWords };
