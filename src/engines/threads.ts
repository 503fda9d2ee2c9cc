import { join } from 'node:path';
import { Piscina } from 'piscina';
import type { Article } from '../article/article.ts';
import { UserError } from '../errors.ts';
import { prepareEvidence } from '../recipes/evidence.ts';
import type { AnyRecipe, Checked, Ground } from '../recipes/recipe.ts';
import { articleLanguage } from './extractive/language/language.ts';
import { readIn } from './extractive/language/words.ts';
import { type Work, work } from './worker.ts';

/**
 * An article of more characters than this is worked on in a thread of its own, so that everybody else's messages and the
 * connection to Discord do not wait for it; below that the way to another thread takes longer than the work.
 */
const LONG = 50_000;

/** Made when the first long article comes, shared by drafts and checks, gone again when nothing has been done for a while. */
let threads: Piscina<Work, unknown> | undefined;

function elsewhere(task: Work, signal: AbortSignal | undefined): Promise<unknown> {
  threads ??= new Piscina({ filename: join(import.meta.dirname, 'worker.ts'), maxThreads: 2, idleTimeout: 10_000 });
  return threads.run(task, signal && { signal });
}

/** The draft of the built-in way. Fails with a UserError for an article in a language that it does not read. */
export async function extract(recipe: AnyRecipe, article: Article, options: unknown, signal?: AbortSignal): Promise<unknown> {
  const task = { kind: recipe.kind, article, options, language: articleLanguage(article) };
  return isLong(article) ? await elsewhere(task, signal) : work(task);
}

/** What the recipe's check leaves of a draft that has the recipe's form. */
export async function check<R extends AnyRecipe>(
  recipe: R,
  draft: unknown,
  article: Article,
  options: unknown,
  signal?: AbortSignal,
): Promise<Checked<ReturnType<R['check']>['answer']>> {
  const language = readableLanguage(article);
  if (!isLong(article)) return readIn(language, () => recipe.check(draft, article, options));
  const task = { kind: recipe.kind, article, options, language, draft };
  return (await elsewhere(task, signal)) as Checked<ReturnType<R['check']>['answer']>;
}

/** Works out what the check needs to know of the article itself, while there is time: a model is being waited for. */
export function prepareCheck(article: Article): void {
  if (!isLong(article)) readIn(readableLanguage(article), () => prepareEvidence(article));
}

/** The sentences that come nearest to what is asked, the nearest first. */
export async function nearest(
  recipe: AnyRecipe,
  article: Article,
  options: unknown,
  signal?: AbortSignal,
): Promise<readonly Ground[]> {
  const task = { kind: recipe.kind, article, options, language: readableLanguage(article), isNearest: true };
  return (isLong(article) ? await elsewhere(task, signal) : work(task)) as readonly Ground[];
}

/** The article's language for the check, which reads what the built-in engine does not: there every word counts. */
function readableLanguage(article: Article): string {
  try {
    return articleLanguage(article);
  } catch (error) {
    if (error instanceof UserError) return 'und';
    throw error;
  }
}

function isLong({ paragraphs, comments }: Article): boolean {
  let length = 0;
  for (const text of paragraphs) length += text.length;
  for (const comment of comments) for (const text of comment.paragraphs) length += text.length;
  return length > LONG;
}
