import { z } from 'zod';
import { CommentsAnswer } from '../answers/comments/schema.ts';
import type { AnyRecipe } from '../answers/recipe.ts';
import { AnswerKind, recipeOf } from '../answers/recipes.ts';
import type { Answer } from '../answers/service.ts';
import { identifyArticle } from '../articles/article.ts';
import { parseText } from '../articles/formats/text.ts';
import { readPageInWorker } from '../articles/read-in-worker.ts';
import { runOnArticle } from '../engines/in-worker.ts';
import { UserError } from '../errors.ts';
import { capitalize } from '../language/capitals.ts';
import { fieldsOf } from './answer-commands.ts';

const BatchLine = z.looseObject({ id: z.union([z.string(), z.number()]), text: z.string() });

/** A fetched page. */
const PageLine = z.object({ id: BatchLine.shape.id, url: z.url({ protocol: /^https?$/ }), html: z.string() });

/** A kind of answer that `batch` can produce. */
export type BatchKind = AnswerKind | 'read' | 'prove';

/** All kinds of answers that `batch` can produce. */
export const batchKinds: readonly BatchKind[] = [...AnswerKind.options, 'read', 'prove'];

/** The result for one line. */
type BatchResult =
  | { readonly id: string | number | null; readonly answer: unknown }
  | { readonly id: string | number | null; readonly error: string };

/**
 * Yields one result per JSON line, in order, as soon as it is ready. A line that cannot be answered yields
 * the reason and does not stop the batch; blank lines are skipped.
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
      yield await runLine(line, number, json => {
        if (kind === 'read') return readPageLine(json);
        return kind === 'prove' ? proveLine(json) : answerLine(recipeOf(kind), json, answer);
      });
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

async function answerLine(recipe: AnyRecipe, json: unknown, answer: Answer): Promise<unknown> {
  const { text, ...line } = BatchLine.parse(json);
  if (recipe.asks !== undefined && line[recipe.asks] === undefined)
    throw new UserError('“{{option}}” is missing.', { option: recipe.asks });
  const { content } = await answer(recipe, identifyArticle(parseText(text)), optionsIn(line, recipe));
  const comments = recipe.kind === 'comments' ? CommentsAnswer.safeParse(content).data : undefined;
  return comments ? fillViewpoints(comments) : content;
}

/** Gives every viewpoint a passage; in a short discussion, each comment becomes a viewpoint. */
function fillViewpoints(answer: CommentsAnswer): unknown {
  const { viewpoints, gists } = answer;
  const told = gists.map(({ comment, text }) => ({
    label: text,
    comments: [comment],
    passage: { comment, text },
  }));
  const grouped = viewpoints.map(({ passage, ground, ...viewpoint }) => {
    const [first] = ground;
    const comment = first?.comment ?? viewpoint.comments[0];
    return { ...viewpoint, ground, passage: passage ?? { comment, text: first?.quote ?? viewpoint.label } };
  });
  return { ...answer, viewpoints: grouped.length > 0 ? grouped : told };
}

/** Options that a line cannot set: it is in the article's language, without a conversation. */
const NOT_IN_LINES = ['language', 'context'];

function optionsIn(line: Readonly<Record<string, unknown>>, recipe: AnyRecipe): Record<string, unknown> {
  const names = Object.keys(fieldsOf(recipe)).filter(name => !NOT_IN_LINES.includes(name));
  return Object.fromEntries(names.flatMap(name => (line[name] === undefined ? [] : [[name, line[name]]])));
}

/** A statement about a text, as a model might have drafted it. */
const StatementLine = BatchLine.extend({ statement: z.string().trim().min(1).max(2000) });

/** The level that a statement reaches, with the words that support it or the reason it is refused. */
async function proveLine(json: unknown): Promise<unknown> {
  const { text, statement } = StatementLine.parse(json);
  return await runOnArticle('prove', identifyArticle(parseText(text)), { statement });
}

/** The article in a page, in the form in which it would be stored. */
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
    throw new UserError('Line {{number}} is not JSON.', { number });
  }
}

/** Describes what is wrong with a line, in sentences. */
function describeError(error: unknown): string {
  if (error instanceof z.ZodError) return error.issues.map(describeIssue).join(' ');
  return endSentence(error instanceof Error ? error.message : String(error));
}

/** Describes what is wrong with one field of a line, in a sentence. */
function describeIssue(issue: z.core.$ZodIssue): string {
  const field = issue.path.length === 0 ? 'The line' : `“${issue.path.join('.')}”`;
  switch (issue.code) {
    case 'invalid_type':
      if (issue.path.length > 0 && issue.message.endsWith('received undefined'))
        return `${field} is missing.`;
      return `${field} must be ${KINDS[issue.expected] ?? issue.expected}.`;
    case 'invalid_union':
      return `${field} must be a text or a number.`;
    case 'invalid_value':
      return `${field} must be one of ${issue.values.map(value => `“${String(value)}”`).join(', ')}.`;
    case 'invalid_format':
      return `${field} must be an address that begins with https:// or http://.`;
    case 'too_small':
      return issue.origin === 'string'
        ? `${field} must not be empty.`
        : `${field} must be at least ${issue.minimum}.`;
    case 'too_big':
      return issue.origin === 'string'
        ? `${field} may have ${issue.maximum.toLocaleString('en')} characters at most.`
        : `${field} must be at most ${issue.maximum}.`;
    default:
      return `${field}: ${endSentence(issue.message)}`;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  object: 'an object, such as {"id": 1, "text": "…"}',
};

/** Turns a reason that elsewhere follows a file's name into a sentence of its own. */
function endSentence(text: string): string {
  const begun = capitalize(text);
  return /[.!?…][”"’]?$/.test(begun) ? begun : `${begun}.`;
}
