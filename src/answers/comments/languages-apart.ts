import { type Comment, commentTextOf } from '../../articles/article.ts';
import { isPlainlyEnglish } from '../../language/language-detection.ts';
import { getReadingLanguage, splitWords, stopWordLanguages, stopWordsOf } from '../../language/stems.ts';
import { rankLanguages } from '../../language/trigrams.ts';
import { memoizePerObject } from '../../memo.ts';

/** Minimum letters for telling a Latin-script language by its trigrams. */
const MIN_LETTERS = 40;
/** Another language has at least this share of stop words, and the article's language at most that one. */
const MAX_OWN_SHARE = 0.1;
const MIN_OTHER_SHARE = 0.2;
/** How many characters of a comment to examine. */
const SAMPLE = 600;

/** The commonest language of each script; a few words are not enough to distinguish the others. */
const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'jpn'],
  [/\p{Script=Han}/u, 'cmn'],
  [/\p{Script=Hangul}/u, 'kor'],
  [/\p{Script=Cyrillic}/u, 'rus'],
  [/\p{Script=Arabic}/u, 'arb'],
  [/\p{Script=Hebrew}/u, 'heb'],
  [/\p{Script=Greek}/u, 'ell'],
  [/\p{Script=Devanagari}/u, 'hin'],
  [/\p{Script=Thai}/u, 'tha'],
];
/** Minimum letters, to exclude emoticons in another script. */
const MIN_SCRIPT_LETTERS = 4;

/** The ISO 639-3 code of a comment plainly in another language, by stop words or script; else null. */
export const findForeignLanguage: (comment: Comment) => string | null = memoizePerObject(comment => {
  const text = commentTextOf(comment).slice(0, SAMPLE);
  const own = getReadingLanguage();
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (own === 'und' || letters < MIN_SCRIPT_LETTERS) return null;
  if (latin * 2 < letters) return SCRIPTS.find(([script]) => script.test(text))?.[1] ?? null;
  if (letters < MIN_LETTERS || (own === 'eng' && isPlainlyEnglish(text))) return null;
  return findOtherLatinLanguage(text, own);
});

function findOtherLatinLanguage(text: string, own: string): string | null {
  const words = splitWords(text);
  const shareOf = (code: string) => words.filter(word => stopWordsOf(code).has(word)).length / words.length;
  if (shareOf(own) > MAX_OWN_SHARE) return null;
  const [best] = rankLanguages(text, { only: [...stopWordLanguages] })
    .slice(0, 5)
    .map(([code]) => ({ code, share: shareOf(code) }))
    .toSorted((a, b) => b.share - a.share);
  return best && best.code !== own && best.share >= MIN_OTHER_SHARE ? best.code : null;
}
