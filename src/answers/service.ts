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
import type { Seal } from './seal.ts';
import { type CheckedContent, createStoredAnswers, type StoredAnswers } from './stored-answers.ts';

export type { Answered, AnswerProgress, Stage } from './answer.ts';

/**
 * The single way to an answer: key -> cache -> engine -> check -> cache. The subscriber receives progress,
 * and its signal ends the wait with the signal's reason; generation is cancelled only when nobody is waiting
 * for it any more. Throws what the last engine throws, and a ZodError for invalid options.
 */
export type Answer = <R extends AnyRecipe>(
  recipe: R,
  article: Article,
  options: z.input<R['options']>,
  asker?: Asker,
  subscriber?: Subscriber<AnswerProgress<z.output<R['answer']>>>,
) => Promise<Answered<z.output<R['answer']>>>;

interface AnswerDependencies {
  /** In order of preference: if one cannot answer, the next does. The last, built-in one always can. */
  readonly engines: readonly [Engine, ...Engine[]];
  /** Keyv with an error listener (see `createCache`). */
  readonly cache: Keyv;
  readonly log: Logger;
  /** Counts and limits what models cost. */
  readonly ledger: Ledger;
  readonly observe?: Observe;
  /** Locks shared by all processes; absent if there is only one. */
  readonly locks?: Pick<Locks, 'runExclusive'>;
  /** What readers should currently know about the database, or null. */
  readonly outageNotice?: () => string | null;
  /** Records an answer's article and question, which are deleted together; nothing is recorded if absent. */
  readonly asked?: Pick<ProvenanceStore, 'recordAnswer'>;
  /** Seals stored answers that were checked (see stored-answers.ts). */
  readonly seal?: Seal | undefined;
}

/** Creates what answers requests: from the cache if possible, else by the first engine that can. */
export function createAnswer({
  engines,
  cache,
  log,
  ledger,
  observe = ignoreObservation,
  locks,
  outageNotice,
  asked,
  seal,
}: AnswerDependencies): Answer {
  const storedAnswers = createStoredAnswers({ cache, log, asked, seal });
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

/** The note for readers if the second look that the operator enabled could not be taken. */
const explainMissingLook = () =>
  formatPlain(createMessage('The second look at what is in the model’s words could not be taken.', {}));

/** A request to one engine, and the person asking. */
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

/** The engines to ask, in order of preference; the built-in engine is the last. */
function enginesFor(engines: readonly Engine[], { rules, engine }: Asker): readonly Engine[] {
  if (rules?.engine === 'built-in') return engines.slice(-1);
  const from = engines.findIndex(({ name }) => name === engine);
  return from < 0 ? engines : engines.slice(from);
}

/** One engine's answer, generated once for everybody who requests it at the same time. */
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
      // the limit belonged to the person who asked first, not to those who waited with them
      if (isFirst || !(error instanceof OverLimit || error instanceof TooFast)) throw error;
    }
  }
}

interface Found extends CheckedContent {
  readonly from: 'cache' | 'generation';
}

/** The cached answer, or a new one if there is none or the asker wants a fresh one. */
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
  // another process may have generated it while this one waited for the lock
  return locks.runExclusive(`answer ${key}`, async () => (await getStored()) ?? generate(), work.signal);
}

type Content = CheckedContent['content'];
type View = (content: Content, engine: string) => Content;

/** Filters by the server's rules as an answer is returned: the stored one is the same for everybody. */
function createView({ keepProven }: AnyRecipe, { rules }: Asker): View {
  return rules?.provenOnly && keepProven ? keepProven : content => content;
}

/** Wraps a subscriber so that progress shows only what the view keeps, without what was left out. */
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

/** Admits an answer only once, however many engines are tried for it. */
function admitOnce(admit: Asker['admit']): () => Promise<void> {
  let admitted: Promise<void> | undefined;
  return () => (admitted ??= admit?.() ?? Promise.resolve());
}
