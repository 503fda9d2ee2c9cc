import { KeyvBridgeAdapter, type KeyvStorageAdapter } from 'keyv';
import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import { createMessage, type MessageDescriptor } from '../i18n/template-values.ts';
import { t } from '../i18n/translate.ts';
import { createMemo } from '../memo.ts';
import { trackWait } from '../observability/waits.ts';
import { startTimer } from '../scheduling/clock.ts';
import type { Storage } from './storage.ts';
import type { ArticleStore } from './stores/articles.ts';

/** The database does not answer; it may be back in a minute. */
export class Unreachable extends UserError {}

/**
 * What becomes of a method while the database is absent or refuses. `remember`: what was read last with the
 * same arguments is given. `dispensable`: it only helps later, and is left out. `must`: whoever asked reads why
 * not.
 */
type Handling = 'remember' | 'dispensable' | 'must';

type HandledStores = Omit<
  Storage,
  'limiter' | 'wakeSignal' | 'cache' | 'locks' | 'bulk' | 'corruption' | 'outageNotice' | 'close'
>;

/** What is not named is a `must`. */
const HANDLING: { readonly [Store in keyof HandledStores]: HandlingOf<HandledStores[Store]> } = {
  articles: {
    get: 'remember',
    getLatest: 'remember',
    getEarlier: 'remember',
    list: 'remember',
    suggest: 'remember',
    search: 'remember',
  },
  threads: {
    get: 'remember',
    listQuestionsBefore: 'remember',
    addQuestion: 'dispensable',
    saveTurn: 'dispensable',
  },
  settings: { get: 'remember' },
  provenance: { recordQuestion: 'dispensable', recordAnswer: 'dispensable' },
  feedback: { findQuestion: 'remember', saveQuestion: 'dispensable' },
  digests: {},
  feeds: {},
  pages: {},
  ledger: {},
  audit: {},
  members: {},
  servers: {},
  claims: {},
  retention: {},
};
type HandlingOf<Store> = { readonly [Method in keyof Store]?: Handling };

/** Answers that are remembered for the time when the database does not answer, at most. */
const MAX_MEMOIZED = 500;

/** Servers whose view of the articles stays at hand, at most. */
const MAX_VIEWS = 1_000;

/** How a database fails. */
export interface FaultPolicy {
  /** Tells its absence from every other error. */
  readonly isOutage: (error: unknown) => boolean;
  /** What somebody reads who asks for what is not remembered. */
  readonly message: () => MessageDescriptor;
  /** What an operator reads in the log, once. */
  readonly describe: () => string;
  /** Throws what `isOutage` knows where the database is not even to be asked. */
  readonly precheck?: () => void;
  /** One clause for an error that is no absence (disk full, locked, …); null where it is of no known kind. */
  readonly explain?: (error: unknown) => string | null;
  /** For a database that can be absent without a word; others are waited for. */
  readonly timeouts?: ReadTimeouts;
  /** Who waits for an answer waits no longer than this (milliseconds) for what is dispensable. */
  readonly dispensableTimeout?: number;
}

/** What readers wait for is that of an absent database where it takes longer, in milliseconds. */
interface ReadTimeouts {
  /** Where something is remembered. */
  readonly memoized: number;
  readonly unknown: number;
  /** While the database is absent already. */
  readonly duringOutage: number;
}

type Method = (...given: unknown[]) => Promise<unknown>;

/** A storage whose faults are sentences for whoever asked, and that answers from memory while it is absent. */
export function withFaultHandling(storage: Storage, policy: FaultPolicy, log: Logger): Storage {
  const outage = createOutage(policy, log);
  const handlers = createHandlers(policy, outage, log);

  function wrapStore<Store extends object>(store: Store, handling: HandlingOf<Store>, name: string): Store {
    const methods = Object.entries(store).map(([method, work]) => {
      const how = handling[method as keyof Store] ?? 'must';
      return [method, handlers[how](work as Method, `${name} ${method}`)];
    });
    return Object.fromEntries(methods) as Store;
  }

  const views = createMemo<ArticleStore>({ entries: MAX_VIEWS });

  function wrapArticles({ forServer, ...store }: ArticleStore, owner: string | null): ArticleStore {
    return {
      ...wrapStore(store, HANDLING.articles, `articles of ${owner}`),
      forServer: serverId =>
        views.getOrCreate(String(serverId), () => wrapArticles(forServer(serverId), serverId)),
    };
  }

  const stores = Object.entries(HANDLING).map(([name, handling]) => [
    name,
    wrapStore(storage[name as keyof HandledStores], handling, name),
  ]);
  return {
    ...storage,
    ...(Object.fromEntries(stores) as HandledStores),
    articles: wrapArticles(storage.articles, null),
    cache: wrapCache(storage.cache, handlers, outage),
    outageNotice: () =>
      outage.isDown() ? t('I can’t reach my database at the moment, so this is from memory.') : null,
  };
}

type Outage = ReturnType<typeof createOutage>;

/** Notices when the database is absent, and when it is back. */
function createOutage({ isOutage, message, describe, precheck, timeouts }: FaultPolicy, log: Logger) {
  let isDown = false;

  async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      precheck?.();
      const result = await trackWait('database', work);
      if (isDown) log.info('the database is back');
      isDown = false;
      return result;
    } catch (error) {
      throw isOutage(error) ? toUnreachable(error) : error;
    }
  }

  function toUnreachable(error: unknown): Unreachable {
    if (!isDown) log.error({ err: error }, describe());
    isDown = true;
    return new Unreachable(message(), {}, { cause: error });
  }

  /**
   * The same, or an `Unreachable` where it takes too long. What comes to its end after all finds the database
   * back.
   */
  function limitWait<Result>(work: Promise<Result>, { isMemoized = false } = {}): Promise<Result> {
    if (!timeouts) return work;
    const limit = isDown ? timeouts.duringOutage : isMemoized ? timeouts.memoized : timeouts.unknown;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(toUnreachable(new Error(`no answer for ${limit} milliseconds`))),
        limit,
      );
      work.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  return { attempt, limitWait, isDown: () => isDown };
}

type Handlers = ReturnType<typeof createHandlers>;

/** Each way to handle the faults of a method. */
function createHandlers(policy: FaultPolicy, outage: Outage, log: Logger) {
  const memory: Memory = createMemo({ entries: MAX_MEMOIZED });
  const explainLogged = createExplanation(policy, log);
  /** Throws the sentence for an error of a known kind, which goes into the log; any other error itself. */
  const throwExplained = (error: unknown): never => {
    const reason = explainLogged(error);
    throw reason === null
      ? error
      : new UserError(
          'My database can’t do that at the moment: {{reason}}.',
          { reason: createMessage(reason) },
          { cause: error },
        );
  };
  return {
    must:
      (work: Method): Method =>
      (...given) =>
        outage.attempt(() => work(...given)).catch(throwExplained),
    remember: createRemembering(outage, memory, throwExplained),
    dispensable: createDispensing(policy, outage, explainLogged),
    memory,
  };
}

type Memory = ReturnType<typeof createMemo<{ readonly value: unknown }>>;

/** The clause for an error, which goes into the log; null where it is of no known kind, or has been logged. */
function createExplanation({ explain = () => null }: FaultPolicy, log: Logger) {
  return (error: unknown): string | null => {
    const reason = error instanceof Unreachable ? null : explain(error);
    if (reason !== null) log.error({ err: error, reason }, 'the database could not do what was asked');
    return reason;
  };
}

function createRemembering(
  { attempt, limitWait }: Outage,
  memory: Memory,
  throwExplained: (error: unknown) => never,
) {
  return (work: Method, name: string): Method =>
    async (...given) => {
      const key = JSON.stringify([name, ...given]);
      try {
        const value = await limitWait(
          attempt(() => work(...given)),
          { isMemoized: memory.has(key) },
        );
        memory.set(key, { value });
        return value;
      } catch (error) {
        const stored = error instanceof Unreachable ? memory.get(key) : undefined;
        return stored ? stored.value : throwExplained(error);
      }
    };
}

/** It may be done without the database, so it does not tell whether that is back. */
function createDispensing(
  { isOutage, precheck, dispensableTimeout }: FaultPolicy,
  { limitWait }: Outage,
  explainLogged: (error: unknown) => string | null,
) {
  return (work: Method): Method => {
    const write: Method = async (...given) => {
      try {
        precheck?.();
        await trackWait('database', () => limitWait(work(...given)));
      } catch (error) {
        if (!isOutage(error) && !(error instanceof Unreachable) && explainLogged(error) === null) throw error;
      }
    };
    return dispensableTimeout === undefined
      ? write
      : (...given) => Promise.race([write(...given), startTimer(dispensableTimeout).elapsed]);
  };
}

/** What is written to the cache is remembered too. */
function wrapCache(
  cache: KeyvStorageAdapter,
  { must, remember, memory }: Handlers,
  { limitWait }: Outage,
): KeyvStorageAdapter {
  const set = must((key, value, ttl) =>
    cache.set(key as string, value, ttl === undefined ? undefined : Date.now() + (ttl as number)),
  );
  return new KeyvBridgeAdapter({
    get: remember(key => cache.get(key as string) as Promise<unknown>, 'cache get') as (
      key: string,
    ) => Promise<unknown>,
    async set(key: string, value: unknown, ttl?: number) {
      const done = (await limitWait(set(key, value, ttl))) as boolean;
      memory.set(JSON.stringify(['cache get', key]), { value });
      return done;
    },
    delete: must(key => cache.delete(key as string)) as (key: string) => Promise<boolean>,
    clear: must(() => cache.clear()) as () => Promise<void>,
  });
}
