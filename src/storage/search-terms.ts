import { stemmer } from 'stemmer';
import { foldedWords, resemblance } from '../language/similarity.ts';

/** Below this, what was typed and a headline are about different things. */
const similarEnough = 0.6;

/** Words of a query that are looked for, at most. */
const mostWords = 32;

/**
 * A row that may be what was typed: an article by its headline and, where its holder gave it one, its name.
 */
export interface Candidate {
  readonly id: string;
  readonly headline: string;
  readonly name: string | null;
  readonly sequence: number;
}

/** The candidates whose names resemble what was typed, the best first and of equals the newest. */
export function bestOf<Row extends Candidate>(
  typed: string,
  candidates: readonly Row[],
  limit: number,
): Row[] {
  return [...new Map(candidates.map(row => [row.id, row])).values()]
    .map(row => ({ row, likeness: Math.max(...namesOf(row).map(name => resemblance(typed, name))) }))
    .filter(({ likeness }) => likeness >= similarEnough)
    .sort((a, b) => b.likeness - a.likeness || b.row.sequence - a.row.sequence)
    .slice(0, limit)
    .map(({ row }) => row);
}

/** What an article is known by: its holder's name for it, if there is one, and its headline. */
export function namesOf({ name, headline }: Pick<Candidate, 'name' | 'headline'>): string[] {
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
  return [...new Set(stemsOf(query.slice(0, 1000)))].slice(0, mostWords);
}

export { foldedWords };
