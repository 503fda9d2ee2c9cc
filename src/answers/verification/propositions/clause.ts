import type { Phrase } from './phrases.ts';
import type { SentenceWord } from './words.ts';

/** The mood of a clause: a fact, a possibility or duty, a wish, a condition, or what holds only on one. */
export type Mood = 'fact' | 'possible' | 'wanted' | 'condition' | 'conditional';

/** A prepositional phrase. */
export interface Complement {
  readonly preposition: string;
  readonly phrase: Phrase;
}

/** Who does what to whom: one verb of a sentence with its arguments. */
export interface Clause {
  /** The range of words that the verb group covers. */
  readonly from: number;
  readonly to: number;
  /** The stem of the verb's infinitive, and the verb as written. */
  readonly verb: string;
  readonly written: string;
  /** Who does it and to whom, with passives turned into actives; several if coordinated. Empty if unknown. */
  readonly agents: readonly Phrase[];
  readonly patients: readonly Phrase[];
  /** The grammatical subject, whether agent or patient. */
  readonly subjects: readonly Phrase[];
  readonly complements: readonly Complement[];
  /** The stems of adjectives said of its subject or object: "reckless" in "called it reckless". */
  readonly predicate: readonly string[];
  readonly isNegated: boolean;
  /** Whether it only describes a noun: "devices that have official apps". */
  readonly isRelative: boolean;
  /** The word that subordinates it to another clause ("after", "because"), or null. */
  readonly subordinator: string | null;
  /** Whether it stands alone, neither an infinitive nor a participle that depends on another verb. */
  readonly isFinite: boolean;
  readonly mood: Mood;
  /** Who says or believes it, if the sentence tells; `isClaim` if it need not be true. */
  readonly source: { readonly phrase: Phrase | null; readonly isClaim: boolean } | null;
}

/** A sentence with its clauses. */
export interface ReadSentence {
  readonly text: string;
  readonly words: readonly SentenceWord[];
  readonly phrases: readonly Phrase[];
  readonly clauses: readonly Clause[];
}
