import type { Article } from '../../articles/article.ts';
import { commentTextOf } from '../../articles/article.ts';
import { isWithinErrors } from '../../language/edit-distance.ts';
import functionWords from '../../language/lexicons/function-words.json' with { type: 'json' };
import { isEmptyWord, isReadingEnglish, splitWords } from '../../language/stems.ts';
import { isKnownWord } from '../../language/thesaurus.ts';
import { memoizePerObject } from '../../memo.ts';
import { writeOut } from './route.ts';

/** Maximum number of words corrected in a question, and of an article's words they are compared with. */
const MAX_CORRECTED = 8;
const MAX_VOCABULARY = 30_000;
/** Shorter words are too easily mistaken for others; words of `LONG_WORD` or more letters allow two edits. */
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

/** "where", "they", "nobody": function words, which WordNet lacks. */
const FUNCTION_WORDS = new Set(
  [functionWords.indefinite, functionWords.clauseOpeners].flatMap(({ words }) => words),
);
const isSpeltWell = (word: string) => isEmptyWord(word) || FUNCTION_WORDS.has(word) || isKnownWord(word);

/**
 * Corrects a question's spelling to the article's and writes out hasty spellings. A word is corrected if it
 * is not in the article or WordNet and not a function word, and if a word of the article is one edit away (a
 * letter, or two transposed); two edits in long words.
 */
export function correctSpelling(question: string, article: Article): string {
  if (!isReadingEnglish()) return question;
  const vocabulary = getVocabulary(article);
  let left = MAX_CORRECTED;
  return writeOut(question).replace(/\p{Ll}{4,}/gu, word => {
    if (left === 0 || vocabulary.has(word) || isSpeltWell(word)) return word;
    left -= 1;
    return findNearestWord(word, vocabulary) ?? word;
  });
}

/** The word of the article at the smallest edit distance, the first of equals. */
function findNearestWord(word: string, vocabulary: ReadonlySet<string>): string | undefined {
  const alike = [...vocabulary].filter(other => other[0] === word[0]);
  const most = word.length >= LONG_WORD ? 2 : 1;
  for (let errors = 1; errors <= most; errors++) {
    const found = alike.find(other => isWithinErrors(word, other, errors));
    if (found !== undefined) return found;
  }
  return undefined;
}
