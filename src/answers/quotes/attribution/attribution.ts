import type { NounPhrase } from '../../../language/syntax/noun-phrases.ts';
import type { Decided, Rule } from './rules.ts';

/**
 * The person or body that a sentence gives as the source of a quotation in it, and the cue that says so
 * (Pareti 2015: an attribution is a source, a cue and a content), as indexes into the tokens of the sentence.
 */
export interface Attribution {
  /** Null if the sentence shows that nobody named in it says so: "reporters were told", "she never said". */
  readonly speaker: NounPhrase | null;
  /** The verb, noun or punctuation mark that says so, or null. */
  readonly cue: number | null;
}

/** An attribution with the names of the rules that decided it. */
export type DecidedAttribution = Decided<Attribution>;

/** A rule that identifies the speaker of a quotation from its sentence. */
export type AttributionRule<Input> = Rule<Input, Attribution>;
