import { isSpeechNoun } from '../../../language/speech.ts';
import { findPossessor } from '../../../language/syntax/clauses.ts';
import { isClauseOpener } from '../../../language/syntax/function-words.ts';
import { extendToHead, findPhraseEnding, findPhraseFrom } from '../../../language/syntax/noun-phrases.ts';
import { isCueVerbAt } from '../../../language/syntax/word-classes.ts';
import { lowerTextAt, type Token, textAt } from '../../../language/tokens.ts';
import type { Attribution, AttributionRule } from './attribution.ts';

/** A noun before a quotation, or before the end of a sentence that announces one. */
interface NounPosition {
  readonly list: readonly Token[];
  readonly quotation: number;
  readonly noun: number;
}

/** "Trump's claim that “...”" */
function attributeToPossessor({ list, quotation, noun }: NounPosition): Attribution | undefined {
  const introduces =
    noun === quotation - 1 ||
    /^(?:that|of|as|about|is|was|:)$/.test(lowerTextAt(list, noun + 1)) ||
    (textAt(list, noun + 1) === ',' && noun + 2 === quotation);
  if (!introduces || !isSpeechNoun(lowerTextAt(list, noun)) || isCueVerbAt(list, noun)) return undefined;
  const speaker = findPossessor(list, noun);
  // "Gray says that Reed's complaint is “...”"
  const isJudged = /^(?:is|was|as|about)$/.test(lowerTextAt(list, noun + 1));
  const isReported = isJudged && list.slice(0, speaker?.from).some((_, at) => isCueVerbAt(list, at));
  return speaker && !isReported ? { speaker, cue: noun } : undefined;
}

/** Whether no other clause begins between two indexes, the smaller one first. */
const isOneClause = (list: readonly Token[], from: number, to: number) =>
  from < to && !list.slice(from, to).some(({ text }) => isClauseOpener(text));

/** "an order from Trump to “...”", "a letter by Maria Holt: “...”" */
function attributeToSender({ list, quotation, noun }: NounPosition): Attribution | undefined {
  if (!isSpeechNoun(lowerTextAt(list, noun))) return undefined;
  // "the assurance given to them by Maria Holt: “...”"
  const last = textAt(list, quotation - 1) === ':' ? findPhraseEnding(list, quotation - 1) : undefined;
  const sender = last && extendToHead(list, last);
  const isGiven =
    sender &&
    /^(?:by|from)$/.test(lowerTextAt(list, sender.from - 1)) &&
    isOneClause(list, noun, sender.from);
  if (isGiven) return { speaker: sender, cue: noun };
  if (!/^(?:from|by)$/.test(lowerTextAt(list, noun + 1))) return undefined;
  const speaker = findPhraseFrom(list, noun + 2);
  const next = speaker && lowerTextAt(list, speaker.to);
  if (!speaker || !next || !/^(?:to|that|saying|reading|:|,)$/.test(next)) return undefined;
  return quotation - speaker.to <= 3 ? { speaker, cue: noun } : undefined;
}

/** "in the words of Maria Holt, “...”" */
function attributeToSourceOfWords({ list, quotation, noun }: NounPosition): Attribution | undefined {
  if (lowerTextAt(list, noun) !== 'words' || lowerTextAt(list, noun + 1) !== 'of') return undefined;
  const speaker = findPhraseFrom(list, noun + 2);
  return speaker && speaker.to <= quotation ? { speaker, cue: noun } : undefined;
}

/** The rules that identify the speaker from a noun before a quotation. */
export const NOUN_RULES: readonly AttributionRule<NounPosition>[] = [
  { name: 'source of the words', apply: attributeToSourceOfWords },
  { name: 'sender of a message', apply: attributeToSender },
  { name: 'possessor of a speech noun', apply: attributeToPossessor },
];
