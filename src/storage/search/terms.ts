import { stemmer } from 'stemmer';
import { removeEmptyWords } from '../../language/search-words.ts';
import { foldWords, scoreTitleMatch } from '../../language/similarity.ts';

/** Minimum length of a word in the vocabulary: shorter ones are typed before they are looked up. */
export const MIN_VOCABULARY_LENGTH = 4;

/** Maximum number of words in a query. */
const MAX_WORDS = 32;

/** A row that may match: an article by its headline and, if its owner gave it one, its name. */
export interface TitleCandidate {
  readonly id: string;
  readonly headline: string;
  readonly name: string | null;
  readonly sequence: number;
}

/** Ranks candidates by how well their names match the typed text, best first; ties go to the newest. */
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

/** The titles of an article: its owner's name for it, if any, and its headline. */
export function titlesOf({ name, headline }: Pick<TitleCandidate, 'name' | 'headline'>): string[] {
  return name === null ? [headline] : [name, headline];
}

/** The trigrams of these words, padded with a space at both ends. */
export function trigramsOf(words: readonly string[]): string[] {
  const letters = [...` ${words.join(' ')} `];
  return [...new Set(letters.slice(2).map((letter, i) => `${letters[i]}${letters[i + 1]}${letter}`))];
}

/** A text's words in order, without case and accents; very long words are cut. */
function wordsOfText(text: string): string[] {
  const folded = text.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  return (folded.match(/[\p{L}\p{N}]+/gu) ?? []).map(word => word.slice(0, 100));
}

/** The Porter stems (1980) of a text's words in order, without case and accents. */
export function stemsOf(text: string): string[] {
  const stems = new Map<string, string>();
  return wordsOfText(text).map(word => {
    const stem = stems.get(word) ?? stemmer(word);
    stems.set(word, stem);
    return stem;
  });
}

/** The search words of a query: each once, without stop words. */
export function wordsOfQuery(query: string): readonly string[] {
  return removeEmptyWords([...new Set(wordsOfText(query.slice(0, 1000)))]).slice(0, MAX_WORDS);
}

/** The most characters of an article that are indexed, as many as a novel has: indexing holds up everybody. */
const MAX_INDEXED_TEXT = 300_000;

/** The beginning of an article's text, as far as it is indexed. */
export function takeIndexed(paragraphs: readonly string[]): string[] {
  const taken: string[] = [];
  let left = MAX_INDEXED_TEXT;
  for (const paragraph of paragraphs) {
    if (left <= 0) break;
    taken.push(paragraph.slice(0, left));
    left -= paragraph.length;
  }
  return taken;
}

/** The distinct words of an article by which unfinished or misspelt words are looked up. */
export function vocabularyOf(texts: readonly string[]): string[] {
  const words = takeIndexed(texts).flatMap(wordsOfText);
  return [...new Set(words.filter(word => word.length >= MIN_VOCABULARY_LENGTH))];
}

export { foldWords as foldedWords };
