import type { Article } from '../../articles/article.ts';
import { commentTextOf } from '../../articles/article.ts';
import { isWithinErrors } from '../../language/edit-distance.ts';
import functionWords from '../../language/lexicons/function-words.json' with { type: 'json' };
import { isEmptyWord, isReadingEnglish, splitWords } from '../../language/stems.ts';
import { isKnownWord } from '../../language/thesaurus.ts';
import { memoizePerObject } from '../../memo.ts';
import { writeOut } from './route.ts';

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

/** "where", "they", "nobody": WordNet has none of them. */
const FUNCTION_WORDS = new Set(
  [functionWords.indefinite, functionWords.clauseOpeners].flatMap(({ words }) => words),
);
const isSpeltWell = (word: string) => isEmptyWord(word) || FUNCTION_WORDS.has(word) || isKnownWord(word);

/**
 * A question whose misspelt words are written as the article writes them, and what is written in haste is written out: words that
 * neither the article nor WordNet has, and that are no mere form words, where one word of the article differs in a letter, or in two that changed places; in long words twice.
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

/** The word of the article that fewest faults part from this one, of equals the first. */
function findNearestWord(word: string, vocabulary: ReadonlySet<string>): string | undefined {
  const alike = [...vocabulary].filter(other => other[0] === word[0]);
  const most = word.length >= LONG_WORD ? 2 : 1;
  for (let errors = 1; errors <= most; errors++) {
    const found = alike.find(other => isWithinErrors(word, other, errors));
    if (found !== undefined) return found;
  }
  return undefined;
}
