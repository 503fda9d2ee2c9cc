import { isFiniteVerb, isPastTense } from '../../language/lexicon.ts';
import roles from '../../language/lexicons/roles.json' with { type: 'json' };
import { genderOfRole, isSurelyPerson, type PeopleIndex, type Person } from '../../language/people.ts';
import { isNameWord, isPossessive } from '../../language/person-names.ts';
import { isAuxiliary, isDescriptionOpener } from '../../language/syntax/function-words.ts';
import { findPhraseFrom, type NounPhrase } from '../../language/syntax/noun-phrases.ts';
import { isCueVerbAt } from '../../language/syntax/word-classes.ts';
import { isWord, lowerTextAt, type Token, textAt } from '../../language/tokens.ts';
import { createWordTest } from '../../language/word-lists.ts';
import { elementAt } from '../../lists.ts';
import { beginningOf, CONTEXT_WINDOW } from './context-window.ts';
import { type ArticleLayout, type HostSentence, type NameMention, phraseTextOf } from './layout.ts';
import { findNameBehind, isGivenNameAt } from './naming.ts';
import {
  ANYBODY,
  findHeadEnd,
  findIndirectSpeaker,
  findOnlyDescribed,
  findSubject,
  GENDER_OF_PRONOUNS,
  isModifier,
  isOfGender,
  isOwnedBy,
  judgeSubject,
  type Referent,
} from './referents.ts';
import { findByRole } from './role-bearers.ts';

/** Number of sentences, including its own, that are searched for a pronoun's antecedent. */
const REACH = 14;

/** Whether a pronoun in lower case ("he", "her") may stand for a person. */
function isCompatible(person: Person, pronoun: string): boolean {
  if (!person.speaks && !isSurelyPerson(person)) return false;
  if (pronoun === ANYBODY) return true;
  return person.gender !== (pronoun === 'he' || pronoun === 'his' ? 'female' : 'male');
}

/** Whether a relation to the referent introduces somebody ("his colleague, Peter Lang,"), who is another. */
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
  { tokens }: HostSentence,
  mentions: readonly NameMention[],
  pronoun: string,
  subject: NounPhrase | undefined,
): NameMention[] {
  return mentions.filter(
    ({ person, at }) =>
      isCompatible(person, pronoun) && !isRelativeOf(pronoun, tokens, at, subject?.from ?? -1),
  );
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

const isOfOtherGender = (gender: Person['gender'], pronoun: string) =>
  gender !== null && pronoun in GENDER_OF_PRONOUNS && gender !== GENDER_OF_PRONOUNS[pronoun];

/** The referent that a sentence before the pronoun offers; `rest` is a fallback. */
function findReferentIn(
  people: PeopleIndex,
  host: HostSentence,
  pronoun: string,
): { readonly found?: Referent | undefined; readonly rest?: Referent | undefined } {
  const subject = findSubject(host.tokens, host.tokens.length);
  const fitting = findFitting(host, host.named.slice(0, CONTEXT_WINDOW.before), pronoun, subject);
  const speaking = findSpeakerReferent(host, pronoun);
  if (speaking) return { found: speaking };
  if (isSaidBy(host, pronoun)) return {};
  const indirect = findIndirectSpeaker(host, fitting, pronoun);
  if (indirect) return { found: indirect };
  const isOwner = ({ at }: Pick<NameMention, 'at'>) => isPossessive(lastNameWordOf(host.tokens, at));
  // "Holt's answer was to send on Mbeki": the owner of the subject goes before names behind it
  const owner = subject && fitting.find(({ at }) => at === subject.from && isOwner({ at }));
  const named = owner ?? fitting.find(mention => !isOwner(mention)) ?? fitting[0];
  const other = named && { person: named.person };
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
    mention =>
      isAppositionTo(host.tokens, mention, subject) ||
      isNameOf(host.tokens, mention, subject) ||
      isGivenNameAt(host.tokens, mention.at),
  );
  if (described) return { found: { person: described.person } };
  // "a lieutenant named Harold Quill": not "she"
  const isOtherwiseNamed = host.named.some(
    mention => isNameOf(host.tokens, mention, subject) && isOfOtherGender(mention.person.gender, pronoun),
  );
  if (judged === 'new' && !isOtherwiseNamed) return { found: { host, nounPhrase: subject } };
  if (judged !== 'same') {
    const only = other ? undefined : findOnlyDescribed(host, pronoun);
    return { found: only ? { host, nounPhrase: only } : other };
  }
  // "When Maria Holt came, she said": the name precedes its pronoun
  const before = fitting.find(({ at }) => at < subject.from);
  const isPhrase = subject.to - subject.from > 1;
  // "the governor paused": whoever has that role
  const bearer = isPhrase ? findByRole(people, phraseTextOf(host, subject).split(/\s+/)) : undefined;
  const meant = before?.person ?? (bearer && isCompatible(bearer, pronoun) ? bearer : undefined);
  return meant
    ? { found: { person: meant } }
    : {
        rest:
          isPhrase && !isAge(textAt(host.tokens, subject.from + 1))
            ? { host, nounPhrase: subject }
            : undefined,
      };
}

const isAge = (word: string) => /^\d{1,3}-year-old$/.test(word);

/** Whether a sentence reports speech of somebody whom a pronoun in the next one can mean. */
const hasTeller = (host: HostSentence | undefined, pronoun: string): boolean =>
  host !== undefined &&
  findIndirectSpeaker(host, findFitting(host, host.named, pronoun, undefined), pronoun) !== undefined;

/** Whether a sentence reports what this pronoun said, and so goes on about who spoke before: "He said that ...". */
const isReportOf = (host: HostSentence | undefined, pronoun: string) =>
  lowerTextAt(host?.tokens ?? [], 0) === pronoun && isCueVerbAt(host?.tokens ?? [], 1);

/** Whether the subject of a sentence is this pronoun. */
function isAboutPronoun({ tokens }: HostSentence, pronoun: string): boolean {
  const subject = findSubject(tokens, tokens.length);
  return subject !== undefined && lowerTextAt(tokens, subject.from) === pronoun;
}

/** Whether a sentence is given as the words of this pronoun, and so is not about it: "A child, he noted, ...". */
const isSaidBy = ({ tokens }: HostSentence, pronoun: string) =>
  tokens.some(
    ({ text }, at) =>
      text === pronoun &&
      textAt(tokens, at - 1) === ',' &&
      isCueVerbAt(tokens, at + 1) &&
      !isWord(tokens[at + 2]),
  );

/** The index at which the last main clause of a sentence begins: after a semicolon, a colon or ", and". */
function findLastClause(list: readonly Token[]): number {
  const from = list.findLastIndex(({ text }) => /^[;:]$/.test(text)) + 1;
  const and = list.findLastIndex(
    ({ text }, at) => /^(?:and|but|while)$/.test(text) && textAt(list, at - 1) === ',',
  );
  if (and < from) return from;
  const subject = findPhraseFrom(list, and + 1);
  // ", but his daughter, Gina, did not"
  const name = subject && findNameBehind(list, subject);
  const verb = name && textAt(list, name.to) === ',' ? name.to + 1 : (subject?.to ?? 0);
  const isOpened =
    isNameWord(textAt(list, and + 1)) ||
    (isDescriptionOpener(textAt(list, and + 1)) && subject && subject.to - subject.from > 1);
  const isClause =
    subject?.from === and + 1 &&
    (isFiniteVerb(textAt(list, verb)) || isPastTense(textAt(list, verb)) || isAuxiliary(textAt(list, verb)));
  return isClause && isOpened ? and + 1 : from;
}

/** The same, trying the last main clause first. */
function findReferentInClauses(
  people: PeopleIndex,
  host: HostSentence,
  pronoun: string,
): ReturnType<typeof findReferentIn> {
  const list = beginningOf(host.tokens);
  const from = findLastClause(list);
  if (from === 0) return findReferentIn(people, host, pronoun);
  const named = host.named
    .slice(0, CONTEXT_WINDOW.before)
    .flatMap(mention => (mention.at < from ? [] : [{ ...mention, at: mention.at - from }]));
  const told = findReferentIn(people, { ...host, tokens: list.slice(from), named }, pronoun);
  const isAboutIt = lowerTextAt(list, from) === pronoun;
  return told.found || isAboutIt ? told : findReferentIn(people, host, pronoun);
}

/**
 * Whom "he" or "she" at a token of the host at `index` means, or undefined: a person named before in this
 * sentence, then the subject of the sentences before it, nearest first. Subjects take precedence over others,
 * as in Lappin & Leass 1994, "An Algorithm for Pronominal Anaphora Resolution"; a sentence whose subject is
 * the same pronoun, or a definite description, continues about somebody mentioned before.
 */
export function resolvePronoun(
  { hosts, firstOf, people, protagonist }: ArticleLayout,
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
  // "he was asked by Huw", "she said of Maria Holt": a name behind the pronoun in its clause is somebody else's
  const end = own.tokens.findIndex(({ text }, index) => index > at && /^(?:[,;:]|and|but)$/.test(text));
  const others = new Set(
    own.named.flatMap(mention => (mention.at > at && (end < 0 || mention.at < end) ? [mention.person] : [])),
  );
  const isNamedBehind = (told: Referent | undefined) => {
    const person = told && ('person' in told ? told.person : 'who' in told ? told.who.person : undefined);
    return person !== undefined && others.has(person);
  };
  let rest: Referent | undefined;
  for (let back = index - 1; back >= 0 && index - back < REACH; back--) {
    const host = hosts[back];
    // a paragraph that begins with a tale, and not with a quotation, turns back to whom the article is about
    if (
      protagonist &&
      back === elementAt(firstOf, own.paragraph) - 1 &&
      !isReportOf(hosts[back + 1], pronoun) &&
      !(back + 1 === index && hasTeller(hosts[back], pronoun)) &&
      isCompatible(protagonist, pronoun) &&
      isWord(hosts[back + 1]?.tokens[0])
    )
      return { person: protagonist };
    const told = host ? findReferentInClauses(people, host, pronoun) : {};
    if (isNamedBehind(told.found)) continue;
    // "She left. The producer said “...”. She found work": an unnamed speaker between does not change the topic
    const isUnnamed =
      told.found && 'who' in told.found && genderOfRole(told.found.who.speaker ?? '') === null;
    const around = [hosts[back - 1], hosts[back + 1]];
    if (isUnnamed && around.every(beside => beside && isAboutPronoun(beside, pronoun))) continue;
    // "the chancellor" is not "one northern MP", who spoke before
    const isOther = rest && 'host' in rest && told.found && !('person' in told.found);
    // a name of unknown gender that is near goes before a description that is not
    const isVaguer = rest && 'person' in rest && told.found && !('person' in told.found);
    if (told.found) return isOther || isVaguer ? rest : told.found;
    rest ??= told.rest;
  }
  return rest;
}

const isListedEpithet = createWordTest(roles.epithets.words);

/** Whether a noun calls somebody named before by another property: "striker", "Dutchman". */
const isEpithet = (noun: string) => isListedEpithet(noun) || /^\p{Lu}\p{Ll}+(?:wo)?man$/u.test(noun);

/**
 * Whom "the 31-year-old", alone or with a noun, or "the midfielder" means at a token of the host at
 * `index`; or undefined. An age is news about somebody named before, and so is an epithet.
 */
export function resolveAged(
  layout: ArticleLayout,
  index: number,
  { from }: NounPhrase,
  words: string,
): Referent | undefined {
  const noun = /^the (?:.* )?(\S+)$/i.exec(words)?.[1] ?? '';
  if (!isEpithet(noun) && !/^the \d{1,3}-year-old\b/i.test(words)) return undefined;
  const gender = genderOfRole(words);
  const pronoun = Object.keys(GENDER_OF_PRONOUNS).find(key => GENDER_OF_PRONOUNS[key] === gender) ?? ANYBODY;
  const meant = resolvePronoun(layout, index, from, pronoun);
  return meant && 'host' in meant ? undefined : meant;
}
