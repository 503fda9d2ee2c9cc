import { createWordTest } from '../../language/word-lists.ts';
import { elementAt, takeUntil } from '../../lists.ts';
import { isSupported, type Link } from './alignment.ts';
import type { Comparison } from './comparison.ts';
import { isBoundary, isContent, type ReadSentence, type ReadWord } from './reading.ts';

/* What a number of a claim and the number in its place in a sentence belong to. */

/** Whether the sentence also has the claim's number, and so tells itself what each number belongs to. */
export function isListed({ claim, source }: Comparison, link: Link): boolean {
  const value = claim.words[link.claim]?.figure?.value;
  return source.words.some(({ figure }) => figure?.value === value);
}

/** How many words around a number may say which one it is: "78,000 in 2015", "without it four". */
const DETAILS = 3;

const wordsBefore = ({ words }: ReadSentence, at: number) =>
  words.slice(Math.max(0, at - DETAILS), at).map(({ lower }) => lower);

/** The words behind a number, up to the next mark. */
const wordsBehind = ({ words }: ReadSentence, at: number): readonly ReadWord[] =>
  takeUntil(words.slice(at + 1, at + 1 + DETAILS), ({ gap }) => isBoundary(gap));

const isTurning = createWordTest(['with', 'without', 'before', 'after', 'until', 'since']);

/** Whether the claim has what the sentence says of the claim's number, and not of its own: "in 2015", "without". */
export function isOfThatNumber({ claim, source }: Comparison, link: Link): boolean {
  const value = claim.words[link.claim]?.figure?.value;
  const at = source.words.findIndex(({ figure }) => figure?.value === value);
  if (at < 0) return false;
  const [behind, ownBehind] = [wordsBehind(claim, link.claim), wordsBehind(source, link.source)];
  const isAmong = (some: readonly ReadWord[], { stem }: ReadWord) => some.some(word => word.stem === stem);
  const around = [...wordsBefore(claim, link.claim), ...behind.map(({ lower }) => lower)];
  const ownWords = wordsBefore(source, link.source);
  return (
    wordsBefore(source, at).some(
      word => isTurning(word) && around.includes(word) && !ownWords.includes(word),
    ) ||
    wordsBehind(source, at).some(
      word => isContent(word) && isAmong(behind, word) && !isAmong(ownBehind, word),
    )
  );
}

/** Whether the words right before and after are the same in both: "another 30 days". */
export function isFramed({ claim, source }: Comparison, link: Link): boolean {
  return [-1, 1].every(step => {
    const word = claim.words[link.claim + step]?.lower;
    return word !== undefined && word === source.words[link.source + step]?.lower;
  });
}

/**
 * Whether two numbers count the same unit between the same words: "another 20 days" for "another 30 days".
 */
export function isCountFramed(comparison: Comparison, link: Link): boolean {
  const [one, other] = [comparison.claim.words[link.claim], comparison.source.words[link.source]];
  const isSameUnit = one?.figure?.unit != null && one.figure.unit === other?.figure?.unit;
  return isSameUnit && isFramed(comparison, link);
}

/** Whether only one of two numbers counts some of a whole: "17 of the loans", "9,400 loans". */
export function isOfWhole({ claim, source }: Comparison, link: Link): boolean {
  const [here, there] = [claim.words[link.claim + 1], source.words[link.source + 1]];
  return (here?.lower === 'of') !== (there?.lower === 'of');
}

/** Whether the claim specifies what a number counts more closely than the sentence: "12 members of staff". */
export function isOfSomethingElse({ claim, alignment }: Comparison, link: Link): boolean {
  const isOf = claim.words[link.claim + 2]?.lower === 'of';
  return (
    isOf &&
    !isSupported(alignment.byClaim.get(link.claim + 3)) &&
    !isSupported(alignment.byClaim.get(link.claim + 4))
  );
}

/** How far before a number to look for the verb that governs it. */
const VERB_REACH = 6;

/** The verb before an index in its clause, or -1 if there is none near. */
function findVerbBefore(words: readonly ReadWord[], index: number): number {
  for (let at = index; at >= Math.max(0, index - VERB_REACH); at--) {
    const word = elementAt(words, at);
    if (word.part === 'verb') return at;
    if (isBoundary(word.gap)) return -1;
  }
  return -1;
}

/**
 * Whether the claim's verb before a number is the sentence's verb before its number, and not one further off
 * ("eclipsed by Reed's two aces", "eclipsed on a day that saw five"); true if either clause has no such verb.
 */
export function hasSameVerb({ claim, source, alignment }: Comparison, link: Link): boolean {
  const verb = findVerbBefore(claim.words, link.claim);
  if (verb < 0) return true;
  const linked = alignment.byClaim.get(verb);
  if (!linked) return false;
  const other = findVerbBefore(source.words, link.source);
  return other < 0 || linked.source === other;
}

/** Whether the claim has the sentence's number too, in another place: its numbers stand in another order. */
export const isElsewhereInClaim = ({ claim, source }: Comparison, link: Link): boolean =>
  claim.words.some(
    ({ figure }, at) =>
      at !== link.claim && figure != null && figure.value === source.words[link.source]?.figure?.value,
  );
