import type { Article } from '../../articles/article.ts';
import lexicon from '../../language/lexicons/propositions.json' with { type: 'json' };
import protectedWords from '../../language/lexicons/shortening.json' with { type: 'json' };
import { unifySpelling } from '../../language/spelling.ts';
import { stem } from '../../language/stems.ts';
import { elementAt } from '../../lists.ts';
import { hasBreak } from './propositions/phrases.ts';
import { readWords, type SentenceWord } from './propositions/words.ts';
import { getSentenceSpans, type TextSpan } from './spans.ts';

/** The sentence that a statement shortens, and whether it leaves nothing out. */
export interface ShortenedFrom {
  readonly span: TextSpan;
  readonly isWhole: boolean;
}

/** The sentence of one of these paragraphs that a statement shortens without loss, or undefined. */
export function findShortenedSentence(
  article: Article,
  text: string,
  paragraphs: readonly number[],
): ShortenedFrom | undefined {
  const wanted = readStatement(text);
  if (wanted.length < MIN_WORDS) return undefined;
  for (const paragraph of paragraphs) {
    const whole = elementAt(article.paragraphs, paragraph - 1);
    for (const { start, end } of getSentenceSpans(article, paragraph)) {
      const sentence = whole.slice(start, end);
      if (!mayHold(sentence, wanted)) continue;
      const found = compareWithSentence(wanted, readComparable(sentence), whole.slice(0, start));
      if (found) return { span: { paragraph, start, end }, isWhole: found === 'whole' };
    }
  }
  return undefined;
}

/** Fewer words are no statement; more are no sentence. */
const MIN_WORDS = 3;
const MAX_WORDS = 90;

/** A word of a statement as it is compared: small letters, no commas in numbers. */
function normalize(word: string, kind: SentenceWord['kind']): string {
  // "was" and "were" differ by their subject alone
  if (kind === 'be' || kind === 'auxiliary') return AGREEING.get(word) ?? word;
  return unifySpelling(word.replaceAll(',', ''));
}

const AGREEING = new Map([
  ['were', 'was'],
  ['are', 'is'],
  ['have', 'has'],
  ['do', 'does'],
  ['am', 'is'],
]);

/** The words of a text, with "8%" as "8 percent". */
const readComparable = (text: string) =>
  readWords(text.replaceAll(/(?<=\p{N})\s?%/gu, ' percent').replaceAll(/\bper cent\b/g, 'percent'));

function readStatement(text: string): string[] {
  const words = readComparable(text).map(({ lower, kind }) => normalize(lower, kind));
  return words.length > MAX_WORDS ? [] : words;
}

/** A quick look before a sentence is read: the longer words of the statement stand in it, but for a name. */
function mayHold(sentence: string, wanted: readonly string[]): boolean {
  const lower = sentence.toLowerCase();
  const missing = wanted.filter(word => word.length > 4 && !lower.includes(word));
  return missing.length <= 3;
}

/** Words that may join what is left: no more than that may be added. */
const JOINING = new Set(protectedWords.joining.words);
const PRONOUNS = new Set(protectedWords.pronouns.words);

/** Which words of a sentence a statement keeps, or null where it is no ordered part of it. */
function alignWords(
  wanted: readonly string[],
  sentence: readonly SentenceWord[],
  isNamed: (from: number, pronoun: number) => number,
): boolean[] | null {
  const kept = sentence.map(() => false);
  let next = 0;
  for (let at = 0; at < sentence.length && next < wanted.length; at++) {
    const word = elementAt(sentence, at);
    while (
      next < wanted.length &&
      JOINING.has(elementAt(wanted, next)) &&
      elementAt(wanted, next) !== word.lower &&
      !isAhead(wanted, next, sentence, at)
    )
      next++;
    if (next >= wanted.length) break;
    if (normalize(word.lower, word.kind) === elementAt(wanted, next)) {
      kept[at] = true;
      next++;
      continue;
    }
    const length = PRONOUNS.has(word.lower) ? isNamed(next, at) : 0;
    if (length > 0) {
      kept[at] = true;
      next += length;
    }
  }
  while (next < wanted.length && JOINING.has(elementAt(wanted, next))) next++;
  return next === wanted.length ? kept : null;
}

/** The same with the last of several equal words kept; without names for pronouns. */
function alignFromEnd(wanted: readonly string[], sentence: readonly SentenceWord[]): boolean[] | null {
  const kept = alignWords(wanted.toReversed(), sentence.toReversed(), () => 0);
  return kept?.toReversed() ?? null;
}

/** Whether a joining word of the statement comes within the next words of the sentence, before the one after it. */
function isAhead(
  wanted: readonly string[],
  next: number,
  sentence: readonly SentenceWord[],
  at: number,
): boolean {
  const following = wanted[next + 1];
  for (let look = at; look < Math.min(sentence.length, at + 25); look++) {
    const { lower, kind } = elementAt(sentence, look);
    if (lower === wanted[next]) return true;
    if (following !== undefined && normalize(lower, kind) === following) return false;
  }
  return false;
}

function compareWithSentence(
  wanted: readonly string[],
  sentence: readonly SentenceWord[],
  before: string,
): 'whole' | 'part' | null {
  if (sentence.length > 4 * MAX_WORDS) return null;
  const kept = alignWords(wanted, sentence, (from, pronoun) =>
    countNameWords(wanted, from, sentence.slice(0, pronoun), before),
  );
  if (!kept) return null;
  const isExact = kept.every(Boolean) && wanted.length === sentence.length;
  if (isExact) return 'whole';
  const isLossless = (some: readonly boolean[]) =>
    sentence.some(({ kind }, at) => some[at] && FINITE.has(kind)) &&
    readRuns(sentence, some).every(([from, to]) => isSafelyDropped(sentence, from, to));
  if (isLossless(kept)) return 'part';
  // a word that stands there twice can be either of them
  const fromEnd = alignFromEnd(wanted, sentence);
  return fromEnd && isLossless(fromEnd) ? 'part' : null;
}

/**
 * How many words of the statement name whom a pronoun means: the only name that the paragraph gives before it. 0 where
 * that is not sure.
 */
function countNameWords(
  wanted: readonly string[],
  from: number,
  earlier: readonly SentenceWord[],
  before: string,
): number {
  const names = collectNames([...readWords(before.slice(-MAX_BEFORE)), ...earlier]);
  const [name] = names;
  if (names.length !== 1 || !name) return 0;
  let length = 0;
  while (name.has(wanted[from + length] ?? '') && length < name.size) length++;
  return length;
}

/** Characters of the paragraph before a sentence that are looked through for names. */
const MAX_BEFORE = 600;

/** The different names in a text, each as its words; one that is part of another is the same. */
function collectNames(words: readonly SentenceWord[]): Set<string>[] {
  const names: Set<string>[] = [];
  for (let at = 0; at < words.length; at++) {
    const own: string[] = [];
    while (words[at]?.kind === 'name' && (own.length === 0 || !hasBreak(words[at])))
      own.push(elementAt(words, at++).lower);
    if (own.length === 0) continue;
    const same = names.find(name => own.some(word => name.has(word)));
    if (same) for (const word of own) same.add(word);
    else names.push(new Set(own));
  }
  return names;
}

/** The stretches of a sentence that were left out, from the index to the one before the other. */
function readRuns(sentence: readonly SentenceWord[], kept: readonly boolean[]): [number, number][] {
  const runs: [number, number][] = [];
  for (let at = 0; at < kept.length; at++) {
    if (kept[at]) continue;
    const from = at;
    while (at < kept.length && !kept[at]) at++;
    const run: [number, number] = [from, at];
    while (run[0] < run[1] && run[0] > 0 && !hasBreak(sentence[run[0]]) && isDroppable(sentence[run[0]]))
      run[0]++;
    while (run[1] > run[0] && isDroppable(sentence[run[1] - 1])) run[1]--;
    if (run[0] < run[1]) runs.push(run);
  }
  return runs;
}

/** Articles may go anywhere. */
const isDroppable = (word: SentenceWord | undefined) =>
  word !== undefined &&
  (/^(?:the|an?|this|these|those)$/.test(word.lower) ||
    (word.kind === 'possessive' && word.lower !== 'whose'));

const FINITE = new Set<SentenceWord['kind']>(['verb', 'participle', 'be', 'auxiliary', 'modal']);
const LEADS = new Set<SentenceWord['kind']>(['relative', 'conjunction', 'preposition']);
const CONDITIONS = new Set(protectedWords.conditions.words);
const PROTECTED = new Set([
  ...protectedWords.quantities.words,
  ...protectedWords.denials.words,
  ...lexicon.hedging.words,
  ...lexicon.limiting.words,
  ...lexicon.modals.words,
]);
const GOVERNING = new Set(
  [...lexicon.telling.words, ...lexicon.claiming.words, ...lexicon.wanting.words, 'accord'].map(stem),
);
const CONTROLLING = new Set(protectedWords.controlling.words.map(stem));
const SUBORDINATORS = new Set(lexicon.subordinators.words);
const LOOSE_PREPOSITIONS = new Set(protectedWords.prepositions.words);

/**
 * Whether a stretch of a sentence may be left out without a change of what the rest says. What is between marks (an
 * apposition, a relative clause, another main clause) may go whole, unless it is a condition or says who says so; within
 * a clause only adjectives, titles before a name and phrases of time and place.
 */
function isSafelyDropped(sentence: readonly SentenceWord[], from: number, to: number): boolean {
  const run = sentence.slice(from, to);
  const startsFree = from === 0 || hasBreak(sentence[from]);
  const endsFree = to === sentence.length || hasBreak(sentence[to]);
  const opensClause = LEADS.has(elementAt(run, 0).kind) || SUBORDINATORS.has(elementAt(run, 0).lower);
  const closesClause = /^(?:and|but|or)$/.test(elementAt(run, -1).lower);
  const isMainClause = from === 0 && closesClause && run.at(-1)?.lower === 'but';
  const isInserted = startsFree && from > 0 && endsFree && !CONDITIONS.has(elementAt(run, 0).lower);
  if (!isMainClause && !isInserted && run.some(({ lower }) => CONDITIONS.has(lower))) return false;
  const isOwnClause = (startsFree || opensClause) && (endsFree || (from === 0 && closesClause));
  if (isOwnClause) return isLooseClause(sentence, from, to);
  if (isTimePhrase(run, sentence[to])) return true;
  if (isReducedRelative(sentence, from, to) || isReducedClause(sentence, from, to)) return true;
  if (isPurpose(sentence, from, to)) return true;
  if (run.some(({ kind }) => FINITE.has(kind) || kind === 'relative' || kind === 'to' || kind === 'gerund'))
    return false;
  if (run.some(word => isProtected(word, run))) return false;
  return isLoosePhrase(sentence, from, to);
}

/** "held" in "the championships held in Osaka": the phrase after it says the same without it. */
const isReducedRelative = (sentence: readonly SentenceWord[], from: number, to: number) =>
  to - from === 1 &&
  elementAt(sentence, from).kind === 'participle' &&
  /^(?:noun|name)$/.test(sentence[from - 1]?.kind ?? '') &&
  /^(?:in|at|on)$/.test(sentence[to]?.lower ?? '') &&
  !hasBreak(sentence[from]) &&
  sentence.slice(to).some(({ kind }) => kind === 'be' || kind === 'modal' || kind === 'auxiliary');

/** "paid for by the councils" in "A report paid for by the councils is due": what the subject is called besides. */
function isReducedClause(sentence: readonly SentenceWord[], from: number, to: number): boolean {
  const run = sentence.slice(from, to);
  const [first] = run;
  const isParticiple = first?.kind === 'participle' && !hasBreak(first);
  const isBeforeVerb = /^(?:be|auxiliary|modal)$/.test(sentence[to]?.kind ?? '') && !hasBreak(sentence[to]);
  if (!isParticiple || !isBeforeVerb || run.slice(1).some(word => hasBreak(word) || FINITE.has(word.kind)))
    return false;
  const subject = sentence.slice(0, from);
  const isOne =
    subject.length <= 4 && /^(?:the|an?)$/.test(subject[0]?.lower ?? '') && subject.at(-1)?.kind === 'noun';
  return isOne && !run.some(word => PROTECTED.has(word.lower) && word.kind !== 'preposition');
}

/** "to produce an animated effect" at the end, where no verb before it needs it. */
function isPurpose(sentence: readonly SentenceWord[], from: number, to: number): boolean {
  const [first, second] = sentence.slice(from, to);
  if (to !== sentence.length || first?.kind !== 'to' || second?.kind !== 'verb') return false;
  const run = sentence.slice(from, to);
  if (run.some((word, at) => (at > 0 && hasBreak(word)) || PROTECTED.has(word.lower))) return false;
  const before = sentence.slice(0, from);
  const needs = before.some(
    ({ root, kind }) =>
      (FINITE.has(kind) || kind === 'gerund') && (GOVERNING.has(root) || CONTROLLING.has(root)),
  );
  return (
    !needs &&
    /^(?:noun|name|pronoun|number)$/.test(before.at(-1)?.kind ?? '') &&
    before.some(({ kind }) => kind === 'preposition')
  );
}

/** "more than 60 years ago" at the end of a clause. */
const isTimePhrase = (run: readonly SentenceWord[], next: SentenceWord | undefined) =>
  (next === undefined || hasBreak(next)) &&
  TIMES.test(elementAt(run, -1).lower) &&
  run.every(
    ({ kind, lower }, at) =>
      ['number', 'noun', 'adverb', 'determiner', 'other', 'adjective'].includes(kind) ||
      (lower === 'than' && at > 0) ||
      (at === 0 && lower === 'on'),
  );

const isProtected = ({ lower, kind }: SentenceWord, run: readonly SentenceWord[]) => {
  if (!PROTECTED.has(lower) && kind !== 'negation') return false;
  // a hedge that goes with what it hedges: "a reportedly carcinogenic chemical"
  const at = run.findIndex(word => word.lower === lower);
  // "over the course of the decade"
  if (kind === 'preposition' && run[at + 1]?.kind !== 'number') return false;
  const governed = run.slice(at + 1).find(({ isContent }) => isContent);
  return !(governed && (governed.kind === 'adjective' || governed.kind === 'participle'));
};

/** What stands between marks or is a clause of its own. */
function isLooseClause(sentence: readonly SentenceWord[], from: number, to: number): boolean {
  const run = sentence.slice(from, to);
  const [first] = run;
  if (!first) return true;
  const pieces = splitAtBreaks(run);
  // what begins with its verb is said of the subject before it
  const isBareVerb = pieces.some(piece => {
    const opening = piece.find(({ kind }) => kind !== 'adverb');
    return (
      opening !== undefined &&
      FINITE.has(opening.kind) &&
      !(
        opening.kind === 'participle' &&
        piece.length <= 8 &&
        from > 0 &&
        hasBreak(sentence[from]) &&
        !isFiniteParticiple(piece)
      )
    );
  });
  const isMainClause = from === 0 && run.at(-1)?.lower === 'but';
  if (isBareVerb && !isMainClause) return false;
  const isLast = to === sentence.length && !LEADS.has(first.kind) && !SUBORDINATORS.has(first.lower);
  // "..., researchers found"
  if (isLast && /^(?:verb|participle)$/.test(run.at(-1)?.kind ?? '') && run.length <= 8) return false;
  if (pieces.some((piece, at) => isAttribution(piece, from === 0 && at === 0))) return false;
  // "and according to Okoro it will ..." is another clause
  const isSeparate = first.kind === 'conjunction' && from > 0 && hasBreak(first);
  if (!isSeparate && run.some(({ lower }, at) => lower === 'according' && run[at + 1]?.kind === 'to'))
    return false;
  // "three of the boats", "none of them": what is counted hangs on it
  if (run.at(-1)?.lower === 'of' || (first.lower === 'of' && !hasBreak(first))) return false;
  const hasVerb = run.some(({ kind }) => FINITE.has(kind));
  const isUnguarded = from > 0 && !hasBreak(first);
  if (isUnguarded && first.kind === 'relative')
    return to === sentence.length || hasBreak(sentence[to]) ? isClauseEnd(sentence, to) : false;
  if (isUnguarded && first.kind === 'preposition' && !LOOSE_PREPOSITIONS.has(first.lower)) return false;
  return hasVerb || !run.some(word => isProtected(word, run));
}

/** "the court heard that", ", police said,": who says the rest. */
function isAttribution(piece: readonly SentenceWord[], isOpening: boolean): boolean {
  const [first] = piece;
  const isLed = first !== undefined && (LEADS.has(first.kind) || SUBORDINATORS.has(first.lower));
  if (isLed && !(isOpening && first.kind === 'conjunction')) return false;
  // "a guard who had been told" tells nothing
  const relative = piece.findIndex(({ kind }) => kind === 'relative');
  const own = relative < 0 ? piece : piece.slice(0, relative);
  return own.some(({ root, kind }) => FINITE.has(kind) && GOVERNING.has(root));
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

/** Adjectives and titles before what they belong to, and phrases of time and place. */
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
  if (isPremodifier && isBeforeNoun && !hasBreak(next))
    return run.slice(1).every(word => !hasBreak(word)) && !LOSSY.test(first.lower);
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

const TIMES = /^(?:ago|later|earlier|today|yesterday|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day)$/;

/** Adjectives that turn what follows them into something else. */
const LOSSY = new RegExp(`^(?:${protectedWords.privative.words.join('|')})`);
