/** The kind of thing that answers a question. */
export type AnswerType =
  | 'person'
  | 'time'
  | 'place'
  | 'number'
  | 'measure'
  | 'amount'
  | 'reason'
  | 'manner'
  | 'name'
  /** One or some of a kind that the question names: "which seat". */
  | 'choice'
  | 'work'
  | 'any';

/** A part of a sentence that may be an answer by itself, as UTF-16 offsets into the sentence. */
export interface AnswerSpan {
  readonly start: number;
  readonly end: number;
  /** How well it fits what is asked for; the best one is taken. */
  readonly fit: number;
}
