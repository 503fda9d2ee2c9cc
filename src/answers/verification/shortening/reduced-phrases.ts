import { isWeekday } from '../../../language/calendar.ts';
import protectedWords from '../../../language/lexicons/shortening.json' with { type: 'json' };
import { stem } from '../../../language/stems.ts';
import { elementAt } from '../../../lists.ts';
import { hasBreak } from '../propositions/phrases.ts';
import { isAuxiliary, isMainVerb, isNominal, isVerbal, isVerbForm } from '../propositions/word-classes.ts';
import type { SentenceWord } from '../propositions/words.ts';
import { GOVERNING, isGoverning, PROTECTED } from './kept-words.ts';

const CONTROLLING = new Set(protectedWords.controlling.words.map(stem));

/** A participle whose phrase says the same without it: "held" in "the championships held in Osaka". */
export const isReducedRelative = (sentence: readonly SentenceWord[], from: number, to: number) =>
  to - from === 1 &&
  elementAt(sentence, from).kind === 'participle' &&
  /^(?:noun|name)$/.test(sentence[from - 1]?.kind ?? '') &&
  /^(?:in|at|on)$/.test(sentence[to]?.lower ?? '') &&
  !hasBreak(sentence[from]) &&
  sentence.slice(to).some(isAuxiliary);

/** Whether a stretch only describes the subject: "paid for by the councils" in "A report … is due". */
export function isReducedClause(sentence: readonly SentenceWord[], from: number, to: number): boolean {
  const run = sentence.slice(from, to);
  const [first] = run;
  const isParticiple = first?.kind === 'participle' && !hasBreak(first);
  const isBeforeVerb = isAuxiliary(sentence[to]) && !hasBreak(sentence[to]);
  if (!isParticiple || !isBeforeVerb || run.slice(1).some(word => hasBreak(word) || isVerbForm(word)))
    return false;
  const subject = sentence.slice(0, from);
  const isOne =
    subject.length <= 4 && /^(?:the|an?)$/.test(subject[0]?.lower ?? '') && subject.at(-1)?.kind === 'noun';
  return isOne && !run.some(word => PROTECTED.has(word.lower) && word.kind !== 'preposition');
}

/** Whether a stretch is the first of two deeds: "sold the farm and" in "Lee sold the farm and left Hull". */
export function isFirstOfTwo(sentence: readonly SentenceWord[], from: number, to: number): boolean {
  const run = sentence.slice(from, to);
  const [next, following] = [sentence[to], sentence[to + 1]];
  const isJoined = /^(?:and|but)$/.test(run.at(-1)?.lower ?? '') && run.length > 2;
  if (!isJoined || !next || run.some(hasBreak) || hasBreak(next)) return false;
  const before = sentence.slice(0, from);
  const isSubject = isNominal(before.at(-1));
  // "restored barns" may be barns
  const isVerb =
    following === undefined || hasBreak(following) || !/^(?:noun|adjective)$/.test(following.kind);
  return (
    isMainVerb(run[0]) &&
    isMainVerb(next) &&
    isSubject &&
    isVerb &&
    run.filter(word => isVerbal(word) || word.kind === 'to').length === 1 &&
    !run.some(word => isGoverning(word) || word.kind === 'relative') &&
    !before.some(word => isVerbForm(word) || word.kind === 'relative' || word.kind === 'negation')
  );
}

/** Whether it is a purpose at the end that no verb before it needs: "to produce an animated effect". */
export function isPurpose(sentence: readonly SentenceWord[], from: number, to: number): boolean {
  const [first, second] = sentence.slice(from, to);
  if (to !== sentence.length || first?.kind !== 'to' || second?.kind !== 'verb') return false;
  const run = sentence.slice(from, to);
  if (
    run.some((word, at) => (at > 0 && hasBreak(word)) || (PROTECTED.has(word.lower) && word.kind !== 'name'))
  )
    return false;
  const before = sentence.slice(0, from);
  const needs = before.some(
    word => isVerbal(word) && (GOVERNING.has(word.root) || CONTROLLING.has(word.root)),
  );
  return (
    !needs &&
    (isNominal(before.at(-1)) || before.at(-1)?.lower === 'other') &&
    before.some(({ kind }) => kind === 'preposition')
  );
}

/** Whether a stretch is a time phrase at the end of a clause: "more than 60 years ago". */
export const isTimePhrase = (run: readonly SentenceWord[], next: SentenceWord | undefined) =>
  (next === undefined || hasBreak(next)) &&
  endsTimePhrase(elementAt(run, -1)) &&
  run.every(
    ({ kind, lower }, at) =>
      ['number', 'noun', 'adverb', 'determiner', 'other', 'adjective'].includes(kind) ||
      (lower === 'than' && at > 0) ||
      (at === 0 && lower === 'on'),
  );

const endsTimePhrase = ({ lower }: SentenceWord) =>
  isWeekday(lower) || /^(?:ago|later|earlier|today|yesterday|tomorrow)$/.test(lower);
