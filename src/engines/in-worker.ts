import type { z } from 'zod';
import type { DisputedSentence } from '../answers/disputes/dispute.ts';
import type { CompletedQuestion, Turn } from '../answers/question/follow-up.ts';
import type { AnyRecipe, CheckResult, Citation } from '../answers/recipe.ts';
import type { Proof } from '../answers/verification/prove.ts';
import type { Article } from '../articles/article.ts';
import { contentHashOf, createMemo } from '../memo.ts';
import { shareArticle } from '../workers/article-store.ts';
import type { TaskInput, TaskResult } from '../workers/worker.ts';
import { runTask, type TaskOptions } from '../workers/worker-pool.ts';

type WorkerOptions = Pick<TaskOptions, 'signal' | 'onWaiting'>;

/** Drafts with the built-in engine. Fails with a UserError if the article's language is not supported. */
export function extractInWorker(
  recipe: AnyRecipe,
  article: Article,
  options: unknown,
  how?: WorkerOptions,
): Promise<unknown> {
  return runTask('draft', { recipe: recipe.kind, article: shareArticle(article), options }, how);
}

/** Checks a draft that has the recipe's form. */
export async function checkInWorker(
  recipe: AnyRecipe,
  draft: unknown,
  article: Article,
  options: unknown,
  how?: WorkerOptions,
): Promise<CheckResult<z.output<AnyRecipe['answer']>>> {
  return await runTask('check', { recipe: recipe.kind, article: shareArticle(article), options, draft }, how);
}

/** Determines the level of a statement about an article. */
export function proveInWorker(article: Article, statement: string): Promise<Proof> {
  return runTask('prove', { article: shareArticle(article), statement });
}

/** Completes a question with what it refers to in the previous turns of its conversation (oldest first). */
export function completeInWorker(
  article: Article,
  question: string,
  turns: readonly Turn[],
  how?: WorkerOptions,
): Promise<CompletedQuestion> {
  return runTask('complete', { article: shareArticle(article), question, turns }, how);
}

/** The maximum number of articles whose results are cached. */
const MAX_ARTICLES = 200;

/** Creates a task that only depends on the article, and whose result is cached; failures are retried. */
function createArticleTask<K extends 'suggest' | 'disputes'>(
  kind: K,
): (article: Article) => Promise<TaskResult<K>> {
  const done = createMemo<Promise<TaskResult<K>>>({ entries: MAX_ARTICLES });
  return article => {
    const key = contentHashOf(article);
    const found = done.getOrCreate(key, () =>
      runTask(kind, { article: shareArticle(article) } as TaskInput<K>),
    );
    found.catch(() => done.delete(key));
    return found;
  };
}

/** Suggests questions that the article answers. */
export const suggestInWorker = createArticleTask('suggest');

const findDisputes = createArticleTask('disputes');

/** The sentences of an article that its comments dispute, most disputed first. */
export const findDisputesInWorker = async (article: Article): Promise<readonly DisputedSentence[]> =>
  article.comments.length === 0 ? [] : findDisputes(article);

/**
 * Prepares what the check needs to know about the article, using the time that is spent waiting for a model.
 */
export function prepareCheckInWorker(article: Article): void {
  // a failure here recurs when the draft is checked, and is reported then
  runTask('prepare', { article: shareArticle(article) }).catch(() => undefined);
}

/** The sentences closest to the question, closest first. */
export function findNearestInWorker(
  recipe: AnyRecipe,
  article: Article,
  options: unknown,
  how?: WorkerOptions,
): Promise<readonly Citation[]> {
  return runTask('nearest', { recipe: recipe.kind, article: shareArticle(article), options }, how);
}

/**
 * Whether at least a share of `least` of the text's content words occurs in an article or its comments; also
 * true if this cannot be determined.
 */
export function isAboutInWorker(article: Article, text: string, least: number): Promise<boolean> {
  return runTask('speaks', { article: shareArticle(article), text, least });
}
