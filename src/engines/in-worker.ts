import type { z } from 'zod';
import type { DisputedSentence } from '../answers/disputes/dispute.ts';
import type { AnyRecipe, CheckResult } from '../answers/recipe.ts';
import type { Article } from '../articles/article.ts';
import { contentHashOf, createMemo } from '../memo.ts';
import { shareArticle } from '../workers/article-store.ts';
import type { ArticleTaskInput, ArticleTaskKind, TaskInput, TaskResult } from '../workers/worker.ts';
import { runTask, type TaskOptions } from '../workers/worker-pool.ts';

export { areWorkersLoading } from '../workers/worker-pool.ts';

type WorkerOptions = Pick<TaskOptions, 'signal' | 'onWaiting'>;

/** Does one of the tasks of worker-tasks.ts on an article, in a worker. */
export function runOnArticle<K extends ArticleTaskKind>(
  kind: K,
  article: Article,
  input: ArticleTaskInput<K>,
  how?: WorkerOptions,
): Promise<TaskResult<K>> {
  return runTask(kind, { article: shareArticle(article), input } as TaskInput<K>, how);
}

interface CheckRequest {
  readonly recipe: AnyRecipe;
  readonly article: Article;
  readonly options: unknown;
}

/** Checks a draft that has the recipe's form. */
export function checkInWorker(
  { recipe: { kind: recipe }, article, options }: CheckRequest,
  draft: unknown,
  how?: WorkerOptions,
): Promise<CheckResult<z.output<AnyRecipe['answer']>>> {
  return runOnArticle('check', article, { recipe, options, draft }, how);
}

/** The maximum number of articles whose results are cached. */
const MAX_ARTICLES = 200;

/** Creates a task that only depends on the article, and whose result is cached; failures are retried. */
function createArticleTask<K extends 'suggest' | 'findDisputes'>(
  kind: K,
): (article: Article) => Promise<TaskResult<K>> {
  const done = createMemo<Promise<TaskResult<K>>>({ entries: MAX_ARTICLES });
  return article => {
    const key = contentHashOf(article);
    const found = done.getOrCreate(key, () => runOnArticle(kind, article, {} as ArticleTaskInput<K>));
    found.catch(() => done.delete(key));
    return found;
  };
}

/** Suggests questions that the article answers. */
export const suggestInWorker = createArticleTask('suggest');

const findDisputes = createArticleTask('findDisputes');

/** The sentences of an article that its comments dispute, most disputed first. */
export const findDisputesInWorker = async (article: Article): Promise<readonly DisputedSentence[]> =>
  article.comments.length === 0 ? [] : findDisputes(article);
