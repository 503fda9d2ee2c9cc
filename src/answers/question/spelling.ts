import type { Article } from '../../articles/article.ts';
import { commentTextOf } from '../../articles/article.ts';
import { isReadingEnglish, splitWords } from '../../language/stems.ts';
import { isKnownWord } from '../../language/thesaurus.ts';
import { memoizePerObject } from '../../memo.ts';

/** Words of a question that are corrected, and words of an article that they are held against, at most. */
const MAX_CORRECTED = 8;
const MAX_VOCABULARY = 30_000;
/** Shorter words are too easily taken for others; a second fault is forgiven in words of so many letters. */
const MIN_LENGTH = 4;
const LONG_WORD = 8;

const getVocabulary: (article: Article) => ReadonlySet<string> = memoizePerObject(article => {
  const texts = [article.headline, ...article.paragraphs, ...article.comments.map(commentTextOf)];
  const words = new Set<string>();
  for (const text of texts) {
    for (const word of splitWords(text)) if (word.length >= MIN_LENGTH) words.add(word);
    if (words.size >= MAX_VOCABULARY) break;
  }
  return words;
});

/**
 * A question whose misspelt words are written as the article writes them: words that neither the article nor WordNet has,
 * where one word of the article differs in a letter, or in two that changed places; in long words twice.
 */
export function correctSpelling(question: string, article: Article): string {
  if (!isReadingEnglish()) return question;
  const vocabulary = getVocabulary(article);
  let left = MAX_CORRECTED;
  return question.replace(/\p{Ll}{4,}/gu, word => {
    if (left === 0 || vocabulary.has(word) || isKnownWord(word)) return word;
    left -= 1;
    return findNearestWord(word, vocabulary) ?? word;
  });
}

function findNearestWord(word: string, vocabulary: ReadonlySet<string>): string | undefined {
  const most = word.length >= LONG_WORD ? 2 : 1;
  let [nearest, least]: [string | undefined, number] = [undefined, most + 1];
  for (const other of vocabulary) {
    if (Math.abs(other.length - word.length) > most || other[0] !== word[0]) continue;
    const distance = measureDistance(word, other, least);
    if (distance < least) [nearest, least] = [other, distance];
  }
  return nearest;
}

/** The restricted Damerau-Levenshtein distance of two words, or `limit` where it is not below that. */
function measureDistance(a: string, b: string, limit: number): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    if (Math.min(...row) >= limit) return limit;
    [before, last] = [last, row];
  }
  return last[b.length] ?? limit;
}
