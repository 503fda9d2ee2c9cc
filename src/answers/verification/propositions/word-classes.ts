/** The part of speech that a word has in its sentence. */
export type WordClass =
  | 'name'
  | 'noun'
  | 'number'
  | 'pronoun'
  | 'possessive'
  | 'determiner'
  | 'adjective'
  | 'verb'
  | 'participle'
  | 'gerund'
  | 'be'
  | 'auxiliary'
  | 'modal'
  | 'negation'
  | 'adverb'
  | 'preposition'
  | 'conjunction'
  | 'relative'
  | 'to'
  | 'other';

/** A word whose class is known, if there is one at that place. */
type Word = { readonly kind: WordClass } | undefined;

const isOneOf =
  (...kinds: readonly WordClass[]) =>
  (word: Word): boolean =>
    word !== undefined && kinds.includes(word.kind);

/** Whether a word can be the head of a noun phrase. */
export const isNominal = isOneOf('noun', 'name', 'number', 'pronoun');

/** Whether a word is an auxiliary verb, "be" or a modal. */
export const isAuxiliary = isOneOf('be', 'auxiliary', 'modal');

/** Whether a word is a verb that is certainly finite. */
export const isFiniteForm = isOneOf('verb', 'be', 'auxiliary', 'modal');

/** Whether a word can be the finite verb of a clause: a past tense may have been tagged as a participle. */
export const isVerbForm = isOneOf('verb', 'participle', 'be', 'auxiliary', 'modal');

/** Whether a word is any form of a verb. */
export const isVerbal = isOneOf('verb', 'participle', 'gerund', 'be', 'auxiliary', 'modal');

/** Whether a word is a form of a lexical verb. */
export const isLexicalVerb = isOneOf('verb', 'participle', 'gerund');

/** Whether a word can be a main verb: a lexical verb in a finite form, or "be". */
export const isMainVerb = isOneOf('verb', 'participle', 'be');
