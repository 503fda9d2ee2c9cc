import { isSmallAt, lowerAt, type Piece } from './pieces.ts';
import type { SpeechWords } from './speech-words.ts';

/** A verb of speech in a sentence. */
interface VerbSpan {
  readonly from: number;
  /** The index after it. */
  readonly to: number;
  /** Whether a pronoun is attached to it: "dit-il". */
  readonly hasPronoun: boolean;
}

const REFLEXIVES = new Set(['s', 'se', 'si']);
/** Auxiliaries that only reflexive verbs take: "s’est exclamé". */
const OF_REFLEXIVES = new Set(['est', 'sont', 'è']);

/** Maximum number of words between an auxiliary and its participle. */
const MAX_BETWEEN = 2;

/** The verb of speech that begins at an index, as one word or with its auxiliary; or undefined. */
export function readVerb(
  list: readonly Piece[],
  from: number,
  words: SpeechWords,
  isParticiple: (word: string) => boolean = words.isParticiple,
): VerbSpan | undefined {
  const isReflexive = REFLEXIVES.has(lowerAt(list, from));
  const at = isReflexive ? from + 1 : from;
  const [verb = '', ...joined] = lowerAt(list, at).split('-');
  const hasPronoun = joined.length > 0 && words.isPronoun(joined.at(-1) ?? '');
  if (joined.length > 0 && !hasPronoun) return undefined;
  if (words.isVerb(verb)) return { from, to: at + 1, hasPronoun };
  if (!words.isAuxiliary(verb) || OF_REFLEXIVES.has(verb) !== isReflexive) return undefined;
  for (let next = at + 1; next <= at + 1 + MAX_BETWEEN && isSmallAt(list, next); next++)
    if (isParticiple(lowerAt(list, next))) return { from, to: next + 1, hasPronoun };
  return undefined;
}

/** Maximum number of pieces between a verb and the quotation that it introduces. */
const MAX_REACH = 16;

/** The last verb of speech; without a colon at the end also of naming, and with no other clause after it. */
export function findVerbBefore(
  list: readonly Piece[],
  words: SpeechWords,
  { isColon }: { readonly isColon: boolean },
): VerbSpan | undefined {
  const isParticiple = (word: string) => words.isParticiple(word) || (!isColon && words.isNaming(word));
  for (let from = list.length - 1; from >= Math.max(0, list.length - MAX_REACH); from--) {
    const piece = list[from];
    if (piece?.kind === 'quotation' || (!isColon && /[;:.!?]/.test(piece?.text ?? ''))) return undefined;
    const isReflexive = REFLEXIVES.has(lowerAt(list, from - 1));
    const verb = readVerb(list, isReflexive ? from - 1 : from, words, isParticiple);
    if (verb) return verb;
    if (!isColon && words.isNaming(piece?.lower ?? '') && !words.isAuxiliary(lowerAt(list, from - 1)))
      return { from, to: from + 1, hasPronoun: false };
  }
  return undefined;
}
