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

/**
 * The draft of the built-in way. Fails with a UserError for an article in a language that it does not read.
 */
export function extractInWorker(
  recipe: AnyRecipe,
  article: Article,
  options: unknown,
  how?: WorkerOptions,
): Promise<unknown> {
  return runTask('draft', { recipe: recipe.kind, article: shareArticle(article), options }, how);
}

/** What the check leaves of a draft that has the recipe's form. */
export async function checkInWorker(
  recipe: AnyRecipe,
  draft: unknown,
  article: Article,
  options: unknown,
  how?: WorkerOptions,
): Promise<CheckResult<z.output<AnyRecipe['answer']>>> {
  return await runTask('check', { recipe: recipe.kind, article: shareArticle(article), options, draft }, how);
}

/** What becomes of a statement that somebody drafted about an article. */
export function proveInWorker(article: Article, statement: string): Promise<Proof> {
  return runTask('prove', { article: shareArticle(article), statement });
}

/** A question as it is to be answered after these turns of its conversation, the oldest first. */
export function completeInWorker(
  article: Article,
  question: string,
  turns: readonly Turn[],
  how?: WorkerOptions,
): Promise<CompletedQuestion> {
  return runTask('complete', { article: shareArticle(article), question, turns }, how);
}

/** Articles of which what was worked out stays at hand, at most. */
const MAX_ARTICLES = 200;

/** What follows from an article alone, worked out once for it; what failed is tried again. */
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

/** Questions that the article answers. */
export const suggestInWorker = createArticleTask('suggest');

const findDisputes = createArticleTask('disputes');

/** The sentences of an article that its comments dispute, those that most do first. */
export const findDisputesInWorker = async (article: Article): Promise<readonly DisputedSentence[]> =>
  article.comments.length === 0 ? [] : findDisputes(article);

/**
 * Works out what the check needs to know of the article itself, while there is time: a model is being waited
 * for.
 */
export function prepareCheckInWorker(article: Article): void {
  // what goes wrong now goes wrong again when the draft is checked, and is told there
  runTask('prepare', { article: shareArticle(article) }).catch(() => undefined);
}

/** The sentences that come nearest to what is asked, the nearest first. */
export function findNearestInWorker(
  recipe: AnyRecipe,
  article: Article,
  options: unknown,
  how?: WorkerOptions,
): Promise<readonly Citation[]> {
  return runTask('nearest', { recipe: recipe.kind, article: shareArticle(article), options }, how);
}

/**
 * Whether so much of what a text speaks of (`least`, a share) stands in an article or in its comments; also
 * true where that cannot be told.
 */
export function isAboutInWorker(article: Article, text: string, least: number): Promise<boolean> {
  return runTask('speaks', { article: shareArticle(article), text, least });
}
