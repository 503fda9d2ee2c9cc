import { UserError } from '../errors.ts';
import { stopWordLanguages } from './stems.ts';
import { rankLanguages } from './trigrams.ts';

/** How many characters of an article are used to detect its language. */
const SAMPLE = 2000;
/** A text is English if English has this share of the best score: its neighbours score below it. */
const ENGLISH_MARGIN = 0.97;
/** Fewer letters than this are not enough to detect a language. */
const MIN_LETTERS = 100;

const LETTER = /\p{L}/gu;
const LATIN = /\p{Script=Latin}/gu;

/** Words that only English has, and the share of them that makes a text English without trigrams. */
const ENGLISH_WORDS = new Set(['the', 'and', 'of', 'to', 'that', 'with']);
const ENGLISH_WORD_SHARE = 0.12;

/** Whether a text is English by its most common words. Trigrams tell more but take many times as long. */
export function isPlainlyEnglish(sample: string): boolean {
  const all = sample.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  return (
    all.length > 0 && all.filter(word => ENGLISH_WORDS.has(word)).length >= ENGLISH_WORD_SHARE * all.length
  );
}

/** The English name of a language, or null if its code has none. */
function englishNameOf(code: string): string | null {
  return code === 'und'
    ? null
    : (new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(code) ?? null);
}

/**
 * Detects the language of a text by its trigrams (Cavnar and Trenkle 1994, "N-Gram-Based Text
 * Categorization"). Returns the ISO 639-3 code of one of `stopWordLanguages`; `eng` if the text is too short.
 * Throws a UserError if it is not written in Latin letters.
 */
export function detectLanguageCode(text: string): string {
  const sample = text.slice(0, SAMPLE);
  if (isPlainlyEnglish(sample)) return 'eng';
  const letters = sample.match(LETTER)?.length ?? 0;
  const latin = sample.match(LATIN)?.length ?? 0;
  const all = letters < MIN_LETTERS ? [] : rankLanguages(sample);
  const [best] = all[0] ?? ['und'];
  if (latin * 2 < letters) {
    const name = englishNameOf(best);
    throw name === null
      ? new UserError(
          'The built-in engine only reads languages written in Latin letters, and this article isn’t.',
        )
      : new UserError(
          'The built-in engine only reads languages written in Latin letters, and this article seems to be in {{language}}.',
          {
            language: name,
          },
        );
  }
  const english = all.find(([code]) => code === 'eng')?.[1] ?? 0;
  if (best === 'und' || english >= ENGLISH_MARGIN) return 'eng';
  return rankLanguages(sample, { only: [...stopWordLanguages] })[0]?.[0] ?? 'eng';
}

/** Enough of the texts, on separate lines, to detect their language. */
export function sampleTexts(texts: readonly string[]): string {
  let whole = '';
  for (const text of texts) {
    if (whole.length >= SAMPLE) break;
    whole += `\n${text.slice(0, SAMPLE)}`;
  }
  return whole.trimStart();
}
