import { isNamingVerb } from '../../../language/speech.ts';
import { findAgentAfter, isPassive } from '../../../language/syntax/voice.ts';
import { lowerTextAt, type Token, textAt } from '../../../language/tokens.ts';
import { findTagAfter, findTagAtEnd } from './tag-rules.ts';

/** Index of the word right before a quotation, not counting articles, "as" and "of"; -1 if there is none. */
export function findAdjacentWord(list: readonly Token[], quotation: number): number {
  let at = quotation - 1;
  while (/^(?:a|an|the|as|of)$/.test(lowerTextAt(list, at))) at--;
  return at;
}

/**
 * Whether a sentence gives something a name without telling who does: "which was to be called “...”", "was
 * described as “...”". Whoever is given the name is the least likely speaker.
 */
export function hasNoSpeaker(list: readonly Token[], quotation: number): boolean {
  const verb = findAdjacentWord(list, quotation);
  // "whose name translates as “...”"
  if (/^(?:translat|mean)(?:es?|ed|ing|s|t)?$/.test(lowerTextAt(list, verb))) return !hasTag(list, quotation);
  // "the firm, known as “...”, is based in Leeds"
  if (lowerTextAt(list, verb) === 'known') return !hasTag(list, quotation);
  if (!isNamingVerb(lowerTextAt(list, verb))) return false;
  // "Holt, described as “...”, left": a naming verb without an object
  const isReduced =
    textAt(list, verb - 1) === ',' && /ed$/.test(textAt(list, verb)) && !endsRelativeClause(list, verb - 1);
  if (!isReduced && !isPassive(list, verb)) return false;
  return !hasTag(list, quotation) && !findAgentAfter(list, verb);
}

/** Whether a comma ends a relative clause, so that a verb behind it has its subject before: "Holt, who came, called". */
function endsRelativeClause(list: readonly Token[], comma: number): boolean {
  const start = list.slice(0, comma).findLastIndex(({ text }) => text === ',');
  return start > 0 && /^(?:who|whose|whom|which)$/.test(lowerTextAt(list, start + 1));
}

const hasTag = (list: readonly Token[], quotation: number) =>
  (findTagAfter(list, quotation, { expectsTag: false }) ?? findTagAtEnd(list, quotation)) !== undefined;
