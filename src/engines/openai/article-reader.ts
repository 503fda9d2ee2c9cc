import { z } from 'zod';
import type { RefusedStatement } from '../../answers/levels.ts';
import type { AnyRecipe, PartwiseReading } from '../../answers/recipe.ts';
import { repairFormOf } from '../../answers/repair.ts';
import type { Article } from '../../articles/article.ts';
import { elementAt } from '../../lists.ts';
import {
  type DraftOptions,
  type Engine,
  EngineFailure,
  type EstimateOptions,
  type TokenUsage,
} from '../engine.ts';
import { type ArticlePart, halvePart, readingCoverageOf, tokensOf } from './article-parts.ts';
import { mapWithLimit } from './map-with-limit.ts';
import { createChoiceMessages, createMessages, createRepairMessages } from './prompt.ts';
import {
  createReadingPlanner,
  createSmallWindowFailure,
  type ModelWindow,
  NO_PART,
  type ReadingPlan,
  type ReadingPlanner,
  type ReadingRequest,
} from './reading-plan.ts';
import { draftSchemaOf, type JsonObject, toStrictSchema } from './schema.ts';
import { estimateMessages } from './tokens.ts';

/** A single question to the model. */
export interface ModelQuestion {
  readonly messages: ReturnType<typeof createMessages>;
  /** The name of the strict JSON schema that the reply must follow. */
  readonly name: string;
  readonly schema: JsonObject;
  readonly signal?: AbortSignal | undefined;
  readonly onPartialDraft?: ((draft: JsonObject) => void) | undefined;
  readonly onUsage?: ((usage: TokenUsage) => void) | undefined;
}

/** The input or the reply exceeded what the model can handle at once; smaller parts may succeed. */
export class TooMuch extends EngineFailure {}

/** Asks the model within its window. */
interface Reader extends ModelWindow {
  readonly ask: (question: ModelQuestion) => Promise<unknown>;
  readonly planner: ReadingPlanner;
}

/** The maximum number of parts read in parallel. */
const MAX_PARALLEL = 3;

/** Drafts from articles with a model, and estimates the tokens a draft may use. */
interface ArticleReader {
  draft(recipe: AnyRecipe, article: Article, options: unknown, how: DraftOptions): Promise<unknown>;
  repair: NonNullable<Engine['repair']>;
  estimate(recipe: AnyRecipe, article: Article, options: unknown, how: EstimateOptions): Promise<TokenUsage>;
}

/** Creates a reader that drafts from a whole article, or from its parts if the window is too small. */
export function createArticleReader(dependencies: ModelWindow & Pick<Reader, 'ask'>): ArticleReader {
  const reader = { ...dependencies, planner: createReadingPlanner(dependencies) };
  return {
    draft: (recipe, article, options, how) => draftAnswer(reader, { recipe, article, options }, how),
    repair: (recipe, article, options, faults, how) =>
      repairStatements(reader, { recipe, article, options }, faults, how),
    estimate: (recipe, article, options, how) => estimateUsage(reader, { recipe, article, options }, how),
  };
}

interface ReadingJob extends ReadingPlan, ReadingRequest {
  readonly how: DraftOptions;
}

async function draftAnswer(reader: Reader, request: ReadingRequest, how: DraftOptions): Promise<unknown> {
  const { recipe, options } = request;
  const plan = await reader.planner.getPlan(request, how.signal);
  if (how.rejected && !(await reader.planner.hasRoom(plan, how.rejected, request)))
    throw new EngineFailure(
      'A long article is not read a second time, so what did not pass the check is left out',
    );
  const controller = new AbortController();
  const signal = how.signal ? AbortSignal.any([how.signal, controller.signal]) : controller.signal;
  const job = {
    ...request,
    options: optionsOfPart(recipe, options, plan.parts.length),
    how: { ...how, signal },
    ...plan,
  };
  const stop = () => controller.abort();
  const drafts = (
    await mapWithLimit(plan.parts, part => readPart(reader, part, job), { most: MAX_PARALLEL, stop })
  ).flat();
  const parts = drafts.map(({ part }) => part);
  const coverage = readingCoverageOf(plan.whole, parts, recipe.longArticle.reads);
  if (coverage) how.onCoverage?.(coverage);
  const isOne = recipe.longArticle.reads === 'nearest' || drafts.length === 1;
  return isOne
    ? elementAt(drafts, 0).draft
    : await mergeIntoOne(reader, drafts, recipe.longArticle as AnyPartwiseReading, job, options);
}

/** Merges the drafts of the parts; if the result is too long, the model chooses from it. */
async function mergeIntoOne(
  { ask, window, reply }: Reader,
  drafts: readonly PartDraft[],
  long: AnyPartwiseReading,
  { recipe, how }: ReadingJob,
  options: unknown,
): Promise<unknown> {
  const whole = long.merge(drafts.map(({ draft }) => draft));
  const { condense } = long;
  const task = condense?.instructions(whole, options) ?? null;
  if (!condense || task === null) return whole;
  const question = createChoiceQuestion(recipe, condense, task);
  const { signal, onUsage } = how;
  const fits = estimateMessages(question.messages) + reply <= window;
  const chosen = fits ? await orNull(ask({ ...question, signal, onUsage })) : null;
  const choice = condense.schema.safeParse(chosen);
  return condense.apply(whole, choice.success ? choice.data : null, options);
}

/** Drafts from one part, or from its two halves if it turns out to be too much for the model. */
async function readPart(reader: Reader, part: ArticlePart, job: ReadingJob): Promise<PartDraft[]> {
  const { recipe, article, options, how, parts } = job;
  const at = parts.indexOf(part) + 1;
  if (parts.length > 1 && at > 0) how.onPart?.({ at, of: parts.length });
  const isLone = parts.length === 1 && at > 0;
  const messages = createMessages(recipe, article, options, {
    part: job.isWhole ? undefined : part,
    rejected: how.rejected,
  });
  const question = {
    messages,
    name: recipe.kind,
    schema: draftSchemaOf(recipe),
    signal: how.signal,
    onUsage: how.onUsage,
  };
  try {
    const made = await reader.ask({ ...question, onPartialDraft: isLone ? how.onPartialDraft : undefined });
    return [{ part, draft: isLone ? made : requireForm(recipe, made) }];
  } catch (error) {
    const halves =
      error instanceof TooMuch && recipe.longArticle.reads !== 'nearest' && !how.rejected
        ? halvePart(part)
        : null;
    if (!halves) throw error;
    const [first, second] = halves;
    const half = { ...job, isWhole: false };
    return [...(await readPart(reader, first, half)), ...(await readPart(reader, second, half))];
  }
}

/** Drafts single statements again, as many as fit into the window with their passages. */
async function repairStatements(
  model: Reader,
  request: ReadingRequest,
  faults: readonly RefusedStatement[],
  { signal, onUsage }: Pick<DraftOptions, 'signal' | 'onUsage'>,
): Promise<unknown> {
  const question = createFittingQuestion(model, faults, each => createRepairQuestion(request, each));
  return await model.ask({ ...question, signal, onUsage });
}

/** The question about as many of these items as fit into the window. Throws an EngineFailure if none does. */
export function createFittingQuestion<Item>(
  { window, reply }: ModelWindow,
  items: readonly Item[],
  createQuestion: (items: readonly Item[]) => ModelQuestion,
): ModelQuestion {
  for (let { length } = items; length > 0; length = Math.floor(length / 2)) {
    const question = createQuestion(items.slice(0, length));
    const form = { role: 'user' as const, content: JSON.stringify(question.schema) };
    if (estimateMessages([...question.messages, form]) + reply <= window) return question;
  }
  throw createSmallWindowFailure();
}

function createRepairQuestion(
  { recipe, article, options }: ReadingRequest,
  faults: readonly RefusedStatement[],
): ModelQuestion {
  return {
    messages: createRepairMessages(recipe, article, options, faults),
    name: `${recipe.kind}_repair`,
    schema: toStrictSchema(repairFormOf(recipe)),
  };
}

/** An upper bound on the tokens a draft may use: approximate, or counted on the messages if requested. */
async function estimateUsage(
  { planner, reply }: Reader,
  request: ReadingRequest,
  { rejected, faults, isCounted }: EstimateOptions,
): Promise<TokenUsage> {
  const { recipe, article, options } = request;
  if (faults) {
    const { messages } = createRepairQuestion(request, faults);
    return { inputTokens: estimateMessages(messages), outputTokens: reply };
  }
  const { parts, frame, isWhole } = await planner.getPlan(request);
  if (rejected && parts.length > 1) return { inputTokens: 0, outputTokens: 0 };
  if (isWhole && isCounted)
    return {
      inputTokens: estimateMessages(createMessages(recipe, article, options, { rejected })),
      outputTokens: reply,
    };
  const again = rejected
    ? estimateMessages(createMessages(recipe, article, options, { part: NO_PART, rejected }))
    : 0;
  const condensing = !isWhole && parts.length > 1 && 'condense' in recipe.longArticle ? 1 : 0;
  const input = parts.reduce((sum, part) => sum + frame + tokensOf(part), 0) + again;
  return { inputTokens: input + condensing * reply, outputTokens: (parts.length + condensing) * reply };
}

/**
 * All forms of question that an answer may involve: the one about the whole article, as it is asked if the
 * window holds it; and, without any of the article's text, those about a part, after a rejected draft, for a
 * choice, and for repairing single statements.
 */
export function formsOfQuestions(recipe: AnyRecipe, article: Article, options: unknown): ModelQuestion[] {
  const form = { name: recipe.kind, schema: draftSchemaOf(recipe) };
  const partOptions = optionsOfPart(recipe, options, 2);
  const rejected = { draft: null, complaints: [''] };
  const faults = [{ at: 0, text: '', paragraphs: [], comments: [], reason: '' }];
  const questions = [
    createMessages(recipe, article, options),
    createMessages(recipe, article, partOptions, { part: NO_PART }),
    createMessages(recipe, article, options, { part: NO_PART, rejected }),
  ].map(messages => ({ ...form, messages }));
  const condense = (recipe.longArticle as Partial<AnyPartwiseReading>).condense;
  return [
    ...questions,
    ...(condense ? [createChoiceQuestion(recipe, condense, String(condense.instructions))] : []),
    ...(recipe.statements ? [createRepairQuestion({ recipe, article, options }, faults)] : []),
  ];
}

/** The question that lets the model choose from the merged drafts of the parts. */
function createChoiceQuestion(recipe: AnyRecipe, { schema }: AnyCondense, task: string): ModelQuestion {
  return {
    messages: createChoiceMessages(task),
    name: `${recipe.kind}_choice`,
    schema: toStrictSchema(schema),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: a recipe of any kind
type AnyPartwiseReading = PartwiseReading<any, any>;
type AnyCondense = NonNullable<AnyPartwiseReading['condense']>;

interface PartDraft {
  readonly part: ArticlePart;
  readonly draft: unknown;
}

function optionsOfPart({ longArticle: long }: AnyRecipe, options: unknown, parts: number): unknown {
  return parts > 1 && long.reads !== 'nearest' ? long.options(options, parts) : options;
}

/** Requires the draft of one of several parts to have the recipe's form; otherwise it could not be merged. */
function requireForm(recipe: AnyRecipe, draft: unknown): unknown {
  const parsed = recipe.draft.safeParse(draft);
  if (!parsed.success)
    throw new EngineFailure(
      'I couldn’t read the model’s answer',
      {},
      { cause: z.prettifyError(parsed.error) },
    );
  return parsed.data;
}

async function orNull(asked: Promise<unknown>): Promise<unknown> {
  try {
    return await asked;
  } catch (error) {
    // without the model's choice, a rule decides
    if (error instanceof EngineFailure) return null;
    throw error;
  }
}
