import { createHash } from 'node:crypto';
import type { Keyv } from 'keyv';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Article } from './article/article.ts';
import type { Engine } from './engines/engine.ts';
import type { AnyRecipe } from './recipes/recipe.ts';

/** An answer that passed its check, with how it came about. */
export interface Answered<Content> {
  readonly content: Content;
  readonly engine: Engine['name'];
  /** A line for the reader when something is not as usual ("The model did not answer; this is the built-in engine's."), else null. */
  readonly notice: string | null;
}

/** The one way to an answer: key -> cache -> engine -> check -> cache. Throws what the engine throws, and a ZodError for unusable options. */
export type Answer = <R extends AnyRecipe>(
  recipe: R,
  article: Article,
  options: z.input<R['options']>,
) => Promise<Answered<z.output<R['answer']>>>;

/** An answer nobody asked for in this long (milliseconds) is made anew. */
const KEPT = 90 * 24 * 60 * 60 * 1000;

interface Dependencies {
  readonly engine: Engine;
  /** Keyv with an error listener (see `createCache`). */
  readonly cache: Keyv;
  readonly log: Logger;
}

export function createAnswer({ engine, cache, log }: Dependencies): Answer {
  const inFlight = new Map<string, Promise<unknown>>();

  return async (recipe, article, given) => {
    const options = recipe.options.parse(given);
    const key = keyOf(engine, recipe, article, options);
    const content = await shared(key, async () => (await stored(key)) ?? (await generate(key)));
    return { content, engine: engine.name, notice: null };

    async function stored(key: string) {
      const found = await fromCache(cache, key);
      if (found === undefined) return undefined;
      const parsed = recipe.answer.safeParse(found);
      const checked = parsed.success ? recipe.check(parsed.data, article, options) : undefined;
      if (checked?.complaints.length === 0) return checked.answer;
      log.warn({ key, recipe: recipe.kind, article: article.id }, 'a stored answer did not pass its check and is made anew');
      return undefined;
    }

    async function generate(key: string) {
      const draft = recipe.draft.parse(await engine.draft(recipe, article, options));
      const { answer, complaints } = recipe.check(draft, article, options);
      if (complaints.length > 0)
        log.info({ recipe: recipe.kind, article: article.id, complaints: complaints.length }, 'draft mended');
      await toCache(cache, key, answer);
      return answer;
    }
  };

  /** One generation for all who ask the same while it runs; a failure is shared too, and forgotten. */
  function shared<Content>(key: string, generate: () => Promise<Content>): Promise<Content> {
    const running = inFlight.get(key) as Promise<Content> | undefined;
    if (running) return running;
    const started = generate().finally(() => inFlight.delete(key));
    inFlight.set(key, started);
    return started;
  }
}

/** The hash of the whole request: what is equal here has one answer, and what bears on the answer is in it, so no version is kept. */
function keyOf(engine: Engine, recipe: AnyRecipe, article: Article, options: unknown): string {
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
