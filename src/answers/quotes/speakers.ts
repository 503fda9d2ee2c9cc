import { uncapitalize } from '../../language/capitals.ts';
import roles from '../../language/lexicons/roles.json' with { type: 'json' };
import type { Person } from '../../language/people.ts';
import {
  findNameRuns,
  isNameWord,
  isOrganisation,
  isPossessive,
  isTitle,
  type NameRun,
  nameWordsOf,
} from '../../language/person-names.ts';
import { findVenue, isDocumentNoun, isIssuing } from '../../language/speech.ts';
import { isDescriptionOpener, isPronoun } from '../../language/syntax/function-words.ts';
import { findPhraseEnding, type NounPhrase } from '../../language/syntax/noun-phrases.ts';
import { lowerTextAt, type Token, textAt } from '../../language/tokens.ts';
import { oneOf } from '../../language/word-lists.ts';
import { beginningOf } from './context-window.ts';
import { resolveAged, resolvePronoun } from './coreference.ts';
import {
  type ArticleLayout,
  type AttributedSpeaker,
  type HostSentence,
  phraseTextOf,
  titlesOf,
} from './layout.ts';
import { findNameBehind } from './naming.ts';
import { findSubject, type Referent } from './referents.ts';
import { findByRole } from './role-bearers.ts';
import { isPersonPhrase } from './role-nouns.ts';
import { resolveNearThing, resolvePeople, resolveThing } from './things.ts';

/** Stands for an unknown speaker. */
export const NO_SPEAKER: AttributedSpeaker = {
  speaker: null,
  role: null,
  mention: null,
  person: undefined,
  isOne: false,
};

/** Finds the last speaker before the current quotation, or the last one at a venue if it is given. */
type LastSpeakerSearch = (venue: string | null) => AttributedSpeaker | undefined;

/** The speaker for a person named in the article and mentioned in these words. */
export function knownSpeakerOf(person: Person, mention: string): AttributedSpeaker {
  return { speaker: person.name, role: person.role, mention, person, isOne: true };
}

const DESCRIPTION = new RegExp(String.raw`^${oneOf(roles.descriptions.words)}\b`);

/** The speaker without a name who is described by these tokens. */
function describedSpeakerOf(mention: string, list: readonly Token[]): AttributedSpeaker {
  const speaker = DESCRIPTION.test(mention) ? uncapitalize(mention) : mention;
  return { ...NO_SPEAKER, speaker, mention, isOne: isPersonPhrase(list) || /^another$/i.test(mention) };
}

const PLURAL = new RegExp(`(?:s|${oneOf(roles.groups.words)})$`, 'i');

/** Whether a phrase can describe a speaker: "a spokesman", "critics"; a bare noun ("cent") cannot. */
function isDescription(list: readonly Token[], hasName: boolean): boolean {
  const first = textAt(list, 0);
  if (hasName || isPossessive(first) || isDescriptionOpener(first)) return true;
  return PLURAL.test(textAt(list, list.length - 1));
}

/** The speaker named right after a description: "Its chairwoman, Beatrix Nolan, told ...". */
function findNameAfter(
  { people }: ArticleLayout,
  host: HostSentence,
  nounPhrase: NounPhrase,
): AttributedSpeaker | undefined {
  const run = findNameBehind(host.tokens, nounPhrase);
  const person = run && people.find(nameWordsOf(host.tokens, run));
  return person && knownSpeakerOf(person, phraseTextOf(host, { from: run.name, to: run.to }));
}

/** Whether the name at an index is a noun's complement, no speaker: "a spokesman for Clinton". */
function isComplement(list: readonly Token[], at: number): boolean {
  const preposition = /^the$/i.test(textAt(list, at - 1)) ? at - 2 : at - 1;
  if (preposition < 1 || !/^(?:of|for|from|at|with|to|on|in)$/.test(textAt(list, preposition))) return false;
  // "a Commissioner for Quality of Life"
  if (/^an?$/i.test(textAt(list, 0))) return true;
  let before = preposition - 1;
  if (/^\p{Ll}/u.test(textAt(list, before))) return true;
  while (isNameWord(textAt(list, before - 1))) before--;
  return isComplement(list, before);
}

/** Whether a phrase names several: "Lena Ruiz and Tom Reed"; but "goalkeeper and coach Lena Ruiz" is one. */
function isCoordinated(list: readonly Token[]): boolean {
  return list.some(
    ({ text }, at) =>
      text === 'and' && (isNameWord(textAt(list, at - 1)) || isNameWord(textAt(list, at + 1))),
  );
}

/** The referent of a pronoun as a speaker: a person named, or one described who may be named elsewhere. */
function referentOf(layout: ArticleLayout, referent: Referent, mention: string): AttributedSpeaker {
  if ('person' in referent) return knownSpeakerOf(referent.person, mention);
  if ('who' in referent) return { ...referent.who, mention };
  const { host, nounPhrase } = referent;
  const named = findNameAfter(layout, host, nounPhrase);
  if (named) return { ...named, mention };
  const words = phraseTextOf(host, nounPhrase);
  return { ...describedSpeakerOf(words, host.tokens.slice(nounPhrase.from, nounPhrase.to)), mention };
}

/** Phrases for several people, to which "it" cannot refer. */
const PEOPLE = /\band\b|\b(?:couple|pair|duo|trio|twins)$/;

/** Whom "it" or "they" means as speaker: people or a thing close by, a last speaker of many, or a body. */
function resolveThingSpeaker(
  layout: ArticleLayout,
  index: number,
  { from }: NounPhrase,
  mention: string,
  findLast: LastSpeakerSearch,
): AttributedSpeaker {
  const people = /^they$/i.test(mention) ? resolvePeople(layout, index, from) : undefined;
  if (people !== undefined) return { ...describedSpeakerOf(people, []), mention };
  const isIt = /^its?$/i.test(mention);
  const near = isIt ? resolveNearThing(layout, index, from) : undefined;
  if (near !== undefined) return { ...describedSpeakerOf(near, []), mention };
  const before = findLast(null);
  // "it" does not refer to a "couple"
  const thing =
    before && !before.isOne && !(isIt && PEOPLE.test(before.speaker ?? '')) ? before.speaker : null;
  if (thing !== null) return { ...NO_SPEAKER, speaker: thing, mention };
  const body = resolveThing(layout, index, from);
  return {
    ...NO_SPEAKER,
    speaker: body === undefined ? null : describedSpeakerOf(body, []).speaker,
    mention,
  };
}

/** Resolves a pronoun as the speaker: its referent, or the last speaker if compatible. */
function resolvePronounSpeaker(
  layout: ArticleLayout,
  index: number,
  nounPhrase: NounPhrase,
  mention: string,
  findLast: LastSpeakerSearch,
): AttributedSpeaker {
  const pronoun = mention
    .toLowerCase()
    .replace(/^him$/, 'he')
    .replace(/^them$/, 'they');
  if (/^(?:they|it|their|its)$/.test(pronoun))
    return resolveThingSpeaker(layout, index, nounPhrase, mention, findLast);
  if (!/^(?:he|she|his|her)$/.test(pronoun)) return { ...NO_SPEAKER, mention };
  const meant = resolvePronoun(layout, index, nounPhrase.from, pronoun);
  return meant ? referentOf(layout, meant, mention) : { ...NO_SPEAKER, mention };
}

/** Resolves a phrase that ends in a name as the speaker: the person of that name, or the name as written. */
function resolveName(
  { people }: ArticleLayout,
  host: HostSentence,
  nounPhrase: NounPhrase,
  run: NameRun,
): AttributedSpeaker {
  const list = host.tokens.slice(nounPhrase.from, nounPhrase.to);
  const words = nameWordsOf(list, run);
  const titles = titlesOf(list, run);
  const person = isOrganisation(words) ? undefined : people.find(words, titles);
  const own = phraseTextOf(host, { from: nounPhrase.from + run.from, to: nounPhrase.to });
  if (person) return knownSpeakerOf(person, own);
  // "the Seafarers' Union": a possession is not named without its owner
  if (isPossessive(textAt(list, run.from - 1))) return describedSpeakerOf(phraseTextOf(host, nounPhrase), []);
  const startsWithThe = run.from === 1 && /^the$/i.test(textAt(list, 0));
  const full = startsWithThe ? phraseTextOf(host, nounPhrase) : own;
  const hasTitle = titles.length > 0 && isTitle(textAt(list, run.name - 1));
  return { ...NO_SPEAKER, speaker: hasTitle ? words.join(' ') : full, mention: full };
}

/** The last speaker in the document that a short phrase names: "the letter" continues for its writer. */
function resolveDocument(
  list: readonly Token[],
  mention: string,
  findLast: LastSpeakerSearch,
): AttributedSpeaker | undefined {
  const isDocument = isDocumentNoun(textAt(list, list.length - 1).toLowerCase());
  if (!isDocument || mention.split(/\s+/).length > 3) return undefined;
  // "a statement" is another one
  const venue = /^the /i.test(mention) ? findVenue(`in ${mention}`, 0) : null;
  const author = venue === null ? undefined : findLast(venue);
  return author?.speaker ? { ...author, mention } : undefined;
}

/** Number of sentences before its mention in which a document may have been made known. */
const DOCUMENT_REACH = 2;

/** Who made known the document that a phrase names: "Holt thanked them in a post. “...,” the post read". */
function findIssuer(
  layout: ArticleLayout,
  index: number,
  list: readonly Token[],
  findLast: LastSpeakerSearch,
): AttributedSpeaker | undefined {
  const noun = textAt(list, 1);
  if (list.length !== 2 || !/^(?:the|this)$/i.test(textAt(list, 0)) || !isDocumentNoun(noun))
    return undefined;
  for (const back of [index - 1, index - DOCUMENT_REACH]) {
    const host = layout.hosts[back];
    const words = beginningOf(host?.tokens ?? []);
    const at = words.findIndex(({ text }) => text === noun);
    const document = at < 0 ? undefined : findPhraseEnding(words, at + 1);
    if (!host || !document || !/^an?$/i.test(textAt(words, document.from))) continue;
    const subject = findSubject(words, document.from);
    const isMade =
      lowerTextAt(words, document.from - 1) === 'in' || isIssuing(lowerTextAt(words, document.from - 1));
    const writer = isMade && subject ? resolveSpeaker(layout, back, host, subject, findLast) : undefined;
    if (writer?.isOne) return writer;
  }
  return undefined;
}

/**
 * The name run that the following ones complement: "Jens Lang" in "Jens Lang of the Bank of Low Lane". An
 * office is part of what follows: "Secretary of State John Kerry".
 */
function findLeadingRun(list: readonly Token[], runs: readonly NameRun[]): NameRun | undefined {
  let leading = runs.at(-1);
  for (const run of runs.slice(0, -1).reverse()) {
    const last = textAt(list, run.to - 1);
    if (!leading || (isTitle(last) && !isOrganisation([last]))) break;
    const between = list
      .slice(run.to, leading.from)
      .map(({ text }) => text)
      .join(' ');
    if (!/^(?:of|for|from|at|with)(?: the)?$/.test(between)) break;
    leading = run;
  }
  return leading;
}

/** Who a phrase that ends in a name is; undefined for a noun's complement, or if there are several. */
function resolveNamedPhrase(
  layout: ArticleLayout,
  host: HostSentence,
  nounPhrase: NounPhrase,
  mention: string,
): AttributedSpeaker | undefined {
  const list = host.tokens.slice(nounPhrase.from, nounPhrase.to);
  const runs = findNameRuns(list);
  const [last, leading] = [runs.at(-1), findLeadingRun(list, runs)];
  if (!last || !leading || last.to !== list.length || isComplement(list, leading.from) || isCoordinated(list))
    return undefined;
  const isBodyOfPlace = leading !== last && isOrganisation(nameWordsOf(list, leading));
  if (isBodyOfPlace) return describedSpeakerOf(mention, []);
  return resolveName(layout, host, { ...nounPhrase, to: nounPhrase.from + leading.to }, leading);
}

/** The owner of a document in a relative clause: "the engineer" in "the engineer, whose report called it". */
function findOwner({ tokens }: HostSentence, { from, to }: NounPhrase): NounPhrase | undefined {
  if (lowerTextAt(tokens, from - 1) !== 'whose' || !isDocumentNoun(lowerTextAt(tokens, to - 1)))
    return undefined;
  return findPhraseEnding(tokens, textAt(tokens, from - 2) === ',' ? from - 2 : from - 1);
}

/** Resolves the words for a speaker in the host at `index`, as far as the article tells. */
export function resolveSpeaker(
  layout: ArticleLayout,
  index: number,
  host: HostSentence,
  nounPhrase: NounPhrase,
  findLast: LastSpeakerSearch,
): AttributedSpeaker {
  const list = host.tokens.slice(nounPhrase.from, nounPhrase.to);
  const mention = phraseTextOf(host, nounPhrase);
  if (list.length === 1 && (isPronoun(mention) || /^(?:his|him|her|their|them|its)$/i.test(mention)))
    return resolvePronounSpeaker(layout, index, nounPhrase, mention, findLast);
  const owner = findOwner(host, nounPhrase);
  if (owner) return resolveSpeaker(layout, index, host, owner, findLast);
  const namedAfter = findNameAfter(layout, host, nounPhrase);
  if (namedAfter) return namedAfter;
  const named = resolveNamedPhrase(layout, host, nounPhrase, mention);
  // "the Dutchman" is a name by its capital only
  const aged = named?.person ? undefined : resolveAged(layout, index, nounPhrase, mention);
  if (aged) return referentOf(layout, aged, mention);
  if (named) return named;
  const author = findIssuer(layout, index, list, findLast) ?? resolveDocument(list, mention, findLast);
  if (author) return { ...author, mention };
  const bearer = findByRole(layout.people, mention.split(/\s+/));
  if (bearer) return knownSpeakerOf(bearer, mention);
  return isDescription(list, findNameRuns(list).length > 0) ? describedSpeakerOf(mention, list) : NO_SPEAKER;
}
