import { isPreposition } from '../../language/syntax/function-words.ts';
import { elementAt } from '../../lists.ts';
import { type Alignment, isSupported } from './alignment.ts';
import { isBoundary, isContent, joinWords, type ReadSentence, type ReadWord } from './reading.ts';
import { isRearranged } from './rearrangement.ts';
import {
  areAlike,
  isAttributing,
  isCondition,
  isEmpty,
  isExcluding,
  isHedge,
  isModal,
  isShifting,
  isWeighty,
} from './word-weights.ts';

/** Why a sentence does not say what a claim says, although nothing contradicts it. */
export type Doubt =
  | { readonly kind: 'absent'; readonly words: readonly string[] }
  | { readonly kind: 'dropped' | 'added' | 'attributed' | 'conditional'; readonly words: readonly string[] }
  /** Another modal stands before the same verb (see `nameDoubt`). */
  | { readonly kind: 'modal'; readonly given: string; readonly claimed: string }
  | { readonly kind: 'arranged' };

/** Content words of the claim that the sentence lacks. */
function findAbsent({ words }: ReadSentence, alignment: Alignment): Doubt | null {
  const absent = words.filter((word, index) => isContent(word) && !isSupported(alignment.byClaim.get(index)));
  return absent.length > 0 ? { kind: 'absent', words: absent.map(({ text }) => text) } : null;
}

/** Words that a claim adds to the sentence and that change its meaning. */
function findAdded({ words }: ReadSentence, source: ReadSentence, alignment: Alignment): Doubt | null {
  const added = words.filter(
    (word, index) =>
      !isContent(word) &&
      isWeighty(word) &&
      !isSupported(alignment.byClaim.get(index)) &&
      !isBound(words, index, alignment) &&
      !isNearby(word, index, words, source, alignment),
  );
  return added.length > 0 ? { kind: 'added', words: added.map(({ text }) => text) } : null;
}

/** Whether a word belongs to a number within the bounds of the sentence's number: "more than 60,000". */
function isBound(words: readonly ReadWord[], index: number, alignment: Alignment): boolean {
  const next = words.findIndex((word, at) => at > index && isContent(word));
  return (
    next - index <= 2 && words[next]?.figure != null && alignment.byClaim.get(next)?.relation === 'alike'
  );
}

/**
 * Whether the sentence has the same function word too, before the word that the claim's next content word is
 * linked to.
 */
function isNearby(
  word: ReadWord,
  index: number,
  words: readonly ReadWord[],
  source: ReadSentence,
  alignment: Alignment,
): boolean {
  const next = words.findIndex((other, at) => at > index && isContent(other));
  const link = alignment.byClaim.get(next);
  if (!link) return false;
  return source.words
    .slice(Math.max(0, link.source - 3), link.source)
    .some(({ lower }) => areAlike(word.lower, lower));
}

/** Finds a preposition in place of another. */
function findOtherPreposition(
  { words }: ReadSentence,
  source: ReadSentence,
  alignment: Alignment,
): Doubt | null {
  for (const [index, word] of words.entries()) {
    if (!isPreposition(word.lower) || isEmpty(word) || isSupported(alignment.byClaim.get(index))) continue;
    if (isBound(words, index, alignment)) continue;
    if (!isNearby(word, index, words, source, alignment)) return { kind: 'added', words: [word.text] };
  }
  return null;
}

/** The word in an omitted range that attributes the rest to somebody's speech or thought. */
function findAttribution(source: ReadSentence, range: Range, alignment: Alignment): ReadWord | undefined {
  const { words } = source;
  return words.slice(range.from, range.to).find((word, at) => {
    if (!isAttributing(word)) return false;
    const index = range.from + at;
    if (word.lower === 'according') return true;
    if (isBehindQuotation(source, index, alignment)) return false;
    const isBefore = range.from === 0;
    const opening = words
      .slice(Math.max(range.from, index - 4), index + 1)
      .findLast(({ gap }) => isBoundary(gap));
    const isBeside = opening !== undefined && !/^(?:and|but|who|which)$/.test(opening.lower);
    return (isBefore || isBeside) && words[index - 1]?.lower !== 'to';
  });
}

/**
 * Whether a verb follows a quotation of which the claim repeats no word: “…,” said Anneke Roth, a
 * spokeswoman.
 */
function isBehindQuotation({ words }: ReadSentence, index: number, alignment: Alignment): boolean {
  const isBehind = words.slice(Math.max(0, index - 3), index + 1).some(({ gap }) => /[”"»]/.test(gap));
  return isBehind && !words.some((word, at) => word.isQuoted && alignment.bySource.has(at));
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** How many words before "to" may govern it. */
const COMPLEMENT_REACH = 6;

/**
 * Whether the claim repeats each word of the sentence: content and weighty words count by their links, other
 * function words go with the content word after them.
 */
function findTaken({ words }: ReadSentence, alignment: Alignment): boolean[] {
  const taken = words.map(() => false);
  let isNextTaken = false;
  for (let index = words.length - 1; index >= 0; index--) {
    const word = elementAt(words, index);
    const isLinked = isSupported(alignment.bySource.get(index)) || word.isImplied === true;
    if (isContent(word) && word.isImplied !== true) isNextTaken = isLinked;
    taken[index] = isContent(word) || isWeighty(word) ? isLinked : isNextTaken;
  }
  return taken;
}

/** The ranges of the sentence's words that the claim omits. */
function findDropped(source: ReadSentence, alignment: Alignment): Range[] {
  const taken = findTaken(source, alignment);
  const dropped: Range[] = [];
  let from = -1;
  for (let index = 0; index <= source.words.length; index++) {
    if (index < source.words.length && !taken[index]) from = from < 0 ? index : from;
    else if (from >= 0) {
      dropped.push({ from, to: index });
      from = -1;
    }
  }
  return dropped;
}

/** Whether a range may be omitted, so that the sentence still says what remains. */
function isDroppable(source: ReadSentence, { from, to }: Range): boolean {
  const words = source.words.slice(from, to);
  if (words.every(word => isEmpty(word) || (!isContent(word) && !isWeighty(word)))) return true;
  const [first] = words;
  if (!first) return true;
  const isAtStart = from === 0;
  const isAtEnd = to === source.words.length;
  const gapAfter = isAtEnd ? source.end : elementAt(source.words, to).gap;
  const last = elementAt(words, words.length - 1);
  const isOpened = isAtStart || isBoundary(first.gap);
  const isClosed = isAtEnd || isBoundary(gapAfter);
  if (isOpened && isClosed) return true;
  if (last.lower === 'ago' && first.figure) return true;
  if (isAtStart && isAttributing(last) && words.some(word => word.isQuoted)) return true;
  if (isAtStart) return isClosed || /^(?:and|but|that|while|whereas)$/.test(last.lower);
  if (isModifier(words)) return !isAtEnd || words.every(({ part }) => part === 'adverb');
  if (isAtEnd) return isOpened || (isPhraseOpening(first) && !isComplement(source, from));
  if ([last, source.words[to]].some(word => word && /^(?:and|but)$/.test(word.lower)))
    return first.part === 'verb' || isOpened;
  const hasVerb = words.some(({ part }) => part === 'verb');
  return (isPhraseOpening(first) || isOpened) && !hasVerb && isPhraseEnd(source, to);
}

/**
 * Whether an infinitive with "to" is a complement of the words before it: "voted for the bridge to be built",
 * "wants her to go".
 */
function isComplement({ words }: ReadSentence, index: number): boolean {
  if (elementAt(words, index).lower !== 'to' || words[index + 1]?.part === 'noun') return false;
  const before = words.slice(Math.max(0, index - COMPLEMENT_REACH), index);
  return words[index + 1]?.lower === 'be' || before.some(({ lower }) => lower === 'for' || isHedge(lower));
}

const isPhraseOpening = ({ lower }: ReadWord) =>
  (isPreposition(lower) || /^(?:who|which|whose|where|when|and|that)$/.test(lower)) &&
  !/^(?:against|without|despite|than|until|like|as)$/.test(lower);

/** Whether words are all adjectives and adverbs, which a noun or verb can do without. */
const isModifier = (words: readonly ReadWord[]) =>
  words.every(word => word.part === 'adjective' || word.part === 'adverb' || isEmpty(word));

/** Whether the word at an index does not continue the phrase before it: it is a verb, or opens a phrase. */
function isPhraseEnd({ words }: ReadSentence, index: number): boolean {
  const next = elementAt(words, index);
  return (
    next.part === 'verb' ||
    isBoundary(next.gap) ||
    isPreposition(next.lower) ||
    !isContent(next) ||
    next.figure?.kind === 'year'
  );
}

/** Finds an omission that changes what the sentence says: a hedge, a limit, an attribution, or its head. */
function findLoss(claim: ReadSentence, source: ReadSentence, alignment: Alignment): Doubt | null {
  const reserved = findReservation(claim, source, alignment);
  if (reserved) return reserved;
  const range = findDropped(source, alignment).find(each => !isDroppable(source, each));
  return range ? { kind: 'dropped', words: [phraseOf(source, range)] } : null;
}

/** A range as written; without the words that lead to its noun, where that is kept: "great" of "in the great storm". */
function phraseOf({ words }: ReadSentence, { from, to }: Range): string {
  const next = words[to];
  const isCut = next !== undefined && isContent(next) && !isBoundary(next.gap);
  const first = words.findIndex((word, at) => at >= from && at < to && isContent(word));
  const last = words.findLastIndex((word, at) => at >= from && at < to && isContent(word));
  return first < 0
    ? joinWords(words.slice(from, to))
    : joinWords(words.slice(isCut ? first : from, last + 1));
}

/**
 * Finds an omission that makes more of the sentence than it says: a condition, an attribution, or a word that
 * weakens or limits it.
 */
export function findReservation(
  claim: ReadSentence,
  source: ReadSentence,
  alignment: Alignment,
): Doubt | null {
  const dropped = findDropped(source, alignment);
  const left = dropped.flatMap(({ from, to }) => source.words.slice(from, to));
  const condition = left.find(({ lower }) => isCondition(lower));
  if (condition) return { kind: 'conditional', words: [clauseFrom(source, condition)] };
  const attributing = dropped
    .map(range => findAttribution(source, range, alignment))
    .find(word => word !== undefined);
  if (attributing) return { kind: 'attributed', words: [attributing.text] };
  const isClaimSaid = claim.words.some(word => word.isQuoted || isAttributing(word));
  const takesQuoted = source.words.some(
    (word, index) => word.isQuoted && isContent(word) && alignment.bySource.has(index),
  );
  if (!isClaimSaid && takesQuoted) return { kind: 'attributed', words: ['“”'] };
  const heavy = dropped.map(range => findHeavy(source, range, alignment)).find(word => word !== undefined);
  return heavy ? { kind: 'dropped', words: [heavy.text] } : null;
}

/** Maximum words of a condition that are named. */
const MAX_CONDITION = 8;

/** A clause from its first word to the next punctuation, as written. */
function clauseFrom({ words }: ReadSentence, first: ReadWord): string {
  const from = words.indexOf(first);
  const end = words.findIndex(({ gap }, at) => at > from && isBoundary(gap));
  return joinWords(words.slice(from, Math.min(end < 0 ? words.length : end, from + MAX_CONDITION)));
}

/** The weighty word in an omitted range that affects what is kept. */
function findHeavy(source: ReadSentence, range: Range, alignment: Alignment): ReadWord | undefined {
  return source.words
    .slice(range.from, range.to)
    .find(
      (word, at) =>
        isWeighty(word) &&
        !isWithinPhrase(source, range, range.from + at) &&
        !isApart(source, range, range.from + at, alignment),
    );
}

/** Whether a word only affects the phrase that is omitted with it: "with some of her late father's tools". */
function isWithinPhrase({ words }: ReadSentence, { from, to }: Range, index: number): boolean {
  const { lower } = elementAt(words, index);
  if (isExcluding(lower) || isCondition(lower) || isModal(lower)) return false;
  const next = words.findIndex((word, at) => at > index && isContent(word));
  const isInside = words.slice(from, index).some(word => isPreposition(word.lower) || isBoundary(word.gap));
  return next >= 0 && next < to && (isInside || isShifting(lower));
}

/** Whether a word is in a separate clause, set off by punctuation, of which the claim repeats no word. */
function isApart(source: ReadSentence, { from, to }: Range, index: number, alignment: Alignment): boolean {
  let start = index;
  while (start > from && !isBoundary(elementAt(source.words, start).gap)) start--;
  let end = index + 1;
  while (end < to && !isBoundary(elementAt(source.words, end).gap)) end++;
  const isOpened = start === 0 || isBoundary(elementAt(source.words, start).gap);
  const isClosed = end === source.words.length || isBoundary(elementAt(source.words, end).gap);
  const opener = elementAt(source.words, start).lower;
  if (/^(?:if|unless|until|without|not|except|although)$/.test(opener)) return false;
  return (
    isOpened &&
    isClosed &&
    !source.words.slice(start, end).some((_, at) => alignment.bySource.has(start + at))
  );
}

/**
 * Why a sentence of the text does not say what a sentence of a claim says, or null if it does: it has all the
 * content words, in the same order and roles, and nothing that changes the meaning was omitted or added.
 */
export function findDoubt(claim: ReadSentence, source: ReadSentence, alignment: Alignment): Doubt | null {
  return (
    findAbsent(claim, alignment) ??
    findAdded(claim, source, alignment) ??
    (isRearranged(claim, source, alignment) ? { kind: 'arranged' } : null) ??
    findLoss(claim, source, alignment) ??
    findOtherPreposition(claim, source, alignment)
  );
}
