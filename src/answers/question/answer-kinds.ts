/** What kind of thing answers a question. */
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
  | 'work'
  | 'any';

/** A part of a sentence that may answer by itself: UTF-16 offsets into it. */
export interface AnswerSpan {
  readonly start: number;
  readonly end: number;
  /** How well it fits what is asked for: the best one is taken. */
  readonly fit: number;
}
