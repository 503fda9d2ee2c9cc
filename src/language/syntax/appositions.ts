import { isNameWord } from '../person-names.ts';
import { findLastBefore, isWord, type Token, textAt } from '../tokens.ts';
import { isPreposition } from './function-words.ts';
import { findPhraseEnding, isBehindPreposition, type NounPhrase } from './noun-phrases.ts';
import { isNounWord } from './word-classes.ts';

/** The most tokens in an apposition to a name. */
const MAX_APPOSITION = 40;

const isAppositionOpener = (word: string) =>
  /^(?:who|whose|which|a|an|the|himself|herself|former|\d+)$/.test(word);

/** Whether the phrase that ends before the comma at an index is not the object of a preposition. */
function isFreeBefore(list: readonly Token[], comma: number): boolean {
  const nounPhrase = findPhraseEnding(list, comma);
  return !nounPhrase || !isBehindPreposition(list, nounPhrase);
}

/**
 * The comma that opens the appositions ending at the comma `at` ("Smith, a lawyer from Ohio, the father of
 * two, said"): the nearest one, or one further left if the name before it is not the object of a preposition.
 */
export function findAppositionBefore(list: readonly Token[], at: number): number | undefined {
  let nearest: number | undefined;
  for (let comma = at - 2; comma > 0 && at - comma < MAX_APPOSITION; comma--) {
    if (list[comma]?.kind === 'quotation' || /[;:?!]/.test(textAt(list, comma))) break;
    const next = list[comma + 1];
    if (textAt(list, comma) !== ',' || !isWord(next)) continue;
    const before = list[comma - 1];
    const isNamed = isWord(before) && isNameWord(before.text);
    const isOpened =
      isAppositionOpener(next.text) ||
      (isPreposition(next.text) && /^(?:whom|whose|which)$/.test(textAt(list, comma + 2)));
    if (nearest === undefined) {
      if (isNamed || (isOpened && isNounWord(list, comma - 1))) nearest = comma;
    } else if (isOpened && (isNamed || before?.text === ')') && isFreeBefore(list, comma)) nearest = comma;
  }
  return nearest ?? findInsertionBefore(list, at);
}

/**
 * The comma that opens a prepositional phrase inserted between a subject and its verb, which ends at the
 * comma `at`: "the naturalists, in a letter to the council, called it". Requires a noun phrase before it at
 * the head of its clause.
 */
function findInsertionBefore(list: readonly Token[], at: number): number | undefined {
  const comma = findLastBefore(
    list,
    at,
    ({ text, kind }) => text === ',' || text === ';' || kind === 'quotation',
  );
  if (textAt(list, comma) !== ',' || !isPreposition(textAt(list, comma + 1))) return undefined;
  const nounPhrase = findPhraseEnding(list, comma);
  const before = nounPhrase && list[nounPhrase.from - 1];
  const isAtHead = before === undefined || /^(?:[;:]|and|but|while)$/i.test(before.text);
  return nounPhrase && isAtHead ? comma : undefined;
}

/**
 * The name that fills the space between the commas at `comma` and `at` and so is the subject itself: "His
 * former partner, Lawrence B. Cummings, called him".
 */
export function findNameBetween(list: readonly Token[], comma: number, at: number): NounPhrase | undefined {
  const nounPhrase = at - comma > 2 ? findPhraseEnding(list, at) : undefined;
  const isWholeName =
    nounPhrase?.from === comma + 1 &&
    list.slice(nounPhrase.from, nounPhrase.to).every(({ text }) => isNameWord(text));
  return isWholeName ? nounPhrase : undefined;
}
