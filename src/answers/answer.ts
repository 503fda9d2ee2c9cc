import type { Coverage, Engine } from '../engines/engine.ts';
import type { Language } from '../language/languages.ts';
import type { DisputedSentence } from './disputes/dispute.ts';

/** An answer that passed its check, and how it was made. */
export interface Answered<Content> {
  readonly content: Content;
  readonly engine: Engine['name'];
  /** A line about anything out of the ordinary ("The model did not answer in time; …"), otherwise null. */
  readonly notice: string | null;
  /** How much of the article was read, if it was too long for the engine to read at once; otherwise null. */
  readonly coverage: Coverage | null;
  /** The short key of the stored request, for buttons that refer to it (see discord/repeated-answer.ts). */
  readonly key?: string;
  /** The sentences that the article's comments dispute, most disputed first; absent if nobody looked. */
  readonly disputed?: readonly DisputedSentence[];
  /** The requested language, if it is not the article's own; otherwise null. */
  readonly language: Language | null;
}

/** The current stage of making an answer. */
export type Stage =
  /** No worker is free yet. */
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
  /** The content that has passed its check so far, or null; the final answer replaces it in any case. */
  readonly checkedSoFar: Answered<Content> | null;
}
