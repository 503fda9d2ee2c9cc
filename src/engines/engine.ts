import type { Ground, RefusedStatement } from '../answers/levels.ts';
import type { AnyRecipe } from '../answers/recipe.ts';
import type { Article } from '../articles/article.ts';
import { MessageError } from '../errors.ts';

/** Drafts answers. */
export interface Engine {
  readonly name: 'extractive' | 'openai';
  /** Whether its drafts cost money and are recorded in the ledger. */
  readonly isPaid: boolean;
  /** Whether it can draft in the requested language; else it answers in the article's own and says so. */
  readonly translates: boolean;
  /** An upper bound on a draft's tokens: input and maximum reply. Only for paid engines. */
  estimate?(recipe: AnyRecipe, article: Article, options: unknown, how: EstimateOptions): Promise<TokenUsage>;
  /** Whether a rejected draft is worth retrying; false if the same request gives the same draft. */
  readonly heedsComplaints: boolean;
  /** A hash of all that affects this engine's draft, for the cache key: the sources, or the request sent. */
  identity(recipe: AnyRecipe, article: Article, options: unknown): string;
  /**
   * Returns an unchecked draft, which the caller parses with the recipe's schema. `how.rejected` is the
   * previous draft if it failed the check. `how.onUsage` is told what each call used. Throws an
   * `EngineFailure` if this engine cannot draft now but another one could.
   */
  draft(recipe: AnyRecipe, article: Article, options: unknown, how?: DraftOptions): Promise<unknown>;
  /** Drafts single statements again (answers/repair.ts), with reasons and passages. Throws like `draft`. */
  repair?(
    recipe: AnyRecipe,
    article: Article,
    options: unknown,
    faults: readonly RefusedStatement[],
    how: Pick<DraftOptions, 'signal' | 'onUsage'>,
  ): Promise<unknown>;
  /** Reviews the statements that this engine words itself. Absent if disabled. */
  readonly secondLook?: SecondLook | undefined;
}

/** A model that reviews statements, each beside the words that support it and nothing else. */
export interface SecondLook {
  /** An upper bound on the tokens that a review may use. */
  estimate(statements: readonly GroundedStatement[]): Promise<TokenUsage>;
  /** The verdict on each statement; null where the reply is unreadable. Throws like `Engine.draft`. */
  judge(
    statements: readonly GroundedStatement[],
    how: Pick<DraftOptions, 'signal' | 'onUsage'>,
  ): Promise<readonly (LookVerdict | null)[]>;
}

/** A statement with the words that support it. */
export interface GroundedStatement {
  readonly text: string;
  readonly ground: readonly Pick<Ground, 'quote'>[];
}

/** Whether the words that support a statement say the same. */
export const LOOK_VERDICTS = ['says so', 'does not', 'contradicts'] as const;
export type LookVerdict = (typeof LOOK_VERDICTS)[number];

/** How much of an article was read for an answer, if it was longer than the engine reads at once. */
export interface Coverage {
  /** The number of parts in which it was read. */
  readonly parts: number;
  /** Null if the answer does not depend on the paragraphs (or the comments). */
  readonly paragraphs: ReadShare | null;
  readonly comments: ReadShare | null;
}

/** How many paragraphs or comments were read, and how many there are. */
interface ReadShare {
  readonly read: number;
  readonly of: number;
}

/** What an estimate is made for. */
export interface EstimateOptions {
  readonly rejected?: RejectedDraft | undefined;
  /** The statements to be drafted again, instead of a whole draft. */
  readonly faults?: readonly RefusedStatement[] | undefined;
  /** Whether to build the messages and count their tokens, which takes time; else it is approximate. */
  readonly isCounted: boolean;
}

/** Options and callbacks of a draft. */
export interface DraftOptions {
  readonly rejected?: RejectedDraft | undefined;
  readonly onUsage?: (usage: TokenUsage) => void;
  /** Called with the unfinished draft: the same form, with only the completed items. */
  readonly onPartialDraft?: (draft: unknown) => void;
  /** Called before each part of an article that is read in parts, counted from 1. */
  readonly onPart?: (part: { readonly at: number; readonly of: number }) => void;
  /** Called with what was read, unless it was the whole article at once. */
  readonly onCoverage?: (coverage: Coverage) => void;
  /** Called if the work cannot start at once because all workers are busy. */
  readonly onWaiting?: (() => void) | undefined;
  /** Aborts the draft, which then fails with an AbortError. */
  readonly signal?: AbortSignal | undefined;
}

/** A draft that failed the check, and why. */
export interface RejectedDraft {
  readonly draft: unknown;
  readonly complaints: readonly string[];
}

/** No usable draft. The message is a sentence without its full stop: "The model did not answer in time". */
export class EngineFailure extends MessageError {
  override readonly name = 'EngineFailure';
}

/** The tokens used by one or more calls to a model. */
export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Whether some of it was counted here because the server did not report it. */
  readonly isCounted?: boolean;
}
