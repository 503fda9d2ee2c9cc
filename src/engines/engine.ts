import type { Article } from '../article/article.ts';
import type { AnyRecipe } from '../recipes/recipe.ts';

/** What drafts an answer. */
export interface Engine {
  readonly name: 'extractive' | 'openai';
  /** All of the engine that bears on what it drafts (its code, its model, its instructions for this recipe): part of the cache key. */
  identity(recipe: AnyRecipe, options: unknown): unknown;
  /** An unchecked draft; the caller parses it with the recipe's schema. */
  draft(recipe: AnyRecipe, article: Article, options: unknown): Promise<unknown>;
}
