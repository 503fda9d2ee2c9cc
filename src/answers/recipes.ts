import { z } from 'zod';
import { checkRecipe } from './check/recipe.ts';
import { commentsRecipe } from './comments/recipe.ts';
import { questionRecipe } from './question/recipe.ts';
import { quotesRecipe } from './quotes/recipe.ts';
import type { AnyRecipe } from './recipe.ts';
import { summaryRecipe } from './summary/recipe.ts';

/** The single list of the kinds of answers: every recipe by its kind. */
export const recipes = {
  summary: summaryRecipe,
  quotes: quotesRecipe,
  comments: commentsRecipe,
  question: questionRecipe,
  check: checkRecipe,
} as const satisfies Readonly<Record<string, AnyRecipe>>;

export type AnswerKind = keyof typeof recipes;
export const AnswerKind = z.enum(Object.keys(recipes) as [AnswerKind, ...AnswerKind[]]);

/** The options of a kind of answer, as normalized by its recipe. */
export type OptionsOf<Kind extends AnswerKind> = z.output<(typeof recipes)[Kind]['options']>;
/** The answer type of a kind. */
export type AnswerOf<Kind extends AnswerKind> = z.output<(typeof recipes)[Kind]['answer']>;

/** The recipe of a kind. Throws a ZodError for an unknown kind. */
export function recipeOf(kind: string): AnyRecipe {
  return recipes[AnswerKind.parse(kind)];
}
