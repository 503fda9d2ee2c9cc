import { isFiniteVerb, isPastTense } from '../../language/lexicon.ts';
import type { PeopleIndex, Person } from '../../language/people.ts';
import { isNameWord, isPossessive, stripPossessive } from '../../language/person-names.ts';
import { findMainSubject, findSubjectBefore } from '../../language/syntax/clauses.ts';
import { isAuxiliary, isDescriptionOpener, isPreposition } from '../../language/syntax/function-words.ts';
import { findPhraseEnding, findPhraseFrom, type NounPhrase } from '../../language/syntax/noun-phrases.ts';
import { isFormOfBe, isPassive } from '../../language/syntax/voice.ts';
import { isAdverb, isCueVerbAt } from '../../language/syntax/word-classes.ts';
import { lowerTextAt, type Token, textAt } from '../../language/tokens.ts';
import { beginningOf, CONTEXT_WINDOW } from './context-window.ts';
import { type HostSentence, phraseTextOf } from './layout.ts';
import { findNameBehind } from './naming.ts';
import { findByRole } from './role-bearers.ts';
import { isPersonPhrase, isRoleNoun } from './role-nouns.ts';

/** What a mention's form and place in its sentence say about how salient it is (Lappin & Leass 1994). */
export type Factor =
  // its grammatical role: one of these; the agent is the subject of another clause
  | 'subject'
  | 'agent'
  | 'object'
  | 'oblique'
  | 'owner'
  | 'modifier'
  // its form: one of these, or none for an owner and a modifier
  | 'name'
  | 'definite'
  | 'indefinite'
  | 'pronoun'
  /** Speaks in the sentence, in a quotation. */
  | 'speaker'
  /** Speaks in the sentence, in indirect speech. */
  | 'indirect'
  | 'coordinated'
  /** The first in its sentence. */
  | 'first';

/** A mention of a person in a sentence, by a name or a description. */
export interface Mention {
  readonly nounPhrase: NounPhrase;
  /** Whom a name, or a role that one person has, may mean, the likeliest first; nobody for a description. */
  readonly people: readonly Person[];
  readonly factors: ReadonlySet<Factor>;
}

/** Maximum number of mentions that are read in a sentence. */
const MAX_MENTIONS = 16;

/** The main subject of a sentence before an index. */
export function findSubject(list: readonly Token[], limit: number): NounPhrase | undefined {
  return findMainSubject(beginningOf(list), Math.min(CONTEXT_WINDOW.before, limit));
}

/** The end of a phrase without its noun's complement: "a spokesman for Lang" is not Lang. */
function findHeadEnd(list: readonly Token[], { from, to }: NounPhrase): number {
  const complement = list.slice(from, to).findIndex(({ text }, at) => at > 0 && isPreposition(text));
  return complement < 0 ? to : from + complement;
}

function findNameEnd(list: readonly Token[], from: number): number {
  let at = from;
  while (isNameWord(textAt(list, at + 1)) && !isPossessive(textAt(list, at))) at++;
  return at + 1;
}

/** Maximum number of tokens in an insertion between a subject and its verb. */
const MAX_INSERTION = 12;

/** Whether a verb follows a phrase, possibly after an insertion between commas, "who" or adverbs. */
function isBeforeVerb(list: readonly Token[], end: number): boolean {
  let at = end;
  if (textAt(list, at) === ',') {
    const length = list.slice(at + 1, at + MAX_INSERTION).findIndex(({ text }) => text === ',');
    if (length < 0) return false;
    at += length + 2;
  }
  if (textAt(list, at) === 'who') at++;
  while (isAdverb(list[at])) at++;
  const word = textAt(list, at);
  const isVerb = isFiniteVerb(word) || isPastTense(word) || isAuxiliary(word) || isCueVerbAt(list, at);
  return /^\p{Ll}/u.test(word) && isVerb;
}

/** A sentence with its main subject, and the subject of its first verb of speech. */
interface Clause {
  readonly list: readonly Token[];
  readonly subject: NounPhrase | undefined;
  readonly indirect: NounPhrase | undefined;
}

function readClause({ tokens }: HostSentence): Clause {
  const list = beginningOf(tokens);
  const cue = list.findIndex((token, at) => isCueVerbAt(list, at) && !/ing$|^ask/.test(token.text));
  const indirect = cue < 0 || isPassive(list, cue) ? undefined : findSubjectBefore(list, cue);
  return { list, subject: findSubject(list, list.length), indirect };
}

/** Whether an index is in the head of a phrase: "a spokesman" in "a spokesman for Lang". */
const isInHead = (list: readonly Token[], at: number, nounPhrase: NounPhrase | undefined) =>
  nounPhrase !== undefined && at >= nounPhrase.from && at < findHeadEnd(list, nounPhrase);

/** The grammatical role of a phrase. */
function roleOf({ list, subject, indirect }: Clause, { from, to }: NounPhrase): Factor {
  if (isPossessive(textAt(list, to - 1))) return 'owner';
  const isSubject = isInHead(list, from, subject);
  // "a Holt spokesman"
  if (isSubject && to < findHeadEnd(list, subject ?? { from, to })) return 'modifier';
  if (isSubject || isInHead(list, from, indirect)) return 'subject';
  if (isPreposition(textAt(list, from - 1))) return 'oblique';
  return isBeforeVerb(list, to) ? 'agent' : 'object';
}

/** Whether "and" joins a phrase, rather than its clause, with another name or description. */
const isCoordinated = (list: readonly Token[], { from, to }: NounPhrase) =>
  (lowerTextAt(list, from - 1) === 'and' && textAt(list, from - 2) !== ',') ||
  (textAt(list, to) === 'and' &&
    (isNameWord(textAt(list, to + 1)) || isDescriptionOpener(textAt(list, to + 1))));

function factorsOf(clause: Clause, nounPhrase: NounPhrase, form: Factor): ReadonlySet<Factor> {
  const role = roleOf(clause, nounPhrase);
  const factors = new Set([role]);
  if (role !== 'owner' && role !== 'modifier') factors.add(form);
  if (isInHead(clause.list, nounPhrase.from, clause.indirect)) factors.add('indirect');
  if (isCoordinated(clause.list, nounPhrase)) factors.add('coordinated');
  return factors;
}

/** Whether a token is a noun for one person, in lower case or in capitals: "manager", "MP". */
const isPersonNoun = (token: Token) =>
  /^\p{Ll}/u.test(token.text)
    ? isPersonPhrase([token])
    : /^\p{Lu}{2,}$/u.test(token.text) && isRoleNoun(token.text);

/** The description of a person whose noun is at an index: "a woman in the hall", "Holt's brother". */
function findDescriptionAt(list: readonly Token[], at: number): NounPhrase | undefined {
  const nounPhrase = findPhraseEnding(list, at + 1);
  if (!nounPhrase) return undefined;
  const isOpened =
    isDescriptionOpener(textAt(list, nounPhrase.from)) ||
    list.slice(nounPhrase.from, at).some(({ text }) => isPossessive(text));
  if (!isOpened) return undefined;
  if (isPossessive(textAt(list, at))) return nounPhrase;
  const whole = findPhraseFrom(list, nounPhrase.from);
  if (whole && findHeadEnd(list, whole) === at + 1) return whole;
  // "The dealer looks pained"
  const isVerbBehind =
    isFiniteVerb(textAt(list, at + 1)) || (whole?.to === at + 2 && /s$/.test(textAt(list, at + 1)));
  return isVerbBehind ? nounPhrase : undefined;
}

/** Whether a phrase is one of several people without a noun: "another", "one", "a third". */
const isOneOfSeveral = (list: readonly Token[], { from, to }: NounPhrase) =>
  /^(?:another|one|an? (?:second|third|fourth|fifth|sixth))$/i.test(
    list
      .slice(from, to)
      .map(({ text }) => text)
      .join(' '),
  );

/**
 * Whether a description is said of somebody else in the sentence, as a predicate or an apposition: "is a
 * clerk", "Holt, a clerk," (Soon et al. 2001).
 */
function isPredicate(list: readonly Token[], { from }: NounPhrase): boolean {
  const opener = textAt(list, from);
  const isAdded = textAt(list, from - 1) === ',';
  if (!/^an?$/.test(opener)) return isAdded && opener === 'the' && isNameWord(textAt(list, from - 2));
  let at = from - 1;
  while (isAdverb(list[at])) at--;
  if (isFormOfBe(lowerTextAt(list, at)) || /^(?:as|became|become)$/.test(lowerTextAt(list, at))) return true;
  const before = isAdded ? findPhraseEnding(list, from - 1) : undefined;
  return (
    before !== undefined &&
    (isNameWord(textAt(list, before.to - 1)) || isPersonPhrase(list.slice(before.from, before.to)))
  );
}

/** Whether a description opens with a word for somebody not mentioned before. */
const isIndefinite = (word: string) => /^(?:an?|one|another|two|some)$/i.test(word);

/** The people mentioned in a sentence outside its quotations, by names and descriptions, in order. */
export function findMentions(host: HostSentence, people: PeopleIndex): Mention[] {
  const clause = readClause(host);
  const { list, subject } = clause;
  const nouns = list.flatMap(({ text, ...token }, at) =>
    isPersonNoun({ ...token, text: stripPossessive(text) }) ? (findDescriptionAt(list, at) ?? []) : [],
  );
  const described = subject && isOneOfSeveral(list, subject) ? [...nouns, subject] : nouns;
  // "a spokesman for Lang"
  const isEmbedded = (at: number) => described.some(({ from, to }) => at > from && at < to);
  const named = new Map(
    host.named.map(({ person, namesakes, at }): [number, Mention] => {
      const nounPhrase = { from: at, to: findNameEnd(list, at) };
      const others = namesakes.filter(each => each !== person);
      return [
        at,
        {
          nounPhrase,
          people: [person, ...others],
          factors: isEmbedded(at) ? new Set(['modifier']) : factorsOf(clause, nounPhrase, 'name'),
        },
      ];
    }),
  );
  const descriptions = described.flatMap((nounPhrase): Mention[] => {
    if (isPredicate(list, nounPhrase)) return [];
    const name = findNameBehind(list, nounPhrase);
    const mention = name && (named.get(name.from) ?? named.get(name.name));
    const isNew = isIndefinite(textAt(list, nounPhrase.from));
    const factors = factorsOf(clause, nounPhrase, mention ? 'name' : isNew ? 'indefinite' : 'definite');
    if (mention) {
      named.set(mention.nounPhrase.from, { ...mention, factors });
      return [];
    }
    const bearer = findByRole(people, phraseTextOf(host, nounPhrase).split(/\s+/));
    return [{ nounPhrase, people: bearer ? [bearer] : [], factors }];
  });
  const all = [...named.values(), ...descriptions]
    .filter(({ nounPhrase }) => nounPhrase.from < list.length)
    .toSorted((a, b) => a.nounPhrase.from - b.nounPhrase.from)
    .slice(0, MAX_MENTIONS);
  const first = all.findIndex(({ factors }) => !factors.has('owner') && !factors.has('modifier'));
  return all.map((each, at) =>
    at === first ? { ...each, factors: new Set([...each.factors, 'first' as const]) } : each,
  );
}
