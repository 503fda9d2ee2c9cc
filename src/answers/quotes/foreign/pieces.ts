import { foreignLanguages } from '../../../language/languages.ts';
import { isDateWord } from '../../../language/multilingual/dates.ts';
import { MASK } from '../../../language/tokens.ts';
import type { SpeechWords } from './speech-words.ts';

/** A word, number, mark or quotation of a sentence; an elided word ("l’", "s’") is a word of its own. */
export interface Piece {
  readonly text: string;
  /** In lower case, without a final apostrophe. */
  readonly lower: string;
  readonly kind: 'word' | 'number' | 'mark' | 'quotation';
}

/** Maximum number of pieces read of a sentence: hostile text has endless sentences. */
const MAX_PIECES = 60;

const PIECE = new RegExp(
  `(?<quotation>${MASK}+)|(?<word>(?<![\\p{L}])(?:qu|[cdjlmnst]|un|(?:d|n|s)?[aeu]ll)['’](?=\\p{L})|\\p{L}[\\p{L}\\p{M}\\p{N}]*(?:['’-]\\p{L}[\\p{L}\\p{M}\\p{N}]*)*)|(?<number>\\p{N}+(?:[.,]\\p{N}+)*)|[^\\s\\p{L}\\p{N}]`,
  'giu',
);

function splitPieces(text: string): Piece[] {
  return [...text.matchAll(PIECE)].map(({ 0: piece, groups = {} }) => ({
    text: piece,
    lower: piece.toLowerCase().replace(/['’]$/, ''),
    kind: groups.quotation ? 'quotation' : groups.word ? 'word' : groups.number ? 'number' : 'mark',
  }));
}

/** The first pieces of a text. */
export const firstPieces = (text: string): Piece[] => splitPieces(text.slice(0, 600)).slice(0, MAX_PIECES);

/** The last pieces of a text. */
export const lastPieces = (text: string): Piece[] => splitPieces(text.slice(-600)).slice(-MAX_PIECES);

export const isWordAt = (list: readonly Piece[], at: number): boolean => list[at]?.kind === 'word';
export const isCapitalAt = (list: readonly Piece[], at: number): boolean =>
  isWordAt(list, at) && /^\p{Lu}/u.test(list[at]?.text ?? '');
export const isSmallAt = (list: readonly Piece[], at: number): boolean =>
  isWordAt(list, at) && /^\p{Ll}/u.test(list[at]?.text ?? '');
export const lowerAt = (list: readonly Piece[], at: number): string => list[at]?.lower ?? '';

/** Whether the word at an index names a day or a month. */
export const isDateAt = (list: readonly Piece[], at: number, { language }: SpeechWords): boolean =>
  isWordAt(list, at) && isDateWord(list[at]?.text ?? '', foreignLanguages[language]);

/** The index after the expressions of time at an index: "el lunes", "mardi soir", "am Montag". */
export function skipAdverbials(list: readonly Piece[], from: number, words: SpeechWords): number {
  let at = from;
  while (at < list.length) {
    if (isDateAt(list, at, words) || words.isAdverbial(lowerAt(list, at))) at += 1;
    else if (words.isDeterminer(lowerAt(list, at)) && isDateAt(list, at + 1, words)) at += 2;
    else break;
  }
  return at;
}

/** The pieces joined as they were written, except for white space. */
export function joinPieces(list: readonly Piece[]): string {
  let text = '';
  for (const { text: piece, kind } of list) {
    const isTight = text === '' || /['’]$/.test(text) || (kind === 'mark' && piece !== '(');
    text += isTight ? piece : ` ${piece}`;
  }
  return text;
}
