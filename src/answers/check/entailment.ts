import { isHuman } from '../../language/animacy.ts';
import shortening from '../../language/lexicons/shortening.json' with { type: 'json' };
import weighty from '../../language/lexicons/weighty-words.json' with { type: 'json' };
import { extractEnglishNumbers } from '../../language/numbers.ts';
import { arePhrasalSynonyms } from '../../language/thesaurus.ts';
import { createWordTest } from '../../language/word-lists.ts';
import { hasBreak, isDate } from '../verification/propositions/phrases.ts';
import type { SentenceWord } from '../verification/propositions/words.ts';
import { isPrivative } from '../verification/shortening/privatives.ts';
import { isFrame, isRanking, isTurning } from '../verification/shortening/scope.ts';
import type { Adjunct, Frame, Tense, Thing } from './frames.ts';
import { relateContent } from './relations.ts';
import { areAlike, isWeighty } from './word-weights.ts';

const QUANTITIES = new Set([...shortening.quantities.words, ...shortening.universal.words]);

const isQuantity = (word: SentenceWord) => QUANTITIES.has(word.lower) || isTurning(word) || isRanking(word);

/** Whether a word of a claim says the same as one of a sentence, or less. */
function says(claimed: SentenceWord, given: SentenceWord): boolean {
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
function coreOf({ words }: Thing): readonly SentenceWord[] {
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
const nameOf = (words: readonly SentenceWord[]) =>
  words.slice(words.findLastIndex(({ kind }) => kind !== 'name') + 1);

const isNameOnly = (words: readonly SentenceWord[]) =>
  words.length > 0 && words.every(({ kind }) => kind === 'name');

/** Whether a name is another or a part of it: "Reed" of "Anna Reed", but not "York" of "New York". */
const isSameName = (claimed: readonly string[], given: readonly string[]) =>
  claimed.length > 0 &&
  claimed.every(word => given.includes(word)) &&
  (claimed.length === given.length ||
    !/^(?:new|old|north|south|east|west|upper|lower|great)/.test(given[0] ?? ''));

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
  if (called.length > 0 && named.length > 0) {
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

function areOwnersAlike(claimed: Thing, given: Thing): boolean {
  const [mine, theirs] = [ownerOf(claimed), ownerOf(given)];
  return mine.length === 0 || isSameName(mine, theirs);
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
  const [mine, theirs] = [claimed, given].map(({ behind }) =>
    behind.filter(({ isContent, kind }) => isContent || kind === 'preposition'),
  );
  if (!mine || !theirs) return false;
  if (mine.length > 0)
    return mine.every(
      (word, at) =>
        theirs[at] !== undefined && (says(word, theirs[at]) || areAlike(word.lower, theirs[at].lower)),
    );
  if (theirs.length === 0) return true;
  const head = given.words.at(-1);
  if (isNameOnly(given.words)) return true;
  if (theirs.some(isQuantity) || given.words.some(isQuantity) || determinerOf(given) === 'bare') return false;
  return theirs[0]?.lower !== 'of' || isHuman(head?.lower ?? '');
}

const FOLLOWS: Readonly<Record<Tense, readonly Tense[]>> = {
  present: ['present'],
  progressive: ['progressive', 'future'],
  past: ['past', 'perfect', 'pluperfect'],
  perfect: ['perfect'],
  pluperfect: ['pluperfect', 'past'],
  future: ['future'],
};

/** Verbs of a state, which may have ended: who lived there need not have lived there until now. */
const isState = (root: string) => /^(?:be|have|live|work|own|belong|know|run|lead|keep|stand)$/.test(root);

const isSameTime = (claimed: Frame, given: Frame) =>
  FOLLOWS[claimed.tense].includes(given.tense) ||
  (claimed.tense === 'perfect' && given.tense === 'past' && !isState(given.root));

function isSameVerb(claimed: Frame, given: Frame): boolean {
  if (claimed.particle === given.particle && claimed.root === given.root) return true;
  if (claimed.particle !== '' || given.particle !== '')
    return (
      (claimed.particle !== '' && arePhrasalSynonyms(claimed.verb, claimed.particle, given.verb)) ||
      (given.particle !== '' && arePhrasalSynonyms(given.verb, given.particle, claimed.verb))
    );
  if (/^(?:be|have|do)$/.test(claimed.root) || /^(?:be|have|do)$/.test(given.root)) return false;
  const relation = relateContent(
    { lower: claimed.verb, stem: claimed.root },
    { lower: given.verb, stem: given.root },
  );
  return relation === 'same' || relation === 'alike';
}

/** Whether each thing of a claim is one of the sentence's. */
const areThings = (claimed: readonly Thing[], given: readonly Thing[]) =>
  claimed.every(each => given.some(other => isThing(each, other)));

const isOfTime = ({ thing: { words }, preposition }: Adjunct) =>
  words.some(word => isDate(word) || /^(?:1[5-9]|20)\d\d$/.test(word.lower)) &&
  /^(?:in|on|at|since|until|from|during|before|after|by)$/.test(preposition);

const isAdjunct = (claimed: Adjunct, given: Adjunct) =>
  (claimed.preposition === given.preposition || areAlike(claimed.preposition, given.preposition)) &&
  isThing(claimed.thing, given.thing);

/** Whether an adjunct of the claim belongs to the same verb in the sentence: it stands next to it, or dates it. */
function hasAdjunct(claimed: Adjunct, given: Frame): boolean {
  return given.adjuncts.some(other => {
    const isBeside =
      other.from === given.end || given.adjuncts.some(each => each.to === other.from && isOfTime(each));
    return !other.isOpen && (isBeside || isOfTime(other)) && isAdjunct(claimed, other);
  });
}

/** Words that turn what the rest of a clause says: "except on Sundays", "without a licence". */
const isExcepting = createWordTest(weighty.excepting.words);

/** Whether a clause says of what it tells that it is over: "had coached", "was mayor until 2003", "once lived". */
const isOver = ({ tense, words }: Frame) =>
  tense === 'pluperfect' ||
  (tense === 'past' && words.some(({ lower }) => /^(?:until|once|formerly|previously)$/.test(lower)));

/**
 * Whether the words of weight of a claim are those of the sentence, and the other way round; of the sentence, those up
 * to the last part that the claim repeats.
 */
function areWeighedAlike(claimed: Frame, given: Frame): boolean {
  const last = Math.max(
    given.end,
    ...given.adjuncts
      .filter(each => claimed.adjuncts.some(mine => isAdjunct(mine, each)))
      .map(({ to }) => to),
  );
  const kept = [...given.lead, ...given.words.slice(0, last - given.from)];
  const [all, mine] = [given, claimed].map(({ lead, words }) => [...lead, ...words]) as [
    SentenceWord[],
    SentenceWord[],
  ];
  const lacks = (some: readonly SentenceWord[], others: readonly SentenceWord[]) =>
    some.some(
      word =>
        isWeighty(word) && word.kind !== 'negation' && !others.some(({ lower }) => lower === word.lower),
    );
  return (
    !lacks(mine, all) &&
    !lacks(kept, mine) &&
    !all.some(
      word =>
        isExcepting(word.lower) &&
        !(claimed.isOver && word.lower === 'until') &&
        !mine.some(({ lower }) => lower === word.lower),
    )
  );
}

/** Whether a verb goes on with an infinitive or the like, without which it says something else: "failed to win". */
const isGoingOn = ({ next }: Frame) =>
  next !== null && !hasBreak(next) && (next.kind === 'to' || next.kind === 'gerund');

/** Whether a claim denies just what the sentence denies: with less, it would deny more. */
function deniesAlike(claimed: Frame, given: Frame): boolean {
  if (claimed.isNegated !== given.isNegated) return false;
  if (!claimed.isNegated) return true;
  return given.words.every(
    word =>
      !word.isContent ||
      claimed.words.some(each => says(each, word)) ||
      given.agents.some(({ words }) => words.includes(word)),
  );
}

/** Whether a claim leaves out what limits a number, a rank or "all" in it: "the tallest player in the team". */
function isWidened(claimed: Frame, given: Frame): boolean {
  const isLimited = [...claimed.agents, ...claimed.patients].some(({ words }) => words.some(isQuantity));
  const left = given.adjuncts.filter(
    each => !isOfTime(each) && !claimed.adjuncts.some(mine => isAdjunct(mine, each)),
  );
  return left.some(({ thing }) => thing.words.some(isFrame)) || (isLimited && left.length > 0);
}

/** Whether how a claim says that something is done or is, it is so in the sentence: "permanently". */
const hasManner = (claimed: Frame, given: Frame) =>
  claimed.words
    .filter(({ kind }) => kind === 'adverb')
    .every(word => [...given.lead, ...given.words].some(each => says(word, each)));

/** Whether one clause of the text says what a claim of one clause says: the same verb, roles and time. */
export function entails(given: Frame, claimed: Frame): boolean {
  if (claimed.isOver === true && !isOver(given)) return false;
  if (claimed.modal !== given.modal || !isSameTime(claimed, given) || !isSameVerb(claimed, given))
    return false;
  if (given.isJoint || isGoingOn(given) || !deniesAlike(claimed, given)) return false;
  if (!areThings(claimed.agents, given.agents) || !areThings(claimed.patients, given.patients)) return false;
  const isCut = claimed.patients.length === 0 && claimed.agents.length > 0 && given.patients.length > 0;
  if (isCut || !hasManner(claimed, given) || !claimed.predicate.every(each => given.predicate.includes(each)))
    return false;
  return (
    !isWidened(claimed, given) &&
    areWeighedAlike(claimed, given) &&
    claimed.adjuncts.every(each => hasAdjunct(each, given))
  );
}
