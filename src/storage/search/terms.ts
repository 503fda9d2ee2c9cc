import { stemmer } from 'stemmer';
import { removeEmptyWords } from '../../language/search-words.ts';
import { foldWords, scoreTitleMatch } from '../../language/similarity.ts';

/** Shorter words are complete before a beginning of them is looked for. */
export const MIN_VOCABULARY_LENGTH = 4;

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

/** The candidates by how well their names fit what was typed, the best first and of equals the newest. */
export function rankCandidates<Row extends TitleCandidate>(
  typed: string,
  candidates: readonly Row[],
  limit: number,
): Row[] {
  return [...new Map(candidates.map(row => [row.id, row])).values()]
    .map(row => ({ row, likeness: Math.max(...titlesOf(row).map(name => scoreTitleMatch(typed, name))) }))
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

/** A text's words in order, without case and accents; of very long ones the beginning. */
function wordsOfText(text: string): string[] {
  const folded = text.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  return (folded.match(/[\p{L}\p{N}]+/gu) ?? []).map(word => word.slice(0, 100));
}

/** The stems (Porter 1980) of a text's words in order, without case and accents. */
export function stemsOf(text: string): string[] {
  return wordsOfText(text).map(word => stemmer(word));
}

/** What of a query is looked for: its words, each once, without empty ones. */
export function wordsOfQuery(query: string): readonly string[] {
  return removeEmptyWords([...new Set(wordsOfText(query.slice(0, 1000)))]).slice(0, MAX_WORDS);
}

/** The words that an article is found by while one is still being typed, each once. */
export function vocabularyOf(texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap(wordsOfText))].filter(word => word.length >= MIN_VOCABULARY_LENGTH);
}

export { foldWords as foldedWords };
