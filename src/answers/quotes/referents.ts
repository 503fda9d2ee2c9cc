import { type Gender, genderOfRole, type Person } from '../../language/people.ts';
import { isNameWord, isPossessive } from '../../language/person-names.ts';
import { findMainSubject, findSubjectBefore } from '../../language/syntax/clauses.ts';
import { isDescriptionOpener, isPreposition } from '../../language/syntax/function-words.ts';
import { findPhraseEnding, findPhraseFrom, type NounPhrase } from '../../language/syntax/noun-phrases.ts';
import { isPassive } from '../../language/syntax/voice.ts';
import { isCueVerbAt } from '../../language/syntax/word-classes.ts';
import { lowerTextAt, type Token, textAt } from '../../language/tokens.ts';
import { findTagAtEnd } from './attribution/tag-rules.ts';
import { beginningOf, CONTEXT_WINDOW } from './context-window.ts';
import type { AttributedSpeaker, HostSentence, NameMention } from './layout.ts';
import { headTextOf, isPersonPhrase } from './role-nouns.ts';

/** Stands in for a pronoun where a description of unknown gender means a person named before. */
export const ANYBODY = 'one';

/** The main subject of a sentence before an index. */
export function findSubject(list: readonly Token[], limit: number): NounPhrase | undefined {
  return findMainSubject(beginningOf(list), Math.min(CONTEXT_WINDOW.before, limit));
}

/** The referent of a pronoun: a person named, an unnamed speaker, or a person that a phrase describes. */
export type Referent =
  | { readonly person: Person }
  | { readonly who: AttributedSpeaker }
  | { readonly host: HostSentence; readonly nounPhrase: NounPhrase };

export const GENDER_OF_PRONOUNS: Readonly<Record<string, Gender>> = {
  he: 'male',
  his: 'male',
  she: 'female',
  her: 'female',
};

export const isOfGender = (words: string, pronoun: string) =>
  pronoun === ANYBODY || [null, GENDER_OF_PRONOUNS[pronoun]].includes(genderOfRole(words));

/** Whether a description opens with the pronoun's possessive: "she" is not "her publisher", but its owner. */
export function isOwnedBy(first: string, noun: string, pronoun: string): boolean {
  const owner = GENDER_OF_PRONOUNS[first.toLowerCase()];
  return owner !== undefined && owner === GENDER_OF_PRONOUNS[pronoun] && genderOfRole(noun) === null;
}

/**
 * How the subject of a sentence relates to a later pronoun: a person introduced there ("a spokesman", "her
 * father", "the head of the club"), one mentioned before ("the forward", "he"), or nobody it can mean.
 */
export function judgeSubject(
  { tokens }: HostSentence,
  { from, to }: NounPhrase,
  pronoun: string,
): 'new' | 'same' | undefined {
  const list = tokens.slice(from, to);
  const first = lowerTextAt(list, 0);
  if (list.length === 1 && first in GENDER_OF_PRONOUNS)
    return pronoun === ANYBODY || GENDER_OF_PRONOUNS[first] === GENDER_OF_PRONOUNS[pronoun]
      ? 'same'
      : undefined;
  const isOpened = isDescriptionOpener(first) || list.slice(0, -1).some(({ text }) => isPossessive(text));
  // "his father and grandfather" are two people
  if (list.some(({ text }) => text === 'and')) return undefined;
  if (!isOpened || !isPersonPhrase(list) || !isOfGender(headTextOf(list), pronoun)) return undefined;
  // "the old man behind her" is told from others, "the old man" is known
  const isTold = list.some(({ text }) => text === 'of') || isPreposition(textAt(tokens, to));
  return first === 'the' && !isTold ? 'same' : 'new';
}

/** The end of a phrase without its noun's complement: "a spokesman for Lang" is not Lang. */
export function findHeadEnd(list: readonly Token[], { from, to }: NounPhrase): number {
  const complement = list.slice(from, to).findIndex(({ text }, at) => at > 0 && isPreposition(text));
  return complement < 0 ? to : from + complement;
}

const isAsking = (verb: string) => verb.startsWith('ask');

/** The subject of the first reporting verb of a sentence. */
function findReporter(list: readonly Token[]): NounPhrase | undefined {
  const cue = list.findIndex(
    (token, at) => isCueVerbAt(list, at) && !/ing$/.test(token.text) && !isAsking(token.text),
  );
  const speaker = cue < 0 || isPassive(list, cue) ? undefined : findSubjectBefore(list, cue);
  // "When Holt said so, her deputy left"
  return speaker && isSubordinator(textAt(list, speaker.from - 1)) ? undefined : speaker;
}

/**
 * The speaker of indirect speech in a sentence that a pronoun continues: "Holt said that ... She", "He left, Holt
 * said. She". If the sentence is about the pronoun, only a tag at its end tells another.
 */
export function findIndirectSpeaker(
  host: HostSentence,
  fitting: readonly NameMention[],
  pronoun: string,
): Referent | undefined {
  const list = beginningOf(host.tokens);
  const isAboutPronoun = lowerTextAt(list, findSubject(list, list.length)?.from ?? -1) === pronoun;
  const tag = findTagAtEnd(list, -1);
  const teller = tag && !isAsking(textAt(list, tag.cue ?? -1)) ? tag.speaker : undefined;
  const speaker = teller ?? (isAboutPronoun ? undefined : findReporter(list));
  if (!speaker) return undefined;
  const headEnd = findHeadEnd(list, speaker);
  const named = fitting.find(
    ({ at }) => at >= speaker.from && at < headEnd && !isModifier(list, at, headEnd),
  );
  if (named) return { person: named.person };
  const words = list.slice(speaker.from, speaker.to);
  if (isOneOfSeveral(list, speaker)) return { host, nounPhrase: speaker };
  const isDescribed =
    words.length > 1 && !list.slice(speaker.from, headEnd).some(({ text }) => isNameWord(text));
  const judged = judgeSubject(host, speaker, pronoun);
  const isNew = judged === 'new' || (judged === 'same' && words.some(({ text }) => isPossessive(text)));
  return isDescribed && isNew ? { host, nounPhrase: speaker } : undefined;
}

/** Whether a phrase is one of several people without a noun: "another", "one", "a third". */
const isOneOfSeveral = (list: readonly Token[], { from, to }: NounPhrase) =>
  /^(?:another|one|an? (?:second|third|fourth|fifth|sixth))$/i.test(
    list
      .slice(from, to)
      .map(({ text }) => text)
      .join(' '),
  );

/** Whether the name at an index modifies the noun of a phrase that ends before `to`: "a Holt spokesman". */
export function isModifier(list: readonly Token[], at: number, to: number): boolean {
  let end = at;
  while (isNameWord(textAt(list, end))) end++;
  return end < to && /^\p{Ll}/u.test(textAt(list, end));
}

const isSubordinator = (word: string) =>
  /^(?:because|since|when|after|before|while|as|if|although|though)$/i.test(word);

/** Whether a word in lower case is a form of the pronoun "he" or "she". */
const isPronounOf = (word: string, pronoun: string) =>
  (GENDER_OF_PRONOUNS[pronoun] === 'male' ? /^(?:he|him|his)$/ : /^(?:she|her|hers)$/).test(word);

/** The only one described besides a subject the pronoun cannot mean: "she quotes a father in 1957". */
export function findOnlyDescribed({ tokens }: HostSentence, pronoun: string): NounPhrase | undefined {
  const list = beginningOf(tokens);
  // "a device on her wrist, a present from her daughter" goes on about the same woman
  if (list.some(({ text }) => isPronounOf(text.toLowerCase(), pronoun))) return undefined;
  const described = list.flatMap((token, at) => {
    if (!/^\p{Ll}/u.test(token.text) || !isPersonPhrase([token])) return [];
    const nounPhrase = findPhraseEnding(list, at + 1);
    const isWhole = nounPhrase !== undefined && findPhraseFrom(list, nounPhrase.from)?.to === at + 1;
    const opener = nounPhrase ? textAt(list, nounPhrase.from) : '';
    const isMeant =
      isWhole &&
      isDescriptionOpener(opener) &&
      !/^no$/i.test(opener) &&
      isOfGender(token.text, pronoun) &&
      !isOwnedBy(opener, token.text, pronoun);
    return isMeant ? [nounPhrase] : [];
  });
  return described.length === 1 ? described[0] : undefined;
}
