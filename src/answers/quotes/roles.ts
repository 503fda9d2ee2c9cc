import { isPastTense } from '../../language/lexicon.ts';
import roles from '../../language/lexicons/roles.json' with { type: 'json' };
import { isNameWord, isPossessive, type NameRun } from '../../language/person-names.ts';
import { isMannerOfSpeaking } from '../../language/speech.ts';
import {
  isAuxiliary,
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

/** A sentence whose tokens have their offsets in the text of its paragraph. */
interface Sentence {
  readonly text: string;
  readonly tokens: readonly Token[];
}

/** A role has at most so many words. */
const MAX_WORDS = 10;

/**
 * The words of the tokens from `from` to the one before `to` as a role, without their article; null if they
 * are none.
 */
function readRole({ text, tokens }: Sentence, from: number, to: number): string | null {
  const [first, last] = [tokens[from], tokens[to - 1]];
  const words = first && last && from < to ? text.slice(first.start, last.end) : '';
  const bare = words.replace(/^(?:the|a|an|his|her|their|its|our|one|another)\s+/i, '').trim();
  const isNone =
    bare === '' ||
    /^(?:the|a|an|mrs?|ms|miss|mx|dr|prof|sir)\.?$/i.test(bare) ||
    bare.split(/\s+/).length > MAX_WORDS;
  return isNone ? null : bare;
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

/** Whether an "and" between two words of a role stands before an index: "goalkeeper and coach". */
function isJoinedBefore(list: readonly Token[], at: number): boolean {
  const isAnd = lowerTextAt(list, at - 1) === 'and';
  return isAnd && isNounWord(list, at - 2) && /^\p{Ll}/u.test(textAt(list, at - 2));
}

function isRoleWordBefore(list: readonly Token[], at: number): boolean {
  const word = textAt(list, at - 1);
  return isNounWord(list, at - 1) && !isTime(word) && !isIndefinitePronoun(word);
}

/**
 * The words before a name that tell the role of whoever bears it ("Trump campaign chief Michael Glassner"),
 * or null.
 */
function findRoleBefore(sentence: Sentence, run: NameRun): string | null {
  const { tokens } = sentence;
  let from = run.from;
  while (from > 0 && run.name - from < MAX_WORDS) {
    const isRun = from === run.from;
    if (!(isRoleWordBefore(tokens, from) || (!isRun && isJoinedBefore(tokens, from)))) break;
    if (isRun && isInvertedVerb(tokens, from - 1)) break;
    from--;
    if (isDeterminer(textAt(tokens, from))) break;
  }
  const role = readRole(sentence, from, run.name);
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
  const isDescription = /^(?:its|his|her|their|the)$/i.test(textAt(tokens, nounPhrase.from));
  const isAtHead = nounPhrase.from === 0 || tokens[nounPhrase.from - 1]?.kind === 'mark';
  return isDescription && isAtHead ? readRole(sentence, nounPhrase.from, nounPhrase.to) : null;
}

const isOccupationVerb = createWordTest(roles.occupations.words);
const isLedBody = createWordTest(roles.bodies.words);

/** The first token of the apposition to a name: behind its comma and, if it is told, the age. */
function findAppositionAfter(list: readonly Token[], { to }: NameRun): number | undefined {
  if (textAt(list, to) !== ',') return undefined;
  const isAge = /^[1-9]\d?$/.test(textAt(list, to + 1)) && textAt(list, to + 2) === ',';
  return isAge ? to + 3 : to + 1;
}

/**
 * Whether a word that may be a verb stands as a noun behind a name and its comma: "Lena Ruiz, coach of the
 * team,".
 */
function isBareRole(list: readonly Token[], at: number): boolean {
  const text = textAt(list, at);
  if (/s$/.test(text) || isPastTense(text) || isAdverb(list[at])) return false;
  if (isIndefinitePronoun(text) || isAuxiliary(text) || isClauseOpener(text) || isPreposition(text))
    return false;
  return !isWord(list[at + 1]) || /^(?:of|at|for|from|with|in|to|and)$/.test(textAt(list, at + 1));
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
  const isBareNoun =
    /^\p{Ll}/u.test(first.text) &&
    (isNounWord(tokens, from) || isBareRole(tokens, from)) &&
    !/(?:ing|ed)$/.test(first.text);
  if (!isBareNoun && !/^(?:the|a|an|his|her|their)$/.test(first.text)) return null;
  const to = findRoleEnd(tokens, from + 1);
  const isWhole = !isWord(tokens[to]) || /^(?:who|which|whose|and)$/.test(textAt(tokens, to));
  return isWhole ? readRole(sentence, from, to) : null;
}

/**
 * The role of whoever is named, in the words before the name, behind it, or to which it is added; or null.
 */
export function findRole(sentence: Sentence, run: NameRun): string | null {
  return findRoleBefore(sentence, run) ?? findRoleAfter(sentence, run) ?? findAppositionRole(sentence, run);
}

/** Whether what follows a name is said of people alone: "Jun Ashdown, 11", "Jun Ashdown, who ...". */
export function isSaidOfPeople(list: readonly Token[], run: NameRun): boolean {
  return textAt(list, run.to) === ',' && /^(?:who|whose|[1-9]\d?)$/.test(textAt(list, run.to + 1));
}
