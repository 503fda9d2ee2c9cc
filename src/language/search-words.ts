import englishWords from './lexicons/empty-words.json' with { type: 'json' };
import otherWords from './lexicons/search-stop-words.json' with { type: 'json' };
import { foldText, foldWords } from './similarity.ts';
import { removeInvisible } from './visible-text.ts';

/** For each language, its stop words, folded for comparison. */
const EMPTY_WORDS: readonly ReadonlySet<string>[] = [
  englishWords.words,
  ...Object.values(otherWords.words),
].map(words => new Set(words.flatMap(word => foldWords(word))));

/** Removes the stop words of the language with most of them (in a tie English), unless all would go. */
export function removeEmptyWords(words: readonly string[]): readonly string[] {
  const folded = words.map(foldText);
  const [empty] = EMPTY_WORDS.map(list => folded.filter(word => list.has(word))).toSorted(
    (a, b) => b.length - a.length,
  );
  const telling = words.filter((_, at) => !empty?.includes(folded[at] ?? ''));
  return telling.length > 0 ? telling : words;
}

/** The search words in what a reader typed to find an article: folded, without duplicates and stop words. */
export function extractSearchWords(typed: string): readonly string[] {
  return removeEmptyWords([...new Set(foldWords(removeInvisible(typed)))]);
}
