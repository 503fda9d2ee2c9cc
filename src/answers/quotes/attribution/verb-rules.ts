import { isFiniteVerb, isPastTense } from '../../../language/lexicon.ts';
import { isNameWord, isPossessive } from '../../../language/person-names.ts';
import {
  canInvert,
  isAspectual,
  isDocumentNoun,
  isIssuing,
  isMannerOfSpeaking,
  isQuotingVerb,
} from '../../../language/speech.ts';
import { findMainSubject, findSubjectBefore, isAboutPerson } from '../../../language/syntax/clauses.ts';
import { isAuxiliary, isDeterminer, isPronoun } from '../../../language/syntax/function-words.ts';
import {
  extendToHead,
  findPhraseEnding,
  findPhraseFrom,
  isBehindPreposition,
  isEndingInName,
  type NounPhrase,
} from '../../../language/syntax/noun-phrases.ts';
import { findAgentAfter, isFormOfBe, isPassive } from '../../../language/syntax/voice.ts';
import { isAdverb, isCueVerbAt } from '../../../language/syntax/word-classes.ts';
import { findLastBefore, isWord, lowerTextAt, type Token, textAt } from '../../../language/tokens.ts';
import type { Attribution, AttributionRule, DecidedAttribution } from './attribution.ts';
import { NOUN_RULES } from './noun-rules.ts';
import { applyRules } from './rules.ts';
import { canSpeak } from './speech-subjects.ts';

/** A reporting verb before a quotation, or before the end of a sentence that announces one. */
interface VerbPosition {
  readonly list: readonly Token[];
  readonly quotation: number;
  readonly verb: number;
}

/** Maximum number of verbs of one sentence tried for a subject; more are a list of words. */
const MAX_VERBS = 8;

const isParticiple = (list: readonly Token[], at: number) => /ing$/.test(lowerTextAt(list, at));

/** Whether two words are verbs of the same tense, as those joined by "and" are. */
function isOfSameForm(word: string, other: string): boolean {
  if (isPastTense(other)) return isPastTense(word);
  return isFiniteVerb(word) && !isPastTense(word) && /s$/.test(word) === /s$/.test(other);
}

const isSpeaker = (list: readonly Token[], subject: NounPhrase) =>
  isPronoun(textAt(list, subject.from)) || isAboutPerson(list, subject);

/** The subject of a verb joined to another: "Holt" in "When Lang came, Holt laughed and said". */
function findJoinedSubject(list: readonly Token[], verb: number): NounPhrase | undefined {
  if (!/^(?:and|but)$/.test(lowerTextAt(list, verb - 1))) return undefined;
  for (let earlier = verb - 2; earlier > 0 && isWord(list[earlier]); earlier--) {
    const word = textAt(list, earlier);
    // "refused to confirm it but said": a past form is not joined to the infinitive
    if (word === 'to' && isPastTense(textAt(list, verb))) continue;
    if (/^(?:that|who|which|to)$/.test(word)) return undefined;
    // "he dunks one in tea and declares": a verb behind its pronoun need not be a known one
    const isBehindPronoun =
      /^(?:he|she|they|we|I)$/i.test(textAt(list, earlier - 1)) &&
      /s$/.test(word) === /s$/.test(textAt(list, verb));
    const isVerb = isBehindPronoun || isOfSameForm(word, textAt(list, verb));
    if (!/^\p{Ll}/u.test(word) || isAuxiliary(word) || !isVerb) continue;
    const subject = findSubjectBefore(list, earlier);
    // "thinks the film should be released but said"
    const isThing = subject && isPassive(list, earlier) && !isSpeaker(list, subject);
    if (subject && !isThing && !isBehindPreposition(list, subject) && canSpeak(list, subject)) return subject;
  }
  return undefined;
}

/** Whether the words at an index make a document known: "issued a statement". */
export function isIssuingAt(list: readonly Token[], at: number): boolean {
  const document = isIssuing(lowerTextAt(list, at)) ? findPhraseFrom(list, at + 1) : undefined;
  return document !== undefined && isDocumentNoun(lowerTextAt(list, document.to - 1));
}

/** The subject of a verb without a subject of its own: “..., calling him”, “went out and said”. */
function findSharedSubject(list: readonly Token[], verb: number): NounPhrase | undefined {
  const joined = findJoinedSubject(list, verb);
  if (joined) return joined;
  let verbs = 0;
  for (let earlier = verb - 1; earlier >= 0 && verbs < MAX_VERBS; earlier--) {
    if (!(isCueVerbAt(list, earlier) || isIssuingAt(list, earlier)) || isParticiple(list, earlier)) continue;
    verbs++;
    const followsQuotation =
      list[earlier - 1]?.kind === 'quotation' || list[earlier - 2]?.kind === 'quotation';
    const inverted =
      followsQuotation && canInvert(lowerTextAt(list, earlier))
        ? findPhraseFrom(list, earlier + 1)
        : undefined;
    if (inverted && inverted.to <= verb) return inverted;
    const subject = findSubjectBefore(list, earlier);
    if (subject) return subject;
  }
  return findMainSubject(list, verb);
}

/** Whether a verb is of a relative clause after another verb: "told a woman who suggested that ...". */
function isAboutSomebody(list: readonly Token[], verb: number): boolean {
  let at = verb - 1;
  while (isAdverb(list[at])) at--;
  if (lowerTextAt(list, at) !== 'who' || textAt(list, at - 1) === ',' || isNameWord(textAt(list, at - 1)))
    return false;
  return list.slice(0, at).some((_, earlier) => isCueVerbAt(list, earlier));
}

/** Whether the subject of a passive is spoken of and does not speak: "was called", not "was quoted". */
const isSpokenOf = (list: readonly Token[], verb: number) =>
  isPassive(list, verb) && !/^(?:quoted|cited|accused|heard)$/.test(lowerTextAt(list, verb));

/** "The paper quoted Maria Holt as saying “...”" */
function attributeToQuoted({ list, verb }: VerbPosition): Attribution | undefined {
  if (lowerTextAt(list, verb - 1) !== 'as') return undefined;
  const quoting = findLastBefore(
    list,
    verb - 1,
    ({ text, kind }) => kind === 'quotation' || isQuotingVerb(text.toLowerCase()),
  );
  const isQuoting = list[quoting]?.kind === 'word' && !isPassive(list, quoting);
  const speaker = isQuoting ? findPhraseFrom(list, quoting + 1) : undefined;
  return speaker && { speaker, cue: verb };
}

/** "was called by critics “...”" */
function attributeToAgent({ list, verb }: VerbPosition): Attribution | null | undefined {
  const agent = isPassive(list, verb) ? findAgentAfter(list, verb) : undefined;
  if (agent) return { speaker: agent, cue: verb };
  return isSpokenOf(list, verb) ? null : undefined;
}

/** “...,” said Maria Holt, “...” · From the hills, said Maria Holt, who lives there, “...” */
function attributeBetweenQuotations({ list, quotation, verb }: VerbPosition): Attribution | undefined {
  const inserted =
    textAt(list, verb - 1) === ',' && canInvert(lowerTextAt(list, verb))
      ? findPhraseFrom(list, verb + 1)
      : undefined;
  if (inserted && /^[,:]$/.test(textAt(list, inserted.to)) && /^[,:]$/.test(textAt(list, quotation - 1)))
    return { speaker: inserted, cue: verb };
  const followsQuotation =
    list[verb - 1]?.kind === 'quotation' ||
    (textAt(list, verb - 1) === ',' && list[verb - 2]?.kind === 'quotation');
  const speaker =
    followsQuotation && canInvert(lowerTextAt(list, verb)) ? findPhraseFrom(list, verb + 1) : undefined;
  return speaker && speaker.to <= quotation ? { speaker, cue: verb } : undefined;
}

/** "with Holt calling it “...”", "with many of the papers calling it “...”" */
function attributeToNameBeforeParticiple({ list, verb }: VerbPosition): Attribution | undefined {
  const speaker = isParticiple(list, verb) ? findPhraseEnding(list, verb) : undefined;
  if (!speaker || isPossessive(textAt(list, speaker.to - 1))) return undefined;
  const whole = extendToHead(list, speaker);
  const isAbsolute = /^with$/i.test(textAt(list, whole.from - 1)) && canSpeak(list, whole);
  // "I remember a friend of mine telling me": no comma before the participle
  // "it had the crowd singing “...”", "she heard the dogs' owner calling it “...”"
  const isObjectOfVerb =
    /^(?:has|have|had|left|leaves|heard|hears|saw|sees|set|sets|kept|keeps)$/.test(
      lowerTextAt(list, whole.from - 1),
    ) &&
    isDeterminer(textAt(list, whole.from)) &&
    canSpeak(list, whole);
  if (isAbsolute || isObjectOfVerb || (!isEndingInName(list, whole) && isAboutPerson(list, whole)))
    return { speaker: whole, cue: verb };
  return isEndingInName(list, speaker) ? { speaker, cue: verb } : undefined;
}

/** "After calling it “...”, Holt left." */
function attributeToSubjectBehind({ list, quotation, verb }: VerbPosition): Attribution | undefined {
  const opensSentence = verb === 1 && /^(?:after|before|while|when|by|in)$/.test(lowerTextAt(list, 0));
  if (!opensSentence || !isParticiple(list, verb)) return undefined;
  const speaker = findPhraseFrom(list, quotation + (textAt(list, quotation + 1) === ',' ? 2 : 1));
  return speaker && { speaker, cue: verb };
}

const isObject = (word: string) => /^(?:him|her|them|us|me|you|it)$/.test(word);

/** Where the clause of a verb about a document begins: "that said", "in which it said"; or undefined. */
function findDocumentClause(list: readonly Token[], verb: number): number | undefined {
  if (/^(?:that|which)$/.test(lowerTextAt(list, verb - 1))) return verb - 1;
  const isWithin = lowerTextAt(list, verb - 3) === 'in' && lowerTextAt(list, verb - 2) === 'which';
  return isWithin && isPronoun(textAt(list, verb - 1)) ? verb - 3 : undefined;
}

/** "Holt issued a statement that said “...”" */
function attributeToIssuer({ list, verb }: VerbPosition): Attribution | undefined {
  const clause = findDocumentClause(list, verb);
  const document = clause === undefined ? undefined : findPhraseEnding(list, clause);
  if (!document || !isDocumentNoun(lowerTextAt(list, document.to - 1))) return undefined;
  let issuing = document.from - 1;
  // "issued a strongly worded statement", "sent them a text"
  while (isAdverb(list[issuing]) || isDeterminer(textAt(list, issuing)) || isObject(textAt(list, issuing)))
    issuing--;
  const speaker = isIssuing(lowerTextAt(list, issuing)) ? findSubjectBefore(list, issuing) : undefined;
  return speaker && { speaker, cue: verb };
}

/** Whether a word in lower case says that somebody is perceived doing what follows: "can be heard asking". */
const isPerceived = (word: string) => /^(?:heard|overheard|seen|caught|filmed|recorded)$/.test(word);

/** Index of the finite verb of a participle ("was telling", "can be heard telling"); else of itself. */
function findFiniteVerb(list: readonly Token[], verb: number): number {
  let at = verb - 1;
  while (isAdverb(list[at]) && !isFormOfBe(lowerTextAt(list, at))) at--;
  const before = lowerTextAt(list, at);
  const hasFinite = isFormOfBe(before) || isAspectual(before) || (isPerceived(before) && isPassive(list, at));
  return isParticiple(list, verb) && hasFinite ? at : verb;
}

/** "She said “...”" */
function attributeToOwnSubject({ list, verb }: VerbPosition): Attribution | undefined {
  const finite = findFiniteVerb(list, verb);
  const hasNone =
    isParticiple(list, finite) || /^(?:to|and|or|but|by|of|for)$/.test(lowerTextAt(list, finite - 1));
  // "One told him, he recalls, that it was “...”": the words are those of what is told
  const isInserted = textAt(list, verb + 1) === ',' && lowerTextAt(list, verb + 2) === 'that';
  const speaker = hasNone || isInserted ? undefined : findSubjectBefore(list, finite);
  if (!speaker || !canSpeak(list, speaker) || isReportedThing(list, speaker)) return undefined;
  return { speaker, cue: verb };
}

/**
 * Whether a subject is "it" or something of the speaker's after another reporting verb, which decides: "she
 * says it underscores", "they write that their results offer".
 */
function isReportedThing(list: readonly Token[], subject: NounPhrase): boolean {
  const { from, to } = subject;
  const isIt = to - from === 1 && /^(?:it|this|that)$/.test(textAt(list, from));
  const isOwned = /^(?:his|her|its|their)$/.test(textAt(list, from)) && !isAboutPerson(list, subject);
  if (!isIt && !isOwned) return false;
  return isCueVerbAt(list, textAt(list, from - 1) === 'that' ? from - 2 : from - 1);
}

/** "The club will be left to wonder “...”": the subject of the verbs that govern the infinitive. */
function attributeToGoverningSubject({ list, verb }: VerbPosition): Attribution | undefined {
  if (lowerTextAt(list, verb - 1) !== 'to' || list.slice(0, verb).some((_, at) => isCueVerbAt(list, at)))
    return undefined;
  let first = verb - 1;
  while (isAdverb(list[first - 1]) || isInVerbGroup(list, first - 1)) first--;
  const speaker = first < verb - 1 ? findSubjectBefore(list, first) : undefined;
  return speaker && { speaker, cue: verb };
}

/** Whether a word belongs to a verb group: "will", "be", "left" in "will be left to". */
function isInVerbGroup(list: readonly Token[], at: number): boolean {
  const word = textAt(list, at);
  if (!/^\p{Ll}/u.test(word)) return false;
  return (
    isAuxiliary(word) || isFiniteVerb(word) || isPastTense(word) || isFormOfBe(lowerTextAt(list, at - 1))
  );
}

/** "She went out and said “...”" */
function attributeToSharedSubject({ list, verb }: VerbPosition): Attribution | undefined {
  const speaker = findSharedSubject(list, verb);
  return speaker && canSpeak(list, speaker) ? { speaker, cue: verb } : undefined;
}

/** The rules that identify the speaker from a reporting verb before a quotation, in order of precedence. */
export const VERB_RULES: readonly AttributionRule<VerbPosition>[] = [
  { name: 'agent of a passive', apply: attributeToAgent },
  { name: 'verb before its subject', apply: attributeBetweenQuotations },
  { name: 'quoted by another', apply: attributeToQuoted },
  { name: 'name before a participle', apply: attributeToNameBeforeParticiple },
  { name: 'opening participle', apply: attributeToSubjectBehind },
  {
    name: 'clause about somebody',
    apply: ({ list, verb }) => (isAboutSomebody(list, verb) ? null : undefined),
  },
  { name: 'issuer of a document', apply: attributeToIssuer },
  { name: 'subject and verb', apply: attributeToOwnSubject },
  { name: 'subject of the governing verb', apply: attributeToGoverningSubject },
  { name: 'shared subject', apply: attributeToSharedSubject },
];

/** Whether a verb of manner or of opinion introduces a quotation: "Maud sighed: “...”", "Holt found it “...”". */
function isMannerAnnouncement({ list, quotation, verb }: VerbPosition): boolean {
  const isOpinion = /^(?:found|finds|thought|thinks|considered|considers)$/.test(lowerTextAt(list, verb));
  if (isOpinion && verb + 2 === quotation && isObject(textAt(list, verb + 1))) return true;
  // "the report found “...”", "the study found that birds were “...”"
  const isFinding = /^finds?$|^found$/.test(lowerTextAt(list, verb));
  if (isFinding && (verb + 1 === quotation || lowerTextAt(list, verb + 1) === 'that')) return true;
  const introduces =
    verb + 1 === quotation || (/^[:,]$/.test(textAt(list, verb + 1)) && verb + 2 >= quotation);
  return introduces && isMannerOfSpeaking(lowerTextAt(list, verb));
}

/** Whether "continue" has an object, so that it reports no speech: "will continue their “...”". */
const hasObject = (list: readonly Token[], verb: number) =>
  /^continue[ds]?$/.test(lowerTextAt(list, verb)) && isDeterminer(textAt(list, verb + 1));

/** Finds the speaker by the nearest verb or noun before a quotation to which one of the rules applies. */
export function findVerbBefore(list: readonly Token[], quotation: number): DecidedAttribution | undefined {
  let verbs = 0;
  for (let verb = quotation - 1; verb >= 0 && verbs < MAX_VERBS; verb--) {
    const position = { list, quotation, verb };
    const byNoun = applyRules(NOUN_RULES, { list, quotation, noun: verb });
    if (byNoun) return byNoun;
    if (hasObject(list, verb) || (!isCueVerbAt(list, verb) && !isMannerAnnouncement(position))) continue;
    const byVerb = applyRules(VERB_RULES, position);
    if (byVerb) return byVerb;
    if (!isSpokenOf(list, verb)) verbs++;
  }
  return undefined;
}
