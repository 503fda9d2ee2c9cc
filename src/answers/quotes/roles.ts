import { uncapitalize } from '../../language/capitals.ts';
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
  isDeterminer,
  isIndefinitePronoun,
  isPreposition,
  isTime,
} from '../../language/syntax/function-words.ts';
import { findPhraseEnding, isEndingInName } from '../../language/syntax/noun-phrases.ts';
import { isNounWord } from '../../language/syntax/word-classes.ts';
import { isWord, lowerTextAt, type Token, textAt } from '../../language/tokens.ts';
import { oneOf } from '../../language/word-lists.ts';
import { findRoleClauseEnd } from './role-clauses.ts';
import { findRoleEnd, isBareRole } from './role-extent.ts';
import { isParticipleOfRoles, isPersonPhrase, isRoleNoun, isRolePhrase } from './role-nouns.ts';

/** A sentence whose tokens have offsets into the text of its paragraph. */
interface Sentence {
  readonly text: string;
  readonly tokens: readonly Token[];
}

/** Maximum number of words of a role. */
const MAX_WORDS = 12;

/**
 * The tokens in `from..to` as a role, without their determiner, except for that of a common noun's possessive
 * ("the town's mayor"). `to` is exclusive.
 */
function readRole({ text, tokens }: Sentence, from: number, to: number): string | null {
  const isOwned = tokens.slice(from, to).some(word => isPossessive(word.text) && !isNameWord(word.text));
  const isKept = isOwned && /^the$/i.test(textAt(tokens, from));
  const begin = !isKept && isDeterminer(textAt(tokens, from)) ? from + 1 : from;
  const [first, last] = [tokens[begin], tokens[to - 1]];
  if (!first || !last || begin >= to || to - begin > MAX_WORDS) return null;
  const words = stripPossessive(text.slice(first.start, last.end));
  return isKept ? uncapitalize(words) : words;
}

/** The role that the tokens in `from..to` name, or null if they do not name one of the closed class. */
function readRolePhrase(sentence: Sentence, from: number, to: number): string | null {
  if (!isRolePhrase(sentence.tokens, from, to)) return null;
  let end = to;
  // "author of “The Pier”", "editor of the “Packet”": the complement is quoted, so it is missing here
  const isOpenAt = (at: number) =>
    isPreposition(textAt(sentence.tokens, at)) || isDeterminer(textAt(sentence.tokens, at));
  while (end > from + 1 && isOpenAt(end - 1)) end--;
  // the head noun is at the beginning, so complements are dropped from the end
  while (end - from > MAX_WORDS) {
    const offset = sentence.tokens
      .slice(from, end)
      .findLastIndex(
        ({ text }, at) =>
          at > 0 && isPreposition(text) && !isNameWord(textAt(sentence.tokens, from + at - 1)),
      );
    if (offset < 0) return null;
    end = from + offset;
  }
  return readRole(sentence, from, end);
}

const RANK = new RegExp(String.raw`^${oneOf(roles.ranks.words)}\b`, 'u');

/** Lowers the capital that begins a sentence, if the first word is one of rank, age or occupation. */
function lowerInitial(words: string): string {
  return RANK.test(words) ? uncapitalize(words) : words;
}

/** Whether the word at an index is a verb between a quotation and a name: “...,” snapped Maud. */
function isInvertedVerb(list: readonly Token[], at: number): boolean {
  const before = textAt(list, at - 1) === ',' ? list[at - 2] : list[at - 1];
  const word = lowerTextAt(list, at);
  return before?.kind === 'quotation' && (isMannerOfSpeaking(word) || isPastTense(word));
}

/** Whether an "and" that joins two nouns of a role precedes an index: "goalkeeper and coach". */
function isJoinedBefore(list: readonly Token[], at: number): boolean {
  return lowerTextAt(list, at - 1) === 'and' && isRoleNoun(textAt(list, at - 2));
}

/** Whether the word at an index may modify the noun of a role: "Ohio", "retired", "school". */
function isModifierAt(list: readonly Token[], at: number): boolean {
  const word = textAt(list, at);
  if (!isWord(list[at]) || isTime(word) || isIndefinitePronoun(word)) return false;
  if (/^\p{Lu}/u.test(word)) return isNameWord(word) || isTitle(word);
  if (isParticipleOfRoles(word)) return true;
  return isNounWord(list, at) && (isPossessive(word) || !/(?:ing|[^e]ed)$/.test(word));
}

/** The index at which a role begins whose noun is at the index `head`. */
function findRoleStart(list: readonly Token[], head: number): number {
  let from = head;
  while (from > 0 && head - from < MAX_WORDS) {
    if (isDeterminer(textAt(list, from - 1))) return from - 1;
    if (isInvertedVerb(list, from - 1)) break;
    if (isModifierAt(list, from - 1)) from--;
    else if (isJoinedBefore(list, from)) from -= 2;
    else break;
  }
  return from;
}

const isAbbreviatedTitle = (word: string) => /^\p{Lu}\p{L}{1,4}\.$/u.test(word);

/** The end of the possible role words before a name, not counting a bare title after a role noun. */
function findRoleEndBefore(list: readonly Token[], { name }: NameRun): number {
  const [before, title] = [textAt(list, name - 2), textAt(list, name - 1)];
  const isDouble = isAbbreviatedTitle(title) && isRoleNoun(before) && !isAbbreviatedTitle(before);
  return isDouble ? name - 1 : name;
}

/** The bearer's role before a name ("Trump campaign chief Michael Glassner"), or null. */
function findRoleBefore(sentence: Sentence, run: NameRun): string | null {
  const { tokens } = sentence;
  const to = findRoleEndBefore(tokens, run);
  // "Secretary of State": a title that continues after "of"
  const isOffice = lowerTextAt(tokens, to - 2) === 'of' && isTitle(textAt(tokens, to - 1));
  const head = isOffice ? to - 3 : to - 1;
  const isNoun =
    isNameWord(textAt(tokens, head)) || isTitle(textAt(tokens, head)) || isNounWord(tokens, head);
  if (head < 0 || !isNoun || isInvertedVerb(tokens, head)) return null;
  const from = findRoleStart(tokens, head);
  // "a conservative Holt" describes her; a role with "a" follows the name
  if (/^an?$/i.test(textAt(tokens, from))) return null;
  const role = readRolePhrase(sentence, from, to);
  return role !== null && from === 0 && role.startsWith(textAt(tokens, 0)) ? lowerInitial(role) : role;
}

/** The description that a name between commas explains ("Its chairwoman, Maria Holt, ..."), or null. */
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

/** Index of the first token of the apposition to a name: after the comma and, if given, the age. */
function findAppositionAfter(list: readonly Token[], { to }: NameRun): number | undefined {
  if (textAt(list, to) !== ',') return undefined;
  const isAge = /^[1-9]\d?$/.test(textAt(list, to + 1)) && textAt(list, to + 2) === ',';
  return isAge ? to + 3 : to + 1;
}

/** The role after a name ("Maria Holt, the mayor of Greenfield, ...", "Holt, who owns it"), or null. */
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

/** The end of a role after "and" ("founder and head of the club"), if no other article follows it. */
function findJoinedEnd(list: readonly Token[], and: number): number | undefined {
  if (lowerTextAt(list, and) !== 'and') return undefined;
  const to = findRoleEnd(list, and + 1);
  if (!isRolePhrase(list, and + 1, to)) return undefined;
  if (isDeterminer(textAt(list, and + 1))) return and;
  return isWord(list[to]) ? undefined : to;
}

/** The body after "of" or "at" to which the bearer of a name belongs: "Maria Holt of the Harbour Council". */
function findAffiliation(sentence: Sentence, run: NameRun): string | null {
  const { tokens } = sentence;
  if (!/^(?:of|at)$/.test(textAt(tokens, run.to)) || isPossessive(textAt(tokens, run.to - 1))) return null;
  const from = /^the$/.test(textAt(tokens, run.to + 1)) ? run.to + 2 : run.to + 1;
  const [body] = findNameRuns(tokens.slice(from, from + MAX_WORDS));
  if (body?.from !== 0 || !isOrganisation(nameWordsOf(tokens.slice(from), body))) return null;
  let to = from + body.to;
  // "of the Bank of England"
  while (
    to - from < MAX_WORDS &&
    /^(?:of|on|for)$/.test(textAt(tokens, to)) &&
    isNameWord(textAt(tokens, to + 1))
  )
    to = to + 1 + (findNameRuns(tokens.slice(to + 1, to + 1 + MAX_WORDS))[0]?.to ?? 1);
  return readRole(sentence, run.to, to);
}

/** A name's role, from the words around it or its apposition; or null. Only `isRolePhrase` makes a role. */
export function findRole(sentence: Sentence, run: NameRun): string | null {
  return (
    findRoleBefore(sentence, run) ??
    findRoleAfter(sentence, run) ??
    findAppositionRole(sentence, run) ??
    findAffiliation(sentence, run)
  );
}

/** Whether what stands beside a name is said only of people: "colleague Jun Ashdown", "Jun Ashdown, who ...". */
export function isSaidOfPeople(list: readonly Token[], run: NameRun): boolean {
  if (run.to - run.name > 1 && isRoleNoun(textAt(list, run.from - 1))) return true;
  if (textAt(list, run.to) !== ',') return false;
  const isAge = /^[1-9]\d?$/.test(textAt(list, run.to + 1)) && list[run.to + 2]?.kind === 'mark';
  if (isAge) return true;
  const before = textAt(list, run.from - 1);
  const isOneWord = run.to - run.name === 1;
  // "in London, who": a single word may be a place
  if (isOneWord && (isPreposition(before) || isDeterminer(before))) return false;
  if (/^whos?e?$/.test(textAt(list, run.to + 1))) return true;
  if (isOneWord || !isDeterminer(textAt(list, run.to + 1))) return false;
  return isPersonPhrase(list.slice(run.to + 2, findRoleEnd(list, run.to + 2)));
}
