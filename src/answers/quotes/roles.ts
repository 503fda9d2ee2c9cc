import { isPastTense } from '../../language/lexicon.ts';
import roles from '../../language/lexicons/roles.json' with { type: 'json' };
import {
  findNameRuns,
  isNameWord,
  isOrganisation,
  isPossessive,
  isTitle,
  type NameRun,
  nameWordsOf,
  stripPossessive,
} from '../../language/person-names.ts';
import { isMannerOfSpeaking } from '../../language/speech.ts';
import {
  isClauseOpener,
  isDeterminer,
  isIndefinitePronoun,
  isPreposition,
  isTime,
} from '../../language/syntax/function-words.ts';
import { findPhraseEnding, isEndingInName } from '../../language/syntax/noun-phrases.ts';
import { isAdverb, isNounWord } from '../../language/syntax/word-classes.ts';
import { isWord, lowerTextAt, type Token, textAt } from '../../language/tokens.ts';
import { createWordTest, oneOf } from '../../language/word-lists.ts';
import { isParticipleOfRoles, isPersonPhrase, isRoleNoun, isRolePhrase } from './role-nouns.ts';

/** A sentence whose tokens have their offsets in the text of its paragraph. */
interface Sentence {
  readonly text: string;
  readonly tokens: readonly Token[];
}

/** A role has at most so many words. */
const MAX_WORDS = 10;

/**
 * The words of the tokens from `from` to the one before `to` as a role: without their determiner, but for the
 * one of a common noun's possessive ("the town's mayor").
 */
function readRole({ text, tokens }: Sentence, from: number, to: number): string | null {
  const isOwned = tokens.slice(from, to).some(word => isPossessive(word.text) && !isNameWord(word.text));
  const isKept = isOwned && /^the$/i.test(textAt(tokens, from));
  const begin = !isKept && isDeterminer(textAt(tokens, from)) ? from + 1 : from;
  const [first, last] = [tokens[begin], tokens[to - 1]];
  if (!first || !last || begin >= to || to - begin > MAX_WORDS) return null;
  const words = stripPossessive(text.slice(first.start, last.end));
  return isKept ? words.charAt(0).toLowerCase() + words.slice(1) : words;
}

/** The role that the tokens in `from..to` name, or null where they are none of the closed class. */
function readRolePhrase(sentence: Sentence, from: number, to: number): string | null {
  if (!isRolePhrase(sentence.tokens, from, to)) return null;
  let end = to;
  // the noun is at the beginning: what is added to it last can be left out
  while (end - from > MAX_WORDS) {
    const cut = sentence.tokens.findLastIndex(({ text }, at) => at > from && at < end && isPreposition(text));
    if (cut < 0) return null;
    end = cut;
  }
  return readRole(sentence, from, end);
}

const RANK = new RegExp(String.raw`^${oneOf(roles.ranks.words)}\b`, 'u');

/** Words that open a sentence without its capital, if they begin with a word of rank, age or trade. */
function lowerInitial(words: string): string {
  return RANK.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words;
}

/** Whether a verb between a quotation and a name stands at an index: “...,” snapped Maud. */
function isInvertedVerb(list: readonly Token[], at: number): boolean {
  const before = textAt(list, at - 1) === ',' ? list[at - 2] : list[at - 1];
  const word = lowerTextAt(list, at);
  return before?.kind === 'quotation' && (isMannerOfSpeaking(word) || isPastTense(word));
}

/** Whether an "and" between two nouns of a role stands before an index: "goalkeeper and coach". */
function isJoinedBefore(list: readonly Token[], at: number): boolean {
  return lowerTextAt(list, at - 1) === 'and' && isRoleNoun(textAt(list, at - 2));
}

/** Whether the word at an index may stand before the noun of a role: "Ohio", "retired", "school". */
function isModifierAt(list: readonly Token[], at: number): boolean {
  const word = textAt(list, at);
  if (!isWord(list[at]) || isTime(word) || isIndefinitePronoun(word)) return false;
  if (/^\p{Lu}/u.test(word)) return isNameWord(word) || isTitle(word);
  if (isParticipleOfRoles(word)) return true;
  return isNounWord(list, at) && (isPossessive(word) || !/(?:ing|[^e]ed)$/.test(word));
}

/** Where a role begins whose noun stands at the index `head`. */
function findRoleStart(list: readonly Token[], head: number): number {
  let from = head;
  while (from > 0) {
    if (isDeterminer(textAt(list, from - 1))) return from - 1;
    if (isInvertedVerb(list, from - 1)) break;
    if (isModifierAt(list, from - 1)) from--;
    else if (isJoinedBefore(list, from)) from -= 2;
    else break;
  }
  return from;
}

const isAbbreviatedTitle = (word: string) => /^\p{Lu}\p{L}{1,4}\.$/u.test(word);

/** Where the words before a name that may be a role end: a bare title behind the noun of one is left out. */
function findRoleEndBefore(list: readonly Token[], { name }: NameRun): number {
  const [before, title] = [textAt(list, name - 2), textAt(list, name - 1)];
  const isDouble = isAbbreviatedTitle(title) && isRoleNoun(before) && !isAbbreviatedTitle(before);
  return isDouble ? name - 1 : name;
}

/**
 * The words before a name that tell the role of whoever bears it ("Trump campaign chief Michael Glassner",
 * "Secretary of State John Kerry"), or null.
 */
function findRoleBefore(sentence: Sentence, run: NameRun): string | null {
  const { tokens } = sentence;
  const to = findRoleEndBefore(tokens, run);
  // "Secretary of State": a title that goes on behind "of"
  const isOffice = lowerTextAt(tokens, to - 2) === 'of' && isTitle(textAt(tokens, to - 1));
  const head = isOffice ? to - 3 : to - 1;
  const isNoun =
    isNameWord(textAt(tokens, head)) || isTitle(textAt(tokens, head)) || isNounWord(tokens, head);
  if (head < 0 || !isNoun || isInvertedVerb(tokens, head)) return null;
  const from = findRoleStart(tokens, head);
  const role = readRolePhrase(sentence, from, to);
  return role !== null && from === 0 && role.startsWith(textAt(tokens, 0)) ? lowerInitial(role) : role;
}

/**
 * The description at the head of a clause to which a name between commas belongs ("Its chairwoman, Maria
 * Holt, ..."), or null.
 */
function findAppositionRole(sentence: Sentence, run: NameRun): string | null {
  const { tokens } = sentence;
  if (textAt(tokens, run.from - 1) !== ',' || textAt(tokens, run.to) !== ',') return null;
  const nounPhrase = findPhraseEnding(tokens, run.from - 1);
  if (!nounPhrase || isEndingInName(tokens, nounPhrase)) return null;
  const first = textAt(tokens, nounPhrase.from);
  const isOfSomebody = tokens.slice(nounPhrase.from, nounPhrase.to).some(({ text }) => isPossessive(text));
  const isDescription = isOfSomebody || /^(?:its|his|her|their|the|an?)$/i.test(first);
  const isAtHead = nounPhrase.from === 0 || tokens[nounPhrase.from - 1]?.kind === 'mark';
  return isDescription && isAtHead ? readRolePhrase(sentence, nounPhrase.from, nounPhrase.to) : null;
}

const isOccupationVerb = createWordTest(roles.occupations.words);
const isLedBody = createWordTest(roles.bodies.words);

/** The first token of the apposition to a name: behind its comma and, if it is told, the age. */
function findAppositionAfter(list: readonly Token[], { to }: NameRun): number | undefined {
  if (textAt(list, to) !== ',') return undefined;
  const isAge = /^[1-9]\d?$/.test(textAt(list, to + 1)) && textAt(list, to + 2) === ',';
  return isAge ? to + 3 : to + 1;
}

/** Whether a word that may be a verb stands as a noun behind a name and its comma: "Lena Ruiz, coach of …". */
function isBareRole(list: readonly Token[], at: number): boolean {
  if (!isRoleNoun(textAt(list, at)) && !isParticipleOfRoles(textAt(list, at))) return false;
  const next = textAt(list, at + 1);
  return !isWord(list[at + 1]) || /^(?:of|at|for|from|with|in|to|and)$/.test(next) || isRoleNoun(next);
}

function isRoleWord(list: readonly Token[], at: number): boolean {
  return (
    isNounWord(list, at) ||
    isBareRole(list, at) ||
    isPreposition(textAt(list, at)) ||
    (isPossessive(textAt(list, at - 1)) && isWord(list[at + 1]))
  );
}

/** Whether an "and" within a name, between two capitals, stands at an index. */
function isAndInName(list: readonly Token[], at: number): boolean {
  if (lowerTextAt(list, at) !== 'and') return false;
  return isNameWord(textAt(list, at - 1)) && /^\p{Lu}/u.test(textAt(list, at + 1));
}

/** The end of a role that begins at the index `from`: where its clause ends. */
function findRoleEnd(list: readonly Token[], from: number): number {
  let to = from;
  while (isWord(list[to]) && (isAndInName(list, to) || isRoleWord(list, to))) to++;
  while (to > from + 1 && list[to]?.kind === 'quotation' && isPreposition(textAt(list, to - 1))) to--;
  return to;
}

/**
 * The last token of what opens a role behind "who" at an index: its verb, or the one before its noun; or
 * undefined.
 */
function findRoleVerb(list: readonly Token[], who: number): number | undefined {
  let verb = who + 1;
  if (textAt(list, who) === 'whose') return isLedBody(textAt(list, verb)) ? verb + 1 : undefined;
  while (isAdverb(list[verb]) && !/^(?:is|was|has|had)$/.test(textAt(list, verb))) verb++;
  if (!/^(?:is|was)$/.test(textAt(list, verb)))
    return isOccupationVerb(textAt(list, verb)) ? verb : undefined;
  let noun = verb + 1;
  while (isAdverb(list[noun])) noun++;
  const opening = textAt(list, noun);
  const opensNoun = /^(?:the|a|an|his|her|their|its)$/.test(opening) || isPossessive(opening);
  return opensNoun ? noun - 1 : undefined;
}

/**
 * The end of a relative clause that tells a role as it stands ("who owns the place", "who was then the town's
 * secretary", "whose ward includes the island"), or undefined.
 */
function findRoleClauseEnd(list: readonly Token[], who: number): number | undefined {
  const verb = findRoleVerb(list, who);
  if (verb === undefined) return undefined;
  const to = findRoleEnd(list, verb + 1);
  if (/^(?:is|was)$/.test(textAt(list, verb)) && !isRolePhrase(list, verb + 1, to)) return undefined;
  const isWhole = !isWord(list[to]) || isClauseOpener(textAt(list, to));
  return isWhole && to - verb > 1 && !isPreposition(textAt(list, to - 1)) ? to : undefined;
}

/**
 * The apposition to a name that tells the role of whoever bears it ("Maria Holt, the mayor of Greenfield,
 * ...", "Maria Holt, who owns the place"), or null.
 */
function findRoleAfter(sentence: Sentence, run: NameRun): string | null {
  const { tokens } = sentence;
  const from = findAppositionAfter(tokens, run);
  const first = from === undefined ? undefined : tokens[from];
  if (from === undefined || !isWord(first)) return null;
  if (/^whos?e?$/.test(first.text)) {
    const to = findRoleClauseEnd(tokens, from);
    return to === undefined ? null : readRole(sentence, from, to);
  }
  const isOpening = isDeterminer(first.text) || isModifierAt(tokens, from) || isBareRole(tokens, from);
  const to = isOpening ? findRoleEnd(tokens, from + 1) : from;
  if (to === from) return null;
  const joined = findJoinedEnd(tokens, to);
  const isWhole =
    joined !== undefined || !isWord(tokens[to]) || /^(?:who|which|whose)$/.test(textAt(tokens, to));
  return isWhole ? readRolePhrase(sentence, from, joined ?? to) : null;
}

/**
 * The end of a role that goes on behind "and" at an index ("founder and head of the club"), or the index where a
 * second one stands there with its own article ("a lawyer and a mother of two"); undefined if none does.
 */
function findJoinedEnd(list: readonly Token[], and: number): number | undefined {
  if (lowerTextAt(list, and) !== 'and') return undefined;
  const to = findRoleEnd(list, and + 1);
  if (isWord(list[to]) || !isRolePhrase(list, and + 1, to)) return undefined;
  return isDeterminer(textAt(list, and + 1)) ? and : to;
}

/** The body behind "of" or "at" to which whoever is named belongs: "Maria Holt of the Harbour Council". */
function findAffiliation(sentence: Sentence, run: NameRun): string | null {
  const { tokens } = sentence;
  if (!/^(?:of|at)$/.test(textAt(tokens, run.to)) || isPossessive(textAt(tokens, run.to - 1))) return null;
  const from = /^the$/.test(textAt(tokens, run.to + 1)) ? run.to + 2 : run.to + 1;
  const [body] = findNameRuns(tokens.slice(from, from + MAX_WORDS));
  if (body?.from !== 0 || !isOrganisation(nameWordsOf(tokens.slice(from), body))) return null;
  let to = from + body.to;
  // "of the Bank of England"
  while (textAt(tokens, to) === 'of' && isNameWord(textAt(tokens, to + 1))) to += 2;
  return readRole(sentence, run.to, to);
}

/**
 * The role of whoever is named, in the words before the name, behind it, or to which it is added; or null.
 * Only nouns of a closed class make a role (`isRolePhrase`): none is better than a wrong one.
 */
export function findRole(sentence: Sentence, run: NameRun): string | null {
  return (
    findRoleBefore(sentence, run) ??
    findRoleAfter(sentence, run) ??
    findAppositionRole(sentence, run) ??
    findAffiliation(sentence, run)
  );
}

/** Whether what follows a name is said of people alone: "Jun Ashdown, 11", "Jun Ashdown, who ...". */
export function isSaidOfPeople(list: readonly Token[], run: NameRun): boolean {
  if (textAt(list, run.to) !== ',') return false;
  const isAge = /^[1-9]\d?$/.test(textAt(list, run.to + 1)) && list[run.to + 2]?.kind === 'mark';
  if (isAge) return true;
  const before = textAt(list, run.from - 1);
  const isOneWord = run.to - run.name === 1;
  // "in London, who": one word alone may be a place
  if (isOneWord && (isPreposition(before) || isDeterminer(before))) return false;
  if (/^whos?e?$/.test(textAt(list, run.to + 1))) return true;
  if (isOneWord || !isDeterminer(textAt(list, run.to + 1))) return false;
  return isPersonPhrase(list.slice(run.to + 2, findRoleEnd(list, run.to + 2)));
}
