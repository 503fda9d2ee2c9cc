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

/** What a question looks for in a sentence. */
export interface SpanQuery {
  readonly type: AnswerType;
  readonly question: string;
  /** Stems of what is counted, or of the kind of thing asked for: "signatures" in "how many signatures". */
  readonly focus: readonly string[];
  /** Stems that may stand in for what is counted; whether people are counted, whatever they are called. */
  readonly kinds: ReadonlySet<string>;
  readonly countsPeople: boolean;
  /** Stems of what the people counted do, and of its result: "signature" for "how many people signed". */
  readonly acts: ReadonlySet<string>;
  /** What a measure measures ("long", "often"), or null. */
  readonly measure: string | null;
}
