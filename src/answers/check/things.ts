import { isHuman } from '../../language/animacy.ts';
import shortening from '../../language/lexicons/shortening.json' with { type: 'json' };
import { extractEnglishNumbers } from '../../language/numbers.ts';
import { isVerbal } from '../verification/propositions/word-classes.ts';
import type { SentenceWord } from '../verification/propositions/words.ts';
import { isPrivative } from '../verification/shortening/privatives.ts';
import { isRanking, isTurning } from '../verification/shortening/scope.ts';
import type { Thing } from './frames.ts';
import { relateContent } from './relations.ts';
import { areAlike } from './word-weights.ts';

/* Whether what a sentence says of one thing it says of the thing that a claim names. */

const QUANTITIES = new Set([...shortening.quantities.words, ...shortening.universal.words]);

export const isQuantity = (word: SentenceWord) =>
  QUANTITIES.has(word.lower) || isTurning(word) || isRanking(word);

/** Whether a word of a claim says the same as one of a sentence, or less. */
export function says(claimed: SentenceWord, given: SentenceWord): boolean {
  if (claimed.lower === given.lower) return true;
  if (claimed.kind === 'number' || given.kind === 'number') return areSameNumber(claimed, given);
  if (claimed.kind === 'name' || given.kind === 'name') return false;
  const relation = relateContent(claimed, given);
  return relation === 'same' || relation === 'alike';
}

function areSameNumber(claimed: SentenceWord, given: SentenceWord): boolean {
  const [one, other] = [claimed, given].map(({ text }) => extractEnglishNumbers(text)[0]?.value);
  return (
    one !== undefined &&
    one === other &&
    claimed.text.includes('°') === given.text.includes('°') &&
    /\d(?:st|nd|rd|th)$|[a-z]th$/.test(claimed.lower) === /\d(?:st|nd|rd|th)$|[a-z]th$/.test(given.lower)
  );
}

/** The words of a phrase that mean something, from behind a possessor. */
export function coreOf({ words }: Thing): readonly SentenceWord[] {
  const owner = words.findLastIndex(
    ({ isOwner, kind }, at) => (isOwner || kind === 'possessive') && at < words.length - 1,
  );
  return words.slice(owner + 1).filter(({ kind }) => kind !== 'determiner' && kind !== 'pronoun');
}

/** The words of whoever owns a thing, or of whom its possessive pronoun means; empty if it has no owner. */
function ownerOf({ words, meant }: Thing): readonly string[] {
  const at = words.findLastIndex(({ isOwner }, index) => isOwner && index < words.length - 1);
  if (at >= 0)
    return words
      .slice(0, at + 1)
      .filter(({ kind }) => kind !== 'determiner')
      .map(({ lower }) => lower);
  return words[0]?.kind === 'possessive' ? (meant ?? [words[0].lower]) : [];
}

/** The name at the end of a phrase, behind a title. */
function nameOf(words: readonly SentenceWord[]): readonly SentenceWord[] {
  const from = words.findLastIndex(({ kind }) => kind !== 'name') + 1;
  const before = words[from - 1];
  const isPart =
    before?.kind === 'adjective' && /^\p{Lu}/u.test(before.text) && DISTINGUISHED.test(before.lower);
  return words.slice(isPart ? from - 1 : from);
}

/** What makes another place of a place: "New York" is not York. */
const DISTINGUISHED = /^(?:new|old|north|south|east|west|upper|lower|great)/;

const isNameOnly = (words: readonly SentenceWord[]) =>
  words.length > 0 && words.every(({ kind }) => kind === 'name');

/** Whether a name is another or a part of it: "Reed" of "Anna Reed", but not "York" of "New York". */
const isSameName = (claimed: readonly string[], given: readonly string[]) =>
  claimed.length > 0 &&
  claimed.every(word => given.includes(word)) &&
  (claimed.length === given.length || !DISTINGUISHED.test(given[0] ?? ''));

const determinerOf = ({ words: [first] }: Thing): 'indefinite' | 'definite' | 'bare' => {
  if (first?.kind === 'possessive' || /^(?:the|this|that|these|those)$/.test(first?.lower ?? ''))
    return 'definite';
  return /^an?$/.test(first?.lower ?? '') ? 'indefinite' : 'bare';
};

/** Whether what a sentence says of one thing it says of the thing that a claim names. */
export function isThing(claimed: Thing, given: Thing): boolean {
  const [mine, theirs] = [coreOf(claimed), coreOf(given)];
  if (given.words.every(({ kind }) => kind === 'pronoun'))
    return (
      claimed.behind.length === 0 &&
      isSameName(
        mine.map(({ lower }) => lower),
        given.meant ?? [],
      )
    );
  if (mine.length === 0 || theirs.length === 0) return false;
  const [called, named] = [nameOf(mine), nameOf(theirs)];
  // "the farm Lee bought"
  const isSubject =
    named.length < theirs.length && given.behind[0] !== undefined && isVerbal(given.behind[0]);
  if (called.length > 0 && named.length > 0) {
    if (isSubject) return false;
    const title = mine.slice(0, -called.length);
    return (
      areOwnersAlike(claimed, given) &&
      isSameName(
        called.map(({ lower }) => lower),
        // "his brother Tom" is not he
        given.words[0]?.kind === 'possessive'
          ? named.map(({ lower }) => lower)
          : (given.meant ?? named.map(({ lower }) => lower)),
      ) &&
      title.every(word => theirs.some(each => says(word, each))) &&
      hasSameBehind(claimed, given)
    );
  }
  const [head, other] = [mine.at(-1), theirs.at(-1)];
  if (!head || !other || !says(head, other)) return false;
  const left = theirs.slice(0, -1).filter(word => !mine.some(each => says(each, word)));
  const isBorne = mine.slice(0, -1).every(word => theirs.slice(0, -1).some(each => says(word, each)));
  return (
    isBorne &&
    areOwnersAlike(claimed, given) &&
    isDroppable(left, claimed, given) &&
    hasSameBehind(claimed, given)
  );
}

/** The words of whom a thing belongs to by "of" alone: "the owner of the mill". Empty if there are none. */
const belongingOf = ({ behind: [first, ...rest] }: Thing): readonly string[] =>
  first?.lower === 'of' && rest.every(({ kind }) => /^(?:noun|name|adjective)$/.test(kind))
    ? rest.map(({ lower }) => lower)
    : [];

/** Whether one has "the mill's owner" and the other "the owner of the mill". */
function isTurnedOwner(claimed: Thing, given: Thing): boolean {
  const [mine, theirs] = [
    [ownerOf(claimed), belongingOf(given)],
    [belongingOf(claimed), ownerOf(given)],
  ].find(([one = [], other = []]) => one.length > 0 && other.length > 0) ?? [[], []];
  return isSameOwner(mine ?? [], theirs ?? []);
}

/** "Reed's" for "Anna Reed's", but not "the mill's" for "the mill owner's". */
const isSameOwner = (claimed: readonly string[], given: readonly string[]) =>
  isSameName(claimed, given) && claimed.at(-1) === given.at(-1);

function areOwnersAlike(claimed: Thing, given: Thing): boolean {
  if (isTurnedOwner(claimed, given)) return true;
  const [mine, theirs] = [ownerOf(claimed), ownerOf(given)];
  return mine.length === 0 || isSameOwner(mine, theirs);
}

/** Whether a thing without these words before its head is still said to be so. */
function isDroppable(left: readonly SentenceWord[], claimed: Thing, given: Thing): boolean {
  const all = coreOf(given);
  if (
    [...all, ...given.words].some(
      word => isQuantity(word) && !claimed.words.some(({ lower }) => lower === word.lower),
    )
  )
    return false;
  if (claimed.words.some(word => isQuantity(word) && !given.words.some(({ lower }) => lower === word.lower)))
    return false;
  const [mine, theirs] = [determinerOf(claimed), determinerOf(given)];
  if (mine === 'definite' && theirs !== 'definite' && ownerOf(given).length === 0) return false;
  if (left.length === 0) return true;
  if (given.words.some(isQuantity) || left.some(({ lower }) => isPrivative(lower))) return false;
  // "green roofs" are not all roofs
  return theirs !== 'bare' || given.words.some(({ kind }) => kind === 'number');
}

/** Whether what stands behind a claim's noun stands behind the sentence's, and nothing else that limits it. */
function hasSameBehind(claimed: Thing, given: Thing): boolean {
  if (isTurnedOwner(claimed, given)) return true;
  const [mine, theirs] = [claimed, given].map(({ behind }) =>
    behind.filter(({ isContent, kind }) => isContent || kind === 'preposition'),
  );
  if (!mine || !theirs) return false;
  if (mine.length > 0)
    return (
      mine.length === theirs.length &&
      mine.every(
        (word, at) =>
          theirs[at] !== undefined && (says(word, theirs[at]) || areAlike(word.lower, theirs[at].lower)),
      )
    );
  if (theirs.length === 0) return true;
  const head = given.words.at(-1);
  if (isNameOnly(given.words)) return true;
  if (theirs.some(isQuantity) || given.words.some(isQuantity) || determinerOf(given) === 'bare') return false;
  return theirs[0]?.lower !== 'of' || isHuman(head?.lower ?? '');
}
