import type { Article } from '../../articles/article.ts';
import { indexPeople, isSurelyPerson, type PeopleIndex, type Person } from '../../language/people.ts';
import {
  findNameRuns,
  isNameWord,
  isOrganisation,
  isPossessive,
  isTitle,
  nameWordsOf,
  stripPossessive,
} from '../../language/person-names.ts';
import {
  findQuotations,
  type Quotation,
  type QuotationPart,
  TRANSCRIPT_LABEL,
} from '../../language/quotations.ts';
import { type SentenceSpan, splitSentenceSpans } from '../../language/sentences.ts';
import {
  findVenue,
  isContinuationVerb,
  isCueVerb,
  isDocumentNoun,
  isMannerOfSpeaking,
  isNamingVerb,
} from '../../language/speech.ts';
import { isReadingEnglish } from '../../language/stems.ts';
import { maskSpans, type Token, tokenize } from '../../language/tokens.ts';
import {
  type Attribution,
  attribute,
  findAnnouncedSpeaker,
  findAppositionRole,
  findClauseAround,
  findMainSubject,
  findRoleAfter,
  findRoleBefore,
  hasNoSpeaker,
  isSaidOfPeople,
  isTitleOfWork,
  type NounPhrase,
} from './attribution.ts';
import type { Quote, QuotesDraft } from './schema.ts';

/** Somebody named at a word of a sentence; by a surname that others bear too, it may be one of them. */
interface NameMention {
  readonly person: Person;
  readonly namesakes: readonly Person[];
  readonly at: number;
}

/**
 * A sentence with its quotations as single tokens. A quotation of several sentences belongs to the one that
 * holds it.
 */
interface HostSentence {
  readonly paragraph: number;
  readonly start: number;
  readonly narration: string;
  readonly tokens: readonly Token[];
  /** No word stands beside its quotations. */
  readonly onlyQuoted: boolean;
  /** People named outside quotations, in order. */
  readonly named: readonly NameMention[];
  /** Who speaks in it, as far as that is known already. */
  speaker: Person | undefined;
}

interface AttributedSpeaker {
  readonly speaker: string | null;
  readonly role: string | null;
  readonly mention: string | null;
  readonly person: Person | undefined;
}

/** Whom a quotation is attributed to, and by which sentence. */
interface QuotationAttribution {
  readonly who: AttributedSpeaker;
  readonly where: string | null;
  readonly direct: boolean;
  readonly continuing: boolean;
}

/** How many sentences back a pronoun may point, and how many earlier quotations a letter may. */
const COREFERENCE_REACH = 14;
const QUOTATION_REACH = 40;

/**
 * How much of a sentence is looked at on either side of a quotation, in tokens and characters: hostile text
 * has sentences without end.
 */
const CONTEXT_WINDOW = { before: 150, after: 80, characters: 600 };

/** “...” — Maria Holt, or “...!” Holt demanded: a piece of its own only for the punctuation before it. */
function isDetachedTag(piece: string, punctuation: string): boolean {
  if (/^[―—–-]\s?\p{Lu}/u.test(piece)) return true;
  const verb =
    /[?!]/.test(punctuation) && /^(?:\p{Lu}[\p{L}.’'-]*,? ){1,5}(?:\([^)]*\),? )?(\p{Ll}+)/u.exec(piece)?.[1];
  return Boolean(verb && (isCueVerb(verb) || isMannerOfSpeaking(verb)));
}

/** The sentences of a paragraph, joined where a break falls into a quotation. */
function findHostSpans(text: string, parts: readonly QuotationPart[]): SentenceSpan[] {
  const joined: { start: number; end: number }[] = [];
  let next = 0;
  for (const { start, end } of splitSentenceSpans(text)) {
    while (next < parts.length && parts[next]!.end <= start) next++;
    const open = joined.at(-1);
    if (open && next < parts.length && parts[next]!.start < open.end && parts[next]!.end > open.end)
      open.end = Math.max(end, open.end);
    else if (
      open &&
      parts.length > 0 &&
      next > 0 &&
      parts[next - 1]!.start < open.end &&
      parts[next - 1]!.end > open.end
    )
      open.end = Math.max(end, open.end);
    else if (
      open &&
      next > 0 &&
      parts[next - 1]!.end === open.end &&
      isDetachedTag(text.slice(start, start + 160), text[open.end - 2]!)
    )
      open.end = end;
    else joined.push({ start, end });
  }
  return joined;
}

interface ArticleLayout {
  readonly hosts: readonly HostSentence[];
  /** The first host of each paragraph, as an index into `hosts`. */
  readonly firstOf: readonly number[];
  readonly people: PeopleIndex;
}

function createLayout(paragraphs: readonly string[], list: readonly Quotation[]): ArticleLayout {
  const partsOf = paragraphs.map((): QuotationPart[] => []);
  for (const { parts } of list) for (const part of parts) partsOf[part.paragraph]!.push(part);
  const raw = paragraphs.flatMap((text, paragraph) => {
    const narration = maskSpans(text, partsOf[paragraph]!);
    return findHostSpans(text, partsOf[paragraph]!).map(({ start, end }) => ({
      paragraph,
      start,
      narration: narration.slice(start, end),
      tokens: tokenize(narration, start, end),
    }));
  });
  const named = raw.map(host => findNameRuns(host.tokens).map(run => ({ run, host })));
  const people = indexPeople(
    named.flat().map(({ run, host }) => ({
      words: nameWordsOf(host.tokens, run),
      titles: host.tokens.slice(run.from, run.name).map(({ text }) => text.replace(/\.$/, '')),
      role:
        findRoleBefore(host.tokens, run, paragraphs[host.paragraph]!) ??
        findRoleAfter(host.tokens, run, paragraphs[host.paragraph]!) ??
        findAppositionRole(host.tokens, run, paragraphs[host.paragraph]!),
      human: isSaidOfPeople(host.tokens, run),
    })),
  );
  const hosts = raw.map((host, index): HostSentence => {
    const mentions = named[index]!.flatMap(({ run }) => {
      const words = nameWordsOf(host.tokens, run);
      const person = people.find(words);
      return person
        ? [{ person, namesakes: words.length > 1 ? [] : people.findNamesakes(words[0]!), at: run.from }]
        : [];
    });
    return {
      ...host,
      onlyQuoted: host.tokens.every(({ kind }) => kind !== 'word'),
      named: mentions,
      speaker: undefined,
    };
  });
  const firstOf = paragraphs.map(() => hosts.length);
  for (let index = hosts.length - 1; index >= 0; index--) firstOf[hosts[index]!.paragraph] = index;
  return { hosts, firstOf, people };
}

const PRONOUN = /^(?:he|she|they|it|we|I|you|who)$/i;

function isCompatible(person: Person, pronoun: string): boolean {
  if (!person.speaks && !isSurelyPerson(person)) return false;
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
  main: NounPhrase | undefined,
): Person | undefined {
  if (isCompatible(person, pronoun)) return person;
  if (main?.from !== at || main.to !== at + 1) return undefined;
  const others = namesakes.filter(other => isCompatible(other, pronoun));
  return others.length === 1 ? others[0] : undefined;
}

/** "his colleague, Peter Lang,": not he himself, unless the sentence is about the colleague. */
function isRelativeOf(pronoun: string, list: readonly Token[], at: number, subjectAt: number): boolean {
  if (list[at - 1]?.text !== ',') return false;
  const owner = list.slice(0, at).findLastIndex(({ text }) => /^(?:his|her|their)$/i.test(text));
  if (owner < 0 || at - owner > 5 || owner === subjectAt || at === subjectAt) return false;
  const isSame = list[owner]!.text.toLowerCase() === (pronoun === 'he' || pronoun === 'his' ? 'his' : 'her');
  return isSame && list.slice(owner, at - 1).every(({ kind }) => kind === 'word');
}

/**
 * Whom "he" or "she" means: who was named before in this sentence, then whoever the sentences before it are
 * about, the nearest first.
 */
function resolvePronoun(
  { hosts }: ArticleLayout,
  index: number,
  at: number,
  pronoun: string,
): Person | undefined {
  for (let back = index; back >= 0 && index - back < COREFERENCE_REACH; back--) {
    const { named, speaker, tokens: list } = hosts[back]!;
    const before =
      back === index
        ? named.filter(mention => mention.at < at && at - mention.at < CONTEXT_WINDOW.before)
        : named.slice(0, CONTEXT_WINDOW.before);
    const main = findMainSubject(
      list.slice(0, CONTEXT_WINDOW.before),
      Math.min(CONTEXT_WINDOW.before, list.length),
    );
    const fitting = before
      .map(mention => ({ ...mention, person: findReferent(mention, pronoun, main) }))
      .filter(
        (mention): mention is NameMention =>
          mention.person !== undefined && !isRelativeOf(pronoun, list, mention.at, main?.from ?? -1),
      );
    const subject = fitting.find(mention => !isPossessive(lastNameWordOf(list, mention.at))) ?? fitting[0];
    if (back < index && speaker && isCompatible(speaker, pronoun)) return speaker;
    if (subject) return subject.person;
  }
  return undefined;
}

/**
 * What "it" or "they" means: the subject of this sentence or of one shortly before, if it is no person's
 * name.
 */
function resolveThing({ hosts, people }: ArticleLayout, index: number, at: number): string | null {
  for (let back = index; back >= 0 && index - back < 4; back--) {
    const host = hosts[back]!;
    const phrase = findMainSubject(
      host.tokens.slice(0, CONTEXT_WINDOW.before),
      Math.min(CONTEXT_WINDOW.before, back === index ? at : host.tokens.length),
    );
    if (!phrase || PRONOUN.test(textOf(host, phrase))) continue;
    const list = host.tokens.slice(phrase.from, phrase.to);
    const run = findNameRuns(list).at(-1);
    const isPerson = run?.to === list.length && people.find(nameWordsOf(list, run)) !== undefined;
    if (!isPerson && isBody(list)) return describedSpeakerOf(textOf(host, phrase)).speaker;
  }
  return null;
}

const NO_SPEAKER: AttributedSpeaker = { speaker: null, role: null, mention: null, person: undefined };

function lastNameWordOf(list: readonly Token[], from: number): string {
  let at = from;
  while (isNameWord(list[at + 1]?.text ?? '') && !isPossessive(list[at]!.text)) at++;
  return list[at]!.text;
}

function textOf(host: HostSentence, { from, to }: NounPhrase): string {
  const [first, last] = [host.tokens[from]!, host.tokens[to - 1]!];
  return stripPossessive(host.narration.slice(first.start - host.start, last.end - host.start));
}

function knownSpeakerOf(person: Person, mention: string): AttributedSpeaker {
  return { speaker: person.name, role: person.role, mention, person };
}

function describedSpeakerOf(mention: string): AttributedSpeaker {
  const speaker =
    /^(?:The|A|An|His|Her|Their|Its|Some|Many|Several|Other|Others|One|Another|Two|Three|Both|Critics|Supporters|Officials|Police|Protesters)\b/.test(
      mention,
    )
      ? mention[0]!.toLowerCase() + mention.slice(1)
      : mention;
  return { speaker, role: null, mention, person: undefined };
}

/** "the mayor": whoever was introduced as one, if only one was. */
function findByRole(people: PeopleIndex, words: readonly string[]): Person | undefined {
  const [determiner, ...rest] = words.map(word => word.toLowerCase());
  const head = rest
    .slice(
      0,
      Math.max(
        0,
        rest.findIndex(word => /^(?:of|for|at|from|in|on)$/.test(word)),
      ) || rest.length,
    )
    .at(-1);
  if (determiner !== 'the' || !head || head.length < 4 || isDocumentNoun(head)) return undefined;
  const bearers = people.findByRole(head);
  return bearers.length === 1 ? bearers[0] : undefined;
}

/**
 * "a spokesman", "critics", "Clinton's team": a lone noun ("cent", "rule") is the rest of some other phrase.
 */
function isDescription(list: readonly Token[], holdsName: boolean): boolean {
  const [first, last] = [list[0]!.text, list.at(-1)!.text];
  if (holdsName || isPossessive(first)) return true;
  if (
    /^(?:the|a|an|his|her|their|its|our|my|this|that|these|those|one|two|three|four|five|six|some|several|many|another|other|others|both|all|most|each|no)$/i.test(
      first,
    )
  )
    return true;
  return /(?:s|people|police|men|women|children|staff|media)$/i.test(last);
}

const BODY =
  /^(?:federation|council|company|firm|committee|commission|club|group|union|party|campaign|team|police|ministry|department|office|board|agency|bank|government|court|association|society|university|college|school|newspaper|magazine|paper|letter|report|statement|study|document|memo|article|piece|ad|complaint|ruling|law|rule|bill)$/i;

/** Whether a phrase names a body or a document, which can be quoted like a person. */
function isBody(list: readonly Token[]): boolean {
  const run = findNameRuns(list).at(-1);
  const isName =
    run !== undefined && run.to === list.length && run.from <= 1 && (run.to - run.from > 1 || run.from === 1);
  const end = list.findIndex(({ text }) => /^(?:of|for|in|at|on|from|to)$/.test(text));
  return isName || (list.length > 1 && BODY.test(list[(end < 1 ? list.length : end) - 1]!.text));
}

/** "Its chairwoman, Beatrix Nolan, told ...": whoever the addition to a description names. */
function findNameAfter(
  { people }: ArticleLayout,
  host: HostSentence,
  phrase: NounPhrase,
): AttributedSpeaker | undefined {
  const list = host.tokens;
  if (list[phrase.to]?.text !== ',' || isNameWord(list[phrase.to - 1]!.text)) return undefined;
  const run = findNameRuns(list.slice(phrase.to + 1, phrase.to + 10))[0];
  const [from, to] = [phrase.to + 1 + (run?.from ?? 0), phrase.to + 1 + (run?.to ?? 0)];
  if (run?.from !== 0 || (list[to] && list[to]!.kind !== 'mark')) return undefined;
  const person = people.find(nameWordsOf(list, { from, name: phrase.to + 1 + run.name, to }));
  return person && knownSpeakerOf(person, textOf(host, { from, to }));
}

/** "a spokesman for Clinton", "the mayor of Greenfield": the name at `at` is not who speaks. */
function isModifier(list: readonly Token[], at: number): boolean {
  const preposition = /^the$/i.test(list[at - 1]?.text ?? '') ? at - 2 : at - 1;
  return (
    preposition > 1 &&
    /^(?:of|for|from|at|with|to)$/.test(list[preposition]!.text) &&
    /^\p{Ll}/u.test(list[preposition - 1]!.text)
  );
}

/**
 * "Lena Ruiz and Tom Reed", "a spokesman and Lena Ruiz": several speak; but "goalkeeper and coach Lena Ruiz"
 * is one.
 */
function isCoordinated(list: readonly Token[]): boolean {
  return list.some(
    ({ text }, at) =>
      text === 'and' && (isNameWord(list[at - 1]?.text ?? '') || isNameWord(list[at + 1]?.text ?? '')),
  );
}

/** Turns the words for a speaker into a name. */
function resolveSpeaker(
  layout: ArticleLayout,
  index: number,
  phrase: NounPhrase,
  last: (where: string | null) => AttributedSpeaker | undefined,
): AttributedSpeaker {
  const host = layout.hosts[index]!;
  const list = host.tokens.slice(phrase.from, phrase.to);
  const mention = textOf(host, phrase);
  const words = mention.split(/\s+/);
  if (list.length === 1 && (PRONOUN.test(mention) || /^(?:his|her|their|its)$/i.test(mention))) {
    const person = resolvePronoun(layout, index, phrase.from, mention.toLowerCase());
    if (person) return knownSpeakerOf(person, mention);
    const isThing = /^(?:they|it|we|their|its)$/i.test(mention);
    const before = last(null);
    if (!isThing)
      return before?.person && isCompatible(before.person, mention.toLowerCase())
        ? { ...before, mention }
        : { ...NO_SPEAKER, mention };
    const speaker =
      (before && !before.person ? before.speaker : null) ?? resolveThing(layout, index, phrase.from);
    return { ...NO_SPEAKER, speaker, mention };
  }
  const namedAfter = findNameAfter(layout, host, phrase);
  if (namedAfter) return namedAfter;
  const inside = findNameRuns(list);
  const run = inside.at(-1);
  const endsInName = run && run.to === list.length && !isModifier(list, run.from);
  if (endsInName && !isCoordinated(list)) {
    const runWords = nameWordsOf(list, run);
    const titles = list.slice(run.from, run.name).map(({ text }) => text.replace(/\.$/, ''));
    const person = isOrganisation(runWords) ? undefined : layout.people.find(runWords, titles);
    const own = textOf(host, { from: phrase.from + run.from, to: phrase.to });
    if (person) return knownSpeakerOf(person, own);
    const startsWithThe = run.from === 1 && /^the$/i.test(list[0]!.text);
    const full = startsWithThe ? mention : own;
    const head = list[run.name - 1];
    const bare = titles.length > 0 && head && isTitle(head.text) ? runWords.join(' ') : full;
    return { speaker: bare, role: null, mention: full, person: undefined };
  }
  if (isDocumentNoun(list.at(-1)?.text.toLowerCase() ?? '') && words.length <= 3) {
    const where = findVenue(mention.replace(/^The|^A/i, 'in the'), 0);
    const author = where === null ? undefined : last(where);
    if (author?.speaker) return { ...author, mention };
  }
  const person = findByRole(layout.people, words);
  if (person) return knownSpeakerOf(person, mention);
  return isDescription(list, inside.length > 0) ? describedSpeakerOf(mention) : NO_SPEAKER;
}

const SMALL_WORD = /^(?:a|an|the|of|and|or|in|on|at|for|to|from|with|by|is|vs)$/;

/** A name of a film, a song, a day: every word of some weight has a capital. */
function isTitleLike(text: string): boolean {
  const words = text.match(/[\p{L}\p{N}’'-]+/gu) ?? [];
  return (
    words.length >= 2 &&
    /^\p{Lu}/u.test(words[0]!) &&
    words.every(word => /^[\p{Lu}\p{N}]/u.test(word) || SMALL_WORD.test(word)) &&
    !/[.!?]/.test(text.replace(/[,.]$/, ''))
  );
}

const FUNCTION_WORD =
  /^(?:of|in|on|at|to|for|from|with|by|and|or|but|that|who|which|as|when|while|during|because|if|is|was|are|were|about|against|after|before)$/;

/** Whether nobody is quoted: a title, or a word or two held at a distance. */
function isScareQuote(
  text: string,
  host: HostSentence,
  at: number,
  found: QuotationAttribution | undefined,
  cue: number | null,
): boolean {
  const words = text.split(/\s+/).length;
  const start = Math.max(0, at - CONTEXT_WINDOW.before);
  const near = host.tokens.slice(start, at + CONTEXT_WINDOW.after);
  const before = host.tokens.slice(Math.max(0, at - 6), at).map(token => token.text.toLowerCase());
  const namedSo = before.some(isNamingVerb);
  const rightAfterCue = before.slice(-2).some(isCueVerb);
  if (isTitleLike(text) && isTitleOfWork(near, at - start)) return true;
  if (isTitleLike(text) && !namedSo && !rightAfterCue && !(found?.direct && cue !== null && cue > at))
    return true;
  if (words > 3) return false;
  if (host.onlyQuoted || namedSo) return false;
  const next = host.tokens[at + 1];
  const isModifier =
    /^\p{Ll}/u.test(text) && !/[.,!?]$/.test(text) && next?.kind === 'word' && !FUNCTION_WORD.test(next.text);
  if (isModifier) return true;
  if (rightAfterCue) return false;
  return !found || cue === null;
}

function quotationTextOf(paragraphs: readonly string[], { parts }: Quotation): string {
  return parts
    .map(({ paragraph, from, to }) => paragraphs[paragraph]!.slice(from, to))
    .filter(text => text !== '')
    .join('\n\n');
}

/** The index of the token that stands for a quotation, or -1. */
function findQuotationToken(list: readonly Token[], { start, end }: QuotationPart): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.start <= start) low = middle + 1;
    else high = middle;
  }
  const token = list[low - 1];
  return token?.kind === 'quotation' && end <= token.end ? low - 1 : -1;
}

/** `attribute` on the tokens around the quotation. */
function attributeInWindow(
  list: readonly Token[],
  at: number,
  options: { expectsTag: boolean },
): Attribution | undefined {
  const start = Math.max(0, at - CONTEXT_WINDOW.before);
  const near = list.slice(start, at + CONTEXT_WINDOW.after);
  const clause = findClauseAround(near, at - start);
  const from = start + clause.from;
  return shiftAttribution(attribute(near.slice(clause.from, clause.to), at - from, options), from);
}

function hasNoSpeakerInWindow(list: readonly Token[], at: number): boolean {
  const from = Math.max(0, at - CONTEXT_WINDOW.before);
  return hasNoSpeaker(list.slice(from, at + CONTEXT_WINDOW.after), at - from);
}

/** `announced` on the last tokens of the sentence. */
function findAnnouncedInWindow(list: readonly Token[]): Attribution | undefined {
  const from = Math.max(0, list.length - CONTEXT_WINDOW.before);
  return shiftAttribution(findAnnouncedSpeaker(list.slice(from)), from);
}

function shiftAttribution(attribution: Attribution | undefined, by: number): Attribution | undefined {
  if (!attribution) return undefined;
  const { speaker, cue } = attribution;
  return {
    speaker: speaker && { from: speaker.from + by, to: speaker.to + by },
    cue: cue === null ? null : cue + by,
  };
}

/** "She read it aloud": the words are another's, since it was told of before. */
function isReadOut(list: readonly Token[], cue: number | null): boolean {
  return (
    cue !== null &&
    /^read(?:s|ing)?$/i.test(list[cue]!.text) &&
    /^(?:it|them)$/.test(list[cue + 1]?.text ?? '')
  );
}

/**
 * Who wrote the letter that the sentence before tells of: "a letter from a woman named Ann Lee". Nobody,
 * where that is no name.
 */
function findWriterBefore(layout: ArticleLayout, index: number): AttributedSpeaker {
  const host = layout.hosts[index - 1];
  if (!host) return NO_SPEAKER;
  const list = host.tokens.slice(0, CONTEXT_WINDOW.before);
  const document = list.findIndex(({ text }) => isDocumentNoun(text.toLowerCase()));
  const from = list.findIndex(({ text }, at) => at > document && /^(?:from|by)$/.test(text));
  if (document < 0 || from < 0) return NO_SPEAKER;
  const end = list.findIndex(({ kind }, at) => at > from && kind !== 'word');
  const run = findNameRuns(list.slice(0, end < 0 ? list.length : end)).find(
    ({ from: at }) => at === from + 1 || (at > from && /^(?:named|called)$/.test(list[at - 1]!.text)),
  );
  const person = run && layout.people.find(nameWordsOf(list, run));
  return person ? knownSpeakerOf(person, textOf(host, run)) : NO_SPEAKER;
}

/** Where it was said, by the words around an offset of the sentence. */
function findVenueNear(narration: string, near: number): string | null {
  const from = Math.max(0, near - CONTEXT_WINDOW.characters);
  return findVenue(narration.slice(from, near + CONTEXT_WINDOW.characters), near - from);
}

/**
 * Where the words at an offset of the paragraph were said: by their own clause, since a semicolon may divide
 * two speakers.
 */
function findVenueInClause({ narration, start }: HostSentence, near: number): string | null {
  const at = Math.max(0, near - start);
  const from = narration.lastIndexOf(';', at) + 1;
  const end = narration.indexOf(';', at);
  return findVenueNear(narration.slice(from, end < 0 ? narration.length : end), at - from);
}

/**
 * Every quotation of the article in its order, with its speaker as far as the text tells. Deterministic,
 * linear in the text's length.
 */
export function extractQuotes(article: Article): QuotesDraft {
  const { paragraphs } = article;
  const list = findQuotations(paragraphs);
  const layout = createLayout(paragraphs, list);
  const { hosts, firstOf } = layout;
  const quotes: Quote[] = [];
  const history: { quote: Quote; who: AttributedSpeaker; host: number }[] = [];

  const findLastSpeaker = (where: string | null): AttributedSpeaker | undefined =>
    history.slice(-QUOTATION_REACH).findLast(({ quote }) => where === null || quote.where === where)?.who;
  const findHost = (part: QuotationPart): number => {
    let index = Math.max(firstOf[part.paragraph]!, cursor);
    while (hosts[index + 1]?.paragraph === part.paragraph && hosts[index + 1]!.start <= part.start) index++;
    return index;
  };
  const findToken = (index: number, part: QuotationPart) => findQuotationToken(hosts[index]!.tokens, part);
  const resolveAttribution = (
    index: number,
    attribution: Attribution | undefined,
    near: number,
    direct: boolean,
  ): (QuotationAttribution & { cue: number | null }) | undefined => {
    if (!attribution) return undefined;
    if (!attribution.speaker) return { who: NO_SPEAKER, where: null, direct, continuing: false, cue: null };
    const host = hosts[index]!;
    const readOut = isReadOut(host.tokens, attribution.cue);
    const who = readOut
      ? findWriterBefore(layout, index)
      : resolveSpeaker(layout, index, attribution.speaker, findLastSpeaker);
    // The subject of a sentence in which nobody speaks counts only if it can speak.
    const words = host.tokens.slice(attribution.speaker.from, attribution.speaker.to);
    const cue = attribution.cue === null ? '' : host.tokens[attribution.cue]!.text.toLowerCase();
    return {
      who: attribution.cue !== null || who.person || isBody(words) ? who : NO_SPEAKER,
      where:
        findVenueInClause(host, near) ??
        (readOut
          ? findVenue(layout.hosts[index - 1]?.narration.slice(0, CONTEXT_WINDOW.characters) ?? '', 0)
          : null),
      direct,
      continuing: isContinuationVerb(cue),
      cue: attribution.cue,
    };
  };
  const attributeWithin = (
    index: number,
    part: QuotationPart,
  ): (QuotationAttribution & { cue: number | null }) | undefined => {
    const at = findToken(index, part);
    const expectsTag =
      /[,?!—–-]$/.test(paragraphs[part.paragraph]!.slice(part.from, part.to)) ||
      hosts[index]!.tokens[at + 1]?.text === ',';
    if (at >= 0 && hasNoSpeakerInWindow(hosts[index]!.tokens, at))
      return { who: NO_SPEAKER, where: null, direct: true, continuing: false, cue: null };
    return at < 0 || hosts[index]!.onlyQuoted
      ? undefined
      : resolveAttribution(
          index,
          attributeInWindow(hosts[index]!.tokens, at, { expectsTag }),
          part.start,
          true,
        );
  };
  const attributeByAnnouncement = (index: number): QuotationAttribution | undefined =>
    resolveAttribution(index, findAnnouncedInWindow(hosts[index]!.tokens), 0, false);
  const repeatLastSpeaker = (): QuotationAttribution | undefined => {
    const before = history.at(-1);
    return before && { who: before.who, where: before.quote.where, direct: false, continuing: true };
  };
  /** In a transcript, whose turn it is: “WALLACE: ...” */
  const readTranscriptTurn = (part: QuotationPart): QuotationAttribution | undefined => {
    const label = TRANSCRIPT_LABEL.exec(paragraphs[part.paragraph]!.slice(part.start, part.start + 80))?.[1];
    if (!label) return undefined;
    const words = label.split(' ').map(word => word[0]! + word.slice(1).toLowerCase());
    const person = layout.people.find(words) ?? layout.people.find(words.slice(-1));
    return {
      who: person ? knownSpeakerOf(person, label) : { ...NO_SPEAKER, speaker: label, mention: label },
      where: null,
      direct: true,
      continuing: false,
    };
  };
  /**
   * For a quotation with no words beside it: what announces it, who spoke just before, who is named just
   * after.
   */
  const attributeByContext = (index: number, part: QuotationPart): QuotationAttribution | undefined => {
    const before = hosts[index - 1];
    const sameParagraph = before?.paragraph === part.paragraph;
    // words of its own that name nobody: who spoke elsewhere has no part in it
    if (!hosts[index]!.onlyQuoted && !sameParagraph) return undefined;
    if (before?.narration.trimEnd().endsWith(':'))
      return attributeByAnnouncement(index - 1) ?? repeatLastSpeaker();
    if (sameParagraph && history.at(-1) && history.at(-1)!.host >= index - 1) return repeatLastSpeaker();
    if (sameParagraph && !before.onlyQuoted) return attributeByAnnouncement(index - 1) ?? repeatLastSpeaker();
    for (let next = index + 1; next < index + 3 && hosts[next]?.paragraph === part.paragraph; next++) {
      const position = hosts[next]!.tokens.findIndex(({ kind }) => kind === 'quotation');
      const tagged =
        position < 0
          ? undefined
          : resolveAttribution(
              next,
              attributeInWindow(hosts[next]!.tokens, position, { expectsTag: true }),
              0,
              false,
            );
      if (tagged) return tagged;
    }
    const spokeLast = history.at(-1);
    if (spokeLast && before && spokeLast.quote.paragraphs.at(-1)! >= part.paragraph && !spokeLast.quote.scare)
      return repeatLastSpeaker();
    return (
      (before && !before.onlyQuoted ? attributeByAnnouncement(index - 1) : undefined) ?? repeatLastSpeaker()
    );
  };

  let cursor = 0;
  for (const quotation of list) {
    const [first, end] = [quotation.parts[0]!, quotation.parts.at(-1)!];
    const index = findHost(first);
    cursor = index;
    const lastIndex = end === first ? index : findHost(end);
    const beside = isReadingEnglish()
      ? ((lastIndex !== index ? attributeWithin(lastIndex, end) : undefined) ?? attributeWithin(index, first))
      : undefined;
    const found: QuotationAttribution | undefined =
      readTranscriptTurn(first) ??
      beside ??
      (isReadingEnglish() ? attributeByContext(index, first) : undefined);
    const text = quotationTextOf(paragraphs, quotation);
    const scare =
      isScareQuote(text, hosts[index]!, findToken(index, first), found, beside?.cue ?? null) &&
      quotation.parts.length === 1;
    const before = history.at(-1);
    const goesOnFrom =
      found?.continuing &&
      before &&
      before.who.speaker === found.who.speaker &&
      first.paragraph + 1 - before.quote.paragraph <= 3;
    const quote: Quote = {
      text,
      speaker: scare ? null : (found?.who.speaker ?? null),
      role: scare ? null : (found?.who.role ?? null),
      mention: scare ? null : (found?.who.mention ?? null),
      where: scare ? null : (found?.where ?? (goesOnFrom ? before.quote.where : null)),
      paragraph: first.paragraph + 1,
      paragraphs: quotation.parts.map(part => part.paragraph + 1),
      scare,
    };
    quotes.push(quote);
    if (scare || !found) continue;
    history.push({ quote, who: found.who, host: lastIndex });
    hosts[lastIndex]!.speaker = found.who.person;
    if (found.who.person && found.direct) found.who.person.speaks = true;
    cursor = lastIndex;
  }
  return { quotes };
}
