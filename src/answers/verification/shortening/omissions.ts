import protectedWords from '../../../language/lexicons/shortening.json' with { type: 'json' };
import { elementAt } from '../../../lists.ts';
import { hasBreak } from '../propositions/phrases.ts';
import { SUBORDINATORS } from '../propositions/verb-kinds.ts';
import { isVerbal, isVerbForm } from '../propositions/word-classes.ts';
import type { SentenceWord } from '../propositions/words.ts';
import { GOVERNING, isGoverning, PROTECTED } from './kept-words.ts';
import { makesOther } from './privatives.ts';
import {
  isFirstOfTwo,
  isPurpose,
  isReducedClause,
  isReducedRelative,
  isTimePhrase,
} from './reduced-phrases.ts';
import { isCondition } from './scope.ts';

/** The stretches of a sentence that were left out, from the first index to before the second. */
export function readRuns(sentence: readonly SentenceWord[], kept: readonly boolean[]): [number, number][] {
  const runs: [number, number][] = [];
  for (let at = 0; at < kept.length; at++) {
    if (kept[at]) continue;
    const from = at;
    while (at < kept.length && !kept[at]) at++;
    const run: [number, number] = [from, at];
    while (run[0] < run[1] && run[0] > 0 && !hasBreak(sentence[run[0]]) && isDroppable(sentence[run[0]]))
      run[0]++;
    while (run[1] > run[0] && isDroppable(sentence[run[1] - 1])) run[1]--;
    if (isIntroducing(sentence, run[0], run[1])) continue;
    if (run[0] < run[1]) runs.push(run);
  }
  return runs;
}

/** Whether a stretch is just "that" between a verb of saying and what is said. */
const isIntroducing = (sentence: readonly SentenceWord[], from: number, to: number) =>
  to - from === 1 &&
  sentence[from]?.lower === 'that' &&
  !hasBreak(sentence[from]) &&
  GOVERNING.has(sentence[from - 1]?.root ?? '');

/** Articles, demonstratives and possessives may be dropped anywhere. */
const isDroppable = (word: SentenceWord | undefined) =>
  word !== undefined &&
  (/^(?:the|an?|this|these|those)$/.test(word.lower) ||
    (word.kind === 'possessive' && word.lower !== 'whose'));

const LEADS = new Set<SentenceWord['kind']>(['relative', 'conjunction', 'preposition']);
const LOOSE_PREPOSITIONS = new Set(protectedWords.prepositions.words);

/**
 * Whether a stretch of a sentence may be left out without changing what the rest says. A stretch between
 * punctuation marks (an apposition, a relative clause, another main clause) may go as a whole, unless it is a
 * condition or says who is speaking; within a clause only adjectives, titles before a name, and phrases of
 * time and place may go.
 */
export function isSafelyDropped(sentence: readonly SentenceWord[], from: number, to: number): boolean {
  const run = sentence.slice(from, to);
  const startsFree = from === 0 || hasBreak(sentence[from]);
  const endsFree = to === sentence.length || hasBreak(sentence[to]);
  const opensClause = LEADS.has(elementAt(run, 0).kind) || SUBORDINATORS.has(elementAt(run, 0).lower);
  // "every house but" is no clause
  const closesClause = /^(?:and|or)$/.test(elementAt(run, -1).lower) || endsWithBut(run);
  const isMainClause = from === 0 && endsWithBut(run);
  const isInserted = startsFree && from > 0 && endsFree && !isCondition(elementAt(run, 0).lower);
  if (!isMainClause && !isInserted && run.some(({ lower }) => isCondition(lower))) return false;
  const isOwnClause = (startsFree || opensClause) && (endsFree || (from === 0 && closesClause));
  if (isOwnClause) return isLooseClause(sentence, from, to);
  if (isTimePhrase(run, sentence[to])) return true;
  if (isReducedRelative(sentence, from, to) || isReducedClause(sentence, from, to)) return true;
  if (isPurpose(sentence, from, to) || isFirstOfTwo(sentence, from, to)) return true;
  if (run.some(word => isVerbal(word) || word.kind === 'relative' || word.kind === 'to')) return false;
  if (run.some(word => isProtected(word, run))) return false;
  return isLoosePhrase(sentence, from, to);
}

const endsWithBut = (run: readonly SentenceWord[]) => run.at(-1)?.lower === 'but' && run.some(isVerbForm);

const QUANTITIES = new Set(protectedWords.universal.words);

const isProtected = ({ lower, kind }: SentenceWord, run: readonly SentenceWord[]) => {
  // May and March are months as well
  if ((!PROTECTED.has(lower) || kind === 'name') && kind !== 'negation') return false;
  // "all new nurses"
  if (QUANTITIES.has(lower)) return true;
  // a hedge that goes together with what it hedges: "a reportedly carcinogenic chemical"
  const at = run.findIndex(word => word.lower === lower);
  // "over the course of the decade"
  if (kind === 'preposition' && run[at + 1]?.kind !== 'number') return false;
  const governed = run.slice(at + 1).find(({ isContent }) => isContent);
  return !(governed && (governed.kind === 'adjective' || governed.kind === 'participle'));
};

/** Whether a stretch between punctuation marks, or a clause of its own, may be left out. */
function isLooseClause(sentence: readonly SentenceWord[], from: number, to: number): boolean {
  const run = sentence.slice(from, to);
  const [first] = run;
  if (!first) return true;
  const pieces = splitAtBreaks(run);
  // a piece that begins with its verb has the subject before it
  const isBareVerb = pieces.some(piece => {
    const opening = piece.find(({ kind }) => kind !== 'adverb');
    return (
      opening !== undefined &&
      isVerbForm(opening) &&
      !(
        opening.kind === 'participle' &&
        piece.length <= 8 &&
        from > 0 &&
        hasBreak(sentence[from]) &&
        !isFiniteParticiple(piece)
      )
    );
  });
  const isMainClause = from === 0 && endsWithBut(run);
  if (isBareVerb && !isMainClause) return false;
  const isApart = from > 0 && isSentenceApart(run);
  const isLast =
    !isApart && to === sentence.length && !LEADS.has(first.kind) && !SUBORDINATORS.has(first.lower);
  // "..., researchers found"
  const last = elementAt(run, -1);
  if (isLast && (/^(?:verb|participle)$/.test(last.kind) || GOVERNING.has(last.root)) && run.length <= 8)
    return false;
  // "She would report to the board, but": this attributes nothing, nor does it attribute what follows "but"
  const isTelling =
    !isMainClause || run.some((word, at) => isGoverning(word) && run.slice(at + 1).some(isVerbForm));
  if (isTelling && !isApart && pieces.some((piece, at) => isAttribution(piece, from === 0 && at === 0)))
    return false;
  // "and according to Okoro it will ..." is another clause
  const isSeparate = first.kind === 'conjunction' && from > 0 && hasBreak(first);
  if (!isSeparate && run.some(({ lower }, at) => lower === 'according' && run[at + 1]?.kind === 'to'))
    return false;
  // "three of the boats", "none of them": what is counted depends on it
  if (run.at(-1)?.lower === 'of' || (first.lower === 'of' && !hasBreak(first))) return false;
  const hasVerb = run.some(isVerbForm);
  const isUnguarded = from > 0 && !hasBreak(first);
  if (isUnguarded && first.kind === 'relative')
    return to === sentence.length || hasBreak(sentence[to]) ? isClauseEnd(sentence, to) : false;
  if (isUnguarded && first.kind === 'preposition' && !LOOSE_PREPOSITIONS.has(first.lower)) return false;
  return hasVerb || !run.some(word => isProtected(word, run));
}

/** What may mean what was said before: "; the mayor says so", "; that is his view". */
const POINTING = /^(?:so|this|that|it|such|these|those|they|which|same|latter|otherwise|or)$/;

/** Whether a stretch is a sentence of its own behind a semicolon, which says nothing of what stands before. */
const isSentenceApart = (run: readonly SentenceWord[]) =>
  run[0]?.before.includes(';') === true &&
  run.some(isVerbForm) &&
  !run.some(({ lower }) => POINTING.test(lower));

/** Whether a piece says who says the rest: "the court heard that", ", police said,". */
function isAttribution(piece: readonly SentenceWord[], isOpening: boolean): boolean {
  const [first] = piece;
  const isLed = first !== undefined && (LEADS.has(first.kind) || SUBORDINATORS.has(first.lower));
  if (isLed && !(isOpening && first.kind === 'conjunction')) return false;
  // "a guard who had been told" attributes nothing
  const relative = piece.findIndex(({ kind }) => kind === 'relative');
  const own = relative < 0 ? piece : piece.slice(0, relative);
  return own.some(isGoverning);
}

const isClauseEnd = (sentence: readonly SentenceWord[], to: number) => to === sentence.length;

const isFiniteParticiple = (piece: readonly SentenceWord[]) =>
  !/(?:ed|en|wn|ung|ght|ld|nt)$/.test(piece.find(({ kind }) => kind !== 'adverb')?.lower ?? '');

function splitAtBreaks(run: readonly SentenceWord[]): SentenceWord[][] {
  const pieces: SentenceWord[][] = [];
  for (const [at, word] of run.entries()) {
    if (at === 0 || hasBreak(word)) pieces.push([]);
    pieces.at(-1)?.push(word);
  }
  return pieces;
}

/** Whether a stretch is adjectives and titles before what they belong to, or a phrase of time or place. */
function isLoosePhrase(sentence: readonly SentenceWord[], from: number, to: number): boolean {
  const run = sentence.slice(from, to);
  const first = elementAt(run, 0);
  const next = sentence[to];
  const hasConjunction = run.some(({ kind }) => kind === 'conjunction');
  if (hasConjunction && elementAt(run, -1).kind !== 'conjunction') return false;
  const isOwnerOfName = run.at(-1)?.isOwner === true && next?.kind === 'name';
  if (run.every(({ kind }) => kind === 'determiner' || kind === 'adverb'))
    return run.every(({ lower }) => !/^(?:each|every|no|neither)$/.test(lower));
  const isBeforeNoun =
    next !== undefined && !hasBreak(next) && ['noun', 'name', 'adjective', 'number'].includes(next.kind);
  const isPremodifier = run.every(
    ({ kind, isOwner }) =>
      ['adjective', 'noun', 'name', 'determiner', 'adverb', 'number'].includes(kind) &&
      (!isOwner || isOwnerOfName),
  );
  if (isPremodifier && isBeforeNoun && next.kind === 'name' && opensPlaceName(run.at(-1))) return false;
  if (isPremodifier && isBeforeNoun && !hasBreak(next))
    return run.slice(1).every(word => !hasBreak(word)) && !makesOther(sentence, from, to);
  if (first.kind !== 'preposition' || !LOOSE_PREPOSITIONS.has(first.lower)) return false;
  const rest = run.slice(1);
  const isCompound = next !== undefined && !hasBreak(next) && (next.kind === 'noun' || next.kind === 'name');
  return (
    !isCompound &&
    rest.every(word => !hasBreak(word)) &&
    rest
      .filter(({ kind }) => kind === 'preposition')
      .every(({ lower }) => LOOSE_PREPOSITIONS.has(lower) || lower === 'of')
  );
}

/** Whether a word makes another place of the name behind it: "New York", "South Shields". */
const opensPlaceName = (word: SentenceWord | undefined) =>
  /^\p{Lu}/u.test(word?.text ?? '') && PLACING.has(word?.lower ?? '');

const PLACING = new Set(protectedWords.placing.words);
