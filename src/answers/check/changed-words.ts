import { elementAt } from '../../lists.ts';
import { type Alignment, isSupported, type Link } from './alignment.ts';
import { isBoundary, isContent, type ReadSentence } from './reading.ts';

const FOCUS = /^(?:only|even|merely|solely)$/;

/** The words beside "only" that it may be about: the next that means something, and the one before it. */
function besides({ words }: ReadSentence, at: number): number[] {
  const next = words.findIndex((word, index) => index > at && isContent(word));
  const before = words.findLastIndex((word, index) => index < at && isContent(word));
  return [next, before].filter(index => index >= 0);
}

/** Whether "only" is about something else than in the sentence: "Reed only saw it" for "Only Reed saw it". */
export function movesFocus(claim: ReadSentence, source: ReadSentence, { byClaim }: Alignment): boolean {
  return claim.words.some(({ lower }, at) => {
    if (!FOCUS.test(lower)) return false;
    const next = claim.words.findIndex((word, index) => index > at && isContent(word));
    const about = byClaim.get(next)?.source ?? -1;
    const given = source.words.flatMap((word, index) => (word.lower === lower ? [index] : []));
    return given.length > 0 && !given.some(index => besides(source, index).includes(about));
  });
}

const isBe = (word: string | undefined) => /^(?:is|are|was|were|been|be)$/.test(word ?? '');

/** Whether the words of a part of the sentence have no verb but this one and infinitives. */
function isOnlyVerb({ words }: ReadSentence, verb: number): boolean {
  return words.every(
    ({ part }, at) =>
      part !== 'verb' || at === verb || words.slice(0, at).some(({ lower }) => lower === 'to'),
  );
}

/**
 * Whether a claim has in the passive a verb that the sentence has in the active with its object behind it: "was sold
 * the boat" for "sold the boat".
 */
export function turnsVoice(claim: ReadSentence, source: ReadSentence, { links }: Alignment): boolean {
  const byClaim = links.filter(link => isSupported(link) && !link.isMoved);
  const goesOn = (link: Link) =>
    byClaim.some(
      other =>
        other.source > link.source &&
        other.source - link.source <= 2 &&
        other.claim - link.claim === other.source - link.source &&
        !isBoundary(elementAt(source.words, other.source).gap),
    );
  return byClaim.some(
    link =>
      claim.words[link.claim]?.part === 'verb' &&
      source.words[link.source]?.part === 'verb' &&
      !/ing$/.test(elementAt(claim.words, link.claim).lower) &&
      isBe(claim.words[link.claim - 1]?.lower) &&
      !source.words.slice(0, link.source).some(({ lower }) => isBe(lower)) &&
      isOnlyVerb(source, link.source) &&
      goesOn(link),
  );
}

/** Whether a claim keeps one half of what a hyphen joins, or the lower figure of a fraction alone: "one in ten". */
export function cutsWord(source: ReadSentence, { bySource }: Alignment): boolean {
  const { words } = source;
  return words.some(({ gap, figure }, at) => {
    if (at === 0) return false;
    const isKept = bySource.has(at);
    const isHalf = gap === '-' && isKept !== bySource.has(at - 1);
    const isFraction =
      figure !== null &&
      isKept &&
      words[at - 1]?.lower === 'in' &&
      (words[at - 2]?.lower === 'one' || words[at - 2]?.figure?.kind === 'count') &&
      !bySource.has(at - 2);
    return isHalf || isFraction;
  });
}
