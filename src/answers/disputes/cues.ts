import { straightenApostrophes } from '../../language/folding.ts';
import lists from '../../language/lexicons/disputes.json' with { type: 'json' };
import { oneOf, type WordList } from '../../language/word-lists.ts';

/** Matches whole words of a list anywhere in a lowercase text with straight apostrophes. */
const anywhere = ({ words }: WordList) =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])${oneOf(words)}(?![\p{L}\p{N}])`, 'u');
const atHead = ({ words }: WordList) => new RegExp(String.raw`^[\s"']*${oneOf(words)}(?![\p{L}\p{N}])`, 'u');

const UNTRUE = anywhere(lists.untrue);
const NOT_SHOWN = anywhere(lists.notShown);
const DOUBTING = anywhere(lists.doubting);
const OMITTING = anywhere(lists.omitting);
const DENYING = anywhere(lists.denying);
const CORRECTING = atHead(lists.correcting);
const WISHING = anywhere(lists.wishing);
const READERS = anywhere(lists.readers);
const OTHER_MATTERS = new RegExp(anywhere(lists.otherMatters).source, 'gu');
const SUPPORTING = atHead(lists.supporting);
const AGREEING = new RegExp(String.raw`${oneOf(lists.agreeing.words)}(?![\p{L}\p{N}])`, 'u');
const AGREEING_OPENING = atHead(lists.agreeingOpenings);
const POINTING = atHead(lists.pointing);
const RESTATING = atHead(lists.restating);
const CLEFT = /\bit (?:was|is)(?: not|n't) .{1,80}? (?:who|that|which) /;
const ASKED = /\?["'”’)]*$/u;

const normalize = (text: string): string => straightenApostrophes(text.toLowerCase());

/** What the words of a sentence signal, whatever it is about. */
export interface Cues {
  /** Says that something is not so. */
  readonly isUntrue: boolean;
  readonly isDoubting: boolean;
  /** Says that something does not follow. */
  readonly isNotShown: boolean;
  readonly isOmitting: boolean;
  /** Begins like a correction. */
  readonly isCorrecting: boolean;
  readonly isDenying: boolean;
  /** Expresses a wish, a duty or a condition. */
  readonly isWishing: boolean;
  readonly isAsking: boolean;
  /** Agrees with the article or somebody in it. */
  readonly isAgreeing: boolean;
  /** Addresses other readers or talks about them. */
  readonly isToReaders: boolean;
}

/** The cues of a sentence of a comment. */
export function readCues(sentence: string): Cues {
  const plain = normalize(sentence).replaceAll(OTHER_MATTERS, '…');
  return {
    isUntrue: UNTRUE.test(plain),
    isDoubting: DOUBTING.test(plain),
    isNotShown: NOT_SHOWN.test(plain),
    isOmitting: OMITTING.test(plain),
    isCorrecting: CORRECTING.test(plain),
    isDenying: DENYING.test(plain),
    isWishing: WISHING.test(plain),
    isAsking: ASKED.test(plain),
    isAgreeing: AGREEING.test(plain) || AGREEING_OPENING.test(plain),
    isToReaders: READERS.test(plain),
  };
}

/** Whether a sentence calls something untrue or doubtful, or says that something is left out. */
export const isClaiming = ({ isUntrue, isDoubting, isOmitting }: Cues): boolean =>
  isUntrue || isDoubting || isOmitting;

/** Whether a sentence refers to the one before it: "That is not true." */
export const isPointing = (sentence: string): boolean => POINTING.test(normalize(sentence));

/** Whether a sentence gives another number than the one before it: "It was 109." */
export const isRestating = (sentence: string): boolean => RESTATING.test(normalize(sentence));

/** Whether a clause denies who or what it was: "It wasn't a guard who noticed." */
export const isCleft = (clause: string): boolean => CLEFT.test(normalize(clause));

/** Whether a reply opens by supporting its parent. */
export const isSupporting = (text: string): boolean => SUPPORTING.test(normalize(text.trimStart()));

const INSTEAD_OF = new RegExp(
  String.raw`(?<![\p{L}\p{N}])${oneOf(lists.insteadOf.words)} (?=[£$€¥\p{N}\p{L}])`,
  'gu',
);

/** Offsets in a sentence where a rejected number may follow: "not 84". */
export function findRejections(sentence: string): number[] {
  return [...normalize(sentence).matchAll(INSTEAD_OF)].map(({ 0: words, index }) => index + words.length);
}
