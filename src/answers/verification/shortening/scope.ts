import protectedWords from '../../../language/lexicons/shortening.json' with { type: 'json' };
import { stem } from '../../../language/stems.ts';
import { hasBreak } from '../propositions/phrases.ts';
import { SUBORDINATORS, TELLING, UNLIKELY } from '../propositions/verb-kinds.ts';
import { isFiniteForm, isVerbForm } from '../propositions/word-classes.ts';
import type { SentenceWord } from '../propositions/words.ts';
import { CUTS, type Omission } from './cuts.ts';
import { FINDING, GOVERNING } from './kept-words.ts';
import { isBareKind } from './kinds.ts';
import { makesOther } from './privatives.ts';

const UNIVERSAL = new Set(protectedWords.universal.words);
const EMPTYING = new Set(protectedWords.emptying.words.map(stem));
const RANKING = new Set(protectedWords.ranking.words);
const FRAMES = new Set(protectedWords.frames.words);
const CONDITIONS = new Set(protectedWords.conditions.words);

/** Whether a word begins a condition. */
export const isCondition = (word: string) => CONDITIONS.has(word);

/**
 * Whether an omitted stretch restricts what the rest is about, so that without it the rest would claim too
 * much: "all schools in Kent", "the tallest player of the team", "did not speak on Monday". What holds for
 * the specific holds for the general only if nothing reverses it (monotonicity, after MacCartney and Manning
 * 2007, "Natural logic for textual inference").
 */
export function isRestricting(omission: Omission): boolean {
  const { sentence, from, to } = omission;
  if (SPOILING.some(spoils => spoils(omission))) return true;
  if (isPremodifier(omission))
    return makesOther(sentence, from, to) || isRestrictingNoun(omission) || isBareKind(omission);
  const isFree = isOpenedByMark(sentence, from) && (to === sentence.length || hasBreak(sentence[to]));
  if (isFree && !isAdverbial(omission)) return false;
  const [start, regionEnd] = findRegion(omission);
  // "spent it and" of "spent it and lost all": what applies to the second verb does not reach the first
  const end = /^(?:and|but)$/.test(sentence[to - 1]?.lower ?? '') ? from : regionEnd;
  return (
    hasKept(omission, start, end, isTurning) ||
    hasKept(omission, isFree ? start : findVerbBefore(omission), isFree ? end : from, isRanking) ||
    isBareKind(omission)
  );
}

const isOpenedByMark = (sentence: readonly SentenceWord[], at: number) => at === 0 || hasBreak(sentence[at]);

/** Whether a stretch says when, where or how: it begins with a preposition or a subordinator. */
function isAdverbial({ sentence, from }: Omission): boolean {
  const first = sentence[from];
  return (
    first !== undefined &&
    (first.kind === 'preposition' || first.kind === 'to' || SUBORDINATORS.has(first.lower))
  );
}

/** Whether a word is a noun for a world of its own: "film", "dream". */
export const isFrame = ({ lower, kind }: SentenceWord): boolean => FRAMES.has(lower) && kind !== 'verb';

/** Whether a preposition only binds a phrase to another: "pumpkins for the show" grow outside it as well. */
export const isBindingOnly = (preposition: string): boolean => /^(?:for|from|of)$/.test(preposition);

/** Whether a stretch is a frame outside which the rest may be false: "in the film", "on paper". */
function opensFrame({ sentence, from, to }: Omission): boolean {
  const first = sentence[from];
  if (first?.kind !== 'preposition' || isBindingOnly(first.lower)) return false;
  let end = from + 1;
  while (
    end < to &&
    !hasBreak(sentence[end]) &&
    !/^(?:conjunction|relative|be|modal)$/.test(sentence[end]?.kind ?? '')
  )
    end++;
  return sentence.slice(from + 1, end).some(isFrame);
}

/** Whether a stretch is a condition without "if": "Had she been elected,". */
const isInverted = ({ sentence, from }: Omission) =>
  /^(?:had|should|were)$/.test(sentence[from]?.lower ?? '') &&
  isOpenedByMark(sentence, from) &&
  /^(?:pronoun|name|noun|determiner|possessive)$/.test(sentence[from + 1]?.kind ?? '');

/** Whether a stretch says whose view it is: "To critics, Reed is a thief", "for Vogt,". */
const isOpinion = ({ sentence, from, to }: Omission) =>
  isOpenedByMark(sentence, from) &&
  (to === sentence.length || hasBreak(sentence[to])) &&
  /^(?:to|for)$/.test(sentence[from]?.lower ?? '') &&
  /^(?:name|noun|possessive|pronoun)$/.test(
    sentence[from + (sentence[from + 1]?.kind === 'determiner' ? 2 : 1)]?.kind ?? '',
  ) &&
  !/^(?:example|instance|years?|months?|weeks?|days?|hours?|minutes?)$/.test(sentence[to - 1]?.lower ?? '');

/** Whether a stretch is one of two alternatives, without which the other would be stated as a fact. */
const isAlternative = ({ sentence, from, to }: Omission) =>
  [sentence[from], sentence[to - 1]].some(word => /^(?:or|nor|either)$/.test(word?.lower ?? ''));

/** Whether a stretch is a condition for the rest: "When the owner dies", "barring a storm". */
const isConditional = ({ sentence, from, to }: Omission) =>
  [sentence[from], sentence[to - 1]].some(word => CONDITIONS.has(word?.lower ?? '')) ||
  CONDITION_OPENINGS.some(phrase =>
    `${sentence
      .slice(from, from + 3)
      .map(({ lower }) => lower)
      .join(' ')} `.startsWith(`${phrase} `),
  );

const CONDITION_OPENINGS = protectedWords.conditionOpenings.words;

/** Whether part of a number is left out, which changes it: "hundred" of "two hundred", "May" of "12 May". */
function cutsNumber({ sentence, from, to }: Omission): boolean {
  const isNumber = (at: number) => sentence[at]?.kind === 'number';
  const goesOn = (at: number) => at > 0 && isNumber(at - 1) && isNumber(at) && !hasBreak(sentence[at]);
  const isBetween =
    isNumber(from - 1) && isNumber(to) && !hasBreak(sentence[from]) && !hasBreak(sentence[to]);
  const opensPair =
    /^(?:between|both|neither)$/.test(sentence[from]?.lower ?? '') && sentence[to - 1]?.lower === 'and';
  return goesOn(from) || goesOn(to) || isBetween || opensPair;
}

/** Whether words that introduce or close a quotation are left out, which makes it the article's own. */
function leavesQuotation({ sentence, from, to }: Omission): boolean {
  if (!sentence.slice(from, to).some(isVerbForm)) return false;
  const [opening, closing] = [sentence[to]?.before ?? '', sentence[from]?.before ?? ''];
  return /[:,]\s*[“"‘«„]/.test(opening) || /[,.!?…][”"’»“]/.test(closing);
}

/** Whether a complement is cut off: "as a doctor" of "posed as a doctor", "before" of "before tax". */
function cutsComplement({ sentence, from, to }: Omission): boolean {
  const [first, last, next] = [sentence[from], sentence[to - 1], sentence[to]];
  const isAfterVerb = from > 0 && isVerbForm(sentence[from - 1]);
  if (first?.lower === 'as' && isAfterVerb) return true;
  if (to - from === 1 && first?.kind === 'preposition') return true;
  return next?.kind === 'to' && !hasBreak(next) && /^(?:adjective|adverb|participle)$/.test(last?.kind ?? '');
}

/** Whether the source at the end of a sentence is left out: "..., a survey shows". */
function cutsSource({ sentence, from, to }: Omission): boolean {
  const run = sentence.slice(from, to);
  const [first, last] = [run[0], run.at(-1)];
  const isTag =
    to === sentence.length && hasBreak(first) && run.length <= MAX_TAG && !run.slice(1).some(hasBreak);
  const isTold = (word: SentenceWord | undefined) =>
    word !== undefined && GOVERNING.has(word.root) && (isVerbForm(word) || FINDING.has(word.lower));
  return isTag && (isTold(first) || isTold(last));
}

/** Maximum words of a tag that says who says the rest. */
const MAX_TAG = 8;

/** Stretches that must not be left out, whatever they restrict. */
const SPOILING: readonly ((omission: Omission) => boolean)[] = [
  opensFrame,
  isInverted,
  isOpinion,
  isAlternative,
  isConditional,
  cutsNumber,
  leavesQuotation,
  cutsComplement,
  cutsSource,
  ...CUTS,
];

/** Whether a stretch precedes the noun that it belongs to. */
function isPremodifier({ sentence, from, to }: Omission): boolean {
  const next = sentence[to];
  return (
    next !== undefined &&
    !hasBreak(next) &&
    /^(?:noun|name|adjective|number|gerund)$/.test(next.kind) &&
    sentence
      .slice(from, to)
      .every(({ kind }) => /^(?:adjective|noun|name|number|adverb|participle|gerund)$/.test(kind))
  );
}

const isPhraseWord = (word: SentenceWord | undefined) =>
  word !== undefined &&
  /^(?:determiner|possessive|adjective|noun|name|number|adverb|negation)$/.test(word.kind);

/** Whether omitted adjectives narrow a noun that the sentence quantifies (all, none) or ranks (the first). */
function isRestrictingNoun(omission: Omission): boolean {
  const { sentence, from, to } = omission;
  let start = from;
  while (start > 0 && isPhraseWord(sentence[start - 1]) && !hasBreak(sentence[start])) start--;
  if (hasKept(omission, start, from, word => isTurning(word) || isRanking(word))) return true;
  const isDefinite = sentence
    .slice(start, from)
    .some(
      ({ lower, kind, isOwner }) =>
        /^(?:the|this|these|that|those)$/.test(lower) || kind === 'possessive' || isOwner,
    );
  // "the second woman", "the two remaining lions"
  if (isDefinite && sentence.slice(from, to).some(isRanking)) return true;
  if (isDefinite && sentence.slice(start, from).some(({ kind }) => kind === 'number')) return true;
  const [begin] = findRegion(omission);
  return hasKept(omission, begin, from, word => isTurning(word) || opensHypothesis(word));
}

/** The words around a stretch up to the nearest marks, except those at its own ends. */
function findRegion({ sentence, from, to }: Omission): [number, number] {
  let start = from;
  if (start > 0 && hasBreak(sentence[start])) start--;
  while (start > 0 && !hasBreak(sentence[start])) start--;
  let end = to;
  if (end < sentence.length && hasBreak(sentence[end])) end++;
  // a clause that depends on a verb ("said she would not go") is out of reach
  const isOver = (word: SentenceWord | undefined) =>
    hasBreak(word) ||
    word?.kind === 'relative' ||
    SUBORDINATORS.has(word?.lower ?? '') ||
    TELLING.has(word?.root ?? '');
  while (end < sentence.length && !isOver(sentence[end])) end++;
  return [start, end];
}

/** The start of the phrases before a stretch, after the verb that precedes it. */
function findVerbBefore(omission: Omission): number {
  const { sentence, from } = omission;
  const [begin, end] = findRegion(omission);
  // "the school built in Kent was closed": next to another verb, a participle only describes
  const hasOther = sentence.slice(begin, end).some(isFiniteForm);
  let start = from;
  while (
    start > 0 &&
    !hasBreak(sentence[start]) &&
    !isFiniteForm(sentence[start - 1]) &&
    (hasOther || sentence[start - 1]?.kind !== 'participle')
  )
    start--;
  return start;
}

const hasKept = (
  { sentence, kept }: Omission,
  start: number,
  end: number,
  test: (word: SentenceWord) => boolean,
) => sentence.slice(start, end).some((word, at) => kept[start + at] && test(word));

/** Whether a word makes a statement universal or negates it. */
export const isTurning = ({ lower, kind, root }: SentenceWord) =>
  UNIVERSAL.has(lower) ||
  kind === 'negation' ||
  (kind !== 'noun' && (UNLIKELY.has(root) || EMPTYING.has(root)));

const opensHypothesis = ({ lower }: SentenceWord) => /^(?:if|unless|whether|whoever|whatever)$/.test(lower);

/** Whether a word ranks or counts what it belongs to: "first", "only", "tallest". */
export const isRanking = ({ lower, kind }: SentenceWord) =>
  (RANKING.has(lower) && !(lower === 'top' && kind === 'noun')) ||
  /^\d+(?:st|nd|rd|th)$/.test(lower) ||
  (/[a-z]{2}est$/.test(lower) && (kind === 'adjective' || kind === 'adverb'));
