/** The plain sign that ties a comment to a sentence, by the rule that found it; `named` if a model did. */
export type DisputeSign = 'quoted' | 'number' | 'denied' | 'claimed' | 'corrected' | 'supported' | 'named';

/** A comment that disputes a sentence of the article, or supports one that does. */
export interface Dispute {
  /** The number of the comment. */
  readonly comment: string;
  /** The sentence of the comment that shows it, verbatim. */
  readonly text: string;
  readonly sign: DisputeSign;
}

/** A sentence of the article with the comments that dispute it. */
export interface DisputedSentence {
  /** Counted from 1. */
  readonly paragraph: number;
  /** Verbatim. */
  readonly text: string;
  /** In reading order, each comment once. */
  readonly disputes: readonly Dispute[];
}
