import { elementAt } from '../../lists.ts';
import type { Alignment, Link } from './alignment.ts';
import { isBoundary, isContent, type ReadSentence, type ReadWord } from './reading.ts';

/** Whether a phrase of the claim has moved that may not move; phrases of time or place may. */
export function isRearranged(claim: ReadSentence, source: ReadSentence, alignment: Alignment): boolean {
  const moved = alignment.links.filter(({ isMoved }) => isMoved).sort((a, b) => a.claim - b.claim);
  for (const [at, link] of moved.entries()) {
    const before = moved[at - 1];
    const goesOn =
      before &&
      link.source - before.source > 0 &&
      link.source - before.source <= 3 &&
      link.claim - before.claim <= 3;
    if (goesOn || isOwnerOf(claim, source, link) || isOwnerOf(source, claim, turn(link))) continue;
    if (isOwned(claim, source, link, alignment) || isCompound(claim, source, link, alignment)) continue;
    // "on Monday, she said he resigned": with two verbs it may belong to the other
    if (claim.words.filter(({ part }) => part === 'verb').length > 1) return true;
    if (crossesCoordination(link, source, alignment)) return true;
    if (!isAdverbialStart(claim, link.claim) || !isAdverbialStart(source, link.source)) return true;
  }
  return false;
}

/** Whether a phrase has moved from one of two things to the other: "12 schools in Hull and 7 mills in Kent". */
function crossesCoordination(
  { claim, source: from }: Link,
  { words }: ReadSentence,
  { links }: Alignment,
): boolean {
  const before = links
    .filter(link => link.claim < claim && !link.isMoved)
    .sort((a, b) => b.claim - a.claim)[0];
  // what opens a sentence holds for all of it
  const isOpening = !links.some(link => link.source < from && !link.isMoved);
  return (
    before !== undefined &&
    !isOpening &&
    words.slice(from + 1, before.source).some(({ lower }) => /^(?:and|or|but)$/.test(lower))
  );
}

const isJoint = ({ lower }: ReadWord) => /^(?:and|or)$/.test(lower);

/** Whether the claim puts side by side what the sentence joins: "Vale, the vet" for "Vale, and the vet". */
export function isDisjoined(claim: ReadSentence, source: ReadSentence, { links }: Alignment): boolean {
  const inOrder = links.toSorted((a, b) => a.source - b.source);
  return inOrder.some((link, at) => {
    const before = inOrder[at - 1];
    if (!before || link.claim < before.claim) return false;
    const between = claim.words.slice(before.claim + 1, link.claim + 1);
    return (
      source.words.slice(before.source + 1, link.source).some(isJoint) &&
      !between.some(isJoint) &&
      between.some(({ gap }) => isBoundary(gap))
    );
  });
}

const isBe = ({ lower }: ReadWord) => /^(?:is|are|was|were)$/.test(lower);

/**
 * Whether a claim says with "is" what the sentence only puts behind several marks, so that it may be said of something
 * in between: "the groundsman" of "Tansley, whose ward includes the resident, the groundsman, abstained".
 */
export function isFarApposition(claim: ReadSentence, source: ReadSentence, { byClaim }: Alignment): boolean {
  const verb = claim.words.findIndex(isBe);
  const left = byClaim.get(claim.words.findLastIndex((word, at) => at < verb && isContent(word)));
  const right = byClaim.get(claim.words.findIndex((word, at) => at > verb && isContent(word)));
  if (verb < 0 || !left || !right || left.source > right.source) return false;
  const between = source.words.slice(left.source + 1, right.source + 1);
  const marked = between.filter(({ gap, figure }) => isBoundary(gap) && figure === null);
  return !between.some(isBe) && marked.length > 1;
}

const turn = (link: Link): Link => ({ ...link, claim: link.source, source: link.claim });

/** How many words after a possessor may name what is owned. */
const OWNED = 4;

/**
 * Whether a possessive is rephrased with "of": "Hull's mayor", "the mayor of Hull". With two mayors it is
 * unclear which one is meant, so this is false.
 */
function isOwnerOf(one: ReadSentence, other: ReadSentence, { claim: here, source: there }: Link): boolean {
  if (!elementAt(one.words, here).isPossessive) return false;
  let at = there - 1;
  while (at > 0 && /^(?:the|a|an)$/.test(elementAt(other.words, at).lower)) at--;
  const head = other.words[at - 1];
  if (elementAt(other.words, at).lower !== 'of' || !head) return false;
  const owned = one.words.slice(here + 1, here + 1 + OWNED);
  const end = owned.findIndex(({ part, gap }) => !/^(?:noun|adjective|name)$/.test(part) || gap !== ' ');
  const isOnly = [one, other].every(
    ({ words }) => words.filter(({ stem }) => stem === head.stem).length === 1,
  );
  return isOnly && owned.slice(0, end < 0 ? OWNED : end).at(-1)?.stem === head.stem;
}

/** Whether a word has moved only because its possessor is named with "of", or the other way round. */
const isOwned = (claim: ReadSentence, source: ReadSentence, moved: Link, { links }: Alignment) =>
  links.some(
    link =>
      link !== moved &&
      ((isOwnerOf(claim, source, link) && isBetween(moved.claim - link.claim, 1, OWNED)) ||
        (isOwnerOf(source, claim, turn(link)) && isBetween(moved.source - link.source, 1, OWNED))),
  );

const isBetween = (value: number, least: number, most: number) => value >= least && value <= most;

/** Prepositions that a compound of two nouns may stand for: "the station café", "a café at the station". */
const COMPOUNDING = /^(?:of|at|in|for|from|on)$/;

/** Whether a noun stands right behind another in the text that a preposition joins to it in the claim. */
export const isCompound = (
  claim: ReadSentence,
  source: ReadSentence,
  moved: Link,
  { links }: Alignment,
): boolean =>
  links.some(link => {
    const [first, second] = [link, moved].toSorted((a, b) => a.source - b.source);
    if (!first || !second || first === second || second.source - first.source !== 1) return false;
    const [head, part] = [elementAt(source.words, second.source), elementAt(source.words, first.source)];
    if (head.part !== 'noun' || part.part !== 'noun' || head.gap !== ' ') return false;
    const between = claim.words.slice(second.claim + 1, first.claim).map(({ lower }) => lower);
    return COMPOUNDING.test(between[0] ?? '') && between.slice(1).every(lower => /^(?:the|an?)$/.test(lower));
  });

/** Whether a preposition of time or place precedes a word, skipping articles and other function words. */
function isAdverbialStart({ words }: ReadSentence, index: number): boolean {
  const word = elementAt(words, index);
  if (word.stem.startsWith('month:') || word.figure?.kind === 'year') return true;
  for (let at = index - 1; at >= 0 && index - at <= 3; at--) {
    const { lower, isImplied } = elementAt(words, at);
    if (isImplied === true) continue;
    if (/^(?:in|on|at|during|since|after|before|until|within|near|outside|inside|under|for)$/.test(lower))
      return true;
    if (isContent(elementAt(words, at))) return false;
  }
  return false;
}
