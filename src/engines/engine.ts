import type { Ground, RefusedStatement } from '../answers/levels.ts';
import type { AnyRecipe } from '../answers/recipe.ts';
import type { Article } from '../articles/article.ts';
import { MessageError } from '../errors.ts';

/** What drafts an answer. */
export interface Engine {
  readonly name: 'extractive' | 'openai';
  /** Whether its drafts cost something and are entered in the ledger. */
  readonly isPaid: boolean;
  /**
   * Whether it drafts in the language that is wanted; else it answers in the article's own, and the answer
   * says so.
   */
  readonly translates: boolean;
  /**
   * What a draft may use at most: what is read, and the room that the reply has. Only where it is paid for.
   */
  estimate?(recipe: AnyRecipe, article: Article, options: unknown, how: EstimateOptions): Promise<TokenUsage>;
  /**
   * Whether a rejected draft is worth asking again with the complaints; false where the same request gives
   * the same draft.
   */
  readonly heedsComplaints: boolean;
  /**
   * A hash of all that bears on what this engine drafts for a request: part of the cache key. It is derived
   * from what drafts (the program's sources, or the request that a model is sent), not from a list that is
   * kept by hand.
   */
  identity(recipe: AnyRecipe, article: Article, options: unknown): string;
  /**
   * An unchecked draft; the caller parses it with the recipe's schema. `how.rejected` is the draft before, if
   * it did not pass the check. `how.spent` is told what each call used. Throws an `EngineFailure` where this
   * engine cannot draft now but another one could.
   */
  draft(recipe: AnyRecipe, article: Article, options: unknown, how?: DraftOptions): Promise<unknown>;
  /**
   * Single statements of a draft once more (see answers/repair.ts): each with its reason and the whole passages that it
   * rests on, and nothing else of the article. Only where complaints are heeded. Throws as `draft` does.
   */
  repair?(
    recipe: AnyRecipe,
    article: Article,
    options: unknown,
    faults: readonly RefusedStatement[],
    how: Pick<DraftOptions, 'signal' | 'onUsage'>,
  ): Promise<unknown>;
  /** Looks at what this engine says in its own words. Absent where that is not wanted. */
  readonly secondLook?: SecondLook | undefined;
}

/** A model that looks once more at statements, each beside the words that it rests on and nothing else. */
export interface SecondLook {
  /** What a look may use at most. */
  estimate(statements: readonly GroundedStatement[]): Promise<TokenUsage>;
  /** What it says of each of them; null where it says nothing that can be read. Throws as `Engine.draft` does. */
  judge(
    statements: readonly GroundedStatement[],
    how: Pick<DraftOptions, 'signal' | 'onUsage'>,
  ): Promise<readonly (LookVerdict | null)[]>;
}

/** A statement with the words that it rests on. */
export interface GroundedStatement {
  readonly text: string;
  readonly ground: readonly Pick<Ground, 'quote'>[];
}

/** Whether the words that a statement rests on say so. */
export const LOOK_VERDICTS = ['says so', 'does not', 'contradicts'] as const;
export type LookVerdict = (typeof LOOK_VERDICTS)[number];

/** How much of an article was read for an answer, where it was more than the engine reads at once. */
export interface Coverage {
  /** In how many parts it was read. */
  readonly parts: number;
  /** Null where the answer does not depend on them. */
  readonly paragraphs: ReadShare | null;
  readonly comments: ReadShare | null;
}

/** How much of an article was read. */
export interface ReadShare {
  readonly read: number;
  readonly of: number;
}

/** What an estimate is made for. */
export interface EstimateOptions {
  readonly rejected?: RejectedDraft | undefined;
  /** The statements that are asked for once more, instead of a draft. */
  readonly faults?: readonly RefusedStatement[] | undefined;
  /** Whether the messages are to be written out for it, which takes its time; else it is about so many. */
  readonly isCounted: boolean;
}

/** How a draft is made, and who is told of it. */
export interface DraftOptions {
  readonly rejected?: RejectedDraft | undefined;
  readonly onUsage?: (usage: TokenUsage) => void;
  /** Told the draft as far as it goes: the same form, with only those items that are finished. */
  readonly onPartialDraft?: (draft: unknown) => void;
  /** Told before each part of an article that is read in parts, counted from 1. */
  readonly onPart?: (part: { readonly at: number; readonly of: number }) => void;
  /** Told what was read, where it was not the whole article at once. */
  readonly onCoverage?: (coverage: Coverage) => void;
  /** Called where this machine has no worker yet for what is to be worked out. */
  readonly onWaiting?: (() => void) | undefined;
  /** Once it is aborted, the draft fails with an AbortError. */
  readonly signal?: AbortSignal | undefined;
}

/** A draft that did not pass the check, and why. */
export interface RejectedDraft {
  readonly draft: unknown;
  readonly complaints: readonly string[];
}

/**
 * An engine has no usable draft. A sentence for the reader, without a full stop: "The model did not answer in
 * time".
 */
export class EngineFailure extends MessageError {
  override readonly name = 'EngineFailure';
}

/** What one or several calls to a model used. */
export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Whether some of it was counted here, because the server did not say. */
  readonly isCounted?: boolean;
}
