import { createHash } from 'node:crypto';
import type { Keyv } from 'keyv';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Article } from '../articles/article.ts';
import { writtenIn } from '../articles/article-language.ts';
import {
  type Coverage,
  type DraftHow,
  type Engine,
  EngineFailure,
  type Rejected,
  type Usage,
} from '../engines/engine.ts';
import { check, prepareCheck } from '../engines/in-worker.ts';
import { UserError } from '../errors.ts';
import { plainly, say } from '../i18n/template-values.ts';
import { tongue } from '../i18n/translate.ts';
import { type Language, languageName } from '../language/languages.ts';
import { type Observe, unobserved } from '../observability/observe.ts';
import { waitFor } from '../observability/waits.ts';
import { createSharing, type Watch, type Work } from '../scheduling/single-flight.ts';
import type { Locks } from '../storage/locks.ts';
import { askedKey } from '../storage/request-hash.ts';
import type { AskedStore } from '../storage/storage.ts';
import { type Asker, type Ledger, nobody, OverLimit } from '../usage/ledger.ts';
import { TooFast } from '../usage/rate-limits.ts';
import { storedKey } from './cache.ts';
import type { AnyRecipe } from './recipe.ts';

/** An answer that passed its check, with how it came about. */
export interface Answered<Content> {
  readonly content: Content;
  readonly engine: Engine['name'];
  /**
   * A line for the reader when something is not as usual ("The model did not answer in time; this is the
   * built-in engine’s answer."), else null.
   */
  readonly notice: string | null;
  /** How much of the article was read, where it was more than the engine reads at once; else null. */
  readonly coverage: Coverage | null;
  /**
   * The short key under which what was asked is kept, so that buttons can speak of this answer (see
   * discord/kept.ts).
   */
  readonly key?: string;
  /** The language that was asked for, if it is not the article's own; else null. */
  readonly language: Language | null;
}

/** What is being done for an answer just now. */
export type Doing =
  /** There is no worker to do it yet. */
  | { readonly step: 'waiting' }
  | {
      readonly step: 'asking';
      readonly engine: Engine['name'];
      readonly part: { readonly at: number; readonly of: number } | null;
    }
  | { readonly step: 'checking'; readonly statements: number }
  | { readonly step: 'asking again'; readonly complaints: number };

export interface Progress<Content> {
  readonly doing: Doing;
  /** What has passed its check so far, or null; the final answer takes its place, whatever it holds. */
  readonly proven: Answered<Content> | null;
}

/**
 * The one way to an answer: key -> cache -> engine -> check -> cache. `watch` is told how it goes, and its
 * signal ends the wait with the signal's reason; what is made is cancelled only when nobody waits for it any
 * more. Throws what the last engine throws, and a ZodError for unusable options.
 */
export type Answer = <R extends AnyRecipe>(
  recipe: R,
  article: Article,
  options: z.input<R['options']>,
  asker?: Asker,
  watch?: Watch<Progress<z.output<R['answer']>>>,
) => Promise<Answered<z.output<R['answer']>>>;

/** An answer nobody asked for in this long (milliseconds) is made anew. */
const KEPT = 90 * 24 * 60 * 60 * 1000;

interface Dependencies {
  /**
   * In the order of preference: what the first cannot draft, the next does. The last is the built-in engine,
   * which always can.
   */
  readonly engines: readonly [Engine, ...Engine[]];
  /** Keyv with an error listener (see `createCache`). */
  readonly cache: Keyv;
  readonly log: Logger;
  /** Where what a model costs is counted and limited. */
  readonly ledger: Ledger;
  readonly observe?: Observe;
  /** Between all processes; absent where there is one. */
  readonly locks?: Pick<Locks, 'inTurn'>;
  /** What readers are to know of the database just now, or null. */
  readonly trouble?: () => string | null;
  /**
   * Where it is noted of which article an answer is, and to what, so that it goes with them; nowhere if
   * absent.
   */
  readonly asked?: Pick<AskedStore, 'noteAnswer'>;
}

export function createAnswer({
  engines,
  cache,
  log,
  ledger,
  observe = unobserved,
  locks,
  trouble,
  asked,
}: Dependencies): Answer {
  const sharing = createSharing<Progress<unknown>>();
  /**
   * What passed its check when it was read before. The check goes by the request (its hash is the key), the
   * article and what is kept: while these are the same, so is its outcome.
   */
  const proven = new WeakMap<
    object,
    { readonly key: string; readonly article: Article; readonly made: Made }
  >();

  return async (recipe, article, given, whoever = nobody, watch = {}) => {
    const asker = { ...whoever, admit: once(whoever.admit) };
    const request = requestOf(recipe, article, given);
    const language = languageOf(request);
    let notice: string | null = null;
    for (const engine of enginesFor(asker)) {
      try {
        const made = await answerBy(
          engine,
          spokenBy(engine, request),
          asker,
          watch as Watch<Progress<unknown>>,
        );
        const untranslated = engine.translates ? null : notTranslated(request);
        return {
          ...made,
          engine: engine.name,
          notice: [notice, untranslated, trouble?.()].filter(Boolean).join(' ') || null,
          language,
        };
      } catch (error) {
        if (!(error instanceof EngineFailure) || engine === engines.at(-1)) throw error;
        notice = plainly(say('{{reason}}; this is the built-in engine’s answer.', { reason: error.said }));
        if (!(error instanceof OverLimit))
          log.warn({ err: error, ...named(request) }, 'an engine had no answer and the next one is asked');
      }
    }
    throw new Error('unreachable: the last engine answers or throws');
  };

  /**
   * Whatever goes wrong with an engine, even in our own code, is no more than a reason to ask the next one;
   * only the last one's is thrown.
   */
  async function guarded<Result>(
    { engine, request, work }: Job,
    draft: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await draft();
    } catch (error) {
      const isForeseen = error instanceof EngineFailure || error instanceof UserError;
      if (isForeseen || work.signal.aborted || engine === engines.at(-1)) throw error;
      log.error({ err: error, ...named(request) }, 'an engine failed in a way that is not foreseen');
      throw new EngineFailure('The model’s answer could not be used', {}, { cause: error });
    }
  }

  /** In the order of preference; the built-in engine is the last. */
  function enginesFor({ rules, engine }: Asker): readonly Engine[] {
    if (rules?.engine === 'built-in') return engines.slice(-1);
    const from = engines.findIndex(({ name }) => name === engine);
    return from < 0 ? engines : engines.slice(from);
  }

  async function answerBy(
    engine: Engine,
    request: Request,
    asker: Asker,
    watch: Watch<Progress<unknown>>,
  ): Promise<Made> {
    const key = keyOf(engine, request);
    const make = async (work: Work<Progress<unknown>>) => {
      const known = await fromStore(work);
      if (known !== undefined) return known;
      if (!locks) return makeAnew(work);
      // another process may have made it before this one's turn came
      return locks.inTurn(
        `answer ${key}`,
        async () => (await fromStore(work)) ?? makeAnew(work),
        work.signal,
      );
    };
    const fromStore = async (work: Work<Progress<unknown>>) => {
      const known = asker.isFresh ? undefined : await stored(key, request, work);
      return known && { ...known, from: 'cache' as const };
    };
    const makeAnew = async (work: Work<Progress<unknown>>) => {
      await asker.admit?.();
      const made = await timed(engine, request, () => generate({ key, engine, request, asker, work }));
      return { ...made, from: 'generation' as const };
    };
    for (;;) {
      const isFirst = !sharing.has(key);
      try {
        const { from, ...made } = await sharing.join(key, watch, make);
        observe({
          kind: 'answer',
          recipe: request.recipe.kind,
          from: isFirst || from === 'cache' ? from : 'another’s generation',
        });
        return made;
      } catch (error) {
        // the limit was that of whoever asked first, not of those who waited with them
        if (isFirst || !(error instanceof OverLimit || error instanceof TooFast)) throw error;
      }
    }
  }

  async function timed(engine: Engine, { recipe }: Request, make: () => Promise<Made>): Promise<Made> {
    const began = performance.now();
    const note = (outcome: 'done' | 'failed') =>
      observe({
        kind: 'generation',
        recipe: recipe.kind,
        engine: engine.name,
        outcome,
        took: performance.now() - began,
      });
    try {
      const made = await make();
      note('done');
      return made;
    } catch (error) {
      note('failed');
      throw error;
    }
  }

  /** Makes a draft that is paid for: reserved before the call, settled after it, whatever came of it. */
  async function paidFor<Result>(
    job: Job,
    rejected: Rejected | undefined,
    make: (spent: (usage: Usage) => void) => Promise<Result>,
  ): Promise<Result> {
    const { engine, request, asker } = job;
    const { recipe, article, options } = request;
    if (!engine.isPaid) return await guarded(job, () => make(() => undefined));
    const how = { rejected, isCounted: ledger.weighs };
    const estimate =
      (await guarded(job, async () => engine.estimate?.(recipe, article, options, how))) ?? nothingUsed;
    const what = { recipe: recipe.kind, articleId: article.id, isAnother: rejected !== undefined };
    const reservation = await ledger.reserve(asker, what, estimate);
    let used = nothingUsed;
    const spent = ({ inputTokens, outputTokens, isCounted }: Usage) => {
      used = {
        inputTokens: used.inputTokens + inputTokens,
        outputTokens: used.outputTokens + outputTokens,
        isCounted: Boolean(used.isCounted || isCounted),
      };
      observe({ kind: 'tokens', input: inputTokens, output: outputTokens });
    };
    try {
      return await guarded(job, () => make(spent));
    } finally {
      await reservation.settle(used);
    }
  }

  async function stored(
    key: string,
    request: Request,
    work: Work<Progress<unknown>>,
  ): Promise<Made | undefined> {
    const { recipe, article, options } = request;
    const kept = await fromCache(cache, key);
    const before = proven.get(kept as object);
    if (before?.key === key && before.article === article) return before.made;
    const found = Kept.safeParse(kept);
    if (!found.success) return undefined;
    const { content, coverage } = found.data;
    const parsed = recipe.answer.safeParse(content);
    const checked = parsed.success
      ? await check(recipe, parsed.data, article, options, waitingIn(work))
      : undefined;
    if (checked?.complaints.length === 0) {
      const made = { content: checked.answer, coverage };
      proven.set(kept as object, { key, article, made });
      return made;
    }
    log.warn({ key, ...named(request) }, 'a stored answer did not pass its check and is made anew');
    return undefined;
  }

  async function generate(job: Job): Promise<Made> {
    const { key, engine, request } = job;
    const first = await firstAttempt(job);
    if (first.complaints.length > 0)
      observe({
        kind: 'check failed',
        recipe: request.recipe.kind,
        engine: engine.name,
        complaints: first.complaints.length,
      });
    const isAskedAgain = first.complaints.length > 0 && engine.heedsComplaints;
    const { answer, complaints, coverage } = isAskedAgain ? better(first, await again(job, first)) : first;
    if (complaints.length > 0) log.info({ ...named(request), complaints: complaints.length }, 'draft mended');
    if (engine.heedsComplaints && isNothing(request.recipe, { answer, complaints }))
      throw new EngineFailure('Nothing that the model said is borne out by the article');
    const made: Made = { content: answer, coverage };
    job.work.signal.throwIfAborted();
    await keep(key, request, made);
    return made;
  }

  /**
   * A reader must not pay for a store that is broken; Keyv reports its own to its error listener, and one may
   * throw past it.
   */
  async function keep(key: string, { article, options }: Request, made: Made): Promise<void> {
    try {
      const at = new Date().toISOString();
      await asked?.noteAnswer({
        key: storedKey(key),
        articleId: article.id,
        asked: askedKey(options as object),
        at,
      });
      await cache.set(key, made, KEPT);
    } catch (error) {
      cache.emit('error', error);
    }
  }

  /** The first draft, of which those who wait are shown what passes the check while it is being made. */
  async function firstAttempt(job: Job): Promise<Attempt> {
    const { engine, request, work } = job;
    let proven: Answered<unknown> | null = null;
    const proving = createProving(request, work.signal, (content, statements) => {
      proven = { content, engine: engine.name, notice: null, coverage: null, language: languageOf(request) };
      work.tell({ doing: { step: 'checking', statements }, proven });
    });
    let [isTold, isOver] = [false, false];
    const asking = (part: { at: number; of: number } | null) => {
      isTold = true;
      work.tell({ doing: { step: 'asking', engine: engine.name, part }, proven });
    };
    // the model is asked first: what those who wait are told, and what its answer is checked by, has time
    // while it works
    const besides = () => {
      if (isOver) return;
      if (!isTold) asking(null);
      if (engine.isPaid) prepareCheck(request.article);
    };
    try {
      const how = { ...waitingIn(work), partly: proving.offer, reading: asking };
      const checking = (statements: number) => work.tell({ doing: { step: 'checking', statements }, proven });
      const made = await paidFor(job, undefined, spent => {
        setImmediate(besides);
        return attempt(engine, request, { ...how, spent }, checking);
      });
      if (made.complaints.length > 0 && engine.heedsComplaints)
        work.tell({ doing: { step: 'asking again', complaints: made.complaints.length }, proven });
      return made;
    } finally {
      isOver = true;
      proving.end();
    }
  }

  /**
   * Asks once more with the complaints; if that fails, or would pass a limit, what the first attempt left
   * stands.
   */
  async function again(job: Job, rejected: Attempt): Promise<Attempt> {
    const { engine, request, work } = job;
    try {
      return await paidFor(job, rejected, spent =>
        attempt(engine, request, { spent, rejected, ...waitingIn(work) }),
      );
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      log.warn({ err: error, ...named(request) }, 'a second draft could not be had');
      return rejected;
    }
  }
}

const share = z.object({ read: z.int(), of: z.int() }).nullable();

/** What is kept of an answer. */
const Kept = z.object({
  content: z.unknown(),
  coverage: z.object({ parts: z.int(), paragraphs: share, comments: share }).nullable(),
});

interface Made {
  // biome-ignore lint/suspicious/noExplicitAny: a recipe of any kind, whose answer only the recipe knows
  readonly content: any;
  readonly coverage: Coverage | null;
}

/** One generation. */
interface Job {
  readonly key: string;
  readonly engine: Engine;
  readonly request: Request;
  /** Who began it, and pays. */
  readonly asker: Asker;
  readonly work: Work<Progress<unknown>>;
}

/** For what a worker is asked: those who wait are told when there is none yet. */
function waitingIn({ signal, tell }: Work<Progress<unknown>>) {
  return { signal, waits: () => tell({ doing: { step: 'waiting' }, proven: null }) };
}

const nothingUsed: Usage = { inputTokens: 0, outputTokens: 0 };

interface Request {
  readonly recipe: AnyRecipe;
  readonly article: Article;
  /** In the recipe's normal form. */
  readonly options: unknown;
}

/** However many engines are tried for it, an answer is admitted once. */
function once(admit: Asker['admit']): () => Promise<void> {
  let admitted: Promise<void> | undefined;
  return () => (admitted ??= admit?.() ?? Promise.resolve());
}

/**
 * The request in its normal form: an answer wanted in the article's own language is the one that is wanted in
 * none.
 */
function requestOf(recipe: AnyRecipe, article: Article, given: unknown): Request {
  const options = recipe.options.parse(given);
  const request = { recipe, article, options };
  const wanted = languageOf(request);
  return wanted !== null && wanted === writtenIn(article)
    ? { ...request, options: { ...options, language: null } }
    : request;
}

/** The language that an answer is wanted in; null where the recipe knows none, or it is the article's own. */
function languageOf({ options }: Request): Language | null {
  return (options as { language?: Language | null }).language ?? null;
}

/** The request as an engine can answer it: one that does not translate has one answer for all languages. */
function spokenBy(engine: Engine, request: Request): Request {
  if (engine.translates || languageOf(request) === null) return request;
  return { ...request, options: { ...(request.options as object), language: null } };
}

function notTranslated(request: Request): string | null {
  const wanted = languageOf(request);
  if (wanted === null) return null;
  const own = writtenIn(request.article);
  const language = languageName(wanted, tongue());
  if (own === null)
    return plainly(
      say(
        'The built-in engine does not translate into {{language}}: this is in the article’s own language.',
        { language },
      ),
    );
  return plainly(
    say(
      'The built-in engine does not translate into {{language}}: this is in the article’s own language, {{own}}.',
      {
        language,
        own: languageName(own, tongue()),
      },
    ),
  );
}

/** A draft and what the check left of it; `answer` is null where the draft had not even the recipe's form. */
interface Attempt extends Rejected {
  // biome-ignore lint/suspicious/noExplicitAny: a recipe of any kind, whose answer only the recipe knows
  readonly answer: any;
  readonly coverage: Coverage | null;
}

const named = ({ recipe, article }: Request) => ({ recipe: recipe.kind, article: article.id });

async function attempt(
  engine: Engine,
  { recipe, article, options }: Request,
  how: DraftHow,
  checking?: (statements: number) => void,
): Promise<Attempt> {
  let coverage: Coverage | null = null;
  const covered = (given: Coverage) => {
    coverage = given;
  };
  const drafting = () => engine.draft(recipe, article, options, { ...how, covered });
  const draft = await (engine.isPaid ? waitFor('model', drafting) : drafting());
  const parsed = recipe.draft.safeParse(draft);
  if (parsed.success) {
    checking?.(recipe.statements(parsed.data));
    return { draft, coverage, ...(await check(recipe, parsed.data, article, options, how)) };
  }
  if (!engine.heedsComplaints) throw parsed.error;
  const complaints = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}.`);
  return { draft, coverage, answer: null, complaints };
}

/**
 * Checks a draft as it grows, the newest state only; what has not passed goes nowhere, and nothing is told
 * after the end.
 */
function createProving(
  { recipe, article, options }: Request,
  signal: AbortSignal,
  prove: (answer: unknown, statements: number) => void,
) {
  let next: { readonly draft: unknown } | null = null;
  let isBusy = false;
  let isOver = false;

  async function checkNext(): Promise<void> {
    while (next && !isOver) {
      const parsed = recipe.draft.safeParse(next.draft);
      next = null;
      if (!parsed.success) continue;
      const { answer } = await check(recipe, parsed.data, article, options, { signal });
      const statements = recipe.statements(answer);
      if (!isOver && statements > 0) prove(answer, statements);
    }
  }

  return {
    offer(draft: unknown): void {
      next = { draft };
      if (isBusy || isOver) return;
      isBusy = true;
      // a fault shows again when the whole draft is checked, and is reported there
      void checkNext()
        .catch(() => undefined)
        .finally(() => {
          isBusy = false;
        });
    },
    end(): void {
      isOver = true;
    },
  };
}

function isNothing(
  recipe: AnyRecipe,
  { answer, complaints }: Pick<Attempt, 'answer' | 'complaints'>,
): boolean {
  if (answer === null) return true;
  return recipe.statements(answer) === 0 && (complaints.length > 0 || !recipe.emptyIsAnswer);
}

/** The attempt with fewer complaints; the second where they are even, for it knew them. */
function better(first: Attempt, second: Attempt): Attempt {
  if (second.answer === null) return first;
  if (first.answer === null) return second;
  return second.complaints.length <= first.complaints.length ? second : first;
}

/**
 * The hash of the whole request: what is equal here has one answer, and what bears on the answer is in it, so
 * no version is kept.
 */
function keyOf(engine: Engine, { recipe, article, options }: Request): string {
  const request = [
    engine.name,
    engine.identity(recipe, options),
    recipe.kind,
    schemaOf(recipe),
    article.id,
    options,
  ];
  return hashOf(request);
}

const schemas = new WeakMap<AnyRecipe, string>();

/** What stands for the form of a recipe's answers. */
function schemaOf(recipe: AnyRecipe): string {
  const known = schemas.get(recipe) ?? hashOf(z.toJSONSchema(recipe.answer, { unrepresentable: 'any' }));
  schemas.set(recipe, known);
  return known;
}

const hashOf = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');

// Keyv reports a broken store to its error listener; a store may throw past it, and a reader must not pay for
// that either.
async function fromCache(cache: Keyv, key: string): Promise<unknown> {
  try {
    return await cache.get(key);
  } catch (error) {
    cache.emit('error', error);
    return undefined;
  }
}
