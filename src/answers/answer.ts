import type { Coverage, Engine } from '../engines/engine.ts';
import type { Language } from '../language/languages.ts';
import type { DisputedSentence } from './disputes/dispute.ts';

/** An answer that passed its check, with how it came about. */
export interface Answered<Content> {
  readonly content: Content;
  readonly engine: Engine['name'];
  /**
   * A line for the reader when something is not as usual ("The model did not answer in time; this is the
   * built-in engine’s answer."), else null.
   */
  readonly notice: string | null;
  /** How much of the article was read, where it was more than the engine reads at once; else null. */
  readonly coverage: Coverage | null;
  /**
   * The short key under which what was asked is kept, so that buttons can speak of this answer (see
   * discord/repeated-answer.ts).
   */
  readonly key?: string;
  /**
   * The sentences of the article that its comments dispute, those that most do first; absent where nobody looked for
   * them.
   */
  readonly disputed?: readonly DisputedSentence[];
  /** The language that was asked for, if it is not the article's own; else null. */
  readonly language: Language | null;
}

/** What is being done for an answer just now. */
export type Stage =
  /** There is no worker to do it yet. */
  | { readonly step: 'waiting' }
  | {
      readonly step: 'asking';
      readonly engine: Engine['name'];
      readonly part: { readonly at: number; readonly of: number } | null;
    }
  | { readonly step: 'checking'; readonly statements: number }
  | { readonly step: 'asking again'; readonly complaints: number }
  | { readonly step: 'looking again'; readonly statements: number };

export interface AnswerProgress<Content> {
  readonly stage: Stage;
  /** What has passed its check so far, or null; the final answer takes its place, whatever it holds. */
  readonly checkedSoFar: Answered<Content> | null;
}
