import { hash } from 'node:crypto';
import type { Keyv } from 'keyv';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Article } from '../articles/article.ts';
import { getArticleLanguage } from '../articles/article-language.ts';
import {
  type Coverage,
  type DraftOptions,
  type Engine,
  EngineFailure,
  type RejectedDraft,
  type TokenUsage,
} from '../engines/engine.ts';
import { checkInWorker, prepareCheckInWorker } from '../engines/in-worker.ts';
import { UserError } from '../errors.ts';
import { createMessage, formatPlain } from '../i18n/template-values.ts';
import { currentCatalog } from '../i18n/translate.ts';
import { type Language, languageNameOf } from '../language/languages.ts';
import { contentHashOf, createMemo, hashOf, memoizePerObject } from '../memo.ts';
import { ignoreObservation, type Observe } from '../observability/observe.ts';
import { trackWait } from '../observability/waits.ts';
import { createSingleFlight, type FlightTask, type Subscriber } from '../scheduling/single-flight.ts';
import type { Locks } from '../storage/locks.ts';
import { questionKeyOf } from '../storage/request-hash.ts';
import type { ProvenanceStore } from '../storage/stores/provenance.ts';
import { type Asker, type Ledger, NOBODY, OverLimit } from '../usage/ledger.ts';
import { TooFast } from '../usage/rate-limits.ts';
import { storageKeyOf } from './cache.ts';
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
export type Stage =
  /** There is no worker to do it yet. */
  | { readonly step: 'waiting' }
  | {
      readonly step: 'asking';
      readonly engine: Engine['name'];
      readonly part: { readonly at: number; readonly of: number } | null;
    }
  | { readonly step: 'checking'; readonly statements: number }
  | { readonly step: 'asking again'; readonly complaints: number };

export interface AnswerProgress<Content> {
  readonly stage: Stage;
  /** What has passed its check so far, or null; the final answer takes its place, whatever it holds. */
  readonly checkedSoFar: Answered<Content> | null;
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
  subscriber?: Subscriber<AnswerProgress<z.output<R['answer']>>>,
) => Promise<Answered<z.output<R['answer']>>>;

/** An answer nobody asked for in this long (milliseconds) is made anew. */
const MAX_AGE_MS = 90 * 24 * 60 * 60 * 1000;

/** So many characters of stored answers that passed their check stay at hand: hundreds of usual ones. */
const MAX_CHECKED_CHARACTERS = 1_000_000;

interface AnswerDependencies {
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
  readonly locks?: Pick<Locks, 'runExclusive'>;
  /** What readers are to know of the database just now, or null. */
  readonly outageNotice?: () => string | null;
  /**
   * Where it is noted of which article an answer is, and to what, so that it goes with them; nowhere if
   * absent.
   */
  readonly asked?: Pick<ProvenanceStore, 'recordAnswer'>;
}

export function createAnswer({
  engines,
  cache,
  log,
  ledger,
  observe = ignoreObservation,
  locks,
  outageNotice,
  asked,
}: AnswerDependencies): Answer {
  const singleFlight = createSingleFlight<AnswerProgress<unknown>>();
  /** Stored answers that passed their check when they were read before, by all that the check goes by. */
  const checkedAnswers = createMemo<{ readonly made: CheckedContent; readonly size: number }>({
    characters: MAX_CHECKED_CHARACTERS,
    sizeOf: ({ size }) => size,
  });

  return async (recipe, article, given, requester = NOBODY, subscriber = {}) => {
    const asker = { ...requester, admit: admitOnce(requester.admit) };
    const request = requestOf(recipe, article, given);
    const language = languageOf(request);
    let notice: string | null = null;
    for (const engine of enginesFor(asker)) {
      try {
        const made = await answerWith(
          engine,
          requestFor(engine, request),
          asker,
          subscriber as Subscriber<AnswerProgress<unknown>>,
        );
        const untranslated = engine.translates ? null : explainMissingTranslation(request);
        return {
          ...made,
          engine: engine.name,
          notice: [notice, untranslated, outageNotice?.()].filter(Boolean).join(' ') || null,
          language,
        };
      } catch (error) {
        if (!(error instanceof EngineFailure) || engine === engines.at(-1)) throw error;
        notice = formatPlain(
          createMessage('{{reason}}; this is the built-in engine’s answer.', { reason: error.said }),
        );
        if (!(error instanceof OverLimit))
          log.warn(
            { err: error, ...logFieldsOf(request) },
            'an engine had no answer and the next one is asked',
          );
      }
    }
    throw new Error('unreachable: the last engine answers or throws');
  };

  /**
   * Whatever goes wrong with an engine, even in our own code, is no more than a reason to ask the next one;
   * only the last one's is thrown.
   */
  async function catchEngineFailure<Result>(
    { engine, request, work }: GenerationJob,
    draft: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await draft();
    } catch (error) {
      const isForeseen = error instanceof EngineFailure || error instanceof UserError;
      if (isForeseen || work.signal.aborted || engine === engines.at(-1)) throw error;
      log.error({ err: error, ...logFieldsOf(request) }, 'an engine failed in a way that is not foreseen');
      throw new EngineFailure('The model’s answer could not be used', {}, { cause: error });
    }
  }

  /** In the order of preference; the built-in engine is the last. */
  function enginesFor({ rules, engine }: Asker): readonly Engine[] {
    if (rules?.engine === 'built-in') return engines.slice(-1);
    const from = engines.findIndex(({ name }) => name === engine);
    return from < 0 ? engines : engines.slice(from);
  }

  async function answerWith(
    engine: Engine,
    request: AnswerRequest,
    asker: Asker,
    subscriber: Subscriber<AnswerProgress<unknown>>,
  ): Promise<CheckedContent> {
    const key = cacheKeyOf(engine, request);
    const getOrGenerate = async (work: FlightTask<AnswerProgress<unknown>>) => {
      const storedAnswer = await getStored(work);
      if (storedAnswer !== undefined) return storedAnswer;
      if (!locks) return generateOnce(work);
      // another process may have made it before this one's turn came
      return locks.runExclusive(
        `answer ${key}`,
        async () => (await getStored(work)) ?? generateOnce(work),
        work.signal,
      );
    };
    const getStored = async (work: FlightTask<AnswerProgress<unknown>>) => {
      const storedAnswer = asker.isFresh ? undefined : await loadStored(key, request, work);
      return storedAnswer && { ...storedAnswer, from: 'cache' as const };
    };
    const generateOnce = async (work: FlightTask<AnswerProgress<unknown>>) => {
      await asker.admit?.();
      const made = await measureGeneration(engine, request, () =>
        generate({ key, engine, request, asker, work }),
      );
      return { ...made, from: 'generation' as const };
    };
    for (;;) {
      const isFirst = !singleFlight.has(key);
      try {
        const { from, ...made } = await singleFlight.join(key, subscriber, getOrGenerate);
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

  async function measureGeneration(
    engine: Engine,
    { recipe }: AnswerRequest,
    make: () => Promise<CheckedContent>,
  ): Promise<CheckedContent> {
    const began = performance.now();
    const recordOutcome = (outcome: 'done' | 'failed') =>
      observe({
        kind: 'generation',
        recipe: recipe.kind,
        engine: engine.name,
        outcome,
        took: performance.now() - began,
      });
    try {
      const made = await make();
      recordOutcome('done');
      return made;
    } catch (error) {
      recordOutcome('failed');
      throw error;
    }
  }

  /** Makes a draft that is paid for: reserved before the call, settled after it, whatever came of it. */
  async function payFor<Result>(
    job: GenerationJob,
    rejected: RejectedDraft | undefined,
    make: (addUsage: (usage: TokenUsage) => void) => Promise<Result>,
  ): Promise<Result> {
    const { engine, request, asker } = job;
    const { recipe, article, options } = request;
    if (!engine.isPaid) return await catchEngineFailure(job, () => make(() => undefined));
    const how = { rejected, isCounted: ledger.needsEstimates };
    const estimate =
      (await catchEngineFailure(job, async () => engine.estimate?.(recipe, article, options, how))) ??
      NO_USAGE;
    const purpose = { recipe: recipe.kind, articleId: article.id, isAnother: rejected !== undefined };
    const reservation = await ledger.reserve(asker, purpose, estimate);
    let used = NO_USAGE;
    const addUsage = ({ inputTokens, outputTokens, isCounted }: TokenUsage) => {
      used = {
        inputTokens: used.inputTokens + inputTokens,
        outputTokens: used.outputTokens + outputTokens,
        isCounted: Boolean(used.isCounted || isCounted),
      };
      observe({ kind: 'tokens', input: inputTokens, output: outputTokens });
    };
    try {
      return await catchEngineFailure(job, () => make(addUsage));
    } finally {
      await reservation.settle(used);
    }
  }

  async function loadStored(
    key: string,
    request: AnswerRequest,
    work: FlightTask<AnswerProgress<unknown>>,
  ): Promise<CheckedContent | undefined> {
    const { recipe, article, options } = request;
    const cachedValue = await readCache(cache, key);
    if (cachedValue === undefined) return undefined;
    // what another process has put in its place, and another article under the same id, are checked too
    const text = JSON.stringify(cachedValue);
    const checkKey = [key, contentHashOf(article), hash('sha256', text)].join(' ');
    const before = checkedAnswers.get(checkKey);
    if (before) return before.made;
    const found = StoredAnswer.safeParse(cachedValue);
    if (!found.success) return undefined;
    const { content, coverage } = found.data;
    const parsed = recipe.answer.safeParse(content);
    const checked = parsed.success
      ? await checkInWorker(recipe, parsed.data, article, options, waitingOptions(work))
      : undefined;
    if (checked?.complaints.length === 0) {
      const made = { content: checked.answer, coverage };
      checkedAnswers.set(checkKey, { made, size: text.length });
      return made;
    }
    log.warn({ key, ...logFieldsOf(request) }, 'a stored answer did not pass its check and is made anew');
    return undefined;
  }

  async function generate(job: GenerationJob): Promise<CheckedContent> {
    const { key, engine, request } = job;
    const first = await draftFirst(job);
    if (first.complaints.length > 0)
      observe({
        kind: 'check failed',
        recipe: request.recipe.kind,
        engine: engine.name,
        complaints: first.complaints.length,
      });
    const isAskedAgain = first.complaints.length > 0 && engine.heedsComplaints;
    const { answer, complaints, coverage } = isAskedAgain
      ? pickBetter(first, await retryWithComplaints(job, first))
      : first;
    if (complaints.length > 0)
      log.info({ ...logFieldsOf(request), complaints: complaints.length }, 'draft mended');
    if (engine.heedsComplaints && isEmptyAnswer(request.recipe, { answer, complaints }))
      throw new EngineFailure('Nothing that the model said is borne out by the article');
    const made: CheckedContent = { content: answer, coverage };
    job.work.signal.throwIfAborted();
    await storeAnswer(key, request, made);
    return made;
  }

  /**
   * A reader must not pay for a store that is broken; Keyv reports its own to its error listener, and one may
   * throw past it.
   */
  async function storeAnswer(
    key: string,
    { article, options }: AnswerRequest,
    made: CheckedContent,
  ): Promise<void> {
    try {
      const at = new Date().toISOString();
      await asked?.recordAnswer({
        key: storageKeyOf(key),
        articleId: article.id,
        asked: questionKeyOf(options as object),
        at,
      });
      await cache.set(key, made, MAX_AGE_MS);
    } catch (error) {
      cache.emit('error', error);
    }
  }

  /** The first draft, of which those who wait are shown what passes the check while it is being made. */
  async function draftFirst(job: GenerationJob): Promise<Attempt> {
    const { engine, request, work } = job;
    let checkedSoFar: Answered<unknown> | null = null;
    const partialCheck = createPartialCheck(request, work.signal, (content, statements) => {
      checkedSoFar = {
        content,
        engine: engine.name,
        notice: null,
        coverage: null,
        language: languageOf(request),
      };
      work.report({ stage: { step: 'checking', statements }, checkedSoFar });
    });
    let [isTold, isOver] = [false, false];
    const reportAsking = (part: { at: number; of: number } | null) => {
      isTold = true;
      work.report({ stage: { step: 'asking', engine: engine.name, part }, checkedSoFar });
    };
    // the model is asked first: what those who wait are told, and what its answer is checked by, has time
    // while it works
    const prepareMeanwhile = () => {
      if (isOver) return;
      if (!isTold) reportAsking(null);
      if (engine.isPaid) prepareCheckInWorker(request.article);
    };
    try {
      const how = { ...waitingOptions(work), onPartialDraft: partialCheck.offer, onPart: reportAsking };
      const reportChecking = (statements: number) =>
        work.report({ stage: { step: 'checking', statements }, checkedSoFar });
      const made = await payFor(job, undefined, spent => {
        setImmediate(prepareMeanwhile);
        return draftAndCheck(engine, request, { ...how, onUsage: spent }, reportChecking);
      });
      if (made.complaints.length > 0 && engine.heedsComplaints)
        work.report({ stage: { step: 'asking again', complaints: made.complaints.length }, checkedSoFar });
      return made;
    } finally {
      isOver = true;
      partialCheck.end();
    }
  }

  /**
   * Asks once more with the complaints; if that fails, or would pass a limit, what the first attempt left
   * stands.
   */
  async function retryWithComplaints(job: GenerationJob, rejected: Attempt): Promise<Attempt> {
    const { engine, request, work } = job;
    try {
      return await payFor(job, rejected, spent =>
        draftAndCheck(engine, request, { onUsage: spent, rejected, ...waitingOptions(work) }),
      );
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      log.warn({ err: error, ...logFieldsOf(request) }, 'a second draft could not be had');
      return rejected;
    }
  }
}

const readShareSchema = z.object({ read: z.int(), of: z.int() }).nullable();

/** What is kept of an answer. */
const StoredAnswer = z.object({
  content: z.unknown(),
  coverage: z.object({ parts: z.int(), paragraphs: readShareSchema, comments: readShareSchema }).nullable(),
});

interface CheckedContent {
  // biome-ignore lint/suspicious/noExplicitAny: a recipe of any kind, whose answer only the recipe knows
  readonly content: any;
  readonly coverage: Coverage | null;
}

/** One generation. */
interface GenerationJob {
  readonly key: string;
  readonly engine: Engine;
  readonly request: AnswerRequest;
  /** Who began it, and pays. */
  readonly asker: Asker;
  readonly work: FlightTask<AnswerProgress<unknown>>;
}

/** For what a worker is asked: those who wait are told when there is none yet. */
function waitingOptions({ signal, report }: FlightTask<AnswerProgress<unknown>>) {
  return { signal, onWaiting: () => report({ stage: { step: 'waiting' }, checkedSoFar: null }) };
}

const NO_USAGE: TokenUsage = { inputTokens: 0, outputTokens: 0 };

interface AnswerRequest {
  readonly recipe: AnyRecipe;
  readonly article: Article;
  /** In the recipe's normal form. */
  readonly options: unknown;
}

/** However many engines are tried for it, an answer is admitted once. */
function admitOnce(admit: Asker['admit']): () => Promise<void> {
  let admitted: Promise<void> | undefined;
  return () => (admitted ??= admit?.() ?? Promise.resolve());
}

/**
 * The request in its normal form: an answer wanted in the article's own language is the one that is wanted in
 * none.
 */
function requestOf(recipe: AnyRecipe, article: Article, given: unknown): AnswerRequest {
  const options = recipe.options.parse(given);
  const request = { recipe, article, options };
  const wanted = languageOf(request);
  return wanted !== null && wanted === getArticleLanguage(article)
    ? { ...request, options: { ...options, language: null } }
    : request;
}

/** The language that an answer is wanted in; null where the recipe knows none, or it is the article's own. */
function languageOf({ options }: AnswerRequest): Language | null {
  return (options as { language?: Language | null }).language ?? null;
}

/** The request as an engine can answer it: one that does not translate has one answer for all languages. */
function requestFor(engine: Engine, request: AnswerRequest): AnswerRequest {
  if (engine.translates || languageOf(request) === null) return request;
  return { ...request, options: { ...(request.options as object), language: null } };
}

function explainMissingTranslation(request: AnswerRequest): string | null {
  const wanted = languageOf(request);
  if (wanted === null) return null;
  const own = getArticleLanguage(request.article);
  const language = languageNameOf(wanted, currentCatalog());
  if (own === null)
    return formatPlain(
      createMessage(
        'The built-in engine does not translate into {{language}}: this is in the article’s own language.',
        { language },
      ),
    );
  return formatPlain(
    createMessage(
      'The built-in engine does not translate into {{language}}: this is in the article’s own language, {{own}}.',
      {
        language,
        own: languageNameOf(own, currentCatalog()),
      },
    ),
  );
}

/** A draft and what the check left of it; `answer` is null where the draft had not even the recipe's form. */
interface Attempt extends RejectedDraft {
  // biome-ignore lint/suspicious/noExplicitAny: a recipe of any kind, whose answer only the recipe knows
  readonly answer: any;
  readonly coverage: Coverage | null;
}

const logFieldsOf = ({ recipe, article }: AnswerRequest) => ({ recipe: recipe.kind, article: article.id });

async function draftAndCheck(
  engine: Engine,
  { recipe, article, options }: AnswerRequest,
  how: DraftOptions,
  onChecking?: (statements: number) => void,
): Promise<Attempt> {
  let coverage: Coverage | null = null;
  const setCoverage = (given: Coverage) => {
    coverage = given;
  };
  const createDraft = () => engine.draft(recipe, article, options, { ...how, onCoverage: setCoverage });
  const draft = await (engine.isPaid ? trackWait('model', createDraft) : createDraft());
  const parsed = recipe.draft.safeParse(draft);
  if (parsed.success) {
    onChecking?.(recipe.countStatements(parsed.data));
    return { draft, coverage, ...(await checkInWorker(recipe, parsed.data, article, options, how)) };
  }
  if (!engine.heedsComplaints) throw parsed.error;
  const complaints = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}.`);
  return { draft, coverage, answer: null, complaints };
}

/**
 * Checks a draft as it grows, the newest state only; what has not passed goes nowhere, and nothing is told
 * after the end.
 */
function createPartialCheck(
  { recipe, article, options }: AnswerRequest,
  signal: AbortSignal,
  prove: (answer: unknown, statements: number) => void,
) {
  let next: { readonly draft: unknown } | null = null;
  let isBusy = false;
  let isOver = false;

  async function checkLatest(): Promise<void> {
    while (next && !isOver) {
      const parsed = recipe.draft.safeParse(next.draft);
      next = null;
      if (!parsed.success) continue;
      const { answer } = await checkInWorker(recipe, parsed.data, article, options, { signal });
      const statements = recipe.countStatements(answer);
      if (!isOver && statements > 0) prove(answer, statements);
    }
  }

  return {
    offer(draft: unknown): void {
      next = { draft };
      if (isBusy || isOver) return;
      isBusy = true;
      // a fault shows again when the whole draft is checked, and is reported there
      void checkLatest()
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

function isEmptyAnswer(
  recipe: AnyRecipe,
  { answer, complaints }: Pick<Attempt, 'answer' | 'complaints'>,
): boolean {
  if (answer === null) return true;
  return recipe.countStatements(answer) === 0 && (complaints.length > 0 || !recipe.emptyIsAnswer);
}

/** The attempt with fewer complaints; the second where they are even, for it knew them. */
function pickBetter(first: Attempt, second: Attempt): Attempt {
  if (second.answer === null) return first;
  if (first.answer === null) return second;
  return second.complaints.length <= first.complaints.length ? second : first;
}

/**
 * The hash of the whole request: what is equal here has one answer, and what bears on the answer is in it, so
 * no version is kept.
 */
function cacheKeyOf(engine: Engine, { recipe, article, options }: AnswerRequest): string {
  const request = [
    engine.name,
    engine.identity(recipe, article, options),
    recipe.kind,
    schemaHashOf(recipe),
    article.id,
    options,
  ];
  return hashOf(request);
}

/** What stands for the form of a recipe's answers. */
const schemaHashOf = memoizePerObject((recipe: AnyRecipe) =>
  hashOf(z.toJSONSchema(recipe.answer, { unrepresentable: 'any' })),
);

// Keyv reports a broken store to its error listener; a store may throw past it, and a reader must not pay for
// that either.
async function readCache(cache: Keyv, key: string): Promise<unknown> {
  try {
    return await cache.get(key);
  } catch (error) {
    cache.emit('error', error);
    return undefined;
  }
}
