import { z } from 'zod';
import type { AnyRecipe, InParts } from '../../answers/recipe.ts';
import type { Article } from '../../articles/article.ts';
import type { Usage } from '../engine.ts';
import { type DraftHow, EngineFailure, type EstimateHow, type Rejected } from '../engine.ts';
import { nearest } from '../in-worker.ts';
import {
  aboutWholeOf,
  coverageOf,
  halvesOf,
  nearestPart,
  type Part,
  runsOf,
  tokensOf,
  wholeOf,
} from './parts.ts';
import { choiceMessages, messagesFor, SYSTEM } from './prompt.ts';
import { draftSchema, type Json, strictSchema } from './schema.ts';
import { type ChatMessage, countMessages, tokensAbout, tokensAtMost } from './tokens.ts';

/** One question to the model. */
export interface Question {
  readonly messages: ReturnType<typeof messagesFor>;
  /** What is asked for, as a strict JSON schema with a name. */
  readonly name: string;
  readonly schema: Json;
  readonly signal?: AbortSignal | undefined;
  readonly partly?: ((draft: Json) => void) | undefined;
  readonly spent?: ((usage: Usage) => void) | undefined;
}

/** There was more to read, or to write, than the model can at once: in smaller parts it may go. */
export class TooMuch extends EngineFailure {}

interface Dependencies {
  readonly ask: (question: Question) => Promise<unknown>;
  /** How much is read and written at once, in tokens, and how much of it is kept for the reply. */
  readonly window: number;
  readonly reply: number;
}

/** So many parts are read at the same time. */
const AT_ONCE = 3;

/**
 * Drafts from an article, at once where the model's window holds it, else in parts; nothing is cut silently.
 */
export function createReader({ ask, window, reply }: Dependencies) {
  const schemaSizes = new WeakMap<AnyRecipe, number>();
  /** The last of each article. */
  const plans = new WeakMap<Article, { readonly request: string; readonly plan: Plan }>();

  return { draft, estimate };

  async function draft(
    recipe: AnyRecipe,
    article: Article,
    options: unknown,
    how: DraftHow,
  ): Promise<unknown> {
    const plan = await planFor(recipe, article, options, how.signal);
    if (how.rejected && !(await hasRoom(plan, how.rejected, { recipe, article, options })))
      throw new EngineFailure(
        'A long article is not read a second time, so what did not pass the check is left out',
      );
    const ending = new AbortController();
    const signal = how.signal ? AbortSignal.any([how.signal, ending.signal]) : ending.signal;
    const job = {
      recipe,
      article,
      options: partOptions(recipe, options, plan.parts.length),
      how: { ...how, signal },
      ...plan,
    };
    const stop = () => ending.abort();
    const drafts = (await inTurns(plan.parts, part => read(part, job), { most: AT_ONCE, stop })).flat();
    const parts = drafts.map(({ part }) => part);
    const coverage = coverageOf(plan.whole, parts, recipe.long.reads);
    if (coverage) how.covered?.(coverage);
    const isOne = recipe.long.reads === 'nearest' || drafts.length === 1;
    return isOne ? drafts[0]!.draft : await one(drafts, recipe.long as AnyInParts, job, options);
  }

  /**
   * Whether the draft that was rejected and the complaints fit into the window beside the text, which is read
   * once.
   */
  async function hasRoom(
    { parts, isWhole }: Plan,
    rejected: Rejected,
    { recipe, article, options }: Pick<Job, 'recipe' | 'article' | 'options'>,
  ): Promise<boolean> {
    if (parts.length > 1) return false;
    const messages = messagesFor(recipe, article, options, {
      part: isWhole ? undefined : parts[0],
      rejected,
    });
    return (
      fitsSurely(recipe, messages) ||
      (await countMessages(messages)) + (await schemaTokens(recipe)) + reply <= window
    );
  }

  function fitsSurely(recipe: AnyRecipe, messages: readonly ChatMessage[]): boolean {
    const texts = messages.map(({ content }) => content);
    return tokensAtMost(...texts, JSON.stringify(draftSchema(recipe))) + reply <= window;
  }

  async function schemaTokens(recipe: AnyRecipe): Promise<number> {
    const known = schemaSizes.get(recipe);
    if (known !== undefined) return known;
    const tokens = await countMessages([{ role: 'user', content: JSON.stringify(draftSchema(recipe)) }]);
    schemaSizes.set(recipe, tokens);
    return tokens;
  }

  /** The drafts of the parts as one, and of that, where it holds too much, what the model chooses. */
  async function one(
    drafts: readonly PartDraft[],
    long: AnyInParts,
    { recipe, how }: Job,
    options: unknown,
  ): Promise<unknown> {
    const whole = long.merge(drafts.map(({ draft }) => draft));
    const { condense } = long;
    const task = condense?.instructions(whole, options) ?? null;
    if (!condense || task === null) return whole;
    const messages = choiceMessages(task);
    const { signal, spent } = how;
    const fits = (await countMessages(messages)) + reply <= window;
    const schema = strictSchema(condense.schema);
    const chosen = fits
      ? await orNothing(ask({ messages, name: `${recipe.kind}_choice`, schema, signal, spent }))
      : null;
    const choice = condense.schema.safeParse(chosen);
    return condense.apply(whole, choice.success ? choice.data : null, options);
  }

  /** A part's draft, or those of its halves where the whole part is too much for the model after all. */
  async function read(part: Part, job: Job): Promise<PartDraft[]> {
    const { recipe, article, options, how, parts } = job;
    const at = parts.indexOf(part) + 1;
    if (parts.length > 1 && at > 0) how.reading?.({ at, of: parts.length });
    const isLone = parts.length === 1 && at > 0;
    const messages = messagesFor(recipe, article, options, {
      part: job.isWhole ? undefined : part,
      rejected: how.rejected,
    });
    const question = {
      messages,
      name: recipe.kind,
      schema: draftSchema(recipe),
      signal: how.signal,
      spent: how.spent,
    };
    try {
      const made = await ask({ ...question, partly: isLone ? how.partly : undefined });
      return [{ part, draft: isLone ? made : proper(recipe, made) }];
    } catch (error) {
      const halves =
        error instanceof TooMuch && recipe.long.reads !== 'nearest' && !how.rejected ? halvesOf(part) : null;
      if (!halves) throw error;
      const [first, second] = halves;
      const half = { ...job, isWhole: false };
      return [...(await read(first, half)), ...(await read(second, half))];
    }
  }

  /** What was estimated is what is then drafted: the same request has the same plan. */
  async function planFor(
    recipe: AnyRecipe,
    article: Article,
    options: unknown,
    signal?: AbortSignal,
  ): Promise<Plan> {
    const request = JSON.stringify([recipe.kind, options]);
    const last = plans.get(article);
    if (last?.request === request) return last.plan;
    const plan = await planAnew(recipe, article, options, signal);
    plans.set(article, { request, plan });
    return plan;
  }

  async function planAnew(
    recipe: AnyRecipe,
    article: Article,
    options: unknown,
    signal?: AbortSignal,
  ): Promise<Plan> {
    const messages = messagesFor(recipe, article, options);
    if (fitsSurely(recipe, messages)) {
      const whole = aboutWholeOf(article);
      return {
        whole,
        parts: [whole],
        isWhole: true,
        frame: tokensAbout(SYSTEM + recipe.instructions(options)),
      };
    }
    const whole = await wholeOf(article);
    const frame = await countMessages(
      messagesFor(recipe, article, options, { part: { paragraphs: [], comments: [] } }),
    );
    const room = window - reply - frame - (await schemaTokens(recipe));
    if (tokensOf(whole) <= room) return { whole, parts: [whole], isWhole: true, frame };
    if (room < LEAST)
      throw new EngineFailure(
        'The model reads too little at once for this question (see OPENAI_CONTEXT_TOKENS)',
      );
    const { long } = recipe;
    if (long.reads === 'nearest') {
      const part = nearestPart(whole, await nearest(recipe, article, options, { signal }), room);
      return { whole, parts: [part], isWhole: false, frame };
    }
    const parts = runsOf(whole[long.reads], room).map(run => ({
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
  async function estimate(
    recipe: AnyRecipe,
    article: Article,
    options: unknown,
    { rejected, isCounted }: EstimateHow,
  ): Promise<Usage> {
    const { parts, frame, isWhole } = await planFor(recipe, article, options);
    if (rejected && parts.length > 1) return { inputTokens: 0, outputTokens: 0 };
    if (isWhole && isCounted)
      return {
        inputTokens: await countMessages(messagesFor(recipe, article, options, { rejected })),
        outputTokens: reply,
      };
    const again = rejected
      ? await countMessages(messagesFor(recipe, article, options, { part: NOTHING, rejected }))
      : 0;
    const condensing = !isWhole && parts.length > 1 && 'condense' in recipe.long ? 1 : 0;
    const input = parts.reduce((sum, part) => sum + frame + tokensOf(part), 0) + again;
    return { inputTokens: input + condensing * reply, outputTokens: (parts.length + condensing) * reply };
  }
}

const NOTHING: Part = { paragraphs: [], comments: [] };

/** With less room than this (tokens) for an article, nothing useful is read. */
const LEAST = 200;

// biome-ignore lint/suspicious/noExplicitAny: a recipe of any kind
type AnyInParts = InParts<any, any>;

interface Plan {
  readonly whole: Part;
  readonly parts: readonly Part[];
  /** Whether the one part is all of the article. */
  readonly isWhole: boolean;
  /** What a request takes beside the text, in tokens. */
  readonly frame: number;
}

interface Job extends Plan {
  readonly recipe: AnyRecipe;
  readonly article: Article;
  readonly options: unknown;
  readonly how: DraftHow;
}

interface PartDraft {
  readonly part: Part;
  readonly draft: unknown;
}

function partOptions({ long }: AnyRecipe, options: unknown, parts: number): unknown {
  return parts > 1 && long.reads !== 'nearest' ? long.options(options, parts) : options;
}

/** The draft of one of several parts must have the recipe's form, or it could not be merged. */
function proper(recipe: AnyRecipe, draft: unknown): unknown {
  const parsed = recipe.draft.safeParse(draft);
  if (!parsed.success)
    throw new EngineFailure(
      'The model’s answer could not be read',
      {},
      { cause: z.prettifyError(parsed.error) },
    );
  return parsed.data;
}

async function orNothing(asked: Promise<unknown>): Promise<unknown> {
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
async function inTurns<Each, Result>(
  all: readonly Each[],
  work: (each: Each) => Promise<Result>,
  { most, stop }: { most: number; stop: () => void },
): Promise<Result[]> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  let next = 0;
  const worker = async () => {
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
  await Promise.all(Array.from({ length: Math.min(most, all.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
