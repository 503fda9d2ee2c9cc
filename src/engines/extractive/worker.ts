import type { Article } from '../../article/article.ts';
import { recipes } from '../../recipes/all.ts';
import type { Kind } from '../../recipes/recipe.ts';
import { readIn } from './language/words.ts';

export interface Work {
  readonly kind: Kind;
  readonly article: Article;
  readonly options: unknown;
  /** Of the article, as `articleLanguage` tells it. */
  readonly language: string;
}

/** Runs in a thread of its own: the draft of the built-in way. */
export default function draft({ kind, article, options, language }: Work): unknown {
  return readIn(language, () => recipes[kind].extract(article, options));
}
