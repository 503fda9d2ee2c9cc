import type { Article } from '../../articles/article.ts';
import lexicon from '../../language/lexicons/questions.json' with { type: 'json' };
import type { Person } from '../../language/people.ts';
import { isNameWord, surnameOf } from '../../language/person-names.ts';
import { canInvert, isCueVerb, isThinkingVerb } from '../../language/speech.ts';
import { isReadingEnglish } from '../../language/stems.ts';
import { findMainSubject, findSubjectBefore } from '../../language/syntax/clauses.ts';
import { isClauseOpener, isDeterminer } from '../../language/syntax/function-words.ts';
import { findPhraseFrom, type NounPhrase } from '../../language/syntax/noun-phrases.ts';
import { isCueVerbAt } from '../../language/syntax/word-classes.ts';
import { isWord, lowerTextAt, type Token, textAt } from '../../language/tokens.ts';
import { createWordTest } from '../../language/word-lists.ts';
import { elementAt } from '../../lists.ts';
import { memoizePerObject } from '../../memo.ts';
import { resolvePronoun } from '../quotes/coreference.ts';
import type { ArticleLayout, HostSentence } from '../quotes/layout.ts';
import type { Quote } from '../quotes/schema.ts';
import { getSpokenQuotes } from './article-facts.ts';
import { getLayout } from './follow-ups/referents.ts';
import { findMeantNames } from './meant-names.ts';
import { termStemOf } from './question-terms.ts';
import { getSentenceIndex, type IndexedSentence } from './sentence-index.ts';

/** What somebody says in an article: a quotation, or a sentence that reports their words. */
export interface Utterance {
  readonly sentences: readonly IndexedSentence[];
  /** The quotation; null for reported words. */
  readonly quote: Quote | null;
  /** What the text calls the speaker: names, role, the description beside the name. */
  readonly speaker: string;
  /** The text of the paragraph up to there, which may tell who a speaker is that it calls by name alone. */
  readonly before: string;
  /** Stem of the reporting verb; null for a quotation. */
  readonly verb: string | null;
}

const isAttitude = createWordTest(lexicon.attitudes.words);

const BE = /^(?:is|are|was|were|be|been|being)$/;

/** Whether the word at an index reports what somebody says, thinks or wants; not in the passive. */
const isReportingAt = (list: readonly Token[], at: number): boolean =>
  isWord(list[at]) &&
  (!BE.test(lowerTextAt(list, at - 1)) || lowerTextAt(list, at).endsWith('ing')) &&
  ((isCueVerbAt(list, at) && isCueVerb(lowerTextAt(list, at))) ||
    isThinkingVerb(lowerTextAt(list, at)) ||
    isAttitude(lowerTextAt(list, at)));

/** Maximum length of a description and of the text before an utterance, in characters: they are read often. */
const MAX_TOLD = 600;

/** Maximum number of tokens beside a name that are read as its description. */
const MAX_DESCRIPTION = 14;

const wordsOf = (list: readonly Token[]): string => list.map(({ text }) => text).join(' ');

/** Whether a piece between commas describes what stands beside it, and does not go on with the clause. */
const isDescribing = ([first, second]: readonly Token[]) =>
  [first, ...(/^(?:and|but|when)$/.test(first?.text ?? '') ? [second] : [])].some(
    token => token && (/^(?:who|whose|which)$/.test(token.text) || isDeterminer(token.text)),
  );

const endOfPiece = (list: readonly Token[]): number => {
  const end = list.findIndex(({ kind }) => kind !== 'word');
  return end < 0 ? list.length : end;
};

/** A phrase with the description on either side: "Its chairman, Ferdi Braun", "the driver, who is 44". */
function describeAt(list: readonly Token[], { from, to }: NounPhrase): string {
  const isAdded = textAt(list, from - 1) === ',';
  const ahead = list.slice(Math.max(0, from - MAX_DESCRIPTION), isAdded ? from - 1 : from);
  const before = ahead.slice(ahead.findLastIndex(({ kind }) => kind !== 'word') + 1);
  const behind = textAt(list, to) === ',' ? list.slice(to + 1, to + 1 + MAX_DESCRIPTION) : [];
  return wordsOf([
    ...(isNameWord(textAt(list, from)) && (!isAdded || isDescribing(before)) ? before : []),
    ...list.slice(from, to),
    ...(isDescribing(behind) ? behind.slice(0, endOfPiece(behind)) : []),
  ]);
}

/** Such a description; with the sentence before if that tells whose "its director" is. */
function describeIn({ hosts }: ArticleLayout, index: number, phrase: NounPhrase): string {
  const host = elementAt(hosts, index);
  const told = describeAt(host.tokens, phrase);
  const before = hosts[index - 1];
  const isOwned = before?.paragraph === host.paragraph && /\b(?:its|their)\b/i.test(told);
  return isOwned ? `${told} ${listThings(before)}` : told;
}

/** The words of a sentence outside the names of people, who are no "it". */
function listThings({ tokens, named }: HostSentence): string {
  const names = new Set(named.flatMap(({ person }) => person.name.split(' ')));
  return wordsOf(tokens.filter(({ text }) => !names.has(text)));
}

/** What an article calls each of its people wherever it names them. */
export const getDescriptions: (article: Article) => ReadonlyMap<Person, string> = memoizePerObject(
  (article: Article) => {
    const told = new Map<Person, string>();
    const layout = getLayout(article);
    for (const [index, { tokens, named }] of layout.hosts.entries())
      for (const { person, at } of named) {
        const known = told.get(person) ?? `${person.name} ${person.role ?? ''}`;
        if (known.length > MAX_TOLD) continue;
        let to = at + 1;
        while (to - at < MAX_DESCRIPTION && /^\p{Lu}/u.test(textAt(tokens, to))) to++;
        const described = describeIn(layout, index, { from: at, to });
        told.set(person, `${known} ${described}`);
      }
    return told;
  },
);

/** Everything an article calls the person or thing that a phrase of a sentence means. */
function describeSubject(
  article: Article,
  { layout, at: index }: { readonly layout: ArticleLayout; readonly at: number },
  subject: NounPhrase,
): string {
  const { tokens, named } = elementAt(layout.hosts, index);
  const told = getDescriptions(article);
  const pronoun = lowerTextAt(tokens, subject.from);
  if (subject.to === subject.from + 1 && /^(?:he|she)$/.test(pronoun)) {
    const meant = resolvePronoun(layout, index, subject.from, pronoun);
    if (!meant) return '';
    if ('person' in meant) return told.get(meant.person) ?? meant.person.name;
    if ('who' in meant) return `${meant.who.speaker ?? ''} ${meant.who.role ?? ''}`;
    return describeAt(meant.host.tokens, meant.nounPhrase);
  }
  const people = named.filter(({ at }) => at >= subject.from && at < subject.to + MAX_APPOSITION);
  return [
    describeIn(layout, index, subject),
    ...people.slice(0, 1).flatMap(({ person }) => told.get(person) ?? []),
  ].join(' ');
}

/** Maximum distance in tokens of a name behind a description of its bearer: "the mayor, Alun Trevanion". */
const MAX_APPOSITION = 3;

/** Who speaks in a sentence: the subject of a reporting verb, before or behind it, or behind "according to". */
function findReporting(
  list: readonly Token[],
): { readonly verb: string; readonly subject: NounPhrase } | undefined {
  for (let at = 0; at < list.length; at++) {
    if (lowerTextAt(list, at) === 'according' && lowerTextAt(list, at + 1) === 'to') {
      const subject = findPhraseFrom(list, at + 2);
      if (subject) return { verb: 'say', subject };
    }
    if (!isReportingAt(list, at)) continue;
    const isBehind =
      !isWord(list[at - 1]) && canInvert(lowerTextAt(list, at)) && !isClauseOpener(textAt(list, at + 1));
    const start =
      1 + list.slice(0, at).findLastIndex(({ text }) => !/^(?:did|does|do|not|never)$/.test(text));
    const subject =
      (isBehind ? findPhraseFrom(list, at + 1) : undefined) ??
      findSubjectBefore(list, start) ??
      findMainSubject(list, start);
    if (subject) return { verb: termStemOf(lowerTextAt(list, at)), subject };
  }
  return undefined;
}

/** The sentences of the index that lie in a stretch of a paragraph, both as offsets into it. */
const findSentences = (
  all: readonly IndexedSentence[],
  { paragraph, start, end }: { readonly paragraph: number; readonly start: number; readonly end: number },
) => all.filter(sentence => sentence.unit === paragraph && sentence.start < end && sentence.end > start);

/** The sentences that hold a quotation, or its first paragraph if it has several. */
function findHosts(all: readonly IndexedSentence[], { text, paragraph }: Quote): IndexedSentence[] {
  const [first = ''] = text.split('\n\n');
  const start = all.find(({ unit }) => unit === paragraph - 1)?.whole.indexOf(first) ?? -1;
  return start < 0 ? [] : findSentences(all, { paragraph: paragraph - 1, start, end: start + first.length });
}

/** Names, role and description of the speaker of a quotation, and of whom its "he" or "she" likely means. */
function describeSpeaker(
  article: Article,
  { speaker, role, mention }: Quote,
  { all, at }: { readonly all: readonly IndexedSentence[]; readonly at: number },
): string {
  const surname = surnameOf((speaker ?? '').split(' '));
  const told = [...getDescriptions(article)].find(([{ name }]) => name === speaker || name === surname)?.[1];
  const isVague = /^(?:he|she)$/i.test(mention ?? '') && !/\p{Lu}/u.test(speaker ?? '');
  const meant = isVague ? [...findMeantNames(all, at)] : [];
  // a clause is nobody
  if (/^(?:that|which|because|if) /.test(speaker ?? '')) return '';
  return [speaker ?? '', role ?? '', mention ?? '', told ?? '', ...meant].join(' ').trim();
}

/** The end of a text before an offset. */
const lastOf = (text: string, end: number) => text.slice(Math.max(0, end - MAX_TOLD), end);

function readQuotes(article: Article, all: readonly IndexedSentence[]): Utterance[] {
  return getSpokenQuotes(article).flatMap((quote): Utterance[] => {
    const sentences = findHosts(all, quote);
    const [first] = sentences;
    if (!first) return [];
    const speaker = describeSpeaker(article, quote, { all, at: all.indexOf(first) });
    return [{ sentences, quote, speaker, before: lastOf(first.whole, first.start), verb: null }];
  });
}

function readReported(
  article: Article,
  all: readonly IndexedSentence[],
  host: HostSentence,
  at: number,
): Utterance[] {
  const found = findReporting(host.tokens);
  if (!found || host.onlyQuoted) return [];
  const { paragraph, start, narration, text } = host;
  return [
    {
      sentences: findSentences(all, { paragraph, start, end: start + narration.length }),
      quote: null,
      speaker: describeSubject(article, { layout: getLayout(article), at }, found.subject),
      before: lastOf(text, start),
      verb: found.verb,
    },
  ];
}

/** Takes a quotation of nobody for words of whoever spoke before it in its paragraph. */
function carrySpeakers(all: readonly Utterance[]): Utterance[] {
  let last: Utterance | undefined;
  return all.map(utterance => {
    const isSame = last?.sentences[0]?.unit === utterance.sentences[0]?.unit;
    const speaker = utterance.quote?.speaker === null && isSame ? (last?.speaker ?? '') : utterance.speaker;
    last = { ...utterance, speaker };
    return last;
  });
}

/**
 * What is said in an English article, in the order of its text: its quotations, and the sentences that report
 * somebody's words without one. Other languages have quotations alone.
 */
export const getUtterances: (article: Article) => readonly Utterance[] = memoizePerObject(
  (article: Article) => {
    const { all } = getSentenceIndex(article, 'paragraphs');
    const quotes = readQuotes(article, all);
    if (!isReadingEnglish()) return quotes;
    const quoting = new Set(quotes.flatMap(({ speaker, sentences }) => (speaker === '' ? [] : sentences)));
    const reported = getLayout(article)
      .hosts.flatMap((host, at) => readReported(article, all, host, at))
      .filter(({ sentences }) => sentences.length > 0 && !sentences.some(sentence => quoting.has(sentence)));
    const compare = ([a]: readonly IndexedSentence[], [b]: readonly IndexedSentence[]) =>
      a && b ? a.unit - b.unit || a.start - b.start : 0;
    return carrySpeakers([...quotes, ...reported].toSorted((a, b) => compare(a.sentences, b.sentences)));
  },
);

/** Whether a sentence says what somebody says. */
export const isSpeech = (article: Article, sentence: IndexedSentence): boolean =>
  getUtterances(article).some(({ sentences }) => sentences.includes(sentence));

/** Whether a statement shows words of somebody in the article. */
export const isSpoken = (article: Article, { text }: { readonly text: string }): boolean =>
  getUtterances(article).some(({ sentences }) => sentences.some(sentence => text.includes(sentence.text)));
