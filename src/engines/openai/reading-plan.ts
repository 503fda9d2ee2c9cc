import type { AnyRecipe } from '../../answers/recipe.ts';
import type { Article } from '../../articles/article.ts';
import { contentHashOf, createMemo, memoizePerObject } from '../../memo.ts';
import { EngineFailure, type RejectedDraft } from '../engine.ts';
import { findNearestInWorker } from '../in-worker.ts';
import { type ArticlePart, estimateWhole, packPassages, selectNearest, tokensOf } from './article-parts.ts';
import { createMessages, SYSTEM_PROMPT } from './prompt.ts';
import { draftSchemaOf } from './schema.ts';
import { boundTokens, type ChatMessage, estimateMessages, estimateTokens } from './tokens.ts';

/** With less room than this (tokens) for an article, nothing useful is read. */
const MIN_ROOM = 200;

/** Plans that stay at hand for each recipe, and how many characters of the texts in them. */
const MAX_PLANS = 50;
const MAX_PLANNED = 1_000_000;

/**
 * A part without any text: an article without anything of the kind that is read is asked about all the same.
 */
export const NO_PART: ArticlePart = { paragraphs: [], comments: [] };

/** In which parts an article is read for one request. */
export interface ReadingPlan {
  readonly whole: ArticlePart;
  readonly parts: readonly ArticlePart[];
  /** Whether the one part is all of the article. */
  readonly isWhole: boolean;
  /** What a request takes beside the text, in tokens. */
  readonly frame: number;
}

/** What a draft is made of. */
export interface ReadingRequest {
  readonly recipe: AnyRecipe;
  readonly article: Article;
  readonly options: unknown;
}

/** How much a model reads and writes at once. */
export interface ModelWindow {
  /** In tokens, with the reply. */
  readonly window: number;
  /** What is kept for the reply, in tokens. */
  readonly reply: number;
}

/** Plans how articles are read within a model's window. */
export interface ReadingPlanner {
  /** The plan of a request. Throws an EngineFailure where the window is too small for anything. */
  getPlan(request: ReadingRequest, signal?: AbortSignal): Promise<ReadingPlan>;
  /** Whether the draft that was rejected and the complaints fit beside the text, which is read once. */
  hasRoom(plan: ReadingPlan, rejected: RejectedDraft, request: ReadingRequest): Promise<boolean>;
}

/** A planner; what was estimated is what is then drafted: the same request has the same plan. */
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

/** The tokens of a recipe's schema, estimated once. */
const estimateSchemaTokens: (recipe: AnyRecipe) => number = memoizePerObject(recipe =>
  estimateMessages([{ role: 'user', content: JSON.stringify(draftSchemaOf(recipe)) }]),
);

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
  const messages = createMessages(recipe, article, options);
  if (isSurelyWithin(model, recipe, messages)) {
    const whole = estimateWhole(article);
    return {
      whole,
      parts: [whole],
      isWhole: true,
      frame: estimateTokens(SYSTEM_PROMPT + recipe.instructions(options)),
    };
  }
  const whole = estimateWhole(article);
  const frame = estimateMessages(createMessages(recipe, article, options, { part: NO_PART }));
  const room = model.window - model.reply - frame - estimateSchemaTokens(recipe);
  if (tokensOf(whole) <= room) return { whole, parts: [whole], isWhole: true, frame };
  if (room < MIN_ROOM)
    throw new EngineFailure(
      'The model reads too little at once for this question (see OPENAI_CONTEXT_TOKENS)',
    );
  const { longArticle: long } = recipe;
  if (long.reads === 'nearest') {
    const part = selectNearest(whole, await findNearestInWorker(recipe, article, options, { signal }), room);
    return { whole, parts: [part], isWhole: false, frame };
  }
  const parts = packPassages(whole[long.reads], room).map(run => ({
    ...NO_PART,
    [long.reads]: run,
  }));
  // an article without anything of that kind is asked about all the same: the recipe says what that means
  return {
    whole,
    parts: parts.length > 0 ? parts : [NO_PART],
    isWhole: false,
    frame,
  };
}
