import type { Clause, ReadSentence } from './clause.ts';
import { compareAny, shares } from './likeness.ts';
import type { Phrase } from './phrases.ts';

export const stemsOf = (phrases: readonly Phrase[]) => new Set(phrases.flatMap(({ stems }) => [...stems]));

/** The stems of a clause without its agents. */
export const contentOf = ({ patients, complements, predicate }: Clause) =>
  new Set([...stemsOf(patients), ...stemsOf(complements.map(({ phrase }) => phrase)), ...predicate]);

/** The word that a sentence has for a stem. */
export const writtenIn = ({ words }: ReadSentence, stem: string) =>
  words.find(word => word.stem === stem)?.text ?? stem;

/** A clause of the text with its sentence. */
export interface Given {
  readonly clause: Clause;
  readonly sentence: ReadSentence;
}

/** Compares a clause with the text's clauses that have its verb; a reason against it, or null. */
export type Rule = (claimed: Clause, given: readonly Given[], statement: ReadSentence) => string | null;

const isOfSameThing = (claimed: Clause, { clause }: Given) =>
  compareAny(claimed.agents, clause.agents) === 'same' ||
  compareAny(claimed.patients, clause.patients) === 'same' ||
  shares(contentOf(claimed), contentOf(clause));

/** The text's clauses that are about the same thing and not about another agent. */
export const findSameTold = (claimed: Clause, given: readonly Given[]) =>
  given.filter(
    each => isOfSameThing(claimed, each) && compareAny(claimed.agents, each.clause.agents) !== 'other',
  );
