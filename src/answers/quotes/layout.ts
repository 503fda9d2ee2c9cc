import { getNameGender, isGivenName } from '../../language/lexicon.ts';
import roles from '../../language/lexicons/roles.json' with { type: 'json' };
import {
  genderOfRole,
  indexPeople,
  isSurelyPerson,
  type PeopleIndex,
  type Person,
  type PersonMention,
} from '../../language/people.ts';
import {
  findNameRuns,
  type NameRun,
  nameWordsOf,
  stripFullStop,
  stripPossessive,
} from '../../language/person-names.ts';
import type { Quotation, QuotationPart } from '../../language/quotations.ts';
import { type SentenceSpan, splitSentenceSpans } from '../../language/sentences.ts';
import { isCueVerb, isMannerOfSpeaking, isNamingVerb } from '../../language/speech.ts';
import type { TokenRange } from '../../language/syntax/noun-phrases.ts';
import { isCueVerbAt } from '../../language/syntax/word-classes.ts';
import { maskSpans, type Token, textAt, tokenize } from '../../language/tokens.ts';
import { createWordTest } from '../../language/word-lists.ts';
import { countLeading, elementAt } from '../../lists.ts';
import { findCoupled } from './couples.ts';
import { findDescriptionBefore, isGivenNameAt } from './naming.ts';
import { genderOfKin } from './role-nouns.ts';
import { findRole, isSaidOfPeople } from './roles.ts';

/** A person named at a token of a sentence; a shared surname may mean any of the `namesakes`. */
export interface NameMention {
  readonly person: Person;
  readonly namesakes: readonly Person[];
  readonly at: number;
}

/** A sentence with its quotations as single tokens; a quotation may itself hold several sentences. */
interface QuotingSentence {
  /** Index of the paragraph, counted from 0. */
  readonly paragraph: number;
  /** The text of the paragraph. */
  readonly text: string;
  /** Offset of the sentence in that text. */
  readonly start: number;
  /** The sentence with `MASK` in place of its quotations. */
  readonly narration: string;
  readonly tokens: readonly Token[];
}

/** The speaker of a quotation as an answer gives it, and the person if the article names one. */
export interface AttributedSpeaker {
  readonly speaker: string | null;
  readonly role: string | null;
  /** The article's words for the speaker in this sentence. */
  readonly mention: string | null;
  readonly person: Person | undefined;
  /** Whether it is one person, named or not, whom "he" or "she" may mean. */
  readonly isOne: boolean;
}

/** A sentence that may hold quotations, with the people named in it. */
export interface HostSentence extends QuotingSentence {
  /** Whether it has no words besides its quotations. */
  readonly onlyQuoted: boolean;
  /** People named outside quotations, in order. */
  readonly named: readonly NameMention[];
  /** Its speaker, as far as known already. */
  speaker: AttributedSpeaker | undefined;
}

/** The sentences of an article's text, and its people. */
export interface ArticleLayout {
  readonly hosts: readonly HostSentence[];
  /** Index into `hosts` of the first host of each paragraph. */
  readonly firstOf: readonly number[];
  readonly people: PeopleIndex;
  /** Whom the article is about, if it is one person, as in an obituary or a portrait. */
  readonly protagonist: Person | undefined;
}

/** Number of characters read to tell whether a sentence is a tag. */
const TAG_LENGTH = 160;

/**
 * Whether a piece is the tag of the quotation before it, and was split off only because of the punctuation
 * there: “...” — Maria Holt, or “...!” Holt demanded.
 */
function isDetachedTag(piece: string, punctuation: string): boolean {
  if (/^[―—–-]\s?\p{Lu}/u.test(piece)) return true;
  const verb =
    /[?!]/.test(punctuation) &&
    /^(?:\p{Lu}\p{L}*['’]s?(?: \p{Ll}+){1,3},? )?(?:\p{Lu}[\p{L}.’'-]*,? ){1,5}(?:\([^)]*\),? )?(?:\p{Ll}+ly )?(\p{Ll}+)/u.exec(
      piece,
    )?.[1];
  return Boolean(verb && ((isCueVerb(verb) && !isNamingVerb(verb)) || isMannerOfSpeaking(verb)));
}

const isAcross = (part: QuotationPart | undefined, end: number) =>
  part !== undefined && part.start < end && part.end > end;

/** The sentences of a paragraph, joined where a break falls within a quotation or before its tag. */
function findHostSpans(text: string, parts: readonly QuotationPart[]): SentenceSpan[] {
  const joined: { start: number; end: number }[] = [];
  let next = 0;
  for (const { start, end } of splitSentenceSpans(text)) {
    for (let part = parts[next]; part && part.end <= start; part = parts[next]) next++;
    const open = joined.at(-1);
    const before = parts[next - 1];
    if (open && (isAcross(parts[next], open.end) || isAcross(before, open.end)))
      open.end = Math.max(end, open.end);
    else if (
      open &&
      before?.end === open.end &&
      // "She asked me, “...?” I told her": a quotation with its tag before it
      !/[,:]\s*$/.test(text.slice(Math.max(0, before.start - 3), before.start)) &&
      isDetachedTag(text.slice(start, start + TAG_LENGTH), text.slice(open.end - 4, open.end))
    )
      open.end = end;
    else joined.push({ start, end });
  }
  return joined;
}

function splitParagraph(text: string, paragraph: number, parts: readonly QuotationPart[]): QuotingSentence[] {
  const narration = maskSpans(text, parts);
  return findHostSpans(text, parts).map(({ start, end }) => ({
    paragraph,
    text,
    start,
    narration: narration.slice(start, end),
    tokens: tokenize(narration, start, end),
  }));
}

/** The titles before the name in a run, without full stops. */
export function titlesOf(list: readonly Token[], { from, name }: NameRun): string[] {
  return list.slice(from, name).map(({ text }) => stripFullStop(text));
}

const isNameInFamily = createWordTest(roles.namesInFamily.words);

/** The given name of a speaker or addressee who is named by it alone: "said Bernard". */
function findSpokenName(list: readonly Token[], run: NameRun): string | undefined {
  const [word = '', ...others] = nameWordsOf(list, run);
  if (others.length > 0 || getNameGender(word) === null) return undefined;
  return isCueVerbAt(list, run.from - 1) || isCueVerbAt(list, run.to) ? word : undefined;
}

/** Words that follow prepositions of place, and so are hardly given names in this article: "in Florence". */
function collectPlaces(sentences: readonly QuotingSentence[]): ReadonlySet<string> {
  return new Set(
    sentences.flatMap(({ tokens }) =>
      tokens.flatMap(({ text }, at) =>
        /^(?:in|near|into|across|outside|around)$/i.test(textAt(tokens, at - 1)) ? [text] : [],
      ),
    ),
  );
}

/** The given names by which the sentences refer to people without a surname. */
function collectGivenNames(
  sentences: readonly QuotingSentence[],
  runs: readonly NameRun[][],
): ReadonlySet<string> {
  const places = collectPlaces(sentences);
  const spoken = sentences.flatMap(({ tokens }, index) =>
    elementAt(runs, index).flatMap(run => findSpokenName(tokens, run) ?? []),
  );
  return new Set(spoken.filter(word => !places.has(word)));
}

/** What a sentence tells about the person named by a run. */
function readMention(
  sentence: QuotingSentence,
  run: NameRun,
  givenNames: ReadonlySet<string>,
): PersonMention {
  const { tokens } = sentence;
  const words = nameWordsOf(tokens, run);
  const [only = ''] = words.length === 1 ? words : [];
  const description = findDescriptionBefore(tokens, run);
  const isFamily = isNameInFamily(only);
  const described = [
    ...(only === '' ? [] : tokens.slice(description?.from ?? 0, description?.to ?? 0)),
    ...tokens.slice(run.from, run.name),
  ].map(({ text }) => text);
  const isPerson =
    isFamily ||
    givenNames.has(only) ||
    (only !== '' && description !== undefined) ||
    isGivenNameAt(tokens, run.from);
  return {
    words,
    titles: titlesOf(tokens, run),
    role: findRole(sentence, run),
    human: isPerson || isSaidOfPeople(tokens, run),
    gender: genderOfRole(isFamily ? only : described.join(' ')),
    kin: description ? genderOfKin(tokens.slice(description.from, description.to)) : null,
  };
}

function indexNames(sentences: readonly QuotingSentence[], runs: readonly NameRun[][]): PeopleIndex {
  const givenNames = collectGivenNames(sentences, runs);
  return indexPeople(
    sentences.flatMap((sentence, index): PersonMention[] => [
      ...findNicknamed(sentence.tokens, elementAt(runs, index)),
      ...findCoupled(sentence.tokens, elementAt(runs, index)),
      ...elementAt(runs, index).map(run => readMention(sentence, run, givenNames)),
    ]),
  );
}

/** Names with a nickname in quotation marks inside them: Maria “Mia” Holt. */
function findNicknamed(list: readonly Token[], runs: readonly NameRun[]): PersonMention[] {
  return runs.flatMap((run, index) => {
    const next = runs[index + 1];
    const isAround = next?.from === run.to + 1 && list[run.to]?.kind === 'quotation';
    const words = isAround ? [...nameWordsOf(list, run), ...nameWordsOf(list, next)] : [];
    return isGivenName(words[0] ?? '')
      ? [{ words, titles: titlesOf(list, run), role: null, human: true, gender: null }]
      : [];
  });
}

function findMention(list: readonly Token[], run: NameRun, people: PeopleIndex): NameMention[] {
  const words = nameWordsOf(list, run);
  const titled = people.find(words, titlesOf(list, run));
  const person = titled?.name.includes(' ') ? titled : people.find(words);
  if (!person) return [];
  const [surname, ...others] = words;
  const namesakes = surname === undefined || others.length > 0 ? [] : people.findNamesakes(surname);
  return [{ person, namesakes, at: run.from }];
}

/** Splits the paragraphs of an article into sentences around their quotations, and finds its people. */
export function createLayout(paragraphs: readonly string[], quotations: readonly Quotation[]): ArticleLayout {
  const partsOf = Map.groupBy(
    quotations.flatMap(({ parts }) => parts),
    ({ paragraph }) => paragraph,
  );
  const sentences = paragraphs.flatMap((text, paragraph) =>
    splitParagraph(text, paragraph, partsOf.get(paragraph) ?? []),
  );
  const runs = sentences.map(({ tokens }) => findNameRuns(tokens));
  const people = indexNames(sentences, runs);
  const hosts = sentences.map(
    (sentence, index): HostSentence => ({
      ...sentence,
      onlyQuoted: sentence.tokens.every(({ kind }) => kind !== 'word'),
      named: elementAt(runs, index).flatMap(run => findMention(sentence.tokens, run, people)),
      speaker: undefined,
    }),
  );
  const firstOf = paragraphs.map(() => hosts.length);
  for (const [index, { paragraph }] of hosts.entries())
    firstOf[paragraph] = Math.min(firstOf[paragraph] ?? index, index);
  return { hosts, firstOf, people, protagonist: findProtagonist(hosts) };
}

/** The fewest sentences that name whom an article is about, and how many times more than name anybody else. */
const PROTAGONIST = { sentences: 3, times: 1.5 };

/** Whom an article is about: who is named in its first two paragraphs, and far more often than anybody else. */
function findProtagonist(hosts: readonly HostSentence[]): Person | undefined {
  const times = new Map<Person, number>();
  for (const { named } of hosts)
    for (const person of new Set(named.map(mention => mention.person)))
      if (isSurelyPerson(person)) times.set(person, (times.get(person) ?? 0) + 1);
  const [first, second] = [...times].toSorted(([, one], [, other]) => other - one);
  if (!first || first[1] < Math.max(PROTAGONIST.sentences, PROTAGONIST.times * (second?.[1] ?? 0)))
    return undefined;
  const [person] = first;
  const isInLead = hosts.some(
    ({ paragraph, named }) => paragraph < 2 && named.some(mention => mention.person === person),
  );
  return isInLead ? person : undefined;
}

/** Index of the host that holds a part of a quotation, searched from the index `start` on. */
export function findHost({ hosts, firstOf }: ArticleLayout, part: QuotationPart, start: number): number {
  let index = Math.max(elementAt(firstOf, part.paragraph), start);
  for (let next = hosts[index + 1]; next?.paragraph === part.paragraph; next = hosts[index + 1]) {
    if (next.start > part.start) break;
    index++;
  }
  return index;
}

/** Index of the token that stands for a part of a quotation, or -1. */
export function findQuotationToken(list: readonly Token[], { start, end }: QuotationPart): number {
  const at = countLeading(list, token => token.start <= start) - 1;
  const token = list[at];
  return token?.kind === 'quotation' && end <= token.end ? at : -1;
}

/** The text of a range of a host's tokens, without "itself" and without a possessive ending. */
export function phraseTextOf({ narration, start, tokens }: HostSentence, { from, to }: TokenRange): string {
  const end = to - from > 1 && /sel(?:f|ves)$/.test(textAt(tokens, to - 1)) ? to - 1 : to;
  const [first, last] = [elementAt(tokens, from), elementAt(tokens, end - 1)];
  return stripPossessive(narration.slice(first.start - start, last.end - start));
}
