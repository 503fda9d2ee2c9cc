import { isHuman, namesTime } from '../animacy.ts';
import { isPastTense } from '../lexicon.ts';
import { findNameRuns, isNameWord, isOfficeNoun, isOrganisation, isPossessive } from '../person-names.ts';
import { findLastBefore, isWord, lowerTextAt, type Token, textAt } from '../tokens.ts';
import { findAppositionBefore, findNameBetween } from './appositions.ts';
import {
  isClauseOpener,
  isDeterminer,
  isIndefinitePronoun,
  isPreposition,
  isPronoun,
  isSentenceOpener,
  isTime,
} from './function-words.ts';
import {
  extendToHead,
  findPhraseEnding,
  findPhraseFrom,
  isBehindPreposition,
  isEndingInName,
  isTimeOfComplement,
  type NounPhrase,
  type TokenRange,
} from './noun-phrases.ts';
import { isAdverb, isCueVerbAt, isNounWord } from './word-classes.ts';

/** The main clause around the token at an index: from the semicolon before it, unless next to it, to the one after. */
export function findClauseAround(list: readonly Token[], at: number): TokenRange {
  const from = findLastBefore(list, Math.max(0, at - 1), ({ text }) => text === ';') + 1;
  const end = list.findIndex(({ text }, index) => index > at && text === ';');
  return { from, to: end < 0 ? list.length : end };
}

/** The most insertions that are skipped between a subject and its verb. */
const MAX_PIECES = 12;

/**
 * Skips one insertion to the left, between a subject and its verb. Returns the index before which to
 * continue, or the subject if it is a name between commas. Undefined if there is no further insertion, null
 * if the subject cannot be determined.
 */
function stepOverInsertion(list: readonly Token[], end: number): number | NounPhrase | null | undefined {
  const last = list[end - 1];
  if (!last) return null;
  if (isAdverb(last)) return end - 1;
  if (last.text === ')') return findOpening(list, end - 1, '(');
  if (isWord(last) && isTime(last.text) && !isTimeOfComplement(list, end - 1))
    return /^(?:on|in|of|at)$/.test(lowerTextAt(list, end - 2)) ? end - 2 : end - 1;
  if (last.text === '—' || last.text === '–') return findOpening(list, end - 1, last.text);
  if (last.text !== ',') return undefined;
  const described = findDescribedName(list, end - 1);
  if (described) return described;
  const comma = findAppositionBefore(list, end - 1);
  return comma === undefined ? null : (findNameBetween(list, comma, end - 1) ?? comma);
}

/** The last token with this text before an index, or null. */
function findOpening(list: readonly Token[], before: number, mark: string): number | null {
  const opening = findLastBefore(list, before, ({ text }) => text === mark);
  return opening < 0 ? null : opening;
}

/** The end of the phrase that a relative pronoun refers to, before a comma and brackets. */
function findAntecedentEnd(list: readonly Token[], pronoun: number): number {
  const end = textAt(list, pronoun - 1) === ',' ? pronoun - 1 : pronoun;
  return textAt(list, end - 1) === ')' ? (findOpening(list, end, '(') ?? 0) : end;
}

/** Whether a phrase is primarily about people: its head noun, before any preposition, denotes a person. */
export function isAboutPerson(list: readonly Token[], { from, to }: NounPhrase): boolean {
  const preposition = list.findIndex(({ text }, at) => at > from && at < to && isPreposition(text));
  const last = (preposition < 0 ? to : preposition) - 1;
  if (isNameWord(textAt(list, last))) return !isOrganisation([textAt(list, last)]);
  const noun = lowerTextAt(list, last);
  return isOfficeNoun(noun) || isHuman(noun) || isHuman(noun.replace(/s$/, ''));
}

/**
 * The name in apposition to a description, as in "the group's president, Maria Holt of Low Lane, said".
 * Undefined unless the name and its modifiers fill the space between two commas; the second comma is at
 * `end`. Such a name is itself the subject.
 */
function findDescribedName(list: readonly Token[], end: number): NounPhrase | undefined {
  const comma = findLastBefore(list, end, ({ kind }) => kind !== 'word');
  const described = textAt(list, comma) === ',' ? findPhraseEnding(list, comma) : undefined;
  const [run] = findNameRuns(list.slice(comma + 1, end));
  if (!described || run?.from !== 0 || isEndingInName(list, described)) return undefined;
  const name = { from: comma + 1, to: comma + 1 + run.to };
  const isWhole = name.to === end || /^(?:of|at|from|for)$/.test(textAt(list, name.to));
  const isDescription =
    isAboutPerson(list, described) &&
    !isBehindPreposition(list, described) &&
    list
      .slice(described.from, described.to)
      .some(({ text }, at) => isPossessive(text) || (at === 0 && isDeterminer(text)));
  return isWhole && isDescription && !isPossessive(textAt(list, name.to - 1)) ? name : undefined;
}

/** The most tokens between a noun and the end of a clause or phrase that modifies it. */
const MAX_MODIFIER = 16;

/** Whether a relative pronoun is at an index: "that" after a noun, but not in "said that the". */
function isRelativePronounAt(list: readonly Token[], at: number): boolean {
  const word = lowerTextAt(list, at);
  if (/^(?:who|whose|which)$/.test(word)) return true;
  if (word !== 'that' || isCueVerbAt(list, at - 1)) return false;
  const next = textAt(list, at + 1);
  return isWord(list[at - 1]) && !isDeterminer(next) && !isPronoun(next) && !isNameWord(next);
}

/**
 * The phrase that a prepositional phrase or relative clause before a verb modifies: "a banner" in "a banner
 * behind the goal read", "the man" in "the man who lives in the house said", "Maria Holt" in "Maria Holt, of
 * the Green Party, said". Returns the phrase itself if it modifies nothing.
 */
function findModified(list: readonly Token[], nounPhrase: NounPhrase): NounPhrase {
  const preposition = nounPhrase.from - 1;
  if (!isPreposition(textAt(list, preposition))) return nounPhrase;
  const isAdded = (at: number) => textAt(list, at - 1) === ',' && isNameWord(textAt(list, at - 2));
  if (isAdded(preposition)) return findPhraseEnding(list, preposition - 1) ?? nounPhrase;
  // "Tom Reed, from the University of Leeds, said"
  const outer = findPhraseEnding(list, preposition);
  if (outer && isPreposition(textAt(list, outer.from - 1)) && isAdded(outer.from - 1))
    return findPhraseEnding(list, outer.from - 2) ?? nounPhrase;
  for (let at = preposition - 1; at > 0 && preposition - at < MAX_MODIFIER && isWord(list[at]); at--) {
    if (!isRelativePronounAt(list, at)) continue;
    const antecedent = findPhraseEnding(list, findAntecedentEnd(list, at));
    return antecedent ? extendToHead(list, antecedent) : nounPhrase;
  }
  // "a sign propped against the gate"
  const participle = isPastTense(textAt(list, preposition - 1)) ? preposition - 1 : preposition;
  const head = findPhraseEnding(list, participle);
  return head && opensClause(list, head) ? head : nounPhrase;
}

/** Whether a phrase starts with a determiner and opens a clause, so that it can be a subject. */
const opensClause = (list: readonly Token[], { from }: NounPhrase) =>
  isDeterminer(textAt(list, from)) &&
  (!isWord(list[from - 1]) || /^(?:and|but|while|that|as|when)$/i.test(textAt(list, from - 1)));

/** The subject of the verb at the index `verb`, to its left, or undefined. */
export function findSubjectBefore(list: readonly Token[], verb: number): NounPhrase | undefined {
  let end = verb;
  for (let piece = 0; piece < MAX_PIECES; piece++) {
    const step = stepOverInsertion(list, end);
    if (step === undefined) break;
    if (step === null) return undefined;
    if (typeof step !== 'number') return step;
    end = step;
  }
  const relative = lowerTextAt(list, end - 1);
  const isRelative = /^(?:who|which|that)$/.test(relative);
  const nounPhrase = findPhraseEnding(list, isRelative ? findAntecedentEnd(list, end - 1) : end);
  const whole = nounPhrase && extendToHead(list, nounPhrase);
  // "a talk with a girl who": the girl, but "a spokesman for the club who"
  const isLonger = whole && nounPhrase && whole.from < nounPhrase.from;
  if (relative === 'who' && isLonger && !isAboutPerson(list, whole)) return nounPhrase;
  return whole && !isRelative ? findModified(list, whole) : whole;
}

/**
 * The comma that ends the opening phrase or clause at the index `start`, or -1. If the subject of the clause
 * has an apposition, as in "On the day that his colleague, Peter Lang, left, ...", it is the comma after the
 * clause's verb.
 */
function findOpeningEnd(list: readonly Token[], start: number, limit: number): number {
  const commas = list.slice(0, limit).flatMap(({ text }, at) => (at > start && text === ',' ? [at] : []));
  const [first, second, third] = commas;
  if (first === undefined) return -1;
  if (second === undefined || third === undefined) return first;
  const conjunction = list
    .slice(0, first)
    .findLastIndex(token => /^(?:that|when|while|where|because|although|though|if)$/i.test(token.text));
  const subject = conjunction < start ? undefined : findPhraseFrom(list, conjunction + 1);
  const isOpen = subject?.to === first;
  const addition = isOpen ? findPhraseFrom(list, first + 1) : undefined;
  const isVerbBehind = isWord(list[second + 1]) && !isDeterminer(textAt(list, second + 1));
  return addition?.to === second && isVerbBehind ? third : first;
}

const isOpeningAt = (word: string) =>
  isPreposition(word) || isSentenceOpener(word) || /^(?:To|\p{Lu}\p{Ll}+(?:ing|ed))$/u.test(word);

const isConnective = (word: string) => /^(?:and|but|so|or|yet|meanwhile|however|instead|now)$/i.test(word);

/** The first pronoun or name after the index `at` and before `limit`, or -1. */
function findPronounOrName(list: readonly Token[], at: number, limit: number): number {
  const offset = list
    .slice(0, limit)
    .findIndex(
      (token, index) =>
        index > at + 1 &&
        isWord(token) &&
        (isPronoun(token.text) ||
          isIndefinitePronoun(token.text) ||
          (isNameWord(token.text) && !isTime(token.text))),
    );
  return offset;
}

/** The most phrases and clauses that are skipped before a subject. */
const MAX_OPENINGS = 6;

/**
 * The index of the subject right after an opening phrase without a comma: "my sister" in "By February my
 * sister lay in a bath", "a man" in "During the debate a man stood up".
 */
function findEndOfOpening(list: readonly Token[], preposition: number): number | undefined {
  if (!isPreposition(textAt(list, preposition).toLowerCase())) return undefined;
  let at = preposition + 1;
  if (isDeterminer(textAt(list, at))) at++;
  while (
    isWord(list[at]) &&
    (isTime(textAt(list, at)) ||
      (/^\p{Ll}/u.test(textAt(list, at)) && isNounWord(list, at) && !isDeterminer(textAt(list, at))))
  )
    at++;
  const next = textAt(list, at);
  const isSubject =
    isDeterminer(next) ||
    isPronoun(next) ||
    isIndefinitePronoun(next) ||
    (isNameWord(next) && isTime(textAt(list, at - 1)));
  // "on the day that Holt left": a clause goes on
  return at > preposition + 1 && isSubject && !isClauseOpener(next) ? at : undefined;
}

/** The most words in a distance of time: "a few short weeks later". */
const MAX_DISTANCE = 5;

/** The index behind a distance of time at an index ("three weeks later", "a year ago,"), or the index itself. */
function skipDistance(list: readonly Token[], at: number): number {
  const end = list
    .slice(at, at + MAX_DISTANCE)
    .findIndex(({ text, kind }) => kind !== 'word' || /^(?:ago|later|earlier)$/.test(text));
  if (end < 2 || !isWord(list[at + end]) || !namesTime(textAt(list, at + end - 1))) return at;
  const behind = at + end + 1;
  return textAt(list, behind) === ',' ? behind + 1 : behind;
}

/** Whether the year of a date is at an index: "On July 27, 2006, he left". */
const isYearAt = (list: readonly Token[], at: number) =>
  /^\d{4}$/.test(textAt(list, at)) && textAt(list, at - 1) === ',' && textAt(list, at + 1) === ',';

/** Where the subject of a sentence may begin, after opening phrases and clauses; undefined if nowhere. */
function findSubjectStart(list: readonly Token[], limit: number): number | undefined {
  let at = 0;
  for (let opening = 0; opening < MAX_OPENINGS; opening++) {
    while (
      at < limit &&
      (!isWord(list[at]) || isAdverb(list[at]) || isConnective(textAt(list, at)) || isYearAt(list, at))
    )
      at++;
    at = skipDistance(list, at);
    if (at >= limit || !isOpeningAt(textAt(list, at))) break;
    const behind = findEndOfOpening(list, at);
    if (behind !== undefined && behind < limit) return behind;
    const comma = findOpeningEnd(list, at, limit);
    if (comma < 0) {
      const start = findPronounOrName(list, at, limit);
      return start < 0 ? undefined : start;
    }
    at = comma + 1;
  }
  return at;
}

/** The subject of a sentence before the index `limit`: the first noun phrase after what opens it. */
export function findMainSubject(list: readonly Token[], limit: number): NounPhrase | undefined {
  const start = findSubjectStart(list, limit);
  if (start === undefined) return undefined;
  const nounPhrase = start < limit ? findPhraseFrom(list, start) : undefined;
  if (!nounPhrase) {
    const [run] = findNameRuns(list.slice(0, limit));
    return run && { from: run.from, to: run.to };
  }
  const first = textAt(list, nounPhrase.from);
  const isFragment = textAt(list, nounPhrase.to) === ',' && /^\p{Ll}/u.test(first) && !isDeterminer(first);
  const rest = isFragment && nounPhrase.to + 1 < limit ? findPhraseFrom(list, nounPhrase.to + 1) : undefined;
  return rest ?? nounPhrase;
}

/**
 * The possessor of the noun at an index: "Trump" in "Trump's claim". For "Trump's campaign manager's claim"
 * it is the manager, described by the whole phrase.
 */
export function findPossessor(list: readonly Token[], noun: number): NounPhrase | undefined {
  const isOwner = (word: string) => /^(?:his|her|their|its)$/i.test(word);
  let at = noun - 1;
  while (
    at > 0 &&
    noun - at < 4 &&
    isWord(list[at]) &&
    !isPossessive(textAt(list, at)) &&
    !isOwner(textAt(list, at)) &&
    !isPreposition(textAt(list, at))
  )
    at--;
  const owner = list[at];
  if (!isWord(owner)) return undefined;
  if (isOwner(owner.text)) return { from: at, to: at + 1 };
  return isPossessive(owner.text) ? findPhraseEnding(list, at + 1) : undefined;
}
