import { checkRecipe } from './check/recipe.ts';
import { commentsRecipe } from './comments/recipe.ts';
import { questionRecipe } from './question/recipe.ts';
import { quotesRecipe } from './quotes/recipe.ts';
import type { AnyRecipe, Kind } from './recipe.ts';
import { summaryRecipe } from './summary/recipe.ts';

/** Every recipe by its kind. */
export const recipes: Readonly<Record<Kind, AnyRecipe>> = {
  summary: summaryRecipe,
  quotes: quotesRecipe,
  comments: commentsRecipe,
  question: questionRecipe,
  check: checkRecipe,
};
