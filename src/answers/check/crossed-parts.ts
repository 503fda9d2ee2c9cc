import { isWeekday } from '../../language/calendar.ts';
import { elementAt } from '../../lists.ts';
import { type Alignment, alignWords, isSupported, type Link } from './alignment.ts';
import { movesFocus } from './changed-words.ts';
import { isBoundary, isContent, type ReadSentence, type ReadWord } from './reading.ts';

/** A part of a sentence between its marks and "and", by the indexes of its words. */
interface Part {
  readonly indexes: readonly number[];
  readonly hasVerb: boolean;
}

function splitIntoParts({ words }: ReadSentence): Part[] {
  const parts: number[][] = [[]];
  for (const [index, word] of words.entries()) {
    if (isBoundary(word.gap) || /^(?:and|but)$/.test(word.lower)) parts.push([]);
    parts.at(-1)?.push(index);
  }
  return parts.map(indexes => ({
    indexes,
    hasVerb: indexes.some(index => elementAt(words, index).part === 'verb'),
  }));
}

type Kind = 'date' | 'figure' | 'verb' | 'thing' | null;

function kindOf(word: ReadWord): Kind {
  if (isWeekday(word.lower) || word.stem.startsWith('month:') || word.figure?.kind === 'year') return 'date';
  if (word.figure !== null) return 'figure';
  if (word.part === 'verb') return 'verb';
  return word.part === 'noun' || word.part === 'name' ? 'thing' : null;
}

/** The link of a word to the same word elsewhere in the sentence, instead of to another in its place. */
function findSame(link: Link, { words }: ReadSentence, source: ReadSentence): Link {
  const word = elementAt(words, link.claim);
  const at = source.words.findIndex(({ stem, figure }) =>
    word.figure
      ? figure?.value === word.figure.value && figure.kind === word.figure.kind
      : stem === word.stem,
  );
  return at < 0 ? link : { ...link, source: at, relation: 'same' };
}

/**
 * Whether a claim puts together what stands in two parallel parts of a sentence, each of which has another word in
 * that place: "gave the clinic a bus" for "gave the school a bus and the clinic a bed", "by 3% in May" for "by 5% in
 * May, by 3% in June".
 */
export function crossesParts(claim: ReadSentence, source: ReadSentence, { links }: Alignment): boolean {
  const parts = splitIntoParts(source);
  if (parts.length < 2) return false;
  const linked = links
    .map(link => (link.relation === 'other' ? findSame(link, claim, source) : link))
    .filter(link => isSupported(link) && isContent(elementAt(source.words, link.source)));
  const used = new Set(linked.map(link => link.source));
  const partOf = (link: Link) => parts.find(({ indexes }) => indexes.includes(link.source));
  const hasOther = (part: Part, kind: Kind) =>
    part.indexes.some(index => !used.has(index) && kindOf(elementAt(source.words, index)) === kind);
  return linked.some(one => {
    const here = partOf(one);
    return linked.some(other => {
      const there = partOf(other);
      if (!here || !there || here === there || other.source < one.source) return false;
      const [first, second] = [one, other].map(link => kindOf(elementAt(source.words, link.source)));
      if (!first || !second || !hasOther(here, second) || !hasOther(there, first)) return false;
      // with a verb of its own, a part tells a deed of its own, which has its own time and number
      return !there.hasVerb || [first, second].some(kind => kind === 'date' || kind === 'figure');
    });
  });
}

/** Whether a claim has the words of a sentence in other pairs than it, or "only" before another. */
export function isPutTogether(claim: ReadSentence, source: ReadSentence): boolean {
  const alignment = alignWords(claim.words, source.words);
  return crossesParts(claim, source, alignment) || movesFocus(claim, source, alignment);
}
