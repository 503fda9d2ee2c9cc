import { isHuman } from '../../language/animacy.ts';
import bodies from '../../language/lexicons/bodies.json' with { type: 'json' };
import {
  type Gender,
  genderOfRole,
  isSurelyPerson,
  type PeopleIndex,
  type Person,
} from '../../language/people.ts';
import { findNameRuns, isNameWord, isPossessive, nameWordsOf } from '../../language/person-names.ts';
import { findMainSubject } from '../../language/syntax/clauses.ts';
import { isDescriptionOpener, isPreposition, isPronoun } from '../../language/syntax/function-words.ts';
import type { NounPhrase } from '../../language/syntax/noun-phrases.ts';
import { lowerTextAt, type Token, textAt } from '../../language/tokens.ts';
import { createWordTest } from '../../language/word-lists.ts';
import { beginningOf, CONTEXT_WINDOW } from './context-window.ts';
import {
  type ArticleLayout,
  type AttributedSpeaker,
  type HostSentence,
  type NameMention,
  phraseTextOf,
} from './layout.ts';
import { headTextOf, isPersonPhrase } from './role-nouns.ts';

/** How many sentences back a pronoun for a person may point, and one for a body or a document. */
const REACH = { person: 14, thing: 4 };

/** Stands for a pronoun where a description means somebody named before and tells no gender. */
const ANYBODY = 'one';

/** Whether a pronoun in small letters ("he", "her") may stand for a person. */
export function isCompatible(person: Person, pronoun: string): boolean {
  if (!person.speaks && !isSurelyPerson(person)) return false;
  if (pronoun === ANYBODY) return true;
  if (pronoun === 'he' || pronoun === 'his') return person.gender !== 'female';
  if (pronoun === 'she' || pronoun === 'her') return person.gender !== 'male';
  return false;
}

/**
 * Who of this name a pronoun can mean: the likeliest bearer, or, for the subject of a sentence, the only
 * other one whom it fits.
 */
function findReferent(
  { person, namesakes, at }: NameMention,
  pronoun: string,
  subject: NounPhrase | undefined,
): Person | undefined {
  if (isCompatible(person, pronoun)) return person;
  if (subject?.from !== at || subject.to !== at + 1) return undefined;
  const [other, ...others] = namesakes.filter(namesake => isCompatible(namesake, pronoun));
  return others.length === 0 ? other : undefined;
}

/**
 * Whether somebody is introduced by a relation to whom the pronoun means ("his colleague, Peter Lang,"), and
 * so is not meant, unless the sentence is about the colleague.
 */
function isRelativeOf(pronoun: string, list: readonly Token[], at: number, subjectAt: number): boolean {
  if (textAt(list, at - 1) !== ',') return false;
  const owner = list.slice(0, at).findLastIndex(({ text }) => /^(?:his|her|their)$/i.test(text));
  if (owner < 0 || at - owner > 5 || owner === subjectAt || at === subjectAt) return false;
  const isSame = lowerTextAt(list, owner) === (pronoun === 'he' || pronoun === 'his' ? 'his' : 'her');
  return isSame && list.slice(owner, at - 1).every(({ kind }) => kind === 'word');
}

function lastNameWordOf(list: readonly Token[], from: number): string {
  let at = from;
  while (isNameWord(textAt(list, at + 1)) && !isPossessive(textAt(list, at))) at++;
  return textAt(list, at);
}

function findSubject(list: readonly Token[], limit: number): NounPhrase | undefined {
  return findMainSubject(beginningOf(list), Math.min(CONTEXT_WINDOW.before, limit));
}

/** Those of the people mentioned in a sentence whom a pronoun can mean, in order. */
function findFitting(
  host: HostSentence,
  mentions: readonly NameMention[],
  pronoun: string,
  subject: NounPhrase | undefined,
): NameMention[] {
  return mentions.flatMap(mention => {
    const person = findReferent(mention, pronoun, subject);
    if (!person || isRelativeOf(pronoun, host.tokens, mention.at, subject?.from ?? -1)) return [];
    return [{ ...mention, person }];
  });
}

/** Whom a pronoun means: somebody named, somebody who spoke without a name, or whom a phrase describes. */
export type Referent =
  | { readonly person: Person }
  | { readonly who: AttributedSpeaker }
  | { readonly host: HostSentence; readonly nounPhrase: NounPhrase };

const GENDER_OF_PRONOUNS: Readonly<Record<string, Gender>> = {
  he: 'male',
  his: 'male',
  she: 'female',
  her: 'female',
};

const isOfGender = (words: string, pronoun: string) =>
  pronoun === ANYBODY || [null, GENDER_OF_PRONOUNS[pronoun]].includes(genderOfRole(words));

/**
 * Whether a description opens with the pronoun's own possessive: "her publisher", then "she", is whose publisher
 * it is, unless the noun tells that it is a woman.
 */
function isOwnedBy(first: string, noun: string, pronoun: string): boolean {
  const owner = GENDER_OF_PRONOUNS[first.toLowerCase()];
  return owner !== undefined && owner === GENDER_OF_PRONOUNS[pronoun] && genderOfRole(noun) === null;
}

/**
 * What the subject of a sentence is to a later pronoun: somebody whom it tells of for the first time ("a
 * spokesman", "her father", "the head of the club"), or the same again in other words or by the same pronoun
 * ("the forward", "he"), or nobody whom it can mean.
 */
function judgeSubject(
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
  const isOpened = isDescriptionOpener(first) || isPossessive(first);
  if (!isOpened || !isPersonPhrase(list) || !isOfGender(headTextOf(list), pronoun)) return undefined;
  if (isOwnedBy(first, headTextOf(list), pronoun)) return 'same';
  return first === 'the' && !list.some(({ text }) => text === 'of') ? 'same' : 'new';
}

/** Who speaks in a sentence, if a later pronoun can mean that person. */
function findSpeakerReferent({ speaker }: HostSentence, pronoun: string): Referent | undefined {
  if (!speaker?.isOne) return undefined;
  if (speaker.person) return isCompatible(speaker.person, pronoun) ? { person: speaker.person } : undefined;
  const words = (speaker.speaker ?? '').split(' ');
  const isMeant =
    isOfGender(words.join(' '), pronoun) && !isOwnedBy(words[0] ?? '', words.join(' '), pronoun);
  return isMeant ? { who: speaker } : undefined;
}

/** Whether a phrase behind a comma is added to a name: "According to Maria Holt, an engineer at the pier, ...". */
function isAppositionTo(list: readonly Token[], { at }: NameMention, { from }: NounPhrase): boolean {
  if (at >= from || textAt(list, from - 1) !== ',') return false;
  return list.slice(at, from - 1).every(({ text }) => isNameWord(text));
}

/** Whether a name is added to a phrase behind a comma: "The mayor, Tobias Grell, has a casting vote." */
const isNameOf = (list: readonly Token[], { at }: NameMention, { to }: NounPhrase): boolean =>
  at > to && textAt(list, to) === ',' && list.slice(to + 1, at).every(({ text }) => isNameWord(text));

/** Whom a sentence before that of a pronoun gives it to mean. `rest` is what to fall back on. */
function findReferentIn(
  host: HostSentence,
  pronoun: string,
): { readonly found?: Referent | undefined; readonly rest?: Referent | undefined } {
  const subject = findSubject(host.tokens, host.tokens.length);
  const fitting = findFitting(host, host.named.slice(0, CONTEXT_WINDOW.before), pronoun, subject);
  const speaking = findSpeakerReferent(host, pronoun);
  if (speaking) return { found: speaking };
  const isOwner = ({ at }: NameMention) => isPossessive(lastNameWordOf(host.tokens, at));
  const named = fitting.find(mention => !isOwner(mention)) ?? fitting[0];
  const other = named && { person: named.person };
  if (!subject) return { found: other };
  // "a spokesman for Lang" is not Lang
  const complement = host.tokens
    .slice(subject.from, subject.to)
    .findIndex(({ text }, at) => at > 0 && isPreposition(text));
  const headEnd = complement < 0 ? subject.to : subject.from + complement;
  const about = fitting.find(({ at }) => at >= subject.from && at < headEnd);
  if (about && !isOwner(about)) return { found: { person: about.person } };
  const doubtful = host.named.find(({ at }) => at >= subject.from && at < subject.to);
  const isDateline = textAt(host.tokens, subject.to) === '(' && subject.from === 0;
  if (doubtful && !other && !isDateline && !isOwner(doubtful) && doubtful.person.gender === null)
    return { rest: { person: doubtful.person } };
  const judged = judgeSubject(host, subject, pronoun);
  const described = fitting.find(
    mention => isAppositionTo(host.tokens, mention, subject) || isNameOf(host.tokens, mention, subject),
  );
  if (described) return { found: { person: described.person } };
  if (judged === 'new') return { found: { host, nounPhrase: subject } };
  if (judged !== 'same') return { found: other };
  // "When Maria Holt came, she said": the name stands before its pronoun
  const before = fitting.find(({ at }) => at < subject.from);
  const isPhrase = subject.to - subject.from > 1;
  return before
    ? { found: { person: before.person } }
    : { rest: isPhrase ? { host, nounPhrase: subject } : undefined };
}

/**
 * Whom "he" or "she" at a token of the host at `index` means, or undefined: who was named before in this
 * sentence, then whoever the sentences before it are about, the nearest first. Subjects come before others, as
 * in Lappin & Leass 1994, "An Algorithm for Pronominal Anaphora Resolution"; a sentence whose subject is the
 * same pronoun, or a definite description, goes on about somebody told of before.
 */
export function resolvePronoun(
  { hosts }: ArticleLayout,
  index: number,
  at: number,
  pronoun: string,
): Referent | undefined {
  const own = hosts[index];
  if (!own) return undefined;
  const before = own.named.filter(mention => mention.at < at && at - mention.at < CONTEXT_WINDOW.before);
  const fitting = findFitting(own, before, pronoun, findSubject(own.tokens, own.tokens.length));
  const [named = fitting[0]] = fitting.filter(
    mention => !isPossessive(lastNameWordOf(own.tokens, mention.at)),
  );
  if (named) return { person: named.person };
  let rest: Referent | undefined;
  for (let back = index - 1; back >= 0 && index - back < REACH.person; back--) {
    const host = hosts[back];
    const told = host ? findReferentIn(host, pronoun) : {};
    if (told.found) return told.found;
    rest ??= told.rest;
  }
  return rest;
}

/**
 * The person whom "the 31-year-old", perhaps with a noun, means at a token of the host at `index`, or undefined.
 * As an age is news, it is told of somebody named before.
 */
export function resolveAged(
  layout: ArticleLayout,
  index: number,
  { from }: NounPhrase,
  words: string,
): Person | undefined {
  if (!/^the \d{1,3}-year-old\b/i.test(words)) return undefined;
  const gender = genderOfRole(words);
  const pronoun = Object.keys(GENDER_OF_PRONOUNS).find(key => GENDER_OF_PRONOUNS[key] === gender) ?? ANYBODY;
  const meant = resolvePronoun(layout, index, from, pronoun);
  return meant && 'person' in meant ? meant.person : undefined;
}

const isBodyNoun = createWordTest(bodies.words, { ignoreCase: true });

/** Whether a phrase names a body or a document, which can be quoted like a person. */
export function isBody(list: readonly Token[]): boolean {
  const run = findNameRuns(list).at(-1);
  if (run?.to === list.length && run.from <= 1 && (run.to - run.from > 1 || run.from === 1)) return true;
  if (list.length <= 1) return false;
  const end = list.findIndex(({ text }) => /^(?:of|for|in|at|on|from|to)$/.test(text));
  return isBodyNoun(textAt(list, (end < 1 ? list.length : end) - 1));
}

function isNamedPerson(list: readonly Token[], people: PeopleIndex): boolean {
  const run = findNameRuns(list).at(-1);
  const person = run?.to === list.length ? people.find(nameWordsOf(list, run)) : undefined;
  return person !== undefined && isSurelyPerson(person);
}

/** Whether a phrase tells of several people: "protesters", "her parents". */
function isPeoplePhrase(list: readonly Token[]): boolean {
  const noun = headTextOf(list).toLowerCase();
  return noun.endsWith('s') && isHuman(noun.slice(0, -1));
}

/**
 * The people whom "they" at a token of the host at `index` means, or undefined: the subject of this sentence or of
 * the one before it.
 */
export function resolvePeople({ hosts }: ArticleLayout, index: number, at: number): string | undefined {
  for (const back of [index, index - 1]) {
    const host = hosts[back];
    const subject = host && findSubject(host.tokens, back === index ? at : host.tokens.length);
    if (subject && isPeoplePhrase(host.tokens.slice(subject.from, subject.to)))
      return phraseTextOf(host, subject);
  }
  return undefined;
}

/**
 * What "it" or "they" at a token of the host at `index` means, in the article's words, or undefined: the
 * subject of this sentence or of one shortly before, if it names a body or a document.
 */
export function resolveThing(
  { hosts, people }: ArticleLayout,
  index: number,
  at: number,
): string | undefined {
  for (let back = index; back >= 0 && index - back < REACH.thing; back--) {
    const host = hosts[back];
    const nounPhrase = host && findSubject(host.tokens, back === index ? at : host.tokens.length);
    if (!nounPhrase || isPronoun(phraseTextOf(host, nounPhrase))) continue;
    const list = host.tokens.slice(nounPhrase.from, nounPhrase.to);
    if (!isNamedPerson(list, people) && isBody(list)) return phraseTextOf(host, nounPhrase);
  }
  return undefined;
}
