import { UserError } from '../errors.ts';
import { stopWordLanguages } from './stems.ts';
import { rankLanguages } from './trigrams.ts';

/** So much of an article tells its language. */
const SAMPLE = 2000;
/**
 * English has the best figures, and the nearest languages score below this share of the right one's score.
 */
const ENGLISH_MARGIN = 0.97;
/** Fewer letters tell nothing. */
const MIN_LETTERS = 100;

const LETTER = /\p{L}/gu;
const LATIN = /\p{Script=Latin}/gu;

/**
 * Words of English alone, and the share of a text's words from which on it is English without a look at its
 * trigrams, which take longer.
 */
const ENGLISH_WORDS = new Set(['the', 'and', 'of', 'to', 'that', 'with']);
const ENGLISH_WORD_SHARE = 0.12;

/**
 * Whether a text is English by its commonest words; where it is not, trigrams tell more, in many times the
 * time.
 */
export function isPlainlyEnglish(sample: string): boolean {
  const all = sample.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  return (
    all.length > 0 && all.filter(word => ENGLISH_WORDS.has(word)).length >= ENGLISH_WORD_SHARE * all.length
  );
}

/** The name of a language in English, or null for a code that has none. */
function englishNameOf(code: string): string | null {
  return code === 'und'
    ? null
    : (new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(code) ?? null);
}

/**
 * The language of a text, one of `listedLanguages`, as its ISO 639-3 code, `eng` where it is too short to
 * tell: by its trigrams (Cavnar and Trenkle 1994, "N-Gram-Based Text Categorization"). Throws a UserError for
 * what is not written in Latin letters.
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

/** So much of the texts, one below the other, as tells their language. */
export function sampleTexts(texts: readonly string[]): string {
  let whole = '';
  for (const text of texts) {
    if (whole.length >= SAMPLE) break;
    whole += `\n${text.slice(0, SAMPLE)}`;
  }
  return whole.trimStart();
}
