import type { AnyRecipe } from '../../answers/recipe.ts';
import type { Article } from '../../articles/article.ts';
import { EngineFailure, type RejectedDraft } from '../engine.ts';
import { findNearestInWorker } from '../in-worker.ts';
import {
  type ArticlePart,
  countWhole,
  estimateWhole,
  packPassages,
  selectNearest,
  tokensOf,
} from './article-parts.ts';
import { createMessages, SYSTEM_PROMPT } from './prompt.ts';
import { draftSchemaOf } from './schema.ts';
import { boundTokens, type ChatMessage, countMessages, estimateTokens } from './tokens.ts';

/** With less room than this (tokens) for an article, nothing useful is read. */
const MIN_ROOM = 200;

/** A part without any text: an article without anything of the kind that is read is asked about all the same. */
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
  const countSchemaTokens = createSchemaCounter();
  /** The last plan of each article. */
  const plans = new WeakMap<Article, { readonly key: string; readonly plan: ReadingPlan }>();
  return {
    async getPlan(request, signal) {
      const key = JSON.stringify([request.recipe.kind, request.options]);
      const last = plans.get(request.article);
      if (last?.key === key) return last.plan;
      const plan = await createPlan(model, countSchemaTokens, request, signal);
      plans.set(request.article, { key, plan });
      return plan;
    },
    async hasRoom({ parts, isWhole }, rejected, { recipe, article, options }) {
      if (parts.length > 1) return false;
      const part = isWhole ? undefined : parts[0];
      const messages = createMessages(recipe, article, options, { part, rejected });
      if (isSurelyWithin(model, recipe, messages)) return true;
      const input = (await countMessages(messages)) + (await countSchemaTokens(recipe));
      return input + model.reply <= model.window;
    },
  };
}

type SchemaCounter = (recipe: AnyRecipe) => Promise<number>;

/** Counts the tokens of the schemas of recipes, each once. */
function createSchemaCounter(): SchemaCounter {
  const sizes = new WeakMap<AnyRecipe, number>();
  return async recipe => {
    const known = sizes.get(recipe);
    if (known !== undefined) return known;
    const content = JSON.stringify(draftSchemaOf(recipe));
    const tokens = await countMessages([{ role: 'user', content }]);
    sizes.set(recipe, tokens);
    return tokens;
  };
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
  countSchemaTokens: SchemaCounter,
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
  const whole = await countWhole(article);
  const frame = await countMessages(createMessages(recipe, article, options, { part: NO_PART }));
  const room = model.window - model.reply - frame - (await countSchemaTokens(recipe));
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
