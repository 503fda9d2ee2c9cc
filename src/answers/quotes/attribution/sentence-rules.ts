import { isFiniteVerb, isGivenName } from '../../../language/lexicon.ts';
import { findNameRuns, isNameWord } from '../../../language/person-names.ts';
import { isSpeechNoun, isThinkingVerb } from '../../../language/speech.ts';
import { findMainSubject, findSubjectBefore } from '../../../language/syntax/clauses.ts';
import { isDeterminer } from '../../../language/syntax/function-words.ts';
import { findPhraseFrom } from '../../../language/syntax/noun-phrases.ts';
import { isWord, lowerTextAt, type Token, textAt } from '../../../language/tokens.ts';
import { createLazy } from '../../../lazy.ts';
import type { Attribution, AttributionRule, DecidedAttribution } from './attribution.ts';
import { isNegated } from './negation.ts';
import { applyRules } from './rules.ts';
import { canSpeak } from './speech-subjects.ts';
import { findSignature, findTagAfter, findTagAtEnd, isRunning } from './tag-rules.ts';
import { findVerbBefore, isIssuingAt } from './verb-rules.ts';

/** The input of the rules: a sentence, the index of a quotation in it, and what several rules need. */
interface SentenceContext {
  readonly list: readonly Token[];
  readonly quotation: number;
  /** Whether the quotation ends as if a tag followed ("...,” she said"). */
  readonly expectsTag: boolean;
  readonly tag: () => DecidedAttribution | undefined;
  readonly verb: () => DecidedAttribution | undefined;
}

const BEHIND_RULES: readonly AttributionRule<Omit<SentenceContext, 'tag' | 'verb'>>[] = [
  { name: 'signature', apply: ({ list, quotation }) => findSignature(list, quotation) },
  { name: 'tag', apply: ({ list, quotation, expectsTag }) => findTagAfter(list, quotation, { expectsTag }) },
];

/** Whether "per" introduces a source: "per Holt", "per the mayor"; not "31 per cent", "a pound per head". */
function isPerSource(list: readonly Token[], at: number): boolean {
  const next = textAt(list, at + 1);
  return textAt(list, at) === 'per' && (isNameWord(next) || isDeterminer(next));
}

/** The index at which the source begins after "according to" or "per" at an index, or undefined. */
function findSourceAt(list: readonly Token[], at: number): number | undefined {
  if (lowerTextAt(list, at) === 'according' && lowerTextAt(list, at + 1) === 'to') return at + 2;
  return isPerSource(list, at) ? at + 1 : undefined;
}

/** “...,” according to Maria Holt: the first source after a quotation, else the last one before it. */
function findAccordingTo(list: readonly Token[], quotation: number): Attribution | undefined {
  const sources = list.flatMap((_, at) => findSourceAt(list, at) ?? []);
  const source = sources.find(index => index > quotation) ?? sources.at(-1);
  const speaker = source === undefined ? undefined : findPhraseFrom(list, source);
  return speaker && source !== undefined ? { speaker, cue: source - 1 } : undefined;
}

/** The name that labels a turn, in full or a given one: Maria Holt: “...”; not “FULL TEXT: “...”, Struggle: “...” */
function findLabel(list: readonly Token[], quotation: number): Attribution | undefined {
  if (textAt(list, quotation - 1) !== ':') return undefined;
  const run = findNameRuns(list.slice(0, quotation - 1)).at(-1);
  if (run?.to !== quotation - 1) return undefined;
  const before = list[run.from - 1];
  const isFirst = before === undefined || before.kind === 'quotation' || /^[—–-]$/.test(before.text);
  const words = list.slice(run.from, run.to).map(({ text }) => text);
  const isName = words.length > 1 ? words.some(word => /\p{Ll}/u.test(word)) : isGivenName(words[0] ?? '');
  return isFirst && isName ? { speaker: { from: run.from, to: run.to }, cue: quotation - 1 } : undefined;
}

/** The main subject of the words before an index. */
function findOwnSubject(list: readonly Token[], end: number): Attribution | undefined {
  const hasWords = list.slice(0, end).some(isWord);
  const speaker = hasWords ? findMainSubject(list, end) : undefined;
  return speaker && { speaker, cue: null };
}

/**
 * The main subject of the words that lead up to the quotation at an index: with a colon, with "as" ("went
 * after him as a “...”"), with a verb of thinking ("felt it would be “...”"), or with a document that was
 * issued. The subject of a sentence has not said everything in it that is in quotation marks.
 */
function findIntroducingSubject(list: readonly Token[], quotation: number): Attribution | undefined {
  let at = quotation - 1;
  while (isDeterminer(textAt(list, at))) at--;
  const isIntroduced = textAt(list, at) === ':' || lowerTextAt(list, at) === 'as';
  const isThought = list
    .slice(0, quotation)
    .some(({ text }, index) => isThinkingVerb(text) || isIssuingAt(list, index));
  return isIntroduced || isThought ? findOwnSubject(list, quotation) : undefined;
}

/** "The petition ends with the plea, “...”": a speech noun without a possessor right before a quotation. */
function findSubjectOfNoun(list: readonly Token[], quotation: number): Attribution | undefined {
  const noun = /^[:,]$/.test(textAt(list, quotation - 1)) ? quotation - 2 : quotation - 1;
  if (!isSpeechNoun(lowerTextAt(list, noun))) return undefined;
  const preposition = list
    .slice(0, noun)
    .findLastIndex(({ text }) => /^(?:with|in|beneath|under|above)$/.test(text));
  if (preposition < 1) return undefined;
  const isVerb = isRunning(lowerTextAt(list, preposition - 1)) || isFiniteVerb(textAt(list, preposition - 1));
  const speaker = isVerb ? findSubjectBefore(list, preposition - 1) : findMainSubject(list, noun);
  return speaker && canSpeak(list, speaker) ? { speaker, cue: noun } : undefined;
}

/** The rules that identify the speaker of a quotation from its sentence, in order of precedence. */
export const SENTENCE_RULES: readonly AttributionRule<SentenceContext>[] = [
  { name: 'behind it', apply: ({ tag }) => tag() },
  { name: 'label', apply: ({ list, quotation }) => findLabel(list, quotation) },
  { name: 'tag at the end', apply: ({ list, quotation }) => findTagAtEnd(list, quotation) },
  {
    name: 'according to',
    apply: ({ list, quotation, verb }) => {
      const source = findAccordingTo(list, quotation);
      // "According to Reuters, one woman wrote: “...”"
      const isPassedOn = (source?.cue ?? quotation) < quotation && verb()?.cue === quotation - 2;
      return isPassedOn ? undefined : source;
    },
  },
  { name: 'before it', apply: ({ verb }) => verb() },
  { name: 'noun before it', apply: ({ list, quotation }) => findSubjectOfNoun(list, quotation) },
  {
    name: 'subject of the sentence',
    apply: ({ list, quotation }) => findIntroducingSubject(list, quotation),
  },
];

/**
 * Finds the speaker that a sentence gives for the quotation at an index of its tokens, by `SENTENCE_RULES`;
 * or undefined. `expectsTag` tells whether the quotation ends in a comma, "?", "!" or a dash.
 */
export function attribute(
  list: readonly Token[],
  quotation: number,
  { expectsTag }: { readonly expectsTag: boolean },
): DecidedAttribution | undefined {
  const found = applyRules(SENTENCE_RULES, {
    list,
    quotation,
    expectsTag,
    tag: createLazy(() => applyRules(BEHIND_RULES, { list, quotation, expectsTag })),
    verb: createLazy(() => findVerbBefore(list, quotation)),
  });
  if (!found || !isNegated(list, found)) return found;
  // "He said that nobody had asked for it: “...”"
  const governing = textAt(list, quotation - 1) === ':' ? findVerbBefore(list, found.cue ?? 0) : undefined;
  if (governing && !isNegated(list, governing)) return governing;
  return { speaker: null, cue: found.cue, rules: [...found.rules, 'negation'] };
}

/** The rules that identify an announced speaker ("The letter continues:"), in order of precedence. */
export const ANNOUNCEMENT_RULES: readonly AttributionRule<readonly Token[]>[] = [
  { name: 'according to', apply: list => findAccordingTo(list, -1) },
  { name: 'before it', apply: list => findVerbBefore(list, list.length) },
  { name: 'subject of the sentence', apply: list => findOwnSubject(list, list.length) },
];

/** Finds the speaker announced by a sentence without a quotation, by `ANNOUNCEMENT_RULES`; or undefined. */
export function findAnnouncedSpeaker(list: readonly Token[]): DecidedAttribution | undefined {
  return applyRules(ANNOUNCEMENT_RULES, list);
}
