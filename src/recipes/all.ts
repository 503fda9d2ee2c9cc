import { checkRecipe } from './check.ts';
import { commentsRecipe } from './comments.ts';
import { questionRecipe } from './question.ts';
import { quotesRecipe } from './quotes.ts';
import type { AnyRecipe, Kind } from './recipe.ts';
import { summaryRecipe } from './summary.ts';

/** Every recipe by its kind. */
export const recipes: Readonly<Record<Kind, AnyRecipe>> = {
  summary: summaryRecipe,
  quotes: quotesRecipe,
  comments: commentsRecipe,
  question: questionRecipe,
  check: checkRecipe,
};
