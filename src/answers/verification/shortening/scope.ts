import protectedWords from '../../../language/lexicons/shortening.json' with { type: 'json' };
import { hasBreak } from '../propositions/phrases.ts';
import { SUBORDINATORS, TELLING, UNLIKELY } from '../propositions/verb-kinds.ts';
import type { SentenceWord } from '../propositions/words.ts';
import { GOVERNING, isVerbForm } from './verb-forms.ts';

const UNIVERSAL = new Set(protectedWords.universal.words);
const RANKING = new Set(protectedWords.ranking.words);
const FRAMES = new Set(protectedWords.frames.words);
const FINDING = new Set(protectedWords.finding.words);
const CONDITIONS = new Set(protectedWords.conditions.words);

/** Whether a word begins a condition. */
export const isCondition = (word: string) => CONDITIONS.has(word);

/** A sentence with what a statement keeps of it, and a stretch that it leaves out. */
export interface Omission {
  readonly sentence: readonly SentenceWord[];
  readonly kept: readonly boolean[];
  readonly from: number;
  readonly to: number;
}

/**
 * Whether a stretch that is left out says of which ones the rest holds, where the rest would hold of too many without it:
 * "all schools in Kent", "the tallest player of the team", "did not speak on Monday". What is said of the special holds of
 * the general only where nothing turns it round (monotonicity, after MacCartney and Manning 2007, "Natural logic for
 * textual inference").
 */
export function isRestricting(omission: Omission): boolean {
  const { sentence, from, to } = omission;
  if (SPOILING.some(spoils => spoils(omission))) return true;
  if (isPremodifier(omission)) return isRestrictingNoun(omission);
  const isFree = isOpenedByMark(sentence, from) && (to === sentence.length || hasBreak(sentence[to]));
  if (isFree && !isAdverbial(omission)) return false;
  const [start, regionEnd] = findRegion(omission);
  // "spent it and" of "spent it and lost all": what is said of the second does not reach the first
  const end = /^(?:and|but)$/.test(sentence[to - 1]?.lower ?? '') ? from : regionEnd;
  return (
    hasKept(omission, start, end, isTurning) ||
    hasKept(omission, isFree ? start : findVerbBefore(omission), isFree ? end : from, isRanking) ||
    isBareKind(omission)
  );
}

const isOpenedByMark = (sentence: readonly SentenceWord[], at: number) => at === 0 || hasBreak(sentence[at]);

/** Whether a stretch says when, where or how: it begins with a preposition or as a clause that depends on another. */
function isAdverbial({ sentence, from }: Omission): boolean {
  const first = sentence[from];
  return (
    first !== undefined &&
    (first.kind === 'preposition' || first.kind === 'to' || SUBORDINATORS.has(first.lower))
  );
}

/** "In the film", "on paper", "according to the letter": what is so there need not be so. */
function opensFrame({ sentence, from, to }: Omission): boolean {
  if (sentence[from]?.kind !== 'preposition') return false;
  let end = from + 1;
  while (
    end < to &&
    !hasBreak(sentence[end]) &&
    !/^(?:conjunction|relative|be|modal)$/.test(sentence[end]?.kind ?? '')
  )
    end++;
  return sentence.slice(from + 1, end).some(({ lower, kind }) => FRAMES.has(lower) && kind !== 'verb');
}

/** "Had she been elected,": a condition without "if". */
const isInverted = ({ sentence, from }: Omission) =>
  /^(?:had|should|were)$/.test(sentence[from]?.lower ?? '') &&
  isOpenedByMark(sentence, from) &&
  /^(?:pronoun|name|noun|determiner|possessive)$/.test(sentence[from + 1]?.kind ?? '');

/** "To critics, Reed is a thief", "for Vogt,": whose view it is. */
const isOpinion = ({ sentence, from, to }: Omission) =>
  isOpenedByMark(sentence, from) &&
  (to === sentence.length || hasBreak(sentence[to])) &&
  /^(?:to|for)$/.test(sentence[from]?.lower ?? '') &&
  /^(?:name|noun|possessive|pronoun)$/.test(
    sentence[from + (sentence[from + 1]?.kind === 'determiner' ? 2 : 1)]?.kind ?? '',
  ) &&
  !/^(?:example|instance|years?|months?|weeks?|days?|hours?|minutes?)$/.test(sentence[to - 1]?.lower ?? '');

/** One of two, where it is not said which. */
const isAlternative = ({ sentence, from, to }: Omission) =>
  [sentence[from], sentence[to - 1]].some(word => /^(?:or|nor|either)$/.test(word?.lower ?? ''));

/** "When the owner dies", "barring a storm": what the rest depends on. */
const isConditional = ({ sentence, from }: Omission) => CONDITIONS.has(sentence[from]?.lower ?? '');

/** "Hundred" of "two hundred", "May" of "12 May 2009", "between 20 and": less of a number is another number. */
function cutsNumber({ sentence, from, to }: Omission): boolean {
  const isNumber = (at: number) => sentence[at]?.kind === 'number';
  const goesOn = (at: number) => at > 0 && isNumber(at - 1) && isNumber(at) && !hasBreak(sentence[at]);
  const isBetween =
    isNumber(from - 1) && isNumber(to) && !hasBreak(sentence[from]) && !hasBreak(sentence[to]);
  const opensPair =
    /^(?:between|both|neither)$/.test(sentence[from]?.lower ?? '') && sentence[to - 1]?.lower === 'and';
  return goesOn(from) || goesOn(to) || isBetween || opensPair;
}

/** Whether what introduces or closes a quotation is left out, so that its words would be the article's own. */
function leavesQuotation({ sentence, from, to }: Omission): boolean {
  if (!sentence.slice(from, to).some(isVerbForm)) return false;
  const [opening, closing] = [sentence[to]?.before ?? '', sentence[from]?.before ?? ''];
  return /[:,]\s*[“"‘«„]/.test(opening) || /[,.!?…][”"’»“]/.test(closing);
}

/** "As a doctor" of "posed as a doctor", "close" of "came close to winning", "before" of "before tax". */
function cutsComplement({ sentence, from, to }: Omission): boolean {
  const [first, last, next] = [sentence[from], sentence[to - 1], sentence[to]];
  const isAfterVerb = from > 0 && isVerbForm(sentence[from - 1] as SentenceWord);
  if (first?.lower === 'as' && isAfterVerb) return true;
  if (to - from === 1 && first?.kind === 'preposition') return true;
  return next?.kind === 'to' && !hasBreak(next) && /^(?:adjective|adverb|participle)$/.test(last?.kind ?? '');
}

/** "..., a survey shows" at the end. */
function cutsSource({ sentence, from, to }: Omission): boolean {
  const run = sentence.slice(from, to);
  const [first, last] = [run[0], run.at(-1)];
  const isTag =
    to === sentence.length && hasBreak(first) && run.length <= MAX_TAG && !run.slice(1).some(hasBreak);
  const isTold = (word: SentenceWord | undefined) =>
    word !== undefined && GOVERNING.has(word.root) && (isVerbForm(word) || FINDING.has(word.lower));
  return isTag && (isTold(first) || isTold(last));
}

/** Words of a tag that says who says the rest, at most. */
const MAX_TAG = 8;

/** What must not go whatever it narrows. */
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
];

/** Whether a stretch stands before the noun that it belongs to. */
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

/** Whether adjectives that are left out narrow a kind of which all, none or the first is meant. */
function isRestrictingNoun(omission: Omission): boolean {
  const { sentence, from } = omission;
  let start = from;
  while (start > 0 && isPhraseWord(sentence[start - 1]) && !hasBreak(sentence[start])) start--;
  if (hasKept(omission, start, from, word => isTurning(word) || isRanking(word))) return true;
  const isDefinite = sentence
    .slice(start, from)
    .some(
      ({ lower, kind, isOwner }) =>
        /^(?:the|this|these|that|those)$/.test(lower) || kind === 'possessive' || isOwner,
    );
  const [begin] = findRegion(omission);
  return !isDefinite && hasKept(omission, begin, from, isTurning);
}

/** The words up to the next marks, over the one that the stretch itself begins or ends with. */
function findRegion({ sentence, from, to }: Omission): [number, number] {
  let start = from;
  if (start > 0 && hasBreak(sentence[start])) start--;
  while (start > 0 && !hasBreak(sentence[start])) start--;
  let end = to;
  if (end < sentence.length && hasBreak(sentence[end])) end++;
  // what depends on a verb ("said she would not go") is no longer in reach
  const isOver = (word: SentenceWord | undefined) =>
    hasBreak(word) ||
    word?.kind === 'relative' ||
    SUBORDINATORS.has(word?.lower ?? '') ||
    TELLING.has(word?.root ?? '');
  while (end < sentence.length && !isOver(sentence[end])) end++;
  return [start, end];
}

/** Where the phrases before a stretch begin, behind the verb before it. */
function findVerbBefore(omission: Omission): number {
  const { sentence, from } = omission;
  const [begin, end] = findRegion(omission);
  const isVerb = (word: SentenceWord | undefined) => /^(?:verb|be|auxiliary|modal)$/.test(word?.kind ?? '');
  // "the school built in Kent was closed": beside another verb a participle only describes
  const hasOther = sentence.slice(begin, end).some(isVerb);
  let start = from;
  while (
    start > 0 &&
    !hasBreak(sentence[start]) &&
    !isVerb(sentence[start - 1]) &&
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

/** Whether a word makes a statement hold of all or none, or denies it. */
export const isTurning = ({ lower, kind, root }: SentenceWord) =>
  UNIVERSAL.has(lower) || kind === 'negation' || (kind !== 'noun' && UNLIKELY.has(root));

const isRanking = ({ lower, kind }: SentenceWord) =>
  (RANKING.has(lower) && !(lower === 'top' && kind === 'noun')) ||
  /^\d+(?:st|nd|rd|th)$/.test(lower) ||
  (/[a-z]{2}est$/.test(lower) && (kind === 'adjective' || kind === 'adverb'));

const IRREGULAR_PLURAL = /^(?:\w*men|people|children)$/;

/** "Schools in Kent are closed": without the place, what is said is said of the kind. */
function isBareKind({ sentence, from, to }: Omission): boolean {
  const noun = sentence[from - 1];
  const before = sentence[from - 2];
  const isBare =
    noun !== undefined &&
    ((noun.kind === 'noun' && /[^s]s$/.test(noun.lower)) || IRREGULAR_PLURAL.test(noun.lower)) &&
    (from === 1 || hasBreak(noun) || before === undefined || before.kind === 'conjunction');
  return (
    isBare &&
    /^(?:be|verb|modal|auxiliary)$/.test(sentence[to]?.kind ?? '') &&
    !/^(?:was|were|had|did)$/.test(sentence[to]?.lower ?? '')
  );
}
