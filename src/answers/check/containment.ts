import { isPreposition } from '../../language/syntax/function-words.ts';
import { elementAt } from '../../lists.ts';
import { type Alignment, isSupported } from './alignment.ts';
import { cutsWord, movesFocus, turnsVoice } from './changed-words.ts';
import { crossesParts } from './crossed-parts.ts';
import { findDropped, isDroppable, type Range } from './dropping.ts';
import { arePlanned, isInOtherTense, isOfThePast } from './planned.ts';
import { isBoundary, isContent, joinWords, type ReadSentence, type ReadWord } from './reading.ts';
import { isCompound, isDisjoined, isFarApposition, isRearranged } from './rearrangement.ts';
import {
  areAlike,
  isAttributing,
  isCondition,
  isEmpty,
  isExcluding,
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

/** A verb of the claim in another tense than the sentence's: "arrived" for "arrives". */
function findOtherTense(claim: ReadSentence, source: ReadSentence, { links }: Alignment): Doubt | null {
  const link = links.find(
    each =>
      each.relation !== 'other' && (isInOtherTense(claim, source, each) || isOfThePast(claim, source, each)),
  );
  return link ? { kind: 'absent', words: [elementAt(claim.words, link.claim).text] } : null;
}

/** Whether a word only says that its verb is planned, which the other sentence says of that verb in another way. */
const isOfPlan = (
  claim: ReadSentence,
  source: ReadSentence,
  side: 'claim' | 'source',
  at: number,
  alignment: Alignment,
) =>
  /^(?:will|is|are|to)$/.test((side === 'claim' ? claim : source).words[at]?.lower ?? '') &&
  alignment.links.some(
    link =>
      link[side] > at && link[side] - at <= 3 && link.relation !== 'other' && arePlanned(claim, source, link),
  );

/** Words that a claim adds to the sentence and that change its meaning. */
function findAdded(claim: ReadSentence, source: ReadSentence, alignment: Alignment): Doubt | null {
  const { words } = claim;
  const added = words.filter(
    (word, index) =>
      !isContent(word) &&
      isWeighty(word) &&
      !isSupported(alignment.byClaim.get(index)) &&
      !isBound(words, index, alignment) &&
      !isOfPlan(claim, source, 'claim', index, alignment) &&
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

/** Whether a particle gives the direction of its verb: "pumped out". */
const isTurningParticle = (word: string) => /^(?:out|off|away|back|up|down)$/.test(word);

/** Whether a word says when or why its clause holds, or is a person that a claim may have put in. */
const isTurningClause = (word: string) =>
  /^(?:when|while|before|after|since|until|because|although|though|he|she|they|we|i|you)$/.test(word);

/** Finds a preposition in place of another, or a particle that the sentence does not have. */
function findOtherPreposition(claim: ReadSentence, source: ReadSentence, alignment: Alignment): Doubt | null {
  const { words } = claim;
  for (const [index, word] of words.entries()) {
    const isSmall = isPreposition(word.lower) || isTurningParticle(word.lower) || isTurningClause(word.lower);
    if (!isSmall || isEmpty(word) || isSupported(alignment.byClaim.get(index))) continue;
    if (isOfPlan(claim, source, 'claim', index, alignment)) continue;
    // "stepped down" for "resigned"
    if (words[index - 1]?.particle === word.lower && alignment.byClaim.get(index - 1)?.relation === 'alike')
      continue;
    if (isBound(words, index, alignment)) continue;
    if (isInCompound(claim, source, index, alignment)) continue;
    if (!isNearby(word, index, words, source, alignment)) return { kind: 'added', words: [word.text] };
  }
  return null;
}

/** Whether a preposition joins two nouns of which the sentence makes one: "a café at the station". */
const isInCompound = (claim: ReadSentence, source: ReadSentence, index: number, alignment: Alignment) =>
  alignment.links.some(
    link => link.isMoved && link.claim === index - 1 && isCompound(claim, source, link, alignment),
  );

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

/** Finds an omission that changes what the sentence says: a hedge, a limit, an attribution, or its head. */
function findLoss(claim: ReadSentence, source: ReadSentence, alignment: Alignment): Doubt | null {
  const reserved = findReservation(claim, source, alignment);
  if (reserved) return reserved;
  const isOfTime = ({ from, to }: Range) =>
    source.words.slice(from, to).every((_, at) => isOfPlan(claim, source, 'source', from + at, alignment));
  const range = findDropped(source, alignment).find(each => !isOfTime(each) && !isDroppable(source, each));
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
  const heavy = dropped
    .map(range => findHeavy(claim, source, range, alignment))
    .find(word => word !== undefined);
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
function findHeavy(
  claim: ReadSentence,
  source: ReadSentence,
  range: Range,
  alignment: Alignment,
): ReadWord | undefined {
  return source.words
    .slice(range.from, range.to)
    .find(
      (word, at) =>
        isWeighty(word) &&
        !isOfPlace(source, range.from + at) &&
        !isOfPlan(claim, source, 'source', range.from + at, alignment) &&
        !isWithinPhrase(source, range, range.from + at) &&
        !isApart(source, range, range.from + at, alignment),
    );
}

/** Whether "under" and the like is a mere preposition: "under pressure", not "under 60". */
const isOfPlace = ({ words }: ReadSentence, index: number) =>
  /^(?:under|over|above|below)$/.test(words[index]?.lower ?? '') && words[index + 1]?.figure == null;

/** Whether a word only affects the phrase that is omitted with it: "with some of her late father's tools". */
function isWithinPhrase({ words }: ReadSentence, { from, to }: Range, index: number): boolean {
  const { lower } = elementAt(words, index);
  if (isExcluding(lower) || isCondition(lower) || isModal(lower)) return false;
  // "not yet opened": an adverb behind it is part of it
  const next = words.findIndex((word, at) => at > index && isContent(word) && word.part !== 'adverb');
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
    findOtherTense(claim, source, alignment) ??
    (isRearranged(claim, source, alignment) ||
    isDisjoined(claim, source, alignment) ||
    isFarApposition(claim, source, alignment)
      ? { kind: 'arranged' }
      : null) ??
    findLoss(claim, source, alignment) ??
    (crossesParts(claim, source, alignment) ||
    movesFocus(claim, source, alignment) ||
    turnsVoice(claim, source, alignment) ||
    cutsWord(source, alignment)
      ? { kind: 'arranged' }
      : null) ??
    findOtherPreposition(claim, source, alignment)
  );
}
