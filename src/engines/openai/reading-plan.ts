import type { AnyRecipe } from '../../answers/recipe.ts';
import type { Article } from '../../articles/article.ts';
import { contentHashOf, createMemo, memoizePerObject } from '../../memo.ts';
import { EngineFailure, type RejectedDraft } from '../engine.ts';
import { runOnArticle } from '../in-worker.ts';
import { type ArticlePart, estimateWhole, packPassages, selectNearest, tokensOf } from './article-parts.ts';
import { createMessages, SYSTEM_PROMPT } from './prompt.ts';
import { draftSchemaOf } from './schema.ts';
import { boundTokens, type ChatMessage, estimateMessages, estimateTokens } from './tokens.ts';

/** The minimum room for an article, in tokens; nothing useful fits into less. */
const MIN_ROOM = 200;

/** The number of cached plans per recipe, and of characters in their texts. */
const MAX_PLANS = 50;
const MAX_PLANNED = 1_000_000;

/** A part without text, which is still sent if the article has none of the content that the recipe reads. */
export const NO_PART: ArticlePart = { paragraphs: [], comments: [] };

/** The parts in which an article is read for one request. */
export interface ReadingPlan {
  readonly whole: ArticlePart;
  readonly parts: readonly ArticlePart[];
  /** Whether the single part is the whole article. */
  readonly isWhole: boolean;
  /** The size of a request without the article's text, in tokens. */
  readonly frame: number;
}

/** The request for a draft. */
export interface ReadingRequest {
  readonly recipe: AnyRecipe;
  readonly article: Article;
  readonly options: unknown;
}

/** How much a model reads and writes at once. */
export interface ModelWindow {
  /** The total size, including the reply, in tokens. */
  readonly window: number;
  /** The part reserved for the reply, in tokens. */
  readonly reply: number;
}

/** Plans how articles are read within a model's window. */
export interface ReadingPlanner {
  /** Returns the plan for a request. Throws an EngineFailure if the window is too small for any text. */
  getPlan(request: ReadingRequest, signal?: AbortSignal): Promise<ReadingPlan>;
  /** Whether the rejected draft and complaints fit into the window too; false if it is read in parts. */
  hasRoom(plan: ReadingPlan, rejected: RejectedDraft, request: ReadingRequest): Promise<boolean>;
}

/** Creates a planner. Equal requests get equal plans, so that an estimate matches the later draft. */
export function createReadingPlanner(model: ModelWindow): ReadingPlanner {
  const plansOf = memoizePerObject((_: AnyRecipe) =>
    createMemo<ReadingPlan>({ entries: MAX_PLANS, characters: MAX_PLANNED, sizeOf: sizeOfPlan }),
  );
  return {
    async getPlan(request, signal) {
      const plans = plansOf(request.recipe);
      const key = `${contentHashOf(request.article)} ${JSON.stringify(request.options)}`;
      return plans.get(key) ?? plans.set(key, await createPlan(model, request, signal));
    },
    async hasRoom({ parts, isWhole }, rejected, { recipe, article, options }) {
      if (parts.length > 1) return false;
      const part = isWhole ? undefined : parts[0];
      const messages = createMessages(recipe, article, options, { part, rejected });
      if (isSurelyWithin(model, recipe, messages)) return true;
      const input = estimateMessages(messages) + estimateSchemaTokens(recipe);
      return input + model.reply <= model.window;
    },
  };
}

function sizeOfPlan({ whole }: ReadingPlan): number {
  return [...whole.paragraphs, ...whole.comments].reduce((sum, { text }) => sum + text.length, 0);
}

/** The estimated size of a recipe's schema, in tokens; memoized. */
const estimateSchemaTokens: (recipe: AnyRecipe) => number = memoizePerObject(recipe =>
  estimateMessages([{ role: 'user', content: JSON.stringify(draftSchemaOf(recipe)) }]),
);

/** The failure for a window that is too small for what is asked. */
export function createSmallWindowFailure(): EngineFailure {
  return new EngineFailure(
    'The model reads too little at once for this question (see OPENAI_CONTEXT_TOKENS)',
  );
}

function isSurelyWithin(
  { window, reply }: ModelWindow,
  recipe: AnyRecipe,
  messages: readonly ChatMessage[],
): boolean {
  const texts = messages.map(({ content }) => content);
  return boundTokens(...texts, JSON.stringify(draftSchemaOf(recipe))) + reply <= window;
}

async function createPlan(
  model: ModelWindow,
  { recipe, article, options }: ReadingRequest,
  signal?: AbortSignal,
): Promise<ReadingPlan> {
  const whole = estimateWhole(article);
  if (isSurelyWithin(model, recipe, createMessages(recipe, article, options))) {
    const frame = estimateTokens(SYSTEM_PROMPT + recipe.instructions(options));
    return { whole, parts: [whole], isWhole: true, frame };
  }
  const frame = estimateMessages(createMessages(recipe, article, options, { part: NO_PART }));
  const room = model.window - model.reply - frame - estimateSchemaTokens(recipe);
  if (tokensOf(whole) <= room) return { whole, parts: [whole], isWhole: true, frame };
  if (room < MIN_ROOM) throw createSmallWindowFailure();
  const { longArticle: long } = recipe;
  if (long.reads === 'nearest') {
    const asked = { recipe: recipe.kind, options };
    const nearest = await runOnArticle('findNearest', article, asked, { signal });
    const part = selectNearest(whole, nearest, room);
    return { whole, parts: [part], isWhole: false, frame };
  }
  const parts = packPassages(whole[long.reads], room).map(run => ({ ...NO_PART, [long.reads]: run }));
  // an article without such content is still asked about: the recipe defines what that means
  return { whole, parts: parts.length > 0 ? parts : [NO_PART], isWhole: false, frame };
}
