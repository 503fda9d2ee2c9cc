import { genderOfRole, isSurelyPerson, type Person } from '../../language/people.ts';
import { isNameWord, isPossessive } from '../../language/person-names.ts';
import type { NounPhrase } from '../../language/syntax/noun-phrases.ts';
import { lowerTextAt, type Token, textAt } from '../../language/tokens.ts';
import { beginningOf, CONTEXT_WINDOW } from './context-window.ts';
import type { ArticleLayout, HostSentence, NameMention } from './layout.ts';
import { findNameBehind } from './naming.ts';
import {
  ANYBODY,
  findAddressee,
  findDescribedBefore,
  findHeadEnd,
  findIndirectSpeaker,
  findSubject,
  GENDER_OF_PRONOUNS,
  isModifier,
  isOfGender,
  isOwnedBy,
  judgeSubject,
  type Referent,
} from './referents.ts';

/** Number of sentences, including its own, that are searched for a pronoun's antecedent. */
const REACH = 14;

/** Whether a pronoun in lower case ("he", "her") may stand for a person. */
export function isCompatible(person: Person, pronoun: string): boolean {
  if (!person.speaks && !isSurelyPerson(person)) return false;
  if (pronoun === ANYBODY) return true;
  if (pronoun === 'he' || pronoun === 'his') return person.gender !== 'female';
  if (pronoun === 'she' || pronoun === 'her') return person.gender !== 'male';
  return false;
}

/**
 * Which bearer of a name a pronoun can mean: the likeliest one, or, if the name is the subject of a sentence,
 * the only other one that it fits.
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
 * Whether a person is introduced by a relation to the pronoun's referent ("his colleague, Peter Lang,"), and
 * so is not the referent, unless the sentence is about the colleague.
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

/** The people mentioned in a sentence whom a pronoun can mean, in order. */
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

/** The speaker of a sentence, if a later pronoun can mean that person. */
function findSpeakerReferent({ speaker }: HostSentence, pronoun: string): Referent | undefined {
  if (!speaker?.isOne) return undefined;
  if (speaker.person) return isCompatible(speaker.person, pronoun) ? { person: speaker.person } : undefined;
  const words = (speaker.speaker ?? '').split(' ');
  const isMeant =
    isOfGender(words.join(' '), pronoun) && !isOwnedBy(words[0] ?? '', words.join(' '), pronoun);
  return isMeant ? { who: speaker } : undefined;
}

/** Whether a phrase is an apposition to a name: "According to Maria Holt, an engineer at the pier, ...". */
function isAppositionTo(list: readonly Token[], { at }: NameMention, { from }: NounPhrase): boolean {
  if (at >= from || textAt(list, from - 1) !== ',') return false;
  return list.slice(at, from - 1).every(({ text }) => isNameWord(text));
}

/** Whether a name is an apposition to a phrase: "The mayor, Tobias Grell, has a casting vote." */
const isNameOf = (list: readonly Token[], { at }: NameMention, nounPhrase: NounPhrase): boolean =>
  findNameBehind(list, nounPhrase)?.from === at;

/** The referent that a sentence before the pronoun offers; `rest` is a fallback. */
function findReferentIn(
  host: HostSentence,
  pronoun: string,
): { readonly found?: Referent | undefined; readonly rest?: Referent | undefined } {
  const subject = findSubject(host.tokens, host.tokens.length);
  const fitting = findFitting(host, host.named.slice(0, CONTEXT_WINDOW.before), pronoun, subject);
  const speaking = findSpeakerReferent(host, pronoun);
  if (speaking) return { found: speaking };
  const indirect = findIndirectSpeaker(host, fitting, pronoun);
  if (indirect) return { found: indirect };
  const isOwner = ({ at }: NameMention) => isPossessive(lastNameWordOf(host.tokens, at));
  const named = fitting.find(mention => !isOwner(mention)) ?? fitting[0];
  const other = named && { person: named.person };
  const addressee = other ? undefined : findAddressee(host, pronoun);
  if (addressee) return { found: { host, nounPhrase: addressee } };
  if (!subject) return { found: other };
  const headEnd = findHeadEnd(host.tokens, subject);
  const about = fitting.find(
    ({ at }) => at >= subject.from && at < headEnd && !isModifier(host.tokens, at, headEnd),
  );
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
  // "When Maria Holt came, she said": the name precedes its pronoun
  const before = fitting.find(({ at }) => at < subject.from);
  const isPhrase = subject.to - subject.from > 1;
  return before
    ? { found: { person: before.person } }
    : { rest: isPhrase ? { host, nounPhrase: subject } : undefined };
}

/** The same, trying the clause after the last semicolon first. */
function findReferentInClauses(host: HostSentence, pronoun: string): ReturnType<typeof findReferentIn> {
  const list = beginningOf(host.tokens);
  const from = list.findLastIndex(({ text }) => text === ';') + 1;
  if (from === 0) return findReferentIn(host, pronoun);
  const named = host.named
    .slice(0, CONTEXT_WINDOW.before)
    .flatMap(mention => (mention.at < from ? [] : [{ ...mention, at: mention.at - from }]));
  const told = findReferentIn({ ...host, tokens: list.slice(from), named }, pronoun);
  return told.found ? told : findReferentIn(host, pronoun);
}

/**
 * Whom "he" or "she" at a token of the host at `index` means, or undefined: a person named before in this
 * sentence, then the subject of the sentences before it, nearest first. Subjects take precedence over others,
 * as in Lappin & Leass 1994, "An Algorithm for Pronominal Anaphora Resolution"; a sentence whose subject is
 * the same pronoun, or a definite description, continues about somebody mentioned before.
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
  const described = findDescribedBefore(own, at, pronoun);
  if (described) return { host: own, nounPhrase: described };
  let rest: Referent | undefined;
  for (let back = index - 1; back >= 0 && index - back < REACH; back--) {
    const host = hosts[back];
    const told = host ? findReferentInClauses(host, pronoun) : {};
    // "the chancellor" is not "one northern MP", who spoke before
    const isOther = rest && 'host' in rest && told.found && !('person' in told.found);
    if (told.found) return isOther ? rest : told.found;
    rest ??= told.rest;
  }
  return rest;
}

/**
 * The person whom "the 31-year-old", alone or with a noun, means at a token of the host at `index`; or
 * undefined. An age is news about somebody named before.
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
