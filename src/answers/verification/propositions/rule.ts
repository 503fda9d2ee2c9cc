import type { Clause, ReadSentence } from './clause.ts';
import { compareAny, shares } from './likeness.ts';
import type { Phrase } from './phrases.ts';

export const stemsOf = (phrases: readonly Phrase[]) => new Set(phrases.flatMap(({ stems }) => [...stems]));

/** What a clause says besides who does it. */
export const contentOf = ({ patients, complements, predicate }: Clause) =>
  new Set([...stemsOf(patients), ...stemsOf(complements.map(({ phrase }) => phrase)), ...predicate]);

/** A stem as a sentence writes it. */
export const writtenIn = ({ words }: ReadSentence, stem: string) =>
  words.find(word => word.stem === stem)?.text ?? stem;

/** A clause of the text with its sentence. */
export interface Given {
  readonly clause: Clause;
  readonly sentence: ReadSentence;
}

/** What is asked of a clause of a statement and the clauses of the text that have its verb. */
export type Rule = (claimed: Clause, given: readonly Given[], statement: ReadSentence) => string | null;

const isOfSameThing = (claimed: Clause, { clause }: Given) =>
  compareAny(claimed.agents, clause.agents) === 'same' ||
  compareAny(claimed.patients, clause.patients) === 'same' ||
  shares(contentOf(claimed), contentOf(clause));

/** Clauses of the text that tell of the same thing, and not of somebody else's doing. */
export const findSameTold = (claimed: Clause, given: readonly Given[]) =>
  given.filter(
    each => isOfSameThing(claimed, each) && compareAny(claimed.agents, each.clause.agents) !== 'other',
  );
