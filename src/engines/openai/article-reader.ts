import { z } from 'zod';
import type { AnyRecipe, PartwiseReading } from '../../answers/recipe.ts';
import type { Article } from '../../articles/article.ts';
import type { TokenUsage } from '../engine.ts';
import { type DraftOptions, EngineFailure, type EstimateOptions, type RejectedDraft } from '../engine.ts';
import { findNearestInWorker } from '../in-worker.ts';
import {
  type ArticlePart,
  countWhole,
  estimateWhole,
  halvePart,
  packPassages,
  readingCoverageOf,
  selectNearest,
  tokensOf,
} from './article-parts.ts';
import { createChoiceMessages, createMessages, SYSTEM_PROMPT } from './prompt.ts';
import { draftSchemaOf, type JsonObject, toStrictSchema } from './schema.ts';
import { boundTokens, type ChatMessage, countMessages, estimateTokens } from './tokens.ts';

/** One question to the model. */
export interface ModelQuestion {
  readonly messages: ReturnType<typeof createMessages>;
  /** What is asked for, as a strict JSON schema with a name. */
  readonly name: string;
  readonly schema: JsonObject;
  readonly signal?: AbortSignal | undefined;
  readonly onPartialDraft?: ((draft: JsonObject) => void) | undefined;
  readonly onUsage?: ((usage: TokenUsage) => void) | undefined;
}

/** There was more to read, or to write, than the model can at once: in smaller parts it may go. */
export class TooMuch extends EngineFailure {}

interface ReaderDependencies {
  readonly ask: (question: ModelQuestion) => Promise<unknown>;
  /** How much is read and written at once, in tokens, and how much of it is kept for the reply. */
  readonly window: number;
  readonly reply: number;
}

/** So many parts are read at the same time. */
const MAX_PARALLEL = 3;

/**
 * Drafts from an article, at once where the model's window holds it, else in parts; nothing is cut silently.
 */
export function createArticleReader({ ask, window, reply }: ReaderDependencies) {
  const schemaSizes = new WeakMap<AnyRecipe, number>();
  /** The last of each article. */
  const plans = new WeakMap<Article, { readonly request: string; readonly plan: ReadingPlan }>();

  return { draft: draftAnswer, estimate: estimateUsage };

  async function draftAnswer(
    recipe: AnyRecipe,
    article: Article,
    options: unknown,
    how: DraftOptions,
  ): Promise<unknown> {
    const plan = await getPlan(recipe, article, options, how.signal);
    if (how.rejected && !(await hasRoom(plan, how.rejected, { recipe, article, options })))
      throw new EngineFailure(
        'A long article is not read a second time, so what did not pass the check is left out',
      );
    const controller = new AbortController();
    const signal = how.signal ? AbortSignal.any([how.signal, controller.signal]) : controller.signal;
    const job = {
      recipe,
      article,
      options: optionsOfPart(recipe, options, plan.parts.length),
      how: { ...how, signal },
      ...plan,
    };
    const stop = () => controller.abort();
    const drafts = (
      await mapWithLimit(plan.parts, part => readPart(part, job), { most: MAX_PARALLEL, stop })
    ).flat();
    const parts = drafts.map(({ part }) => part);
    const coverage = readingCoverageOf(plan.whole, parts, recipe.longArticle.reads);
    if (coverage) how.onCoverage?.(coverage);
    const isOne = recipe.longArticle.reads === 'nearest' || drafts.length === 1;
    return isOne
      ? drafts[0]!.draft
      : await mergeIntoOne(drafts, recipe.longArticle as AnyPartwiseReading, job, options);
  }

  /**
   * Whether the draft that was rejected and the complaints fit into the window beside the text, which is read
   * once.
   */
  async function hasRoom(
    { parts, isWhole }: ReadingPlan,
    rejected: RejectedDraft,
    { recipe, article, options }: Pick<ReadingJob, 'recipe' | 'article' | 'options'>,
  ): Promise<boolean> {
    if (parts.length > 1) return false;
    const messages = createMessages(recipe, article, options, {
      part: isWhole ? undefined : parts[0],
      rejected,
    });
    return (
      isSurelyWithin(recipe, messages) ||
      (await countMessages(messages)) + (await countSchemaTokens(recipe)) + reply <= window
    );
  }

  function isSurelyWithin(recipe: AnyRecipe, messages: readonly ChatMessage[]): boolean {
    const texts = messages.map(({ content }) => content);
    return boundTokens(...texts, JSON.stringify(draftSchemaOf(recipe))) + reply <= window;
  }

  async function countSchemaTokens(recipe: AnyRecipe): Promise<number> {
    const known = schemaSizes.get(recipe);
    if (known !== undefined) return known;
    const tokens = await countMessages([{ role: 'user', content: JSON.stringify(draftSchemaOf(recipe)) }]);
    schemaSizes.set(recipe, tokens);
    return tokens;
  }

  /** The drafts of the parts as one, and of that, where it holds too much, what the model chooses. */
  async function mergeIntoOne(
    drafts: readonly PartDraft[],
    long: AnyPartwiseReading,
    { recipe, how }: ReadingJob,
    options: unknown,
  ): Promise<unknown> {
    const whole = long.merge(drafts.map(({ draft: draftAnswer }) => draftAnswer));
    const { condense } = long;
    const task = condense?.instructions(whole, options) ?? null;
    if (!condense || task === null) return whole;
    const question = createChoiceQuestion(recipe, condense, task);
    const { signal, onUsage } = how;
    const fits = (await countMessages(question.messages)) + reply <= window;
    const chosen = fits ? await orUndefined(ask({ ...question, signal, onUsage })) : null;
    const choice = condense.schema.safeParse(chosen);
    return condense.apply(whole, choice.success ? choice.data : null, options);
  }

  /** A part's draft, or those of its halves where the whole part is too much for the model after all. */
  async function readPart(part: ArticlePart, job: ReadingJob): Promise<PartDraft[]> {
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
      const made = await ask({ ...question, onPartialDraft: isLone ? how.onPartialDraft : undefined });
      return [{ part, draft: isLone ? made : requireForm(recipe, made) }];
    } catch (error) {
      const halves =
        error instanceof TooMuch && recipe.longArticle.reads !== 'nearest' && !how.rejected
          ? halvePart(part)
          : null;
      if (!halves) throw error;
      const [first, second] = halves;
      const half = { ...job, isWhole: false };
      return [...(await readPart(first, half)), ...(await readPart(second, half))];
    }
  }

  /** What was estimated is what is then drafted: the same request has the same plan. */
  async function getPlan(
    recipe: AnyRecipe,
    article: Article,
    options: unknown,
    signal?: AbortSignal,
  ): Promise<ReadingPlan> {
    const request = JSON.stringify([recipe.kind, options]);
    const last = plans.get(article);
    if (last?.request === request) return last.plan;
    const plan = await createPlan(recipe, article, options, signal);
    plans.set(article, { request, plan });
    return plan;
  }

  async function createPlan(
    recipe: AnyRecipe,
    article: Article,
    options: unknown,
    signal?: AbortSignal,
  ): Promise<ReadingPlan> {
    const messages = createMessages(recipe, article, options);
    if (isSurelyWithin(recipe, messages)) {
      const whole = estimateWhole(article);
      return {
        whole,
        parts: [whole],
        isWhole: true,
        frame: estimateTokens(SYSTEM_PROMPT + recipe.instructions(options)),
      };
    }
    const whole = await countWhole(article);
    const frame = await countMessages(
      createMessages(recipe, article, options, { part: { paragraphs: [], comments: [] } }),
    );
    const room = window - reply - frame - (await countSchemaTokens(recipe));
    if (tokensOf(whole) <= room) return { whole, parts: [whole], isWhole: true, frame };
    if (room < MIN_ROOM)
      throw new EngineFailure(
        'The model reads too little at once for this question (see OPENAI_CONTEXT_TOKENS)',
      );
    const { longArticle: long } = recipe;
    if (long.reads === 'nearest') {
      const part = selectNearest(
        whole,
        await findNearestInWorker(recipe, article, options, { signal }),
        room,
      );
      return { whole, parts: [part], isWhole: false, frame };
    }
    const parts = packPassages(whole[long.reads], room).map(run => ({
      paragraphs: [],
      comments: [],
      [long.reads]: run,
    }));
    // an article without anything of that kind is asked about all the same: the recipe says what that means
    return {
      whole,
      parts: parts.length > 0 ? parts : [{ paragraphs: [], comments: [] }],
      isWhole: false,
      frame,
    };
  }

  /** What a draft may use at most: about, or counted where it matters. */
  async function estimateUsage(
    recipe: AnyRecipe,
    article: Article,
    options: unknown,
    { rejected, isCounted }: EstimateOptions,
  ): Promise<TokenUsage> {
    const { parts, frame, isWhole } = await getPlan(recipe, article, options);
    if (rejected && parts.length > 1) return { inputTokens: 0, outputTokens: 0 };
    if (isWhole && isCounted)
      return {
        inputTokens: await countMessages(createMessages(recipe, article, options, { rejected })),
        outputTokens: reply,
      };
    const again = rejected
      ? await countMessages(createMessages(recipe, article, options, { part: NO_PART, rejected }))
      : 0;
    const condensing = !isWhole && parts.length > 1 && 'condense' in recipe.longArticle ? 1 : 0;
    const input = parts.reduce((sum, part) => sum + frame + tokensOf(part), 0) + again;
    return { inputTokens: input + condensing * reply, outputTokens: (parts.length + condensing) * reply };
  }
}

/**
 * The forms of the questions that an answer may take: the one about the whole article, as it is asked where the window
 * holds it, then, without any text of the article, the ones about a part, after a rejected draft, and for a choice.
 */
export function formsOfQuestions(recipe: AnyRecipe, article: Article, options: unknown): ModelQuestion[] {
  const form = { name: recipe.kind, schema: draftSchemaOf(recipe) };
  const partOptions = optionsOfPart(recipe, options, 2);
  const rejected = { draft: null, complaints: [''] };
  const questions = [
    createMessages(recipe, article, options),
    createMessages(recipe, article, partOptions, { part: NO_PART }),
    createMessages(recipe, article, options, { part: NO_PART, rejected }),
  ].map(messages => ({ ...form, messages }));
  const condense = (recipe.longArticle as Partial<AnyPartwiseReading>).condense;
  return condense
    ? [...questions, createChoiceQuestion(recipe, condense, String(condense.instructions))]
    : questions;
}

/** The question for a choice among what was drafted from the parts. */
function createChoiceQuestion(recipe: AnyRecipe, { schema }: AnyCondense, task: string): ModelQuestion {
  return {
    messages: createChoiceMessages(task),
    name: `${recipe.kind}_choice`,
    schema: toStrictSchema(schema),
  };
}

const NO_PART: ArticlePart = { paragraphs: [], comments: [] };

/** With less room than this (tokens) for an article, nothing useful is read. */
const MIN_ROOM = 200;

// biome-ignore lint/suspicious/noExplicitAny: a recipe of any kind
type AnyPartwiseReading = PartwiseReading<any, any>;
type AnyCondense = NonNullable<AnyPartwiseReading['condense']>;

interface ReadingPlan {
  readonly whole: ArticlePart;
  readonly parts: readonly ArticlePart[];
  /** Whether the one part is all of the article. */
  readonly isWhole: boolean;
  /** What a request takes beside the text, in tokens. */
  readonly frame: number;
}

interface ReadingJob extends ReadingPlan {
  readonly recipe: AnyRecipe;
  readonly article: Article;
  readonly options: unknown;
  readonly how: DraftOptions;
}

interface PartDraft {
  readonly part: ArticlePart;
  readonly draft: unknown;
}

function optionsOfPart({ longArticle: long }: AnyRecipe, options: unknown, parts: number): unknown {
  return parts > 1 && long.reads !== 'nearest' ? long.options(options, parts) : options;
}

/** The draft of one of several parts must have the recipe's form, or it could not be merged. */
function requireForm(recipe: AnyRecipe, draft: unknown): unknown {
  const parsed = recipe.draft.safeParse(draft);
  if (!parsed.success)
    throw new EngineFailure(
      'The model’s answer could not be read',
      {},
      { cause: z.prettifyError(parsed.error) },
    );
  return parsed.data;
}

async function orUndefined(asked: Promise<unknown>): Promise<unknown> {
  try {
    return await asked;
  } catch (error) {
    // without the choice, a rule chooses
    if (error instanceof EngineFailure) return null;
    throw error;
  }
}

/**
 * Works through all, so many at the same time, and gives the results in order. After a failure nothing more
 * is begun, what runs is told to `stop`, and its end is waited for.
 */
async function mapWithLimit<Each, Result>(
  all: readonly Each[],
  work: (each: Each) => Promise<Result>,
  { most, stop }: { most: number; stop: () => void },
): Promise<Result[]> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  let next = 0;
  const runNext = async () => {
    while (next < all.length && failures.length === 0) {
      const at = next++;
      try {
        results[at] = await work(all[at]!);
      } catch (error) {
        failures.push(error);
        stop();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, all.length) }, runNext));
  if (failures.length > 0) throw failures[0];
  return results;
}
