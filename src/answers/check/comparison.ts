import { elementAt } from '../../lists.ts';
import { type Alignment, isSupported, type Link } from './alignment.ts';
import { isBoundary, isContent, type ReadSentence, type ReadWord } from './reading.ts';

/** A sentence of a claim beside one of the text. */
export interface Comparison {
  readonly claim: ReadSentence;
  readonly source: ReadSentence;
  readonly alignment: Alignment;
  /** Whether the text contains a word or number anywhere. */
  readonly isKnown: (word: ReadWord) => boolean;
  readonly here: ContentOrder;
  readonly there: ContentOrder;
}

/** A contradiction: a word of the text and a word of the claim that occupy the same place. */
export interface Conflict {
  readonly kind: 'other' | 'denies' | 'denied' | 'turned' | 'roles';
  /** The text's word, and the claim's. */
  readonly given: string;
  readonly claimed: string;
  /** The verb whose roles are swapped, if that is the conflict. */
  readonly verb?: string;
  /** The index of the claim's word. */
  readonly at: number;
}

/** The indexes of the content words, and for each word the number of content words before it. */
interface ContentOrder {
  readonly indexes: readonly number[];
  readonly ranks: readonly number[];
}

/** How far from a word its neighbours may be, in content words. */
export const REACH = 4;
/** How many content words on either side form the neighbourhood of a word. */
const NEIGHBORHOOD = 4;

function orderContent(words: readonly ReadWord[]): ContentOrder {
  const indexes = words.flatMap((word, index) => (isContent(word) ? [index] : []));
  let rank = 0;
  return { indexes, ranks: words.map(word => (isContent(word) ? rank++ : rank)) };
}

/** Creates the comparison of two aligned sentences. */
export function createComparison(
  claim: ReadSentence,
  source: ReadSentence,
  alignment: Alignment,
  isKnown: Comparison['isKnown'],
): Comparison {
  return {
    claim,
    source,
    alignment,
    isKnown,
    here: orderContent(claim.words),
    there: orderContent(source.words),
  };
}

/** The share of a claim's words that the sentence supports, not counting words in conflict. */
export function shareOf(indexes: readonly number[], { byClaim }: Alignment): number {
  const all = indexes.map(index => byClaim.get(index));
  const wanted = all.filter(link => link?.relation !== 'other').length;
  return wanted === 0 ? 0 : all.filter(isSupported).length / wanted;
}

const isClauseWord = ({ lower }: ReadWord) =>
  /^(?:as|when|while|but|because|although|though|after|before|where|who|which)$/.test(lower);
const isEdge = (word: ReadWord) => isBoundary(word.gap) || isClauseWord(word);

/** A word of a claim with the content words around it, up to the nearest punctuation or clause. */
export function findNeighbors({ words }: ReadSentence, index: number): number[] {
  const before: number[] = [];
  for (let at = index; at > 0 && before.length < NEIGHBORHOOD && !isEdge(elementAt(words, at)); at--)
    if (isContent(elementAt(words, at - 1))) before.push(at - 1);
  const after: number[] = [];
  for (
    let at = index + 1;
    at < words.length && after.length < NEIGHBORHOOD && !isEdge(elementAt(words, at));
    at++
  )
    if (isContent(elementAt(words, at))) after.push(at);
  return [...before, index, ...after];
}

/** What is supported around a pair of words in both sentences. */
interface Surroundings {
  /** How many words near the claim's word are supported near the text's word, on the same side. */
  readonly count: number;
  /** Whether the next word on that side is supported. */
  readonly left: boolean;
  readonly right: boolean;
}

/** How much further apart the text's words may be than the claim's. */
const SLACK = 2;

/** Reads what is supported around a pair of words in both sentences. */
export function lookAround({ alignment, here, there }: Comparison, { claim, source }: Link): Surroundings {
  const [rank, otherRank] = [here.ranks[claim] ?? 0, there.ranks[source] ?? 0];
  const linkAt = (step: number) => {
    const index = here.indexes[rank + step];
    return index === undefined ? undefined : alignment.byClaim.get(index);
  };
  const isNear = (step: number, most: number): boolean => {
    const next = linkAt(step);
    // "made a profit" stands for one word: what is beside "made" is beside "profit"
    const link = next?.source === source ? linkAt(step + Math.sign(step)) : next;
    if (!isSupported(link)) return false;
    const distance = (there.ranks[link.source] ?? 0) - otherRank;
    return Math.sign(distance) === Math.sign(step) && Math.abs(distance) <= most;
  };
  const steps = Array.from({ length: REACH }, (_, at) => at + 1);
  const found = steps.flatMap(step => [isNear(step, step + SLACK), isNear(-step, step + SLACK)]);
  return { count: found.filter(Boolean).length, left: isNear(-1, SLACK), right: isNear(1, SLACK) };
}
