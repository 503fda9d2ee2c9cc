import type { AnyRecipe, Checked, Ground } from '../answers/recipe.ts';
import type { Article } from '../articles/article.ts';
import { shareArticle } from '../workers/article-store.ts';
import { runTask, type TaskHow } from '../workers/worker-pool.ts';

type How = Pick<TaskHow, 'signal' | 'waits'>;

/**
 * The draft of the built-in way. Fails with a UserError for an article in a language that it does not read.
 */
export function extract(recipe: AnyRecipe, article: Article, options: unknown, how?: How): Promise<unknown> {
  return runTask('draft', { recipe: recipe.kind, article: shareArticle(article), options }, how);
}

/** What the recipe's check leaves of a draft that has the recipe's form. */
export async function check<R extends AnyRecipe>(
  recipe: R,
  draft: unknown,
  article: Article,
  options: unknown,
  how?: How,
): Promise<Checked<ReturnType<R['check']>['answer']>> {
  return await runTask('check', { recipe: recipe.kind, article: shareArticle(article), options, draft }, how);
}

/**
 * Works out what the check needs to know of the article itself, while there is time: a model is being waited
 * for.
 */
export function prepareCheck(article: Article): void {
  // what goes wrong now goes wrong again when the draft is checked, and is told there
  runTask('prepare', { article: shareArticle(article) }).catch(() => undefined);
}

/** The sentences that come nearest to what is asked, the nearest first. */
export function nearest(
  recipe: AnyRecipe,
  article: Article,
  options: unknown,
  how?: How,
): Promise<readonly Ground[]> {
  return runTask('nearest', { recipe: recipe.kind, article: shareArticle(article), options }, how);
}

/**
 * Whether so much of what a text speaks of (`least`, a share) stands in an article or in its comments; also
 * true where that cannot be told.
 */
export function speaksOf(article: Article, text: string, least: number): Promise<boolean> {
  return runTask('speaks', { article: shareArticle(article), text, least });
}
