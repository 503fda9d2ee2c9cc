import weighty from '../../language/lexicons/weighty-words.json' with { type: 'json' };
import { arePhrasalSynonyms } from '../../language/thesaurus.ts';
import { createWordTest } from '../../language/word-lists.ts';
import { isDate } from '../verification/propositions/phrases.ts';
import type { SentenceWord } from '../verification/propositions/words.ts';
import { isBindingOnly, isFrame } from '../verification/shortening/scope.ts';
import type { Adjunct, Frame, Tense, Thing } from './frames.ts';
import { relateContent } from './relations.ts';
import { coreOf, isQuantity, isThing, says } from './things.ts';
import { areAlike, isWeighty } from './word-weights.ts';

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

/** Whether something is so because it has become so. */
const isBecome = (claimed: Frame, given: Frame) =>
  claimed.root === 'be' && given.root === 'becom' && claimed.tense === 'present' && given.tense === 'perfect';

const isSameTime = (claimed: Frame, given: Frame) =>
  isBecome(claimed, given) ||
  FOLLOWS[claimed.tense].includes(given.tense) ||
  (claimed.tense === 'perfect' && given.tense === 'past' && !isState(given.root));

function isSameVerb(claimed: Frame, given: Frame): boolean {
  if (claimed.particle === given.particle && claimed.root === given.root) return true;
  if (claimed.particle !== '' || given.particle !== '')
    return (
      (claimed.particle !== '' && arePhrasalSynonyms(claimed.verb, claimed.particle, given.verb)) ||
      (given.particle !== '' && arePhrasalSynonyms(given.verb, given.particle, claimed.verb))
    );
  // what has become rare is rare
  if (claimed.root === 'be' && given.root === 'becom') return isBecome(claimed, given);
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

/** The two ends of a stretch of time or way: "from 2001 to 2009". */
const areEnds = (one: Adjunct, other: Adjunct) =>
  one.preposition === 'from' && /^(?:to|until|till)$/.test(other.preposition) && one.to === other.from;

/**
 * Whether an adjunct of the claim belongs to the same verb in the sentence: it stands next to it, or dates it. One end
 * of a stretch does not do without the other.
 */
function hasAdjunct(adjunct: Adjunct, claimed: Frame, given: Frame): boolean {
  return given.adjuncts.some(other => {
    const isBeside =
      other.from === given.end || given.adjuncts.some(each => each.to === other.from && isOfTime(each));
    const end = given.adjuncts.find(each => areEnds(each, other) || areEnds(other, each));
    const isWhole = end === undefined || claimed.adjuncts.some(each => isAdjunct(each, end));
    return !other.isOpen && (isBeside || isOfTime(other)) && isWhole && isAdjunct(adjunct, other);
  });
}

/** Whether a claim gives to one role a word that the sentence has in the other, where it has another like it. */
function exchanges(claimed: Frame, given: Frame): boolean {
  const wordsOf = (things: readonly Thing[]) =>
    things.flatMap(each => coreOf(each)).filter(({ isContent }) => isContent);
  const hasOnly = (mine: readonly Thing[], theirs: readonly Thing[], others: readonly Thing[]) => {
    const [here, there] = [theirs, others].map(things => new Set(wordsOf(things).map(({ lower }) => lower)));
    return wordsOf(mine).some(({ lower }) => !here?.has(lower) && there?.has(lower));
  };
  return (
    hasOnly(claimed.agents, given.agents, given.patients) ||
    hasOnly(claimed.patients, given.patients, given.agents)
  );
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

/** Whether a claim keeps the second of two objects if it keeps the first: "left the town a debt" is not "left the town". */
const keepsObject = ({ patients }: Frame, { recipient }: Frame) =>
  recipient === null || patients.length !== 1 || !patients.some(each => isThing(each, recipient));

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
  const opensFrame = ({ preposition, thing }: Adjunct) =>
    !isBindingOnly(preposition) && thing.words.some(isFrame);
  return left.some(opensFrame) || (isLimited && left.length > 0);
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
  if (given.isJoint || claimed.next !== given.next || !deniesAlike(claimed, given)) return false;
  if (!areThings(claimed.agents, given.agents) || !areThings(claimed.patients, given.patients)) return false;
  const isCut = claimed.patients.length === 0 && claimed.agents.length > 0 && given.patients.length > 0;
  if (isCut || !hasManner(claimed, given) || !claimed.predicate.every(each => given.predicate.includes(each)))
    return false;
  return (
    keepsObject(claimed, given) &&
    !exchanges(claimed, given) &&
    !isWidened(claimed, given) &&
    areWeighedAlike(claimed, given) &&
    claimed.adjuncts.every(each => hasAdjunct(each, claimed, given))
  );
}
