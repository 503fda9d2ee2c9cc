import { lowerTextAt, type Token } from '../tokens.ts';
import { findPhraseFrom, type NounPhrase } from './noun-phrases.ts';
import { isAdverb, isCueVerbAt } from './word-classes.ts';

/** Whether a lower-case word is a form of "be". */
export const isFormOfBe = (word: string) => /^(?:was|were|is|are|been|be|being)$/.test(word);

/** Whether the verb at an index is in the passive: "was called". */
export function isPassive(list: readonly Token[], verb: number): boolean {
  let at = verb - 1;
  while (isAdverb(list[at]) && !isFormOfBe(lowerTextAt(list, at))) at--;
  const isParticiple = /ed$|^(?:told|written|sung|heard|overheard|seen|caught)$/.test(
    lowerTextAt(list, verb),
  );
  return isParticiple && isFormOfBe(lowerTextAt(list, at));
}

/** The agent of a passive before the index `from`: "critics" in "was called “...” by critics". */
export function findAgentAfter(list: readonly Token[], from: number): NounPhrase | undefined {
  const by = list.findIndex((_, at) => at > from && lowerTextAt(list, at) === 'by');
  return by < 0 ? undefined : findPhraseFrom(list, by + 1);
}

/**
 * Whether the subject of the verb at an index does not speak, but is addressed or talked about: "reporters
 * were told", "it was announced". The subject does speak in "was quoted as saying".
 */
export function isReportedPassive(list: readonly Token[], verb: number): boolean {
  if (!isPassive(list, verb) || /^(?:quoted|cited|heard)$/.test(lowerTextAt(list, verb))) return false;
  const next = lowerTextAt(list, verb + 1);
  // "is alleged to have told": the subject speaks
  const isSaidToSpeak = next === 'to' && [2, 3].some(step => isCueVerbAt(list, verb + step));
  return !isSaidToSpeak && !/^(?:as|saying)$/.test(next);
}
