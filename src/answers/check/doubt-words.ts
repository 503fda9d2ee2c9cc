import type { Alignment } from './alignment.ts';
import type { Doubt } from './containment.ts';
import { isContent, joinWords, type ReadSentence, type ReadWord } from './reading.ts';
import { isModal } from './word-weights.ts';

/** How far before a verb its modal may be. */
const MODAL_REACH = 3;

/**
 * The doubt in the words that tell a reader most: the modals of the same verb, and any other function
 * word with the content word it belongs to (“without steps”, not “without”).
 */
export function nameDoubt(
  doubt: Doubt,
  claim: ReadSentence,
  source: ReadSentence,
  alignment: Alignment,
): Doubt {
  if (doubt.kind !== 'added' && doubt.kind !== 'dropped') return doubt;
  const telling = findOtherModal(doubt, claim, source, alignment);
  if (telling) return telling;
  const { words } = doubt.kind === 'added' ? claim : source;
  const isKept = (at: number) => doubt.kind === 'added' || alignment.bySource.has(at);
  return { ...doubt, words: doubt.words.map(word => extendToContent(word, words, isKept)) };
}

/** Finds the modal that the sentence has before the same verb, in place of the one that the claim adds. */
function findOtherModal(
  { words: [first] }: { readonly words: readonly string[] },
  claim: ReadSentence,
  source: ReadSentence,
  alignment: Alignment,
): Doubt | null {
  const at = claim.words.findIndex(({ text, lower }) => text === first && isModal(lower));
  const verb = claim.words.findIndex((word, index) => index > at && isContent(word));
  const link = at < 0 ? undefined : alignment.byClaim.get(verb);
  if (!link) return null;
  const given = source.words
    .slice(Math.max(0, link.source - MODAL_REACH), link.source)
    .findLast(({ lower }) => isModal(lower));
  return given
    ? {
        kind: 'modal',
        given: extendToContent(given.text, source.words, at => at === link.source),
        claimed: extendToContent(first ?? '', claim.words),
      }
    : null;
}

/** A word with the words behind it, up to the first content word; of several places, one that `isMeant`. */
function extendToContent(
  text: string,
  words: readonly ReadWord[],
  isMeant: (at: number) => boolean = () => true,
): string {
  const ranges = words.flatMap((word, from) => {
    const to = words.findIndex((other, at) => at >= from && isContent(other));
    return word.text === text && to >= 0 ? [{ from, to }] : [];
  });
  const range = ranges.find(({ to }) => isMeant(to)) ?? ranges[0];
  if (!range) return text;
  return joinWords(words.slice(range.from, range.to + 1));
}
