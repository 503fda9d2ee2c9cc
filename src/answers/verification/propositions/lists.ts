import { fillTemplate } from '../../../i18n/templates.ts';
import lexicon from '../../../language/lexicons/propositions.json' with { type: 'json' };
import { reasons } from '../reasons.ts';
import type { ReadSentence } from './clause.ts';
import type { Phrase } from './phrases.ts';

/** Runs of phrases parted only by commas, "and", prepositions: "Prado and Stamp", "in 2026 and 2028". */
function readRuns({ words, phrases }: ReadSentence): Phrase[][] {
  const runs: Phrase[][] = [];
  for (const phrase of phrases) {
    const last = runs.at(-1)?.at(-1);
    const between = last ? words.slice(last.to, phrase.from) : [];
    const isNext =
      last !== undefined &&
      between.some(({ lower }) => lower === 'and') &&
      between.every(({ kind, lower }) => lower === 'and' || kind === 'preposition');
    const isListed = last !== undefined && between.length === 0 && words[phrase.from]?.before.trim() === ',';
    if (isNext || isListed) runs.at(-1)?.push(phrase);
    else runs.push([phrase]);
  }
  return runs.filter(({ length }) => length > 1);
}

/** The pairs of two lists: "Prado and Stamp were booked in the first and the second respectively". */
function readPairs(sentence: ReadSentence): (readonly [Phrase, Phrase])[] {
  if (!sentence.words.some(({ lower }) => lower === 'respectively')) return [];
  const [first, second] = readRuns(sentence).slice(-2);
  if (!first || !second || first.length !== second.length) return [];
  return first.flatMap((phrase, at) => (second[at] ? [[phrase, second[at]] as const] : []));
}

const distinctOf = (phrase: Phrase, all: readonly Phrase[]) =>
  [...phrase.stems].filter(each => all.every(other => other === phrase || !other.stems.has(each)));

/** Finds an item of one list paired with an item that the text pairs with another. */
export function findOtherPair(statement: ReadSentence, sentences: readonly ReadSentence[]): string | null {
  const said = new Set(statement.words.map(({ stem }) => stem));
  for (const pairs of sentences.map(readPairs)) {
    const [firsts, seconds] = [pairs.map(([first]) => first), pairs.map(([, second]) => second)];
    const named = pairs.filter(([first]) => distinctOf(first, firsts).some(each => said.has(each)));
    const [only] = named;
    if (named.length !== 1 || !only) continue;
    const other = seconds.find(
      second => second !== only[1] && distinctOf(second, seconds).some(each => said.has(each)),
    );
    if (other && !distinctOf(only[1], seconds).some(each => said.has(each)))
      return fillTemplate(reasons.otherWay, { word: 'respectively' });
  }
  return null;
}

const DENYING = new Set(lexicon.denying.words);

/** Neighbouring content words in pairs, and whether the first word of each pair is negated. */
function readNeighbours({ words }: ReadSentence): { pair: string; written: string; isDenied: boolean }[] {
  const content = words.flatMap((word, at) => (word.isContent ? [{ word, at }] : []));
  return content.slice(1).map(({ word }, index) => {
    const first = content[index];
    const before = words[(first?.at ?? 0) - 1]?.lower ?? '';
    return {
      pair: `${first?.word.stem} ${word.stem}`,
      written: `${first?.word.text} ${word.text}`,
      isDenied: before === 'not' || before === 'never',
    };
  });
}

/** Finds a dropped negation: "guilty of theft" for a text that has only "not guilty of theft". */
export function findDroppedDenial(
  statement: ReadSentence,
  sentences: readonly ReadSentence[],
): string | null {
  const given = sentences.flatMap(readNeighbours);
  for (const { pair, written, isDenied } of readNeighbours(statement)) {
    const same = given.filter(each => each.pair === pair);
    if (isDenied || same.length === 0 || same.some(each => !each.isDenied)) continue;
    if (statement.words.some(({ lower, kind }) => kind === 'negation' || DENYING.has(lower))) continue;
    return fillTemplate(reasons.denied, { word: written });
  }
  return null;
}
