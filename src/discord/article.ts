import type { StoredArticle } from '../article/article.ts';
import type { Library } from '../article/library.ts';
import { UserError } from '../errors.ts';

/** The article that a button stands for. Throws a UserError if it was removed since. */
export async function articleFor(id: string | undefined, library: Library): Promise<StoredArticle> {
  const article = id === undefined ? undefined : await library.get(id);
  if (!article) throw new UserError('This article is no longer in the library. `/articles` shows what there is.');
  return article;
}
