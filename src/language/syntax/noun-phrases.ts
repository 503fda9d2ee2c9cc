import { isHuman } from '../animacy.ts';
import { isNameWord, isOfficeNoun, isOrganisation, isPossessive, isTitle } from '../person-names.ts';
import { isWord, lowerTextAt, type Token, textAt } from '../tokens.ts';
import { isDeterminer, isPreposition, isPronoun, isTime } from './function-words.ts';
import { isAdverb, isNounWord } from './word-classes.ts';

/** A range of the tokens of a sentence: from the index `from` to the one before `to`. */
export interface TokenRange {
  readonly from: number;
  readonly to: number;
}

/** A phrase that names somebody or something, without additions between commas. */
export type NounPhrase = TokenRange;

/** Whether a determiner is a phrase of its own at the end of a phrase: "many said". */
const isWholeAtEnd = (word: string) => /^(?:others|some|many|both|this|one|another)$/i.test(word);
/** Whether a determiner is a phrase of its own at the beginning of a phrase. */
const isWholeAtBeginning = (word: string) => /^(?:others|some|many|both|this|that|one|another)$/i.test(word);

const isNumber = (word: string) => /^(?:two|three|four|five|six|seven|eight|nine|ten)$/i.test(word);
/** Whether a word makes a number after it refer to people mentioned before: "the two". */
const isDefinite = (word: string) => /^(?:the|these|those|his|her|their|all)$/i.test(word);

/** No noun phrase has more words; a longer run of nouns is a list, or made up. */
const MAX_PHRASE_WORDS = 40;

/** The noun phrase that ends before the index `end`, or undefined. */
export function findPhraseEnding(list: readonly Token[], end: number): NounPhrase | undefined {
  const last = list[end - 1];
  if (!isWord(last)) return undefined;
  // "an official there said"
  if (/^(?:there|here)$/.test(last.text)) return findPhraseEnding(list, end - 1);
  if (isPronoun(last.text) || isWholeAtEnd(last.text)) return { from: end - 1, to: end };
  if (isTime(last.text) && !isTimeOfComplement(list, end - 1)) return undefined;
  let from = end;
  const earliest = Math.max(0, end - MAX_PHRASE_WORDS);
  while (from > earliest && isNounWord(list, from - 1) && isFreeOfTime(list, from - 1)) {
    from--;
    const isOfNumber = isNumber(textAt(list, from)) && isDefinite(textAt(list, from - 1));
    if (isDeterminer(textAt(list, from)) && !isPossessive(textAt(list, from - 1)) && !isOfNumber) break;
  }
  if (from === end) return undefined;
  const isBareDeterminer = end - from === 1 && isDeterminer(last.text);
  return isBareDeterminer && lowerTextAt(list, from - 1) !== 'of' ? undefined : { from, to: end };
}

const isFreeOfTime = (list: readonly Token[], at: number) =>
  !isTime(textAt(list, at)) || isDemonstrative(list, at) || isTimeOfComplement(list, at);

/** Whether the last word of a phrase is part of a name. */
export function isEndingInName(list: readonly Token[], { to }: NounPhrase): boolean {
  return isNameWord(textAt(list, to - 1));
}

/** A phrase after "and", with the one before it if both name people, or one person with two roles. */
function extendOverAnd(list: readonly Token[], head: NounPhrase, nounPhrase: NounPhrase): NounPhrase {
  const whole = extendToHead(list, head);
  const isOneDescription =
    !isEndingInName(list, nounPhrase) &&
    isDeterminer(textAt(list, whole.from)) &&
    !isDeterminer(textAt(list, nounPhrase.from));
  if (isOneDescription) return { from: whole.from, to: nounPhrase.to };
  // "business manager and chief instructor Lena Ruiz"
  const areRolesOfOne =
    isOfficeNoun(lowerTextAt(list, head.to - 1)) &&
    isEndingInName(list, nounPhrase) &&
    /^\p{Ll}/u.test(textAt(list, nounPhrase.from)) &&
    !isDeterminer(textAt(list, nounPhrase.from));
  // "KIO media and communications manager Richard Bates"
  const areModifiersOfOne =
    !isEndingInName(list, head) &&
    isEndingInName(list, nounPhrase) &&
    ![head, nounPhrase].some(
      ({ from }) => isDeterminer(textAt(list, from)) || isHuman(lowerTextAt(list, from)),
    );
  if (areRolesOfOne || areModifiersOfOne) return { from: head.from, to: nounPhrase.to };
  // "Lena Ruiz and her lawyers"
  const isOfTheFirst =
    isEndingInName(list, head) && /^(?:his|her|their)$/i.test(textAt(list, nounPhrase.from));
  if (isOfTheFirst) return { from: head.from, to: nounPhrase.to };
  const areNames = isEndingInName(list, head) && isEndingInName(list, nounPhrase);
  // "a spokesman for the Department of Boats and Bridges"
  return areNames ? extendToHead(list, { from: head.from, to: nounPhrase.to }) : nounPhrase;
}

/** Extends a phrase to the noun it modifies: from "the FBI" to "the director of the FBI". */
export function extendToHead(list: readonly Token[], nounPhrase: NounPhrase): NounPhrase {
  const preposition = lowerTextAt(list, nounPhrase.from - 1);
  if (!/^(?:of|for|at|from|with|in|to|on|and)$/.test(preposition) || nounPhrase.from < 2) return nounPhrase;
  const head = findPhraseEnding(list, nounPhrase.from - 1);
  if (!head) return nounPhrase;
  if (preposition === 'and') return extendOverAnd(list, head, nounPhrase);
  const opensSentence =
    /^(?:in|on|at|during|after|before|for|from|with)$/i.test(textAt(list, head.from - 1)) &&
    !isNounWord(list, head.from - 2);
  if (opensSentence) return nounPhrase;
  const headNoun = textAt(list, head.to - 1);
  // "Secretary of State John Kerry"
  const isOffice = isTitle(headNoun) && isEndingInName(list, nounPhrase);
  if (isOffice) return { from: head.from, to: nounPhrase.to };
  const longer = extendToHead(list, head);
  // A name is complete without what follows it; "a spokesman for Clinton" is not.
  return isEndingInName(list, head) && !(/^(?:of|for)$/.test(preposition) && isOrganisation([headNoun]))
    ? longer
    : { from: longer.from, to: nounPhrase.to };
}

/** Whether a verb in -ed with an object is at an index: "joined" in "The forward joined the club". */
const isVerbBeforeObject = (list: readonly Token[], at: number) =>
  /^\p{Ll}[^-]*ed$/u.test(textAt(list, at)) && isDeterminer(textAt(list, at + 1));

/** Whether a time belongs to a phrase: "the entry for the next night". */
export const isTimeOfComplement = (list: readonly Token[], at: number) =>
  /^(?:next|last|previous|following)$/i.test(textAt(list, at - 1)) &&
  isDeterminer(textAt(list, at - 2)) &&
  isPreposition(textAt(list, at - 3));

/** Whether a phrase continues with the word at an index, or with the word after an "and" there. */
function isContinuedAt(list: readonly Token[], at: number): boolean {
  if (isVerbBeforeObject(list, at)) return false;
  if (isTime(textAt(list, at))) return isTimeOfComplement(list, at);
  // "the Sunday Mirror another": the next phrase begins
  if (isDeterminer(textAt(list, at)) && isNameWord(textAt(list, at - 1))) return false;
  if (isNounWord(list, at)) return true;
  if (lowerTextAt(list, at) !== 'and') return false;
  const isOfLowerCase = /^\p{Ll}/u.test(textAt(list, at + 1)) && isNounWord(list, at + 1);
  return isOfLowerCase || areJoinedModifiers(list, at);
}

/** Whether an "and" joins names that modify an office: "the former Barcelona and Bayern Munich coach". */
function areJoinedModifiers(list: readonly Token[], and: number): boolean {
  let from = and - 1;
  while (isNameWord(textAt(list, from))) from--;
  let to = and + 1;
  while (isNameWord(textAt(list, to))) to++;
  const areNames = from < and - 1 && to > and + 1;
  return areNames && /^(?:the|former)$/i.test(textAt(list, from)) && isOfficeNoun(textAt(list, to));
}

/** Whether a participle follows a full name at an index: "elected" in "Holt elected mayor". */
function isParticipleBehindName(list: readonly Token[], at: number): boolean {
  const [before, word] = [textAt(list, at - 1), textAt(list, at)];
  // "a man selling samosas"
  if (isHuman(before) && /^\p{Ll}{2,}ing$/u.test(word)) return true;
  if (!isNameWord(before) || isPossessive(before)) return false;
  return !isNameWord(word) && !isTitle(word) && /^[^-]+(?:ed|ing)$/.test(word);
}

/** The most tokens in a noun's complement ("of the parish council") for it to count as part of the phrase. */
const MAX_COMPLEMENT = 8;

/** Whether "this" precedes a noun for a person, not for a time: "this person said", not "this week". */
const isDemonstrative = (list: readonly Token[], at: number) =>
  lowerTextAt(list, at) === 'this' &&
  (/^person$/.test(textAt(list, at + 1)) || isHuman(lowerTextAt(list, at + 1)));

/** The noun phrase that begins at the index `start`, or after the adverbs there; or undefined. */
export function findPhraseFrom(list: readonly Token[], start: number): NounPhrase | undefined {
  let from = start;
  while (isAdverb(list[from])) from++;
  const first = list[from];
  const isOfTime = isTime(first?.text ?? '') && !isDemonstrative(list, from);
  if (!isWord(first) || isOfTime || /^who$/i.test(first.text)) return undefined;
  if (isPronoun(first.text)) return { from, to: from + 1 };
  const isParticiple = /^\p{Ll}+ed$/u.test(first.text) && isNounWord(list, from + 1);
  if (!isDeterminer(first.text) && !isParticiple && !isNounWord(list, from)) return undefined;
  let to = from + 1;
  while (to < list.length && isContinuedAt(list, to) && !isParticipleBehindName(list, to)) to++;
  const isBareDeterminer = to - from === 1 && isDeterminer(first.text);
  if (isBareDeterminer && !isWholeAtBeginning(first.text)) return undefined;
  const hasComplement =
    !isNameWord(textAt(list, to - 1)) && /^(?:of|for|from|at|with)$/.test(lowerTextAt(list, to));
  const complement = hasComplement ? findPhraseFrom(list, to + 1) : undefined;
  const isShort = complement && complement.to - complement.from <= MAX_COMPLEMENT;
  return { from, to: isShort ? complement.to : to };
}

/** Whether a phrase is the object of a preposition, so that it cannot be a subject. */
export function isBehindPreposition(list: readonly Token[], { from }: NounPhrase): boolean {
  return isPreposition(textAt(list, from - 1));
}
