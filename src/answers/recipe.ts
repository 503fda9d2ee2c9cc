import type { z } from 'zod';
import type { Article } from '../articles/article.ts';
import type { Ground, Level, RefusedStatement } from './levels.ts';

/**
 * One kind of answer: what it is asked for with, how a model is asked for it, what it holds. Everything in it is pure:
 * data in, data out, no clock, no network. What reads an article to make such an answer is its kind's `Maker`.
 *
 * A draft is what an engine returned; an answer is a draft that passed the check. An answer is itself a valid
 * draft, and checking it again changes nothing: that is how stored answers are checked on the way out.
 */
export interface Recipe<Options, Draft, Answer extends Draft> {
  /** Its name in the list of recipes.ts. */
  readonly kind: string;
  /** What members call such an answer: a sentence marked by `defineMessage`. */
  readonly name: string;
  /**
   * What its check makes sure of, for editors who look into an answer: a sentence marked by `defineMessage`.
   */
  readonly checked: string;
  /** The option that holds the asking member's own words; absent where an article is all that it takes. */
  readonly asks?: keyof Options & string;
  /** The options in their normal form; what is equal here is one answer. */
  readonly options: z.ZodType<Options>;
  readonly draft: z.ZodType<Draft>;
  /**
   * The draft as a model is asked for it, its fields in the order in which they are to be written; absent where it is
   * asked for as it is read.
   */
  readonly form?: z.ZodType;
  readonly answer: z.ZodType<Answer>;
  /**
   * What a model is asked to draft, in English; what is the same for all recipes stands in the engine's
   * system text.
   */
  instructions(options: Options): string;
  /**
   * How many statements the answer makes; where the check objected and left none, the answer is not shown.
   */
  countStatements(answer: Answer): number;
  /**
   * Each statement of the answer with the paragraphs and comments that it rests on: what `citedPassagesOf`
   * and `summarizeVerification` go by.
   */
  citations(answer: Answer): readonly Citation[];
  /** Why drafted statements are not shown: one reason for each. Absent for kinds that leave none out. */
  leftOut?(answer: Answer): readonly string[];
  /**
   * The answer of an engine without what is in the words of whoever drafted it, which is counted among what is left out.
   * Absent for kinds that show passages alone.
   */
  keepProven?(answer: Answer, engine: string): Answer;
  /**
   * Whether an answer without statements says something ("the article does not say"), so that a model's
   * silence is no failure.
   */
  readonly emptyIsAnswer: boolean;
  /**
   * Its statements, where each stands or falls for itself: those that do not pass are asked for once more alone. Absent
   * where a draft is asked for again as a whole.
   */
  readonly statements?: StatementList<Options>;
  /** How a draft is made of an article that a model cannot read at once. */
  readonly longArticle: PartwiseReading<Options, Draft> | NearestReading;
}

/** The statements of a draft, and of an answer. */
export interface StatementList<Options> {
  /** The property that holds them. */
  readonly name: string;
  /** One of them as a model is asked for it. */
  readonly form: z.ZodObject;
  /** What a model is told of the answer where it is asked for single ones. */
  instructions(options: Options): string;
}

/**
 * Everything that the answer is made from is read, in as many parts as it takes, and the drafts become one.
 */
export interface PartwiseReading<Options, Draft> {
  readonly reads: 'paragraphs' | 'comments';
  /** What is asked of each of so many parts. */
  options(options: Options, parts: number): Options;
  /** One draft of the drafts of the parts, in their order. */
  merge(drafts: readonly Draft[]): Draft;
  /** Absent where a draft may hold whatever the parts held. */
  // biome-ignore lint/suspicious/noExplicitAny: the choice, whose form only the recipe knows
  readonly condense?: CondenseStep<Options, Draft, any>;
}

/**
 * A choice from the drafts of the parts, by number, so that nothing is said that was not drafted from the
 * text.
 */
export interface CondenseStep<Options, Draft, Choice> {
  readonly schema: z.ZodType<Choice>;
  /** What a model is asked, or null where the draft holds no more than it may. */
  instructions(draft: Draft, options: Options): string | null;
  /** The draft by that choice, or without one (null) by a rule. */
  apply(draft: Draft, choice: Choice | null, options: Options): Draft;
}

/** Only the passages are read that come nearest to what is asked (see `Maker.findNearest`). */
export interface NearestReading {
  readonly reads: 'nearest';
}

/** A statement as it is shown, with its evidence. */
export interface Citation {
  readonly text: string;
  readonly paragraphs: readonly number[];
  readonly comments: readonly string[];
  /** Absent where a passage is shown as one and stands word for word. */
  readonly level?: Level | undefined;
  readonly ground?: readonly Ground[] | undefined;
}

/**
 * What makes answers of a kind out of an article: pure as well, and loaded by workers alone, for it reads at length what
 * strangers have written.
 */
export interface Maker<Options, Draft, Answer extends Draft> {
  /** The built-in way: from the article's own sentences, deterministic. */
  extract(article: Article, options: Options): Draft;
  /**
   * Keeps what the article bears out, with its text taken from the article; says of each thing dropped or
   * mended why.
   */
  check(draft: Draft, article: Article, options: Options): CheckResult<Answer>;
  /**
   * Sentences with their places, the nearest to what is asked first. Absent for kinds that read a long article whole.
   */
  findNearest?(article: Article, options: Options): readonly Citation[];
}

/** A draft after the check. */
export interface CheckResult<Answer> {
  readonly answer: Answer;
  /** One sentence for each thing that was dropped or mended; empty if the draft was true as it stood. */
  readonly complaints: readonly string[];
  /** The statements that plain code saw to be wrong; each has its complaint as well. Absent for kinds without any. */
  readonly refused?: readonly RefusedStatement[];
  /** The statements that are shown without the translation that was asked for, likewise. */
  readonly mistranslated?: readonly RefusedStatement[];
}

/** A recipe whose options and answer do not matter. */
// biome-ignore lint/suspicious/noExplicitAny: a recipe of any kind, where its options and answer do not matter
export type AnyRecipe = Recipe<any, any, any>;

/** A maker whose options and answer do not matter. */
// biome-ignore lint/suspicious/noExplicitAny: a maker of any kind, where its options and answer do not matter
export type AnyMaker = Maker<any, any, any>;
