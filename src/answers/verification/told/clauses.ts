import { isMonth } from '../../../language/calendar.ts';
import type { Clause, ReadSentence } from '../propositions/clause.ts';
import { hasBreak, type Phrase } from '../propositions/phrases.ts';
import { HEDGING, SUBORDINATORS } from '../propositions/verb-kinds.ts';
import { isNominal, isVerbForm } from '../propositions/word-classes.ts';
import type { SentenceWord } from '../propositions/words.ts';
import { GOVERNING } from '../shortening/kept-words.ts';
import { placeBehind } from '../shortening/rewritings/rewriting.ts';
import { isCondition, isTurning } from '../shortening/scope.ts';
import { tellCleft, tellInsertions, tellTitles } from './insertions.ts';
import { isAlternative, isAntecedent, isJoint, markQuoted, type Words } from './pieces.ts';

/** A longer sentence is a list or several sentences, and is not split. */
const MAX_WORDS = 120;

/** Maximum clauses of a sentence that are told separately. */
const MAX_TOLD = 12;

/** The beginning of a verb group with the adverbs and negations before it: "had never met". */
export function stepBack(words: Words, from: number): number {
  let at = from;
  while (at > 0 && !hasBreak(words[at]) && /^(?:adverb|negation)$/.test(words[at - 1]?.kind ?? '')) at--;
  return at;
}

/** Whether a word makes all around it hang on something: "if", "unless". */
const isConditional = (word: string) =>
  isCondition(word) && !/^(?:when|once|until|would|could|given)$/.test(word);

/** "Every house but the mill": what follows "but" is what is left out. */
const hasException = (words: Words) =>
  words.some(
    ({ lower }, at) =>
      lower === 'but' &&
      !hasBreak(words[at]) &&
      words.slice(Math.max(0, at - MAX_EXCEPTED), at).some(isTurning) &&
      !words.slice(0, at).some(isVerbForm),
  );

/** How many words before "but" may name the kind from which something is left out. */
const MAX_EXCEPTED = 3;

/** "As long as" begins a condition too. */
const isAsLong = (words: Words, at: number) =>
  /^(?:as|so)$/.test(words[at]?.lower ?? '') &&
  words[at + 1]?.lower === 'long' &&
  words[at + 2]?.lower === 'as';

/** Whether a sentence, or a part of it, holds on a condition, with an exception, or in the order of a list. */
export const isHanging = (words: Words): boolean =>
  words.some(({ lower }, at) => isConditional(lower) || isAsLong(words, at) || lower === 'respectively') ||
  hasException(words) ||
  /^(?:had|were|should)$/.test(words[0]?.lower ?? '');

/** Whether another clause begins at an index, with its verb or with its subject. */
const opensClause = (at: number, { words, clauses }: ReadSentence) =>
  clauses.some(
    clause =>
      clause.isFinite &&
      (stepBack(words, clause.from) === at || [clause, ...clause.subjects].some(({ from }) => from === at)),
  );

const endsFigure = (word: SentenceWord | undefined) => word?.kind === 'number' || isMonth(word?.lower ?? '');

/** The end of what is said with a verb: up to the next mark, or to another clause; null if it is a choice. */
function findEnd(clause: Clause, read: ReadSentence): number | null {
  const { words } = read;
  // "allegedly stole the ring and sold the boat"
  if (words.slice(0, clause.to).some(word => isAlternative(word) || HEDGING.has(word.lower))) return null;
  let at = clause.to;
  for (; at < words.length; at++) {
    const word = words[at];
    if (isAlternative(word)) return null;
    // "on July 14, 1998", "in 1902, 1907 and 1911"
    if (hasBreak(word) && word?.kind === 'number' && endsFigure(words[at - 1])) return null;
    if (hasBreak(word)) break;
    if (isJoint(word) && (opensClause(at + 1, read) || isVerbForm(words[at + 1]))) break;
    if (word && SUBORDINATORS.has(word.lower) && opensSubordinate(at, read)) break;
  }
  // "will resign, or be sacked", "stays, unless"
  const next = words[at];
  const isOpenEnded =
    isAlternative(next) || (next !== undefined && isCondition(next.lower)) || next?.lower === 'until';
  if (isOpenEnded) return null;
  // what is denied, or said of all, may be so only with the rest: "nobody sold it and left"
  const isWhole = next === undefined && !words.slice(0, clause.from).some(isJoint);
  return isWhole || !words.slice(clause.subjects[0]?.from ?? clause.from, at).some(isTurning) ? at : null;
}

const opensSubordinate = (at: number, { words, clauses }: ReadSentence) =>
  words[at]?.lower !== 'that' &&
  clauses.some(
    ({ subordinator, subjects }) => subordinator !== null && subjects.some(({ from }) => from === at + 1),
  );

/** The subject with all that belongs to it, up to its verb or the next mark. */
function readSubject(phrase: Phrase, { words, clauses }: ReadSentence, verb: number): Words {
  let end = phrase.to;
  while (
    end < verb &&
    !hasBreak(words[end]) &&
    words[end]?.kind !== 'relative' &&
    !clauses.some(clause => clause.isFinite && stepBack(words, clause.from) === end)
  )
    end++;
  const isBefore = phrase.from < verb;
  return words.slice(phrase.from, isBefore ? end : phrase.to);
}

/** The subject of a sentence that begins with it, however it goes on: "A tram with 52 people on board". */
function readLeadingSubject({ words, phrases, clauses }: ReadSentence): Words {
  const verb = clauses[0] ? stepBack(words, clauses[0].from) : 0;
  const lead = words.slice(0, verb);
  const isPlain =
    phrases[0]?.from === 0 &&
    !lead.some((word, at) => at > 0 && (hasBreak(word) || word.kind === 'relative' || isJoint(word)));
  return isPlain ? lead : [];
}

/** Whether a phrase can be a subject: what a verb governs, or what is part of a larger phrase, is none. */
function isFree({ from, head }: Phrase, words: Words): boolean {
  const before = words[from - 1];
  if (from === 0 || hasBreak(words[from])) return !isQuantity(head);
  return !isQuantity(head) && !isNominal(before) && !isVerbForm(before);
}

const isQuantity = ({ lower }: SentenceWord) =>
  /^(?:each|both|all|none|one|some|many|most|few|others|this|these|those|him|them|me|us|her|there)$/.test(
    lower,
  );

/** The subjects under which a clause can be told: each of several names for one, or all of several together. */
function findSubjects(clause: Clause, read: ReadSentence): Words[] {
  const { words, clauses } = read;
  const verb = stepBack(words, clause.from);
  const found = [...clause.subjects].sort((a, b) => a.from - b.from);
  const [first, last] = [found[0], found.at(-1)];
  if (!first || !last)
    return clause === clauses[0] || isJoint(words[verb - 1]) ? [readLeadingSubject(read)] : [];
  if (!clause.isRelative && !isFree(first, words) && !isBehindOpening(first, read)) return [];
  if (clause.isRelative && !isAntecedent(last, words)) return [];
  const isJoined = found.length > 1 && words.slice(first.to, last.from).some(isJoint);
  if (!isJoined) return found.map(phrase => readSubject(phrase, read, verb));
  if (words.slice(first.to, last.from).some(isAlternative)) return [];
  return [words.slice(first.from, last.to)];
}

/** Maximum words before the subject that are repeated with each clause. */
const MAX_OPENING = 10;

/** What opens the sentence before its first subject: "In 1974". Null if it is anything but such a phrase. */
function readOpening({ words, clauses }: ReadSentence): Words | null {
  const [first] = clauses;
  const subject = first?.subjects.toSorted((a, b) => a.from - b.from)[0];
  if (!subject || subject.from === 0) return [];
  const opening = words.slice(isJoint(words[0]) ? 1 : 0, subject.from);
  if (opening.length === 0) return [];
  const isPhrase =
    /^(?:preposition|adverb)$/.test(opening[0]?.kind ?? '') && opening.at(-1)?.kind !== 'preposition';
  return isPhrase && opening.length <= MAX_OPENING && !opening.some(isVerbForm) ? opening : null;
}

/** Whether a subject with a determiner follows what opens the sentence: "In its final year the train lost money". */
const isBehindOpening = ({ from, words: [first] }: Phrase, read: ReadSentence) =>
  /^(?:determiner|possessive)$/.test(first?.kind ?? '') &&
  from === (isJoint(read.words[0]) ? 1 : 0) + (readOpening(read)?.length ?? 0);

/** Maximum words of a tag at the end that says who says the rest. */
const MAX_TAG = 8;

/** Whether a sentence ends with who says it, in whatever form: "…, the union claims". */
export function isTagged(words: Words): boolean {
  const tag = words.slice(Math.max(1, words.findLastIndex(hasBreak)));
  const isOfSpeech = ({ root, stem }: SentenceWord) => GOVERNING.has(root) || GOVERNING.has(stem);
  return (
    tag.length <= MAX_TAG && hasBreak(tag[0]) && tag.filter(isVerbForm).length <= 1 && tag.some(isOfSpeech)
  );
}

/** Whether a verb right behind a comma is one of several that are joined by "and": "rose, sat down and left". */
function isInSeries(clause: Clause, { words }: ReadSentence): boolean {
  const from = stepBack(words, clause.from);
  if (clause.isRelative || !hasBreak(words[from]) || clause.subjects.some(phrase => phrase.to === from))
    return true;
  if (words[from]?.kind !== 'participle') return true;
  const joint = words.findIndex((word, at) => at >= clause.to && isJoint(word));
  const next = words[joint + 1];
  return joint >= 0 && isVerbForm(next) && !/^(?:being|having)$/.test(next?.lower ?? '');
}

/** Whether a verb behind "and" goes on with an infinitive: "promised to open the clinic and close the pool". */
function isJoinedInfinitive(clause: Clause, { words }: ReadSentence): boolean {
  const isBare = (word: SentenceWord | undefined) => isVerbForm(word) && word?.lower === word?.root;
  const joint = stepBack(words, clause.from) - 1;
  const before = words.slice(0, Math.max(0, joint));
  return (
    isJoint(words[joint]) &&
    isBare(words[clause.from]) &&
    before.some(({ lower }, at) => lower === 'to' && isBare(words[at + 1]))
  );
}

/** Whether a clause is told as a fact, or with the modal that its verb has. */
const isTold = (clause: Clause, read: ReadSentence) =>
  clause.isFinite &&
  !/^(?:being|having)\b/.test(clause.written) &&
  isInSeries(clause, read) &&
  !isJoinedInfinitive(clause, read) &&
  clause.source === null &&
  clause.subordinator !== 'that' &&
  (clause.mood === 'fact' || clause.mood === 'possible') &&
  !isCondition(clause.subordinator ?? '');

function tellClause(clause: Clause, read: ReadSentence, opening: Words): SentenceWord[][] {
  const end = findEnd(clause, read);
  if (end === null) return [];
  const { words } = read;
  const predicate = words.slice(stepBack(words, clause.from), end);
  return findSubjects(clause, read)
    .filter(subject => subject.length > 0 && !/^(?:I|we|you|who|which)$/i.test(subject[0]?.text ?? ''))
    .map(subject => {
      const isOpened = opening.length > 0 && !clause.isRelative && clause.subordinator === null;
      const said = [...placeBehind(isOpened ? ', ' : '', subject), ...placeBehind(' ', predicate)];
      return isOpened ? [...placeBehind('', opening), ...said] : said;
    });
}

/**
 * What a sentence tells in each of its clauses, as sentences of their own: “Lee sold the farm” and “Lee left” for
 * "Lee, who sold the farm, left". Only what it states, neither on a condition, nor as a choice, nor as somebody's
 * words; clauses whose subject is not certain are left out.
 */
export function tellClauses(read: ReadSentence): SentenceWord[][] {
  const { words, clauses } = read;
  if (words.length > MAX_WORDS || isHanging(words)) return [];
  const opening = readOpening(read);
  const [isSaid, quoted] = [isTagged(words), markQuoted(words)];
  const subject = clauses[0]?.subjects[0];
  const isOpened = ({ subjects }: Clause) => subjects[0]?.from === subject?.from;
  const isStated = (clause: Clause) =>
    !quoted[clause.from] &&
    isTold(clause, read) &&
    (clause.isRelative || (!isSaid && (opening !== null || !isOpened(clause))));
  const told = clauses.filter(isStated).flatMap(clause => tellClause(clause, read, opening ?? []));
  const cleft = isSaid || quoted.some(Boolean) ? [] : tellCleft(read);
  const own = { ...read, phrases: read.phrases.filter(({ from }) => !quoted[from]) };
  return [...cleft, ...told, ...tellInsertions(own), ...tellTitles(own)].slice(0, MAX_TOLD);
}
