import { isMonth } from '../../../language/calendar.ts';
import lexicon from '../../../language/lexicons/propositions.json' with { type: 'json' };
import protectedWords from '../../../language/lexicons/shortening.json' with { type: 'json' };
import { stem } from '../../../language/stems.ts';
import { hasBreak } from '../propositions/phrases.ts';
import { isVerbForm } from '../propositions/word-classes.ts';
import type { SentenceWord } from '../propositions/words.ts';
import { isPrivative } from './privatives.ts';

/** A sentence with the words that a statement keeps, and a stretch that it leaves out. */
export interface Omission {
  readonly sentence: readonly SentenceWord[];
  readonly kept: readonly boolean[];
  readonly from: number;
  readonly to: number;
}

type Cut = (omission: Omission) => boolean;

const DEGREES = new Set(protectedWords.degrees.words);
const PLACING = new Set(protectedWords.placing.words);
const REMOTE = new Set(protectedWords.remote.words);

const isKind = (word: SentenceWord | undefined, ...kinds: readonly SentenceWord['kind'][]) =>
  word !== undefined && kinds.includes(word.kind);

/** "Twenty" of "twenty-odd", "third" of "third-largest". */
const cutsHyphen: Cut = ({ sentence, from, to }) =>
  [sentence[from], sentence[to]].some(word => word?.before === '-');

/** "Always" of "almost always", "heavy" of "too heavy". */
const cutsDegree: Cut = ({ sentence, kept, from }) =>
  kept[from - 1] === true &&
  !hasBreak(sentence[from]) &&
  DEGREES.has(sentence[from - 1]?.lower ?? '') &&
  isKind(sentence[from], 'adverb', 'adjective');

/** "As Vogt" of "as much as Vogt". */
const cutsComparison: Cut = ({ sentence, kept, from }) =>
  sentence[from]?.lower === 'as' &&
  sentence
    .slice(Math.max(0, from - MAX_COMPARED), from)
    .some(({ lower }, at, { length }) => /^(?:as|so|such|same)$/.test(lower) && kept[from - length + at]);

const MAX_COMPARED = 4;

/** The year of a day, "1998" of "July 14, 1998"; some of several years or numbers, "1907" of "1902 and 1907". */
function cutsFigures({ sentence, from, to }: Omission): boolean {
  const [last, next] = [sentence[from - 1], sentence[to]];
  const run = sentence.slice(from, to);
  const isYear = /^\d{4}$/.test(run[0]?.lower ?? '');
  const isDay =
    sentence.slice(Math.max(0, from - 2), from).some(({ lower }) => isMonth(lower)) &&
    sentence.slice(Math.max(0, from - 3), from).some(({ lower }) => /^\d{1,2}(?:st|nd|rd|th)?$/.test(lower));
  const isJoined = (word: SentenceWord | undefined) => isKind(word, 'conjunction') || hasBreak(word);
  const [first, second] = run;
  const goesOn =
    isKind(last, 'number') && (isKind(first, 'number') || (isJoined(first) && isKind(second, 'number')));
  const beganBefore = isKind(next, 'number') && isKind(run[0], 'number') && isJoined(run.at(-1));
  // "one in ten houses"
  const isFraction = isKind(next, 'number') && run.at(-1)?.lower === 'in' && isKind(run.at(-2), 'number');
  return (isYear && isDay) || goesOn || beganBefore || isFraction;
}

/** Something that goes by turns with what is kept: "a nurse and a judge respectively". */
const cutsPairs: Cut = ({ sentence }) => sentence.some(({ lower }) => lower === 'respectively');

/** The name whose verb is understood, so that what it did is another's: "Reed ordered fish and Vogt soup". */
const cutsGapped: Cut = ({ sentence, kept, from, to }) =>
  isKind(sentence[from - 1], 'conjunction') &&
  kept[from - 1] === true &&
  sentence.slice(from, to).every(word => isKind(word, 'name') && !word.isOwner) &&
  isKind(sentence[to], 'noun') &&
  !hasBreak(sentence[to]) &&
  sentence.slice(0, from).some(isVerbForm);

/** The name that an apposition or relative clause belongs to: "Kern" of "met Lind, the mayor, and Kern, the vicar". */
function cutsAntecedent({ sentence, from, to }: Omission): boolean {
  const next = sentence[to];
  if (from === 0 || !next || !/^,\s*$/.test(next.before)) return false;
  if (!isKind(next, 'determiner', 'noun', 'relative', 'possessive')) return false;
  let end = to + 1;
  while (end < sentence.length && !hasBreak(sentence[end])) end++;
  const isApposition = isKind(next, 'relative') || !sentence.slice(to, end).some(isVerbForm);
  return isApposition && sentence.slice(from, to).some(word => isKind(word, 'name'));
}

/** A time to which what is kept behind it may belong: "after the fire" of "after the fire in May". */
const cutsReference: Cut = ({ sentence, kept, from, to }) =>
  from > 0 &&
  REMOTE.has(sentence[from]?.lower ?? '') &&
  isKind(sentence[to], 'preposition') &&
  kept[to] === true &&
  !hasBreak(sentence[to]);

/** What might have made it so: "with a better boat" of "could have won with a better boat". */
const cutsHypothesis: Cut = ({ sentence, kept, from }) =>
  isKind(sentence[from], 'preposition', 'to') &&
  sentence.some(
    ({ lower }, at) =>
      kept[at] === true &&
      /^(?:would|could|might)$/.test(lower) &&
      sentence.slice(at + 1, at + 4).some(word => word.lower === 'have'),
  );

/**
 * Part of a name, which makes it another's: "Street" of "Saint Helena Street", "Lake" of "Lake Arden". What else
 * comes first may go: the Rovers of Hull Rovers are they.
 */
function cutsName({ sentence, kept, from, to }: Omission): boolean {
  const run = sentence.slice(from, to);
  if (!run.every(word => isKind(word, 'name') && !word.isOwner) || run.slice(1).some(hasBreak)) return false;
  const [before, next] = [sentence[from - 1], sentence[to]];
  const isBehind = isKind(before, 'name') && kept[from - 1] && !before?.isOwner && !hasBreak(run[0]);
  const isAhead =
    isKind(next, 'name') &&
    !hasBreak(next) &&
    run.some(({ lower }) => PLACING.has(lower) || isPrivative(lower));
  return isBehind === true || isAhead;
}

/** What is ruled out of a kind: "on dogs" of "ruled out a tax on dogs". */
const cutsRuledOut: Cut = ({ sentence, kept, from }) =>
  sentence
    .slice(0, from)
    .some(({ root }, at) => root === RULE && kept[at] && sentence[at + 1]?.lower === 'out');

const RULE = stem('rule');

/** Whose words all that is kept are: "Orr stole it" of "A banner read “Orr stole it” in red". */
function cutsSpeaker({ sentence, kept, from, to }: Omission): boolean {
  let isOpen = false;
  const quoted = sentence.map(({ before }) => {
    for (const mark of before)
      if (/[“”"„«»]/.test(mark)) isOpen = mark === '"' ? !isOpen : /[“„«]/.test(mark);
    return isOpen;
  });
  return quoted.every((isQuoted, at) => isQuoted || !kept[at]) && !quoted.slice(from, to).every(Boolean);
}

/** What may go on to the second of two names: "the son of Anna Reed and" of "the son of Anna Reed and Carl Orr". */
const cutsOwner: Cut = ({ sentence, from, to }) =>
  from === 0 &&
  /^(?:and|or)$/.test(sentence[to - 1]?.lower ?? '') &&
  !sentence.slice(from, to).some(word => isVerbForm(word) || hasBreak(word)) &&
  sentence.slice(from, to).some(word => isKind(word, 'preposition'));

/** The other part of what is counted: "in Hull and 40 in Arden" of "has 300 members in Hull and 40 in Arden". */
function cutsCount({ sentence, kept, from, to }: Omission): boolean {
  const run = sentence.slice(from, to);
  const joint = run.findIndex(word => isKind(word, 'conjunction') && word.lower !== 'or');
  return (
    joint > 0 &&
    isKind(run[joint + 1], 'number') &&
    !run.some(isVerbForm) &&
    sentence.slice(0, from).some((word, at) => kept[at] && isKind(word, 'number'))
  );
}

/** "Almost" of "almost everyone", "all but" of "all but forgotten", "jokingly" of "said jokingly". */
function cutsLimit({ sentence, from, to }: Omission): boolean {
  const run = sentence.slice(from, to);
  const [last, before] = [run.at(-1)?.lower ?? '', run.at(-2)?.lower ?? ''];
  const isLimit = to < sentence.length && LIMITING.has(last) && last !== 'only' && last !== 'mostly';
  const isAllBut = last === 'but' && /^(?:all|anything|nothing)$/.test(before);
  return isLimit || isAllBut || (run.length === 1 && SELDOM.has(last));
}

const LIMITING = new Set(lexicon.limiting.words);
const SELDOM = new Set(protectedWords.seldomness.words);

/** What belongs to an owner that is kept: "driver" of "the wife of the mayor's driver". */
const cutsOwned: Cut = ({ sentence, kept, from, to }) =>
  kept[from - 1] === true &&
  sentence[from - 1]?.isOwner === true &&
  !hasBreak(sentence[from]) &&
  (!isKind(sentence[to], 'noun', 'name', 'adjective', 'number') || hasBreak(sentence[to]));

/**
 * From the middle of one part to the middle of the next: "Hull and sails in" of "boats in Hull and sails in Oslo",
 * "£900 from" of "to £900 from £700".
 */
function cutsAcross({ sentence, kept, from, to }: Omission): boolean {
  const [before, first, last, next] = [sentence[from - 1], sentence[from], sentence[to - 1], sentence[to]];
  if (from === 0 || to >= sentence.length || hasBreak(first) || hasBreak(next)) return false;
  const isInside = sentence.slice(from + 1, to).some(word => hasBreak(word) || isKind(word, 'conjunction'));
  const isTwin = isKind(first, 'preposition') && first?.lower === next?.lower;
  const isHeld = isKind(before, 'preposition') && kept[from - 1] && isKind(last, 'preposition');
  return (isTwin && isInside) || (isHeld === true && last?.lower !== 'of');
}

/** What somebody is called or found or made: "a coward" of "call Hale a coward", "dead" of "was declared dead". */
function cutsPredicate({ sentence, kept, from, to }: Omission): boolean {
  const first = sentence[from];
  if (
    from === 0 ||
    hasBreak(first) ||
    !isKind(first, 'determiner', 'adjective', 'noun', 'participle', 'verb', 'negation')
  )
    return false;
  if (isKind(sentence[to], 'noun', 'name', 'adjective') && !hasBreak(sentence[to])) return false;
  let at = from - 1;
  while (at > 0 && isKind(sentence[at], 'determiner', 'possessive', 'adjective', 'noun', 'name', 'pronoun'))
    at--;
  return (
    kept[at] === true && isVerbForm(sentence[at] as SentenceWord) && NAMING.has(sentence[at]?.root ?? '')
  );
}

const NAMING = new Set(protectedWords.naming.words.map(stem));

/** "Not" of "found Orr not guilty", "not yet" of "has not yet opened". */
const cutsDenial: Cut = ({ sentence, from, to }) =>
  to < sentence.length &&
  !hasBreak(sentence[to]) &&
  sentence.slice(from, to).every(word => isKind(word, 'negation', 'adverb', 'conjunction')) &&
  sentence.slice(from, to).some(word => isKind(word, 'negation'));

/** Stretches without which the words beside them mean something else. */
export const CUTS: readonly Cut[] = [
  cutsHyphen,
  cutsDegree,
  cutsComparison,
  cutsFigures,
  cutsPairs,
  cutsGapped,
  cutsAntecedent,
  cutsReference,
  cutsHypothesis,
  cutsName,
  cutsRuledOut,
  cutsSpeaker,
  cutsOwner,
  cutsCount,
  cutsLimit,
  cutsDenial,
  cutsOwned,
  cutsAcross,
  cutsPredicate,
];
