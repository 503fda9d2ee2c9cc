import { isPreposition } from '../../language/syntax/function-words.ts';
import { elementAt } from '../../lists.ts';
import { type Alignment, isSupported } from './alignment.ts';
import { isBoundary, isContent, type ReadSentence, type ReadWord } from './reading.ts';
import { isAttributing, isEmpty, isHedge, isWeighty } from './word-weights.ts';

/** The words of a sentence from one index to before another. */
export interface Range {
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
export function findDropped(source: ReadSentence, alignment: Alignment): Range[] {
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
export function isDroppable(source: ReadSentence, { from, to }: Range): boolean {
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
  // "the son" of "Reed, the son of a vet"
  if (last.part === 'noun' && source.words[to]?.lower === 'of') return false;
  if (isOpened && isClosed) return true;
  if (last.lower === 'ago' && first.figure) return true;
  if (isAtStart && isAttributing(last) && words.some(word => word.isQuoted)) return true;
  if (isAtStart) return isClosed || /^(?:and|but|that|while|whereas)$/.test(last.lower);
  if (isModifier(words)) return !isAtEnd || words.every(({ part }) => part === 'adverb');
  // "there on the night of 17 August"
  const opening = [first, words.find(word => !isEmpty(word)) ?? first];
  if (isAtEnd) return isOpened || (opening.some(isPhraseOpening) && !isComplement(source, from));
  if ([last, source.words[to]].some(word => word && /^(?:and|but)$/.test(word.lower)))
    return first.part === 'verb' || isOpened;
  // "for the winding" has no verb
  const hasVerb = words.some(
    ({ part }, at) => part === 'verb' && !/^(?:the|an?)$/.test(words[at - 1]?.lower ?? ''),
  );
  // "in Madrid and 7 hospitals" of "12 schools in Madrid and 7 hospitals in Athens"
  const isCrossing =
    !isOpened &&
    source.words[to]?.part !== 'verb' &&
    words.some(({ lower }) => /^(?:and|or|but)$/.test(lower));
  return (isPhraseOpening(first) || isOpened) && !hasVerb && !isCrossing && isPhraseEnd(source, to);
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
    isWeighty(next) ||
    next.figure?.kind === 'year'
  );
}
