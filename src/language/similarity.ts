import { distance } from 'fastest-levenshtein';
import { elementAt } from '../lists.ts';

const MAX_LENGTH = 200;

/** The articles and pronouns of Romance languages that are elided before a vowel: l'acqua, dell'arte. */
const ELIDED = /(?<!\p{L})(?:qu|[cdjlmnst]|un|(?:d|n|s)?[aeu]ll)['’](?=\p{L})/gu;

/** A text's first 200 characters as plain words: `Trump’s Café` -> `trumps cafe`. */
export function foldText(text: string): string {
  return foldWords(text).join(' ');
}

/** The words in a text's first 200 characters, plain: `Trump’s Café` -> `trumps`, `cafe`. */
export function foldWords(text: string): string[] {
  const folded = text
    .slice(0, MAX_LENGTH)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(ELIDED, elided => `${elided.slice(0, -1)} `)
    .replace(/['’]/g, '');
  return folded.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * How well the typed text matches a headline, from 0 to 1, allowing for typing errors. Each typed word is
 * weighted by its length and compared with the headline's most similar word, whole or as its beginning
 * (Levenshtein distance); the headline's order and a match at its start add a little.
 */
export function scoreTitleMatch(typed: string, headline: string): number {
  const wanted = foldWords(typed);
  const words = foldWords(headline);
  if (wanted.length === 0 || words.length === 0) return 0;
  if (wanted.join(' ') === words.join(' ')) return 1;
  const found = wanted.map(word => findBestMatch(word, words));
  const letters = wanted.reduce((sum, word) => sum + word.length, 0);
  const similarity =
    found.reduce((sum, match, i) => sum + match.similarity * elementAt(wanted, i).length, 0) / letters;
  return (
    similarity *
    (0.9 + 0.05 * scoreOrder(found.map(match => match.at)) + 0.04 * Number(elementAt(found, 0).at === 0))
  );
}

function findBestMatch(wanted: string, words: readonly string[]): { similarity: number; at: number } {
  return words
    .map((word, at) => ({ similarity: scoreWordMatch(wanted, word), at }))
    .reduce((a, b) => (b.similarity > a.similarity ? b : a));
}

/** 1 for the same word, less for its beginning, 0 for words too different to be mistyped. */
function scoreWordMatch(wanted: string, word: string): number {
  if (wanted === word) return 1;
  if (word.startsWith(wanted)) return 0.97;
  const whole = 1 - distance(wanted, word) / Math.max(wanted.length, word.length);
  const beginning = 0.97 - distance(wanted, word.slice(0, wanted.length)) / wanted.length;
  const similar = Math.max(whole, beginning);
  return similar < 0.5 ? 0 : similar;
}

/** The share of adjacent words that are in the headline's order. */
function scoreOrder(places: readonly number[]): number {
  if (places.length < 2) return 1;
  return (
    places.slice(1).filter((position, i) => position >= elementAt(places, i)).length / (places.length - 1)
  );
}
