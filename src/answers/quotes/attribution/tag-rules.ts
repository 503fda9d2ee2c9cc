import { isPastTense } from '../../../language/lexicon.ts';
import { isNameWord } from '../../../language/person-names.ts';
import {
  canInvert,
  isCatenative,
  isCueVerb,
  isMannerOfSpeaking,
  isQuotingVerb,
  isSpeechNoun,
  isThinkingVerb,
} from '../../../language/speech.ts';
import { findPossessor, findSubjectBefore } from '../../../language/syntax/clauses.ts';
import { isAuxiliary, isClauseOpener, isPreposition } from '../../../language/syntax/function-words.ts';
import { findPhraseFrom, isEndingInName, type NounPhrase } from '../../../language/syntax/noun-phrases.ts';
import { findAgentAfter, isFormOfBe, isReportedPassive } from '../../../language/syntax/voice.ts';
import { isAdverb, isCueVerbAt } from '../../../language/syntax/word-classes.ts';
import { isWord, lowerTextAt, type Token, textAt } from '../../../language/tokens.ts';
import { createLazy } from '../../../lazy.ts';
import type { Attribution, AttributionRule, DecidedAttribution } from './attribution.ts';
import { applyRules } from './rules.ts';
import { canSpeak } from './speech-subjects.ts';

/** Maximum distance, in tokens, of a tag's verb from the start of its subject. */
const MAX_SUBJECT = 45;

/** Number of tokens after "was" that may tell whose words a quotation is. */
const MAX_OWNED_WORDS = 12;

/** Whether a word in lower case is a noun for something said or how it was received: "reply", "verdict". */
const isWordsNoun = (word: string) => isSpeechNoun(word) || isMannerOfSpeaking(`${word}s`);

/** The position right after a quotation, where a tag ("..., she said") may be. */
interface TagPosition {
  readonly list: readonly Token[];
  readonly quotation: number;
  /** Whether the quotation ends as if a tag followed: in a comma, "?", "!" or a dash. */
  readonly expectsTag: boolean;
  /** The first token after punctuation. */
  readonly behind: number;
  /** The first token after punctuation and adverbs. */
  readonly first: number;
  /** The noun phrase at the start. */
  readonly subject: () => NounPhrase | undefined;
  /** The first reporting verb after the start of that phrase, in the same clause. */
  readonly verb: () => number | undefined;
}

function findTagVerb(list: readonly Token[], subject: NounPhrase): number | undefined {
  for (let verb = subject.from + 1; verb < list.length && verb - subject.from < MAX_SUBJECT; verb++) {
    if (list[verb]?.kind === 'quotation' || /^[;:?!]$/.test(textAt(list, verb))) return undefined;
    if (isCueVerbAt(list, verb)) return verb;
  }
  return undefined;
}

function createTagPosition(list: readonly Token[], quotation: number, expectsTag: boolean): TagPosition {
  let at = quotation + 1;
  while (/^(?:[,—–-]|as)$/.test(textAt(list, at))) at++;
  let first = at;
  while (isAdverb(list[first])) first++;
  const subject = createLazy(() => findPhraseFrom(list, at));
  const verb = createLazy(() => {
    const nounPhrase = subject();
    return nounPhrase && findTagVerb(list, nounPhrase);
  });
  return { list, quotation, expectsTag, behind: at, first, subject, verb };
}

/** Whether the verb after a quotation precedes its subject, as verbs of speech do ("…,” sighed Maud"). */
function isInverted({ list, first, expectsTag }: TagPosition): boolean {
  const word = lowerTextAt(list, first);
  if (isCueVerbAt(list, first) && canInvert(word)) return true;
  if (!expectsTag || !isWord(list[first]) || !/^\p{Ll}/u.test(textAt(list, first))) return false;
  return (
    (isMannerOfSpeaking(word) ||
      isPastTense(word) ||
      ((isCueVerb(word) || isThinkingVerb(word)) && /s$/.test(word))) &&
    !isAuxiliary(word) &&
    // the phrase after it is the hearer: "Holt, who called it “...,” told Lang"
    !/^t(?:old|ells)$/.test(word) &&
    !/^(?:him|her|them|us|me|it)$/i.test(lowerTextAt(list, first + 1))
  );
}

/** Extends a speaker after the verb by a second one: “...,” said Maria Holt and Tom Reed. */
function extendOverJoined(list: readonly Token[], speaker: NounPhrase): NounPhrase {
  if (lowerTextAt(list, speaker.to) !== 'and') return speaker;
  const other = findPhraseFrom(list, speaker.to + 1);
  return other && isEndingInName(list, other) && !isWord(list[other.to])
    ? { from: speaker.from, to: other.to }
    : speaker;
}

/** “...,” said Maria Holt · “...,” went on the mayor */
function attributeInverted(position: TagPosition): Attribution | null | undefined {
  if (!isInverted(position)) return undefined;
  const { list, first } = position;
  const speaker = findPhraseFrom(list, lowerTextAt(list, first + 1) === 'on' ? first + 2 : first + 1);
  return speaker ? { speaker: extendOverJoined(list, speaker), cue: first } : null;
}

/** “...!” Maud sighed · “...,” the old man smiles: verbs that mean speaking only next to a quotation. */
function attributeInManner({ list, quotation, expectsTag, subject }: TagPosition): Attribution | undefined {
  const nounPhrase = subject();
  if (!nounPhrase || !expectsTag || list.slice(0, quotation).some(isWord)) return undefined;
  let at = nounPhrase.to;
  while (isAdverb(list[at])) at++;
  // a form in -s may have been taken for a noun of the phrase
  if (nounPhrase.to - nounPhrase.from > 1 && !isMannerOfSpeaking(lowerTextAt(list, at)))
    at = nounPhrase.to - 1;
  const next = list[at + 1];
  const isWhole = !isWord(next) || isAdverb(next) || isPreposition(next.text) || isClauseOpener(next.text);
  if (!isWhole || !isMannerOfSpeaking(lowerTextAt(list, at))) return undefined;
  return { speaker: { from: nounPhrase.from, to: Math.min(nounPhrase.to, at) }, cue: at };
}

/**
 * “...,” was Maria Holt's verdict · “...,” came the reply from Maria Holt: a noun for something said after a
 * form of "be" or "come"; “...” — the words of Maria Holt.
 */
function attributeToOwnerOfWords({ list, behind }: TagPosition): Attribution | null | undefined {
  const isNounAlone = /^[—–-]$/.test(textAt(list, behind - 1)) && lowerTextAt(list, behind) === 'the';
  const first = isNounAlone ? behind - 1 : behind;
  if (!isNounAlone && !/^(?:was|is|were|are|came|comes|went|goes|ran|runs)$/.test(lowerTextAt(list, first)))
    return undefined;
  const words = list.slice(first + 1, first + 1 + MAX_OWNED_WORDS);
  const end = words.findIndex(({ kind, text }) => kind !== 'word' || /^(?:when|after|to)$/.test(text));
  const limit = first + 1 + (end < 0 ? words.length : end);
  const noun = list.findIndex((_, at) => at > first && at < limit && isWordsNoun(lowerTextAt(list, at)));
  if (noun < 0) return undefined;
  const owner = findPossessor(list, noun);
  if (owner && owner.from > first) return { speaker: owner, cue: noun };
  // "the words of Maria Holt", "the words used by Maria Holt"
  const preposition = [noun + 1, noun + 2].find(at => /^(?:from|of|by)$/.test(lowerTextAt(list, at)));
  const sender = preposition === undefined ? undefined : findPhraseFrom(list, preposition + 1);
  return sender ? { speaker: sender, cue: noun } : null;
}

/** Whether a word in lower case tells where a text begins, ends or continues. */
export const isRunning = (word: string) =>
  /^(?:begins?|began|opens?|opened|ends?|ended|closes?|closed|runs?|ran|starts?|started)$/.test(word);

/** “...,” reporters were told · “...,” it was announced by the mayor */
function attributeReport({ list, verb: findVerb }: TagPosition): Attribution | null | undefined {
  const verb = findVerb();
  if (verb === undefined) return null;
  return isReportedPassive(list, verb)
    ? { speaker: findAgentAfter(list, verb) ?? null, cue: verb }
    : undefined;
}

/** “...,” the paper quoted Maria Holt as saying */
function attributeToQuoted({ list, verb: findVerb }: TagPosition): Attribution | undefined {
  const verb = findVerb();
  if (verb === undefined || !isQuotingVerb(lowerTextAt(list, verb))) return undefined;
  const speaker = findPhraseFrom(list, verb + 1);
  return speaker && lowerTextAt(list, speaker.to) === 'as' ? { speaker, cue: verb } : undefined;
}

/** The index at which the verbs begin that end in the one at an index: "used to say", "had to admit". */
const findVerbsBegin = (list: readonly Token[], verb: number) =>
  lowerTextAt(list, verb - 1) === 'to' && isCatenative(lowerTextAt(list, verb - 2)) ? verb - 2 : verb;

/** “...,” she said · “...,” she used to say */
function attributeToSubject({ list, subject, verb: findVerb }: TagPosition): Attribution | undefined {
  const [nounPhrase, verb] = [subject(), findVerb()];
  const speaker = verb === undefined ? undefined : findSubjectBefore(list, findVerbsBegin(list, verb));
  if (!nounPhrase || !speaker || verb === undefined) return undefined;
  // "called “...” a tweet attacking her"
  if (/ing$/.test(lowerTextAt(list, verb)) && !isFormOfBe(lowerTextAt(list, verb - 1))) return undefined;
  const isRightBehind = speaker.from <= nounPhrase.from + 2 && speaker.to > nounPhrase.from;
  return isRightBehind && canSpeak(list, speaker) ? { speaker, cue: verb } : undefined;
}

/** “...,” Scott Pruitt (R), the attorney general, one of many, said: only appositions stand between. */
function attributeOverAppositions({ list, subject, verb: findVerb }: TagPosition): Attribution | undefined {
  const [nounPhrase, verb] = [subject(), findVerb()];
  if (!nounPhrase || verb === undefined) return undefined;
  let last = verb - 1;
  while (isAdverb(list[last])) last--;
  const isOpened = /^[,(]$/.test(textAt(list, nounPhrase.to));
  // "Maria Holt, director of the museum told": the second comma is often forgotten
  const isForgotten =
    isEndingInName(list, nounPhrase) &&
    isWord(list[last]) &&
    !isNameWord(textAt(list, nounPhrase.to + 1)) &&
    !list
      .slice(nounPhrase.to + 1, last)
      .some(({ text }) => (text !== 'and' && isClauseOpener(text)) || /^[,;]$/.test(text));
  const areAppositions = isOpened && (/^[,)]$/.test(textAt(list, last)) || isForgotten);
  return areAppositions ? { speaker: nounPhrase, cue: verb } : undefined;
}

/** The rules that identify the speaker from the words right after a quotation, in order of precedence. */
export const TAG_RULES: readonly AttributionRule<TagPosition>[] = [
  { name: 'owner of the words', apply: attributeToOwnerOfWords },
  { name: 'verb before its subject', apply: attributeInverted },
  { name: 'manner of speaking', apply: attributeInManner },
  { name: 'passive report', apply: attributeReport },
  { name: 'quoted by another', apply: attributeToQuoted },
  { name: 'subject and verb', apply: attributeToSubject },
  { name: 'subject, appositions and verb', apply: attributeOverAppositions },
];

/** Finds the tag right after the quotation at an index, by `TAG_RULES`. */
export function findTagAfter(
  list: readonly Token[],
  quotation: number,
  { expectsTag }: { readonly expectsTag: boolean },
): DecidedAttribution | undefined {
  return applyRules(TAG_RULES, createTagPosition(list, quotation, expectsTag));
}

/** The name after a dash that signs a quotation, as under a letter: “...” — Maria Holt. */
export function findSignature(list: readonly Token[], quotation: number): Attribution | undefined {
  let at = quotation + 1;
  while (/^[.,]$/.test(textAt(list, at))) at++;
  if (!/^[―—–:-]$/.test(textAt(list, at)) || !isNameWord(textAt(list, at + 1))) return undefined;
  const speaker = findPhraseFrom(list, at + 1);
  const rest = list.slice(speaker?.to ?? 0).find(({ text }) => text !== '.');
  const isWhole = rest === undefined || rest.text === ',';
  const hasVerb = list.slice(at).some((_, index) => isCueVerbAt(list, at + index));
  return speaker && isWhole && !hasVerb ? { speaker, cue: at } : undefined;
}

/** “...” and the rest of the sentence, said Maria Holt. */
function findInvertedAtEnd(list: readonly Token[], verb: number): Attribution | undefined {
  if (textAt(list, verb - 1) !== ',' || !canInvert(lowerTextAt(list, verb))) return undefined;
  const speaker = findPhraseFrom(list, verb + 1);
  return speaker && !list.slice(speaker.to).some(isWord) ? { speaker, cue: verb } : undefined;
}

/** The tag that closes a sentence continuing after the quotation: “...” and the rest, she said. */
export function findTagAtEnd(list: readonly Token[], quotation: number): Attribution | undefined {
  for (let verb = list.length - 1; verb > quotation; verb--) {
    if (list[verb]?.kind === 'quotation') return undefined;
    if (!isCueVerbAt(list, verb) || /ing$/.test(lowerTextAt(list, verb))) continue;
    const inverted = findInvertedAtEnd(list, verb);
    if (inverted) return inverted;
    const speaker = findSubjectBefore(list, verb);
    if (speaker && textAt(list, speaker.from - 1) === ',' && !/^who$/i.test(textAt(list, speaker.from)))
      return { speaker, cue: verb };
  }
  return undefined;
}
