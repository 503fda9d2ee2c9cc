import { isSpeechNoun } from '../../../language/speech.ts';
import { findPossessor } from '../../../language/syntax/clauses.ts';
import { findPhraseFrom } from '../../../language/syntax/noun-phrases.ts';
import { isCueVerbAt } from '../../../language/syntax/word-classes.ts';
import { lowerTextAt, type Token, textAt } from '../../../language/tokens.ts';
import type { Attribution, AttributionRule } from './attribution.ts';

/** A noun before a quotation, or before the end of a sentence that announces one. */
interface NounPosition {
  readonly list: readonly Token[];
  readonly quotation: number;
  readonly noun: number;
}

/** "Her advice to anyone who sees it: “...”": a noun of the first phrase, without another verb of speech. */
const isSubjectBeforeColon = (list: readonly Token[], noun: number, quotation: number) =>
  textAt(list, quotation - 1) === ':' &&
  findPossessor(list, noun)?.from === 0 &&
  !list.slice(0, quotation).some((_, at) => isCueVerbAt(list, at));

/** "Trump's claim that “...”" */
function attributeToPossessor({ list, quotation, noun }: NounPosition): Attribution | undefined {
  const introduces =
    noun === quotation - 1 ||
    /^(?:that|of|as|about|is|was|:)$/.test(lowerTextAt(list, noun + 1)) ||
    (textAt(list, noun + 1) === ',' && noun + 2 === quotation) ||
    isSubjectBeforeColon(list, noun, quotation);
  if (!introduces || !isSpeechNoun(lowerTextAt(list, noun)) || isCueVerbAt(list, noun)) return undefined;
  const speaker = findPossessor(list, noun);
  // "Gray says that Reed's complaint is “...”"
  const isJudged = /^(?:is|was|as|about)$/.test(lowerTextAt(list, noun + 1));
  const isReported = isJudged && list.slice(0, speaker?.from).some((_, at) => isCueVerbAt(list, at));
  return speaker && !isReported ? { speaker, cue: noun } : undefined;
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
  { name: 'possessor of a speech noun', apply: attributeToPossessor },
];
