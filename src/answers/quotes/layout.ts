import { getNameGender, isGivenName } from '../../language/lexicon.ts';
import roles from '../../language/lexicons/roles.json' with { type: 'json' };
import {
  genderOfRole,
  indexPeople,
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
import { isCueVerb, isMannerOfSpeaking } from '../../language/speech.ts';
import type { TokenRange } from '../../language/syntax/noun-phrases.ts';
import { isCueVerbAt } from '../../language/syntax/word-classes.ts';
import { maskSpans, type Token, textAt, tokenize } from '../../language/tokens.ts';
import { createWordTest } from '../../language/word-lists.ts';
import { elementAt } from '../../lists.ts';
import { findDescriptionBefore, isGivenNameAt } from './naming.ts';
import { findRole, isSaidOfPeople } from './roles.ts';

/**
 * Somebody named at the index of a token of a sentence; by a surname that others bear too, it may be one of
 * them.
 */
export interface NameMention {
  readonly person: Person;
  readonly namesakes: readonly Person[];
  readonly at: number;
}

/**
 * A sentence with its quotations as single tokens; one of several sentences belongs to the one that holds it.
 */
interface QuotingSentence {
  /** Counted from 0. */
  readonly paragraph: number;
  /** The text of the paragraph. */
  readonly text: string;
  /** Where the sentence begins in it. */
  readonly start: number;
  /** The sentence with `MASK` in place of its quotations. */
  readonly narration: string;
  readonly tokens: readonly Token[];
}

/** The speaker of a quotation as an answer gives it, and who that is, if it is somebody named in the article. */
export interface AttributedSpeaker {
  readonly speaker: string | null;
  readonly role: string | null;
  /** The article's words for the speaker in this sentence. */
  readonly mention: string | null;
  readonly person: Person | undefined;
  /** Whether it is one person, named or not, whom "he" or "she" may mean. */
  readonly isOne: boolean;
}

/** A sentence that may hold quotations, and who is named in it. */
export interface HostSentence extends QuotingSentence {
  /** Whether no word stands beside its quotations. */
  readonly onlyQuoted: boolean;
  /** People named outside quotations, in order. */
  readonly named: readonly NameMention[];
  /** Who speaks in it, as far as that is known already. */
  speaker: AttributedSpeaker | undefined;
}

/** The sentences of an article's text, and its people. */
export interface ArticleLayout {
  readonly hosts: readonly HostSentence[];
  /** The first host of each paragraph, as an index into `hosts`. */
  readonly firstOf: readonly number[];
  readonly people: PeopleIndex;
}

/** How many characters of a sentence tell whether it is a tag. */
const TAG_LENGTH = 160;

/**
 * Whether a piece is the tag of the quotation before it, and a sentence of its own for nothing but the
 * punctuation there: “...” — Maria Holt, or “...!” Holt demanded.
 */
function isDetachedTag(piece: string, punctuation: string): boolean {
  if (/^[―—–-]\s?\p{Lu}/u.test(piece)) return true;
  const verb =
    /[?!]/.test(punctuation) &&
    /^(?:\p{Lu}[\p{L}.’'-]*,? ){1,5}(?:\([^)]*\),? )?(?:\p{Ll}+ly )?(\p{Ll}+)/u.exec(piece)?.[1];
  return Boolean(verb && (isCueVerb(verb) || isMannerOfSpeaking(verb)));
}

const isAcross = (part: QuotationPart | undefined, end: number) =>
  part !== undefined && part.start < end && part.end > end;

/** The sentences of a paragraph, joined where a break falls into a quotation or before its tag. */
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

/** The titles before the name of a run, without full stops. */
export function titlesOf(list: readonly Token[], { from, name }: NameRun): string[] {
  return list.slice(from, name).map(({ text }) => stripFullStop(text));
}

const isNameInFamily = createWordTest(roles.namesInFamily.words);

/** The only word of a name that speaks or is spoken to, where it is a given name: "said Bernard". */
function findSpokenName(list: readonly Token[], run: NameRun): string | undefined {
  const [word = '', ...others] = nameWordsOf(list, run);
  if (others.length > 0 || getNameGender(word) === null) return undefined;
  return isCueVerbAt(list, run.from - 1) || isCueVerbAt(list, run.to) ? word : undefined;
}

/** The words that stand behind prepositions of place, and so are hardly given names here: "in Florence". */
function collectPlaces(sentences: readonly QuotingSentence[]): ReadonlySet<string> {
  return new Set(
    sentences.flatMap(({ tokens }) =>
      tokens.flatMap(({ text }, at) =>
        /^(?:in|near|into|across|outside|around)$/i.test(textAt(tokens, at - 1)) ? [text] : [],
      ),
    ),
  );
}

/** The given names by which the sentences tell of somebody without a surname. */
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

/** What a sentence tells of whom the name of a run names. */
function readMention(
  sentence: QuotingSentence,
  run: NameRun,
  givenNames: ReadonlySet<string>,
): PersonMention {
  const { tokens } = sentence;
  const words = nameWordsOf(tokens, run);
  const [only = ''] = words.length === 1 ? words : [];
  const description = only === '' ? undefined : findDescriptionBefore(tokens, run);
  const isFamily = isNameInFamily(only);
  const described = [
    ...tokens.slice(description?.from ?? 0, description?.to ?? 0),
    ...tokens.slice(run.from, run.name),
  ].map(({ text }) => text);
  const isPerson =
    isFamily || givenNames.has(only) || description !== undefined || isGivenNameAt(tokens, run.from);
  return {
    words,
    titles: titlesOf(tokens, run),
    role: findRole(sentence, run),
    human: isPerson || isSaidOfPeople(tokens, run),
    gender: genderOfRole(isFamily ? only : described.join(' ')),
  };
}

function indexNames(sentences: readonly QuotingSentence[], runs: readonly NameRun[][]): PeopleIndex {
  const givenNames = collectGivenNames(sentences, runs);
  return indexPeople(
    sentences.flatMap((sentence, index): PersonMention[] => [
      ...findNicknamed(sentence.tokens, elementAt(runs, index)),
      ...elementAt(runs, index).map(run => readMention(sentence, run, givenNames)),
    ]),
  );
}

/** The names with a nickname in quotation marks inside them: Maria “Mia” Holt. */
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
  const person = people.find(words);
  if (!person) return [];
  const [surname, ...others] = words;
  const namesakes = surname === undefined || others.length > 0 ? [] : people.findNamesakes(surname);
  return [{ person, namesakes, at: run.from }];
}

/** Lays out the paragraphs of an article around the quotations in them. */
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
  return { hosts, firstOf, people };
}

/** The host of a part of a quotation, as an index into the hosts, from the index `start` on. */
export function findHost({ hosts, firstOf }: ArticleLayout, part: QuotationPart, start: number): number {
  let index = Math.max(elementAt(firstOf, part.paragraph), start);
  for (let next = hosts[index + 1]; next?.paragraph === part.paragraph; next = hosts[index + 1]) {
    if (next.start > part.start) break;
    index++;
  }
  return index;
}

/** The index of the token that stands for a part of a quotation, or -1. */
export function findQuotationToken(list: readonly Token[], { start, end }: QuotationPart): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (elementAt(list, middle).start <= start) low = middle + 1;
    else high = middle;
  }
  const token = list[low - 1];
  return token?.kind === 'quotation' && end <= token.end ? low - 1 : -1;
}

/** The words of a range of a host's tokens, without the ending of the possessive behind them. */
export function phraseTextOf({ narration, start, tokens }: HostSentence, { from, to }: TokenRange): string {
  const [first, last] = [elementAt(tokens, from), elementAt(tokens, to - 1)];
  return stripPossessive(narration.slice(first.start - start, last.end - start));
}
