import type { z } from 'zod';
import type { Article } from '../articles/article.ts';
import type { Ground, Level, RefusedStatement } from './levels.ts';

/**
 * One kind of answer: its options, how a model is asked for it, and its content. Everything here is pure:
 * data in, data out, no clock, no network. The kind's `Maker` reads the article to make an answer.
 *
 * A draft is what an engine returned; an answer is a draft that passed the check. An answer is also a valid
 * draft, and checking it again changes nothing: that is how stored answers are checked before use.
 */
export interface Recipe<Options, Draft, Answer extends Draft> {
  /** Its key in the list in recipes.ts. */
  readonly kind: string;
  /** The name of such an answer for members: a sentence marked by `defineMessage`. */
  readonly name: string;
  /** What its check ensures, for editors who inspect an answer: a sentence marked by `defineMessage`. */
  readonly checked: string;
  /** The option that contains the member's own words; absent if the kind needs only an article. */
  readonly asks?: keyof Options & string;
  /** The schema that normalizes options; equal results share one answer. */
  readonly options: z.ZodType<Options>;
  readonly draft: z.ZodType<Draft>;
  /** The draft's schema for a model, fields in the order of writing; absent if `draft` serves as it is. */
  readonly form?: z.ZodType;
  readonly answer: z.ZodType<Answer>;
  /** The instructions for a model, in English; what all recipes share is in the engine's system prompt. */
  instructions(options: Options): string;
  /** The number of statements in the answer; if the check objected and left none, the answer is not shown. */
  countStatements(answer: Answer): number;
  /** Each statement with its paragraphs and comments, for `citedPassagesOf` and `summarizeVerification`. */
  citations(answer: Answer): readonly Citation[];
  /** Why drafted statements are not shown: one reason for each. Absent for kinds that never leave any out. */
  leftOut?(answer: Answer): readonly string[];
  /** The answer without statements in the drafter's words, counted as left out. Absent for mere passages. */
  keepProven?(answer: Answer, engine: string): Answer;
  /** Whether an answer without statements means something ("the article does not say") and is no failure. */
  readonly emptyIsAnswer: boolean;
  /** Its statements, if each is checked and requested again alone. Absent if a draft is taken as a whole. */
  readonly statements?: StatementList<Options>;
  /** How to draft from an article that is too long for a model to read at once. */
  readonly longArticle: PartwiseReading<Options, Draft> | NearestReading;
}

/** The list of statements in a draft and in an answer. */
interface StatementList<Options> {
  /** The property that contains them. */
  readonly name: string;
  /** The schema of one statement for a model. */
  readonly form: z.ZodObject;
  /** What a model is told about the answer when asked for single statements. */
  instructions(options: Options): string;
}

/** Reads everything that the answer is made from, in as many parts as needed, and merges the drafts. */
export interface PartwiseReading<Options, Draft> {
  readonly reads: 'paragraphs' | 'comments';
  /** The options for each of `parts` parts. */
  options(options: Options, parts: number): Options;
  /** Merges the drafts of the parts, given in order. */
  merge(drafts: readonly Draft[]): Draft;
  /** Absent if the merged draft may contain everything from the parts. */
  // biome-ignore lint/suspicious/noExplicitAny: the choice, whose form only the recipe knows
  readonly condense?: CondenseStep<Options, Draft, any>;
}

/** A choice from the drafts of the parts, by number, so that it adds nothing. */
interface CondenseStep<Options, Draft, Choice> {
  readonly schema: z.ZodType<Choice>;
  /** The instructions for a model, or null if the draft needs no choice. */
  instructions(draft: Draft, options: Options): string | null;
  /** Applies the choice to the draft, or a fixed rule if there is none (null). */
  apply(draft: Draft, choice: Choice | null, options: Options): Draft;
}

/** Reads only the passages nearest to the question (see `Maker.findNearest`). */
interface NearestReading {
  readonly reads: 'nearest';
}

/** A displayed statement with its evidence. */
export interface Citation {
  readonly text: string;
  readonly paragraphs: readonly number[];
  readonly comments: readonly string[];
  /** Absent for a passage shown as such, word for word. */
  readonly level?: Level | undefined;
  readonly ground?: readonly Ground[] | undefined;
}

/** Makes answers of a kind: pure as well, and loaded only in workers, as it reads strangers' texts. */
export interface Maker<Options, Draft, Answer extends Draft> {
  /** Drafts the built-in way: from the article's own sentences, deterministically. */
  extract(article: Article, options: Options): Draft;
  /** Keeps what the article supports, in the article's text, with a reason for all dropped or corrected. */
  check(draft: Draft, article: Article, options: Options): CheckResult<Answer>;
  /** Sentences with their locations, nearest to the question first. Absent for kinds that read it all. */
  findNearest?(article: Article, options: Options): readonly Citation[];
}

/** The result of checking a draft. */
export interface CheckResult<Answer> {
  readonly answer: Answer;
  /** One sentence for each thing dropped or corrected; empty if the draft was right as it was. */
  readonly complaints: readonly string[];
  /** The statements that plain code found wrong; each has a complaint too. Absent without statements. */
  readonly refused?: readonly RefusedStatement[];
  /** The statements shown without the requested translation; each has a complaint as well. */
  readonly mistranslated?: readonly RefusedStatement[];
}

/** A recipe with any options and answer. */
// biome-ignore lint/suspicious/noExplicitAny: a recipe of any kind, where its options and answer do not matter
export type AnyRecipe = Recipe<any, any, any>;

/** A maker with any options and answer. */
// biome-ignore lint/suspicious/noExplicitAny: a maker of any kind, where its options and answer do not matter
export type AnyMaker = Maker<any, any, any>;
