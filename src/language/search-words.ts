import englishWords from './lexicons/empty-words.json' with { type: 'json' };
import otherWords from './lexicons/search-stop-words.json' with { type: 'json' };
import { foldWords } from './similarity.ts';

/** By language, the words that say nothing of what is looked for, as they are compared. */
const EMPTY_WORDS: readonly ReadonlySet<string>[] = [
  englishWords.words,
  ...Object.values(otherWords.words),
].map(words => new Set(words.flatMap(word => foldWords(word))));

/** A word as it is compared, which may be of several where an apostrophe stands in it. */
const foldWord = (word: string) => foldWords(word).join(' ');

/**
 * Words without those that are empty in their language: the one of which they hold the most empty words,
 * English before others. All, where there are no other words.
 */
export function removeEmptyWords(words: readonly string[]): readonly string[] {
  const folded = words.map(foldWord);
  const [empty] = EMPTY_WORDS.map(list => folded.filter(word => list.has(word))).toSorted(
    (a, b) => b.length - a.length,
  );
  const telling = words.filter((_, at) => !empty?.includes(folded[at] ?? ''));
  return telling.length > 0 ? telling : words;
}

/** The words of what a reader typed to find an article: folded, each once, without empty ones. */
export function extractSearchWords(typed: string): readonly string[] {
  return removeEmptyWords([...new Set(foldWords(typed))]);
}
