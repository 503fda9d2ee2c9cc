import { z } from 'zod';
import { checkRecipe } from '../answers/check/recipe.ts';
import { commentsRecipe } from '../answers/comments/recipe.ts';
import { questionRecipe } from '../answers/question/recipe.ts';
import { quotesRecipe } from '../answers/quotes/recipe.ts';
import type { AnyRecipe } from '../answers/recipe.ts';
import type { Answer } from '../answers/service.ts';
import { summaryRecipe } from '../answers/summary/recipe.ts';
import { Lengths } from '../answers/summary/schema.ts';
import { identifyArticle } from '../articles/article.ts';
import { parseText } from '../articles/formats/text.ts';
import { readPageInWorker } from '../articles/read-in-worker.ts';
import { UserError } from '../errors.ts';

const BatchLine = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  question: z.string().optional(),
  claim: z.string().optional(),
  length: z.enum(Lengths).optional(),
  points: z.int().min(1).max(20).optional(),
});
type BatchLine = z.infer<typeof BatchLine>;

interface BatchRecipe {
  readonly recipe: AnyRecipe;
  options(line: BatchLine): unknown;
}

const batchRecipes = {
  summary: {
    recipe: summaryRecipe,
    options: ({ length, points }) => ({ ...(length && { length }), ...(points && { points }) }),
  },
  quotes: { recipe: quotesRecipe, options: () => ({}) },
  comments: { recipe: commentsRecipe, options: () => ({}) },
  question: {
    recipe: questionRecipe,
    options: ({ question }) => {
      if (question === undefined) throw new UserError('"question" is missing');
      return { question };
    },
  },
  check: {
    recipe: checkRecipe,
    options: ({ claim }) => {
      if (claim === undefined) throw new UserError('"claim" is missing');
      return { claim };
    },
  },
} satisfies Record<string, BatchRecipe>;

/** A page as it was fetched. */
const PageLine = z.object({ id: BatchLine.shape.id, url: z.url({ protocol: /^https?$/ }), html: z.string() });

/** A kind of answer that is made for many articles at once. */
export type BatchKind = keyof typeof batchRecipes | 'read';

/** The kinds of answers that can be made for many articles at once. */
export const batchKinds = [...Object.keys(batchRecipes), 'read'] as BatchKind[];

/** What became of one article. */
export type BatchResult =
  | { readonly id: string | number | null; readonly answer: unknown }
  | { readonly id: string | number | null; readonly error: string };

/**
 * One result for each JSON line, in order, as soon as it is made. A line that cannot be answered gives its
 * reason and the next one goes on; blank lines are passed over.
 */
export async function* runBatch(
  kind: BatchKind,
  lines: AsyncIterable<string> | Iterable<string>,
  answer: Answer,
): AsyncGenerator<BatchResult> {
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim())
      yield await runLine(line, number, json =>
        kind === 'read' ? readPageLine(json) : answerLine(batchRecipes[kind], json, answer),
      );
  }
}

async function runLine(
  line: string,
  number: number,
  work: (json: unknown) => Promise<unknown>,
): Promise<BatchResult> {
  let id: string | number | null = null;
  try {
    const json = parseLine(line, number);
    id = z.object({ id: BatchLine.shape.id }).safeParse(json).data?.id ?? null;
    const answer = await work(json);
    return { id: BatchLine.shape.id.parse(id), answer };
  } catch (error) {
    return { id, error: describeError(error) };
  }
}

async function answerLine({ recipe, options }: BatchRecipe, json: unknown, answer: Answer): Promise<unknown> {
  const line = BatchLine.parse(json);
  const { content } = await answer(recipe, identifyArticle(parseText(line.text)), options(line));
  return content;
}

/** The article in a page, as it would be stored. */
async function readPageLine(json: unknown): Promise<unknown> {
  const { url, html } = PageLine.parse(json);
  const page = await readPageInWorker({ content: html, url });
  if (page.kind === 'refused') throw new UserError(page.reason);
  return page.article;
}

function parseLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new UserError('line {{number}} is not JSON', { number });
  }
}

/** What is wrong with a line, in one sentence. */
function describeError(error: unknown): string {
  if (error instanceof z.ZodError)
    return error.issues.map(issue => `"${issue.path.join('.')}": ${issue.message}`).join('; ');
  return error instanceof Error ? error.message : String(error);
}
