import type { Article } from '../../article/article.ts';
import { recipes } from '../../recipes/all.ts';
import type { Kind } from '../../recipes/recipe.ts';

export interface Work {
  readonly kind: Kind;
  readonly article: Article;
  readonly options: unknown;
}

/** Runs in a thread of its own: the draft of the built-in way. */
export default function draft({ kind, article, options }: Work): unknown {
  return recipes[kind].extract(article, options);
}
