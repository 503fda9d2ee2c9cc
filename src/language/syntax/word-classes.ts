import { isHuman, namesGroup } from '../animacy.ts';
import { isAdjective, isFiniteVerb, isPastTense } from '../lexicon.ts';
import { isNameWord, isOfficeNoun, isPossessive, isTitle } from '../person-names.ts';
import { isCueVerb, isPhrasalCueVerb, isWeakCueVerb } from '../speech.ts';
import { canBeNoun } from '../thesaurus.ts';
import { isWord, lowerTextAt, type Token, textAt } from '../tokens.ts';
import {
  isAuxiliary,
  isBeforeBaseForm,
  isClauseOpener,
  isDeterminer,
  isIndefinitePronoun,
  isListedAdverb,
  isNoAdverb,
  isPastForm,
  isPreposition,
  isPronoun,
} from './function-words.ts';

/** Whether a token is an adverb or auxiliary that can come between a subject and its verb. */
export function isAdverb(token: Token | undefined): boolean {
  return (
    isWord(token) &&
    (isListedAdverb(token.text) || /^\p{Ll}{3,}ly$/u.test(token.text)) &&
    !isNoAdverb(token.text)
  );
}

/** Whether the word before makes a verb's form a noun: "the report", "his claims", not "they claim". */
function isNounBehind(list: readonly Token[], at: number): boolean {
  const [before, word] = [textAt(list, at - 1), lowerTextAt(list, at)];
  // "Holt and Lang say", but "a Harbour Office report"
  const isJoinedName = isNameWord(before) && isBehindAnd(list, at - 1);
  // "others argue", but "others' claims", "many claims"
  if (/^(?:others|some|many|both|most|few|all)$/i.test(before)) return /s$/.test(word);
  // "another argues": a noun after it would be singular
  if (/^(?:another|each)$/i.test(before)) return !/s$/.test(word);
  if (isDeterminer(before) || isPossessive(before) || before === 'own') return true;
  if (/^(?:of|in|for|with|by|from|at|on)$/i.test(before)) return true;
  if (/^\p{Ll}/u.test(before) && (before.includes('-') || isAdjective(before)) && !isOfficeNoun(before))
    return true;
  // "read" is also a past form
  const isBaseForm = (!/s$/.test(word) && word !== 'read') || word === 'stress';
  const isPluralSubject =
    isPronoun(before) ||
    isBeforeBaseForm(before) ||
    /s$/.test(before) ||
    isJoinedName ||
    isBehindPluralWith(list, at - 1) ||
    /^(?:police|people|and|that)$/i.test(before);
  return isBaseForm && !isPluralSubject;
}

/** Whether there is an "and" before the name that ends at an index. */
function isBehindAnd(list: readonly Token[], end: number): boolean {
  let at = end;
  while (isNameWord(textAt(list, at))) at--;
  return lowerTextAt(list, at) === 'and';
}

/**
 * Whether the name or noun that ends at an index is attached to a plural noun by a preposition: "critics of
 * Tom Reed", "sources close to Ann Lee", "geologists from the university".
 */
function isBehindPluralWith(list: readonly Token[], end: number): boolean {
  let at = end;
  while (isNameWord(textAt(list, at))) at--;
  if (at === end && /^\p{Ll}/u.test(textAt(list, at))) at--;
  if (at === end) return false;
  if (isDeterminer(textAt(list, at))) at--;
  if (!/^(?:of|for|to|at|from|with|in)$/.test(lowerTextAt(list, at))) return false;
  const head = lowerTextAt(list, at - 1) === 'close' ? at - 2 : at - 1;
  return /[^s]s$/.test(textAt(list, head));
}

/** Whether the word at an index is a reporting verb, and not a noun ("the report", "his claims"). */
export function isCueVerbAt(list: readonly Token[], at: number): boolean {
  const token = list[at];
  if (!isWord(token) || !/^\p{Ll}/u.test(token.text)) return false;
  const word = token.text.toLowerCase();
  if (isPhrasalCueVerb(`${word} ${lowerTextAt(list, at + 1)}`)) return true;
  if (isWeakCueVerb(word)) return false;
  if (!isCueVerb(word)) return false;
  const before = list[at - 1];
  const mayBeNoun = !/ed$|ing$|^(?:said|says|told|wrote|written|thought|sang)$/.test(word);
  return !mayBeNoun || !isWord(before) || !isNounBehind(list, at);
}

/** Whether a word is a contraction of another pronoun or an adverb with its verb: "that's", "there's". */
const isContraction = (word: string) =>
  /['’](?:re|ve|ll|d|m)$|^(?:that|there|here|what|let)['’]s$/i.test(word);

/** Whether a word that is an adverb elsewhere counts the nouns after it: "my first chief". */
const isOrdinalAt = (list: readonly Token[], at: number) =>
  textAt(list, at) === 'first' && isDeterminer(textAt(list, at - 1));

/** Whether the word at an index may be part of a noun phrase: a noun, an adjective, a determiner, a name. */
export function isNounWord(list: readonly Token[], at: number): boolean {
  const token = list[at];
  if (!isWord(token) || isPreposition(token.text) || isClauseOpener(token.text) || isPronoun(token.text))
    return false;
  if (isContraction(token.text)) return false;
  if (isNameWord(token.text) || isTitle(token.text)) return true;
  const before = textAt(list, at - 1);
  const isBehindSubject = isPronoun(before) || (isNameWord(before) && !isPossessive(before));
  // "United Kingdom-based": a hyphenated compound is not a verb
  if (/^[^-]+ed$/.test(token.text) && isBehindSubject) return false;
  if ((isAdverb(token) && !isOrdinalAt(list, at)) || isCueVerbAt(list, at)) return false;
  // "the IMF report": a reporting verb elsewhere, a noun here
  if (isCueVerb(token.text) && isWord(list[at - 1]) && isNounBehind(list, at)) return true;
  // "the man left"
  if (isPastForm(token.text) && isHuman(before.toLowerCase())) return false;
  // "the judge", "an engineer": verbs elsewhere, nouns after an article.
  if (/^(?:the|a|an|his|her|their|its|own)$/i.test(before) || isPossessive(before)) return true;
  return (
    !isFiniteVerb(token.text) ||
    (isBaseFormOrNoun(token.text) && isBehindSingular(list, at)) ||
    (isNameWord(before) && isOfficeNoun(token.text) && !isWord(list[at + 1])) ||
    isRoleOfName(list, at)
  );
}

/** The most modifiers between an article and its noun that are read: "the small populist party". */
const MAX_MODIFIERS = 3;

/** Whether an article and modifiers in the singular precede a word, after which a base form is no verb. */
function isBehindSingular(list: readonly Token[], at: number): boolean {
  const before = textAt(list, at - 1);
  // "the Rovers play", "the public guess"
  if (!/[^s]$/.test(before) || namesGroup(before)) return false;
  for (let from = at - 1; at - from <= MAX_MODIFIERS; from--) {
    if (!canModify(textAt(list, from))) return false;
    if (/^(?:the|an?|his|her|its|their)$/i.test(textAt(list, from - 1))) return true;
  }
  return false;
}

const canModify = (word: string) =>
  /^\p{L}/u.test(word) &&
  ![isPreposition, isClauseOpener, isPronoun, isDeterminer, isCueVerb, isFiniteVerb].some(isSuch =>
    isSuch(word),
  );

/** Whether a word is a verb in its base form and a noun: "party". */
const isBaseFormOrNoun = (word: string) =>
  /^\p{Ll}.*[^s]$/u.test(word) &&
  !isPastTense(word) &&
  !isAuxiliary(word) &&
  !isCueVerb(word) &&
  canBeNoun(word);

/** The most words in a role before a name: "said security guard Lena Ruiz". */
const MAX_ROLE_WORDS = 5;

/** The most tokens between the role of a name and its reporting verb. */
const MAX_TAG_DISTANCE = 12;

const NO_ROLE_WORDS = [isPreposition, isClauseOpener, isPronoun, isIndefinitePronoun];

function canBeRole(token: Token | undefined): boolean {
  return (
    isWord(token) &&
    /^\p{Ll}/u.test(token.text) &&
    !isAdverb(token) &&
    !NO_ROLE_WORDS.some(isSuch => isSuch(token.text))
  );
}

/** Whether the token, or the one past an "and" in the direction `step`, can be part of a role. */
function isRoleAt(list: readonly Token[], at: number, step: 1 | -1): boolean {
  return canBeRole(list[at]) || (lowerTextAt(list, at) === 'and' && canBeRole(list[at + step]));
}

/**
 * Whether a word that may be a verb is the role of the name after it: "said coach Lena Ruiz", "…, guard Tom
 * Reed said". A verb in its base form would need a subject before it, but here there is a reporting verb, a
 * quotation, a punctuation mark or nothing.
 */
function isRoleOfName(list: readonly Token[], at: number): boolean {
  const text = textAt(list, at);
  if (isCueVerb(text) || isWeakCueVerb(text) || isAuxiliary(text)) return false;
  if (!/^\p{Ll}[\p{L}-]+$/u.test(text) || /(?:ing|[^s]s)$/.test(text) || isPastTense(text)) return false;
  let to = at + 1;
  while (to - at < MAX_ROLE_WORDS && isRoleAt(list, to, 1)) to++;
  if (!isNameWord(textAt(list, to))) return false;
  let from = at;
  while (at - from < MAX_ROLE_WORDS && isRoleAt(list, from - 1, -1) && !isCueVerbAt(list, from - 1)) from--;
  const before = list[from - 1];
  if (before?.kind === 'quotation')
    return list.slice(to, to + MAX_TAG_DISTANCE).some((_, index) => isCueVerbAt(list, to + index));
  if (!isWord(before) || isDeterminer(textAt(list, from))) return true;
  // "Port Selwyn coach Lena Ruiz": after a single name, a verb would end in -s
  if (isNameWord(before.text) && isOfficeNoun(text)) return !isBehindAnd(list, from - 1);
  return /^(?:and|but|while|as|when|that)$/i.test(before.text) || isCueVerbAt(list, from - 1);
}
