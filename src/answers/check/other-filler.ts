import weighty from '../../language/lexicons/weighty-words.json' with { type: 'json' };
import { relatedStemsOf } from '../../language/related-words.ts';
import { areKindred } from '../../language/thesaurus.ts';
import { createWordTest } from '../../language/word-lists.ts';
import { elementAt } from '../../lists.ts';
import { type Alignment, alignWords, isSupported, type Link } from './alignment.ts';
import { hasNegativeWord } from './denials.ts';
import { isBoundary, isContent, joinWords, type ReadSentence, type ReadWord } from './reading.ts';
import { isShortForm, relateWords } from './relations.ts';
import { isSame, type Rival } from './rivals.ts';
import { isReadable, type Source, type SourceSentence } from './source.ts';
import { isCondition, isHedge, isModal } from './word-weights.ts';

/** Maximum content words of a claim that is compared clause by clause. */
const MAX_CONTENT = 10;
/** How many content words a clause must share with the claim. */
const MIN_SUPPORTED = 2;

/** A clause of the article that says the same as a claim but for what fills one place. */
interface Filler {
  /** The claim's words there, and the clause's, by index. */
  readonly here: readonly number[];
  readonly there: readonly number[];
}

const contentOf = ({ words }: ReadSentence) =>
  words.flatMap((word, index) => (isContent(word) ? [index] : []));

/** Function words without articles and possessives: what links a place to the words beside it. */
const linkBetween = ({ words }: ReadSentence, from: number, to: number) =>
  words
    .slice(from + 1, to)
    .filter(
      ({ lower, part }) =>
        part === 'function' && !/^(?:the|an?|his|her|its|their|own|only|also)$/.test(lower),
    )
    .map(({ lower }) => (/^(?:is|are|was|were|be|been|has|have|had)$/.test(lower) ? 'be' : lower))
    .join(' ');

/** The content words from an index on that belong to one phrase: up to a function word or a mark. */
function phraseFrom({ words }: ReadSentence, from: number, limit: number): number[] {
  const found: number[] = [];
  for (let at = from; at < limit; at++) {
    const word = elementAt(words, at);
    if (found.length > 0 && (isBoundary(word.gap) || !isContent(word))) break;
    if (isContent(word)) found.push(at);
  }
  return found;
}

/** The words of the phrase that ends before an index. */
function phraseBefore({ words }: ReadSentence, to: number): number[] {
  const found: number[] = [];
  for (let at = to - 1; at >= 0; at--) {
    const word = elementAt(words, at);
    if (!isContent(word)) {
      if (found.length > 0) break;
      continue;
    }
    found.unshift(at);
    if (isBoundary(word.gap)) break;
  }
  return found;
}

const isBare = ({ words }: ReadSentence) =>
  !hasNegativeWord(words) &&
  !words.some(({ lower }) => isCondition(lower) || isModal(lower) || isHedge(lower));

/** The one place in which a clause differs from a claim, or null. */
function findPlace(claim: ReadSentence, read: ReadSentence, alignment: Alignment): Filler | null {
  const content = contentOf(claim);
  const here = content.filter(index => !isSupported(alignment.byClaim.get(index)));
  const [first, last] = [here[0], here.at(-1)];
  if (first === undefined || last === undefined) return null;
  // one phrase: words of which none is apart
  if (content.filter(index => index >= first && index <= last).length !== here.length) return null;
  if (here.slice(1).some((index, at) => index - elementAt(here, at) !== 1)) return null;
  const links = content.map(index => alignment.byClaim.get(index)).filter(isSupported);
  if (links.length < MIN_SUPPORTED || links.some(({ isMoved }) => isMoved)) return null;
  const before = links.findLast(({ claim: at }) => at < first);
  const after = links.find(({ claim: at }) => at > last);
  const there = counterpartOf(claim, read, { before, after, first, last });
  return there.length > 0 &&
    there.every(at => !alignment.bySource.get(at) || !isSupported(alignment.bySource.get(at)))
    ? { here, there }
    : null;
}

interface Gap {
  readonly before: Link | undefined;
  readonly after: Link | undefined;
  readonly first: number;
  readonly last: number;
}

function counterpartOf(
  claim: ReadSentence,
  read: ReadSentence,
  { before, after, first, last }: Gap,
): number[] {
  const isLinkedAlike = (there: readonly number[]) =>
    (!before ||
      linkBetween(claim, before.claim, first) === linkBetween(read, before.source, there[0] ?? 0)) &&
    (!after || linkBetween(claim, last, after.claim) === linkBetween(read, there.at(-1) ?? 0, after.source));
  const limit = after?.source ?? read.words.length;
  const found = before ? phraseFrom(read, before.source + 1, limit) : phraseBefore(read, limit);
  return found.length > 0 && isLinkedAlike(found) ? found : [];
}

/** From this strength on, a word related to another may say the same. */
const MIN_KINSHIP = 0.3;

const mayMean = (one: ReadWord, other: ReadWord): boolean =>
  isSame(one, other) ||
  ['same', 'alike'].includes(relateWords(one, other) ?? '') ||
  (relatedStemsOf(one.lower).get(other.stem) ?? 0) >= MIN_KINSHIP ||
  (relatedStemsOf(other.lower).get(one.stem) ?? 0) >= MIN_KINSHIP ||
  areKindred(one.lower, other.lower);

const isVague = createWordTest([...weighty.negative.words, ...weighty.vague.words]);

/** Whether the last words of two phrases cannot both fill the place. */
function excludes(claim: ReadSentence, read: ReadSentence, { here, there }: Filler, source: Source): boolean {
  const [claimed, given] = [
    here.map(at => elementAt(claim.words, at)),
    there.map(at => elementAt(read.words, at)),
  ];
  const [head, other] = [claimed.at(-1), given.at(-1)];
  if (!head || !other || [...claimed, ...given].some(word => word.figure || isVague(word.lower)))
    return false;
  if (claimed.some(word => given.some(each => mayMean(word, each)))) return false;
  const areNames = claimed.every(({ part }) => part === 'name') && given.every(({ part }) => part === 'name');
  if (areNames)
    return !claimed.some(a =>
      given.some(b => isShortForm(a.lower, b.lower) || isShortForm(b.lower, a.lower)),
    );
  if (head.part !== 'noun' || other.part !== 'noun') return false;
  return !source.stems.has(head.stem);
}

/**
 * Whether the sentence has what the claim puts there too, in another place, or the claim what the clause has: "praised
 * Ann and blamed Bob". A street and its town may both follow "in".
 */
function isSaidElsewhere(
  claim: ReadSentence,
  read: ReadSentence,
  { here, there }: Filler,
  sentence: SourceSentence,
): boolean {
  const isOfPlace = /^(?:in|at|near|from|on)$/.test(claim.words[(here[0] ?? 0) - 1]?.lower ?? '');
  const isNamed = here.some(at => elementAt(claim.words, at).part === 'name');
  return (
    (isOfPlace && isNamed) ||
    here.some(at => sentence.stems.has(elementAt(claim.words, at).stem)) ||
    there.some(at => claim.words.some(word => isSame(word, elementAt(read.words, at))))
  );
}

/** Finds a clause of the article that says what the claim says but for one place, where it has something else. */
export function findOtherFiller(claim: ReadSentence, source: Source): Rival | null {
  const content = contentOf(claim);
  if (content.length > MAX_CONTENT || content.length < MIN_SUPPORTED + 1 || !isBare(claim)) return null;
  const wanted = content.map(index => elementAt(claim.words, index));
  for (const sentence of source.sentences) {
    if (!isReadable(sentence) || !isAbout(wanted, sentence)) continue;
    for (const read of [sentence.read(), ...sentence.tell()]) {
      if (countShared(wanted, read.words) < MIN_SUPPORTED || !isBare(read)) continue;
      const filler = findPlace(claim, read, alignWords(claim.words, read.words));
      if (!filler || isSaidElsewhere(claim, read, filler, sentence) || !excludes(claim, read, filler, source))
        continue;
      return toRival(claim, read, filler, sentence);
    }
  }
  return null;
}

function toRival(
  claim: ReadSentence,
  read: ReadSentence,
  { here, there }: Filler,
  sentence: SourceSentence,
): Rival {
  const textOf = ({ words }: ReadSentence, indexes: readonly number[]) =>
    joinWords(words.slice(indexes[0], (indexes.at(-1) ?? 0) + 1));
  return {
    at: here.at(-1) ?? 0,
    sentence,
    given: elementAt(read.words, there.at(-1) ?? 0),
    strength: 1,
    phrases: { given: textOf(read, there), claimed: textOf(claim, here) },
  };
}

const countShared = (wanted: readonly ReadWord[], words: readonly ReadWord[]) =>
  wanted.filter(word => words.some(other => isSame(word, other))).length;

/** Whether a sentence has as many of the words as a clause has to share, synonyms of verbs aside. */
const isAbout = (wanted: readonly ReadWord[], { stems }: SourceSentence) =>
  wanted.filter(({ stem, figure }) => figure !== null || stems.has(stem)).length >= MIN_SUPPORTED;
