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
  const stems = new Map<string, string>();
  return wordsOfText(text).map(word => {
    const stem = stems.get(word) ?? stemmer(word);
    stems.set(word, stem);
    return stem;
  });
}

/** What of a query is looked for: its words, each once, without empty ones. */
export function wordsOfQuery(query: string): readonly string[] {
  return removeEmptyWords([...new Set(wordsOfText(query.slice(0, 1000)))]).slice(0, MAX_WORDS);
}

/** Characters of an article whose words are suggested, at most: of a longer one the beginning. */
const MAX_VOCABULARY_TEXT = 300_000;

/** The words that an article is found by while one is still being typed, each once. */
export function vocabularyOf(texts: readonly string[]): string[] {
  const words = new Set<string>();
  let left = MAX_VOCABULARY_TEXT;
  for (const text of texts) {
    for (const word of wordsOfText(text.slice(0, left)))
      if (word.length >= MIN_VOCABULARY_LENGTH) words.add(word);
    left -= text.length;
    if (left <= 0) break;
  }
  return [...words];
}

export { foldWords as foldedWords };
