import { createHash } from 'node:crypto';
import type { Keyv } from 'keyv';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Article } from './article/article.ts';
import { type DraftHow, type Engine, EngineFailure, type Rejected } from './engines/engine.ts';
import { check } from './engines/threads.ts';
import { type Asker, type Ledger, nobody, OverLimit, type Usage } from './ledger.ts';
import type { AnyRecipe } from './recipes/recipe.ts';

/** An answer that passed its check, with how it came about. */
export interface Answered<Content> {
  readonly content: Content;
  readonly engine: Engine['name'];
  /** A line for the reader when something is not as usual ("The model did not answer in time; this is the built-in engine’s answer."), else null. */
  readonly notice: string | null;
}

/** The one way to an answer: key -> cache -> engine -> check -> cache. Throws what the last engine throws, and a ZodError for unusable options. */
export type Answer = <R extends AnyRecipe>(
  recipe: R,
  article: Article,
  options: z.input<R['options']>,
  asker?: Asker,
) => Promise<Answered<z.output<R['answer']>>>;

/** An answer nobody asked for in this long (milliseconds) is made anew. */
const KEPT = 90 * 24 * 60 * 60 * 1000;

interface Dependencies {
  /** In the order of preference: what the first cannot draft, the next does. The last is the built-in engine, which always can. */
  readonly engines: readonly [Engine, ...Engine[]];
  /** Keyv with an error listener (see `createCache`). */
  readonly cache: Keyv;
  readonly log: Logger;
  /** Where what a model costs is counted and limited. */
  readonly ledger: Ledger;
}

export function createAnswer({ engines, cache, log, ledger }: Dependencies): Answer {
  const inFlight = new Map<string, Promise<unknown>>();

  return async (recipe, article, given, asker = nobody) => {
    const request = { recipe, article, options: recipe.options.parse(given) };
    let notice: string | null = null;
    for (const engine of engines) {
      try {
        const content = await answerBy(engine, request, asker);
        return { content, engine: engine.name, notice };
      } catch (error) {
        if (!(error instanceof EngineFailure) || engine === engines.at(-1)) throw error;
        notice = `${error.message}; this is the built-in engine’s answer.`;
        if (!(error instanceof OverLimit))
          log.warn({ err: error, ...named(request) }, 'an engine had no answer and the next one is asked');
      }
    }
    throw new Error('unreachable: the last engine answers or throws');
  };

  async function answerBy(engine: Engine, request: Request, asker: Asker) {
    const key = keyOf(engine, request);
    const make = async () => (await stored(key, request)) ?? (await paidFor(key, engine, request, asker));
    for (;;) {
      const isFirst = !inFlight.has(key);
      try {
        return await shared(key, make);
      } catch (error) {
        // the limit was that of whoever asked first, not of those who waited with them
        if (isFirst || !(error instanceof OverLimit)) throw error;
      }
    }
  }

  /** Reserves before the first call and settles after the last, whatever came of it. */
  async function paidFor(key: string, engine: Engine, request: Request, asker: Asker) {
    if (!engine.isPaid) return generate(key, engine, request, () => undefined);
    const reservation = await ledger.reserve(asker, { recipe: request.recipe.kind, articleId: request.article.id });
    const used = { inputTokens: 0, outputTokens: 0 };
    const spent = ({ inputTokens, outputTokens }: Usage) => {
      used.inputTokens += inputTokens;
      used.outputTokens += outputTokens;
    };
    try {
      return await generate(key, engine, request, spent);
    } finally {
      await reservation.settle(used);
    }
  }

  async function stored(key: string, request: Request) {
    const { recipe, article, options } = request;
    const found = await fromCache(cache, key);
    if (found === undefined) return undefined;
    const parsed = recipe.answer.safeParse(found);
    const checked = parsed.success ? await check(recipe, parsed.data, article, options) : undefined;
    if (checked?.complaints.length === 0) return checked.answer;
    log.warn({ key, ...named(request) }, 'a stored answer did not pass its check and is made anew');
    return undefined;
  }

  async function generate(key: string, engine: Engine, request: Request, spent: (usage: Usage) => void) {
    const first = await attempt(engine, request, { spent });
    const isAskedAgain = first.complaints.length > 0 && engine.heedsComplaints;
    const { answer, complaints } = isAskedAgain ? better(first, await again(engine, request, { spent, rejected: first })) : first;
    if (complaints.length > 0) log.info({ ...named(request), complaints: complaints.length }, 'draft mended');
    if (engine.heedsComplaints && isNothing(request.recipe, { answer, complaints }))
      throw new EngineFailure('Nothing that the model said is borne out by the article');
    await toCache(cache, key, answer);
    return answer;
  }

  /** Asks once more with the complaints; if that fails, what the first attempt left stands. */
  async function again(
    engine: Engine,
    request: Request,
    how: { spent: (usage: Usage) => void; rejected: Attempt },
  ): Promise<Attempt> {
    try {
      return await attempt(engine, request, how);
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      log.warn({ err: error, ...named(request) }, 'a second draft could not be had');
      return how.rejected;
    }
  }

  /** One generation for all who ask the same while it runs; a failure is shared too, and forgotten. */
  function shared<Content>(key: string, generate: () => Promise<Content>): Promise<Content> {
    const running = inFlight.get(key) as Promise<Content> | undefined;
    if (running) return running;
    const started = generate().finally(() => inFlight.delete(key));
    inFlight.set(key, started);
    return started;
  }
}

interface Request {
  readonly recipe: AnyRecipe;
  readonly article: Article;
  /** In the recipe's normal form. */
  readonly options: unknown;
}

/** A draft and what the check left of it; `answer` is null where the draft had not even the recipe's form. */
interface Attempt extends Rejected {
  // biome-ignore lint/suspicious/noExplicitAny: a recipe of any kind, whose answer only the recipe knows
  readonly answer: any;
}

const named = ({ recipe, article }: Request) => ({ recipe: recipe.kind, article: article.id });

async function attempt(engine: Engine, { recipe, article, options }: Request, how: DraftHow): Promise<Attempt> {
  const draft = await engine.draft(recipe, article, options, how);
  const parsed = recipe.draft.safeParse(draft);
  if (parsed.success) return { draft, ...(await check(recipe, parsed.data, article, options)) };
  if (!engine.heedsComplaints) throw parsed.error;
  return { draft, answer: null, complaints: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}.`) };
}

function isNothing(recipe: AnyRecipe, { answer, complaints }: Pick<Attempt, 'answer' | 'complaints'>): boolean {
  if (answer === null) return true;
  return recipe.statements(answer) === 0 && (complaints.length > 0 || !recipe.emptyIsAnswer);
}

/** The attempt with fewer complaints; the second where they are even, for it knew them. */
function better(first: Attempt, second: Attempt): Attempt {
  if (second.answer === null) return first;
  if (first.answer === null) return second;
  return second.complaints.length <= first.complaints.length ? second : first;
}

/** The hash of the whole request: what is equal here has one answer, and what bears on the answer is in it, so no version is kept. */
function keyOf(engine: Engine, { recipe, article, options }: Request): string {
  const request = [engine.name, engine.identity(recipe, options), recipe.kind, schemaOf(recipe), article.id, options];
  return createHash('sha256').update(JSON.stringify(request)).digest('hex');
}

const schemas = new WeakMap<AnyRecipe, unknown>();

function schemaOf(recipe: AnyRecipe): unknown {
  const known = schemas.get(recipe) ?? z.toJSONSchema(recipe.answer, { unrepresentable: 'any' });
  schemas.set(recipe, known);
  return known;
}

// Keyv reports a broken store to its error listener; a store may throw past it, and a reader must not pay for that either.
async function fromCache(cache: Keyv, key: string): Promise<unknown> {
  try {
    return await cache.get(key);
  } catch (error) {
    cache.emit('error', error);
    return undefined;
  }
}

async function toCache(cache: Keyv, key: string, answer: unknown): Promise<void> {
  try {
    await cache.set(key, answer, KEPT);
  } catch (error) {
    cache.emit('error', error);
  }
}
