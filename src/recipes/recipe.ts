import type { z } from 'zod';
import type { Article } from '../article/article.ts';

export type Kind = 'summary' | 'quotes' | 'comments' | 'question' | 'check';

/**
 * How one kind of answer is made. Everything in it is pure: data in, data out, no clock, no network.
 *
 * A draft is what an engine returned; an answer is a draft that passed the check. An answer is itself a valid draft, and
 * checking it again changes nothing: that is how stored answers are checked on the way out.
 */
export interface Recipe<Options, Draft, Answer extends Draft> {
  readonly kind: Kind;
  /** The options in their normal form; what is equal here is one answer. */
  readonly options: z.ZodType<Options>;
  readonly draft: z.ZodType<Draft>;
  readonly answer: z.ZodType<Answer>;
  /** What a model is asked to draft, in English; what is the same for all recipes stands in the engine's system text. */
  instructions(options: Options): string;
  /** The built-in way: from the article's own sentences, deterministic. */
  extract(article: Article, options: Options): Draft;
  /** Keeps what the article bears out, with its text taken from the article; says of each thing dropped or mended why. */
  check(draft: Draft, article: Article, options: Options): Checked<Answer>;
  /** How many statements the answer makes; where the check objected and left none, the answer is not shown. */
  statements(answer: Answer): number;
  /** Each statement of the answer with the paragraphs and comments that it rests on: what `passagesOf` and `proofOf` go by. */
  grounds(answer: Answer): readonly Ground[];
  /** Whether an answer without statements says something ("the article does not say"), so that a model's silence is no failure. */
  readonly emptyIsAnswer: boolean;
}

/** A statement as it is shown, with its evidence. */
export interface Ground {
  readonly text: string;
  readonly paragraphs: readonly number[];
  readonly comments: readonly string[];
}

export interface Checked<Answer> {
  readonly answer: Answer;
  /** One sentence for each thing that was dropped or mended; empty if the draft was true as it stood. */
  readonly complaints: readonly string[];
}

// biome-ignore lint/suspicious/noExplicitAny: a recipe of any kind, where its options and answer do not matter
export type AnyRecipe = Recipe<any, any, any>;
