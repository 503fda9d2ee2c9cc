import { checkRecipe } from './check/recipe.ts';
import { commentsRecipe } from './comments/recipe.ts';
import { questionRecipe } from './question/recipe.ts';
import { quotesRecipe } from './quotes/recipe.ts';
import type { AnswerKind, AnyRecipe } from './recipe.ts';
import { summaryRecipe } from './summary/recipe.ts';

/** Every recipe by its kind. */
export const recipes: Readonly<Record<AnswerKind, AnyRecipe>> = {
  summary: summaryRecipe,
  quotes: quotesRecipe,
  comments: commentsRecipe,
  question: questionRecipe,
  check: checkRecipe,
};
