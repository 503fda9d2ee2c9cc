import type { Keyv } from 'keyv';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Article } from '../articles/article.ts';
import { type Engine, EngineFailure } from '../engines/engine.ts';
import { createMessage, formatPlain } from '../i18n/template-values.ts';
import { ignoreObservation, type Observe } from '../observability/observe.ts';
import {
  createSingleFlight,
  type FlightTask,
  type SingleFlight,
  type Subscriber,
} from '../scheduling/single-flight.ts';
import type { Locks } from '../storage/locks.ts';
import type { ProvenanceStore } from '../storage/stores/provenance.ts';
import { type Asker, type Ledger, NOBODY, OverLimit } from '../usage/ledger.ts';
import { TooFast } from '../usage/rate-limits.ts';
import type { Answered, AnswerProgress } from './answer.ts';
import {
  type AnswerRequest,
  explainMissingTranslation,
  languageOf,
  logFieldsOf,
  requestFor,
  requestOf,
} from './answer-request.ts';
import { generateAnswer } from './generation.ts';
import { type GenerationDependencies, waitingOptions } from './generation-job.ts';
import { cacheKeyOf } from './key.ts';
import type { AnyRecipe } from './recipe.ts';
import { type CheckedContent, createStoredAnswers, type StoredAnswers } from './stored-answers.ts';

export type { Answered, AnswerProgress, Stage } from './answer.ts';

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

/** Answers requests: from the cache where it can, else by the first engine that has an answer. */
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
  const storedAnswers = createStoredAnswers({ cache, log, asked });
  const singleFlight = createSingleFlight<AnswerProgress<unknown>>();
  const tools = { engines, log, ledger, observe, locks, storedAnswers, singleFlight };

  return async (recipe, article, given, requester = NOBODY, subscriber = {}) => {
    const asker = { ...requester, admit: admitOnce(requester.admit) };
    const request = requestOf(recipe, article, given);
    const view = createView(recipe, asker);
    const watched = watchView(subscriber as Subscriber<AnswerProgress<unknown>>, recipe, view);
    let notice: string | null = null;
    for (const engine of enginesFor(engines, asker)) {
      try {
        const { isUnseen = false, ...made } = await answerWith(
          tools,
          { engine, request: requestFor(engine, request), asker },
          watched,
        );
        const untranslated = engine.translates ? null : explainMissingTranslation(request);
        return {
          ...made,
          content: view(made.content, engine.name),
          engine: engine.name,
          notice:
            [notice, isUnseen ? explainMissingLook() : null, untranslated, outageNotice?.()]
              .filter(Boolean)
              .join(' ') || null,
          language: languageOf(request),
        };
      } catch (error) {
        if (!(error instanceof EngineFailure) || engine === engines.at(-1)) throw error;
        notice = formatPlain(
          createMessage('{{reason}}, so this is the built-in engine’s answer.', { reason: error.said }),
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
}

/** What a reader is told where the look that the operator wants could not be taken. */
const explainMissingLook = () =>
  formatPlain(createMessage('The second look at what is in the model’s words could not be taken.', {}));

/** What one engine is asked, by whom. */
interface EngineRequest {
  readonly engine: Engine;
  readonly request: AnswerRequest;
  readonly asker: Asker;
}

interface AnswerTools extends GenerationDependencies {
  readonly engines: readonly Engine[];
  readonly locks: Pick<Locks, 'runExclusive'> | undefined;
  readonly storedAnswers: StoredAnswers;
  readonly singleFlight: SingleFlight<AnswerProgress<unknown>>;
}

/** In the order of preference; the built-in engine is the last. */
function enginesFor(engines: readonly Engine[], { rules, engine }: Asker): readonly Engine[] {
  if (rules?.engine === 'built-in') return engines.slice(-1);
  const from = engines.findIndex(({ name }) => name === engine);
  return from < 0 ? engines : engines.slice(from);
}

/** One engine's answer: worked out once for all who ask for it at the same time. */
async function answerWith(
  tools: AnswerTools,
  asked: EngineRequest,
  subscriber: Subscriber<AnswerProgress<unknown>>,
): Promise<CheckedContent> {
  const { singleFlight, observe } = tools;
  const key = cacheKeyOf(asked.engine, asked.request);
  for (;;) {
    const isFirst = !singleFlight.has(key);
    try {
      const { from, ...made } = await singleFlight.join(key, subscriber, work =>
        getOrGenerate(tools, asked, key, work),
      );
      observe({
        kind: 'answer',
        recipe: asked.request.recipe.kind,
        from: isFirst || from === 'cache' ? from : 'another’s generation',
      });
      return made;
    } catch (error) {
      // the limit was that of whoever asked first, not of those who waited with them
      if (isFirst || !(error instanceof OverLimit || error instanceof TooFast)) throw error;
    }
  }
}

interface Found extends CheckedContent {
  readonly from: 'cache' | 'generation';
}

/** The answer in the cache, or a new one where there is none or a fresh one is wanted. */
async function getOrGenerate(
  tools: AnswerTools,
  { engine, request, asker }: EngineRequest,
  key: string,
  work: FlightTask<AnswerProgress<unknown>>,
): Promise<Found> {
  const { engines, locks, storedAnswers } = tools;
  const getStored = async (): Promise<Found | undefined> => {
    const stored = asker.isFresh ? undefined : await storedAnswers.load(key, request, waitingOptions(work));
    return stored && { ...stored, from: 'cache' };
  };
  const generate = async (): Promise<Found> => {
    await asker.admit?.();
    const store = (made: CheckedContent) => storedAnswers.store(key, request, made);
    const hasSuccessor = engine !== engines.at(-1);
    const made = await generateAnswer(tools, { engine, hasSuccessor, request, asker, work, store });
    return { ...made, from: 'generation' };
  };
  const stored = await getStored();
  if (stored || !locks) return stored ?? generate();
  // another process may have made it before this one's turn came
  return locks.runExclusive(`answer ${key}`, async () => (await getStored()) ?? generate(), work.signal);
}

type Content = CheckedContent['content'];
type View = (content: Content, engine: string) => Content;

/**
 * What a server wants to see of an answer. It is left out when an answer is handed out: what is made and stored is the
 * same for all.
 */
function createView({ keepProven }: AnyRecipe, { rules }: Asker): View {
  return rules?.provenOnly && keepProven ? keepProven : content => content;
}

/**
 * The same subscriber, who is told what the view leaves of what was checked so far; not what was left out, for that may
 * still be mended.
 */
function watchView(
  subscriber: Subscriber<AnswerProgress<unknown>>,
  { countStatements, leftOut }: AnyRecipe,
  view: View,
): Subscriber<AnswerProgress<unknown>> {
  const viewChecked = (checked: Answered<unknown> | null) => {
    const seen = checked && view(checked.content, checked.engine);
    const content = leftOut ? { ...seen, leftOut: [] } : seen;
    return checked && countStatements(content) > 0 ? { ...checked, content } : null;
  };
  return {
    ...subscriber,
    onProgress: ({ stage, checkedSoFar }) =>
      subscriber.onProgress?.({ stage, checkedSoFar: viewChecked(checkedSoFar) }),
  };
}

/** However many engines are tried for it, an answer is admitted once. */
function admitOnce(admit: Asker['admit']): () => Promise<void> {
  let admitted: Promise<void> | undefined;
  return () => (admitted ??= admit?.() ?? Promise.resolve());
}
