import type { Phrase } from './phrases.ts';
import type { SentenceWord } from './words.ts';

/**
 * How a clause is said: as a fact; as something that may or should be; as something that somebody wants; as a condition, or
 * as what holds on one.
 */
export type Mood = 'fact' | 'possible' | 'wanted' | 'condition' | 'conditional';

/** A phrase behind a preposition. */
export interface Complement {
  readonly preposition: string;
  readonly phrase: Phrase;
}

/** Who does what to whom: one verb of a sentence with what belongs to it. */
export interface Clause {
  /** Its place among the words of the sentence. */
  readonly from: number;
  readonly to: number;
  /** The stem of the verb's infinitive, and the verb as it is written. */
  readonly verb: string;
  readonly written: string;
  /** Who does it and to whom, with the passive turned round; several where they are coordinated. Empty where unknown. */
  readonly agents: readonly Phrase[];
  readonly patients: readonly Phrase[];
  /** The grammatical subject, whichever of both it is. */
  readonly subjects: readonly Phrase[];
  readonly complements: readonly Complement[];
  /** The stems of the adjectives that it gives its subject or object: "reckless" in "is reckless", "called it reckless". */
  readonly predicate: readonly string[];
  readonly isNegated: boolean;
  /** Whether it only describes somebody or something: "devices that have official apps". */
  readonly isRelative: boolean;
  /** The word that makes it depend on another clause ("after", "because"), or null. */
  readonly subordinator: string | null;
  /** Whether it stands for itself: no infinitive, no participle that depends on another verb. */
  readonly isFinite: boolean;
  readonly mood: Mood;
  /** Who says or holds it, where that is told: `isClaim` where it need not be so. */
  readonly source: { readonly phrase: Phrase | null; readonly isClaim: boolean } | null;
}

/** A sentence with its clauses. */
export interface ReadSentence {
  readonly text: string;
  readonly words: readonly SentenceWord[];
  readonly phrases: readonly Phrase[];
  readonly clauses: readonly Clause[];
}
