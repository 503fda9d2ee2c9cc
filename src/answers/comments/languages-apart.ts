import { franc, francAll } from 'franc';
import { type Comment, commentTextOf } from '../../articles/article.ts';
import { isPlainlyEnglish } from '../../language/language-detection.ts';
import { readingLanguage, splitWords, stopWordLanguages, stopWordsOf } from '../../language/stems.ts';

/** Fewer letters of one script tell no language by their trigrams. */
const MIN_LETTERS = 40;
/** So small a share of empty words of the article's language, and so large a one of the other's, tell another language. */
const MAX_OWN_SHARE = 0.1;
const MIN_OTHER_SHARE = 0.2;
/** Characters of a comment that are looked at. */
const SAMPLE = 600;

/**
 * The language of a comment where it plainly is another than the article's, as its ISO 639-3 code; else null. The
 * commonest words decide, for trigrams of a few words are often wrong.
 */
export function findForeignLanguage(comment: Comment): string | null {
  const text = commentTextOf(comment).slice(0, SAMPLE);
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (letters < MIN_LETTERS / 4) return null;
  if (latin * 2 < letters) return franc(text, { minLength: 1 });
  const own = readingLanguage();
  if (letters < MIN_LETTERS || (own === 'eng' && isPlainlyEnglish(text))) return null;
  const words = splitWords(text);
  const shareOf = (code: string) => words.filter(word => stopWordsOf(code).has(word)).length / words.length;
  const ownShare = shareOf(own);
  if (ownShare > MAX_OWN_SHARE) return null;
  const [best] = francAll(text, { only: [...stopWordLanguages] })
    .slice(0, 5)
    .map(([code]) => ({ code, share: shareOf(code) }))
    .toSorted((a, b) => b.share - a.share);
  return best && best.code !== own && best.share >= MIN_OTHER_SHARE ? best.code : null;
}
