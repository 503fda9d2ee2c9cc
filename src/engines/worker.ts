import type { Article } from '../article/article.ts';
import { recipes } from '../recipes/all.ts';
import type { Kind } from '../recipes/recipe.ts';
import { readIn } from './extractive/language/words.ts';

export interface Work {
  readonly kind: Kind;
  readonly article: Article;
  readonly options: unknown;
  /** Of the article, as `articleLanguage` tells it. */
  readonly language: string;
  /** A draft to be checked; absent where one is to be made the built-in way. */
  readonly draft?: unknown;
  /** Whether only the passages are wanted that come nearest to what is asked. */
  readonly isNearest?: boolean;
}

/** A draft the built-in way, or what the check leaves of one, or what comes nearest to what is asked. */
export function work({ kind, article, options, language, isNearest = false, ...given }: Work): unknown {
  const recipe = recipes[kind];
  return readIn(language, () => {
    if (isNearest) return 'nearest' in recipe.long ? recipe.long.nearest(article, options) : [];
    return 'draft' in given ? recipe.check(given.draft, article, options) : recipe.extract(article, options);
  });
}

/** Runs in a thread of its own. */
export default work;
