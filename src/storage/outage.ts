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
 * How a method behaves while the database is down or refuses a statement. `remember`: returns the last result
 * for the same arguments. `dispensable`: is skipped, since it only helps later. `must`: fails with a reason
 * for the reader.
 */
type Handling = 'remember' | 'dispensable' | 'must';

type HandledStores = Omit<
  Storage,
  'limiter' | 'wakeSignal' | 'cache' | 'locks' | 'bulk' | 'corruption' | 'outageNotice' | 'close'
>;

/** Methods not listed are `must`. */
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
  provenance: { recordAnswer: 'dispensable' },
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

/** Maximum number of results remembered for an outage. */
const MAX_MEMOIZED = 500;

/** Maximum number of servers whose view of the articles is kept. */
const MAX_VIEWS = 1_000;

/** How a database fails, and how that is handled. */
export interface FaultPolicy {
  /** Tells an outage from every other error. */
  readonly isOutage: (error: unknown) => boolean;
  /** The message for readers whose request cannot be answered from memory. */
  readonly message: () => MessageDescriptor;
  /** The log message for operators, written once per outage. */
  readonly describe: () => string;
  /** Throws an error that `isOutage` recognises if the database must not be used at all. */
  readonly precheck?: () => void;
  /** Explains an error other than an outage in a clause (disk full, locked); null if its kind is unknown. */
  readonly explain?: (error: unknown) => string | null;
  /** For a database that may stop answering without an error; if absent, reads have no time limit. */
  readonly timeouts?: ReadTimeouts;
  /** The longest that a caller waits for a dispensable write, in milliseconds. */
  readonly dispensableTimeout?: number;
}

/** How long to wait for a read before the database counts as down, in milliseconds. */
interface ReadTimeouts {
  /** When a remembered result is available. */
  readonly memoized: number;
  readonly unknown: number;
  /** While the database already counts as down. */
  readonly duringOutage: number;
}

type Method = (...given: unknown[]) => Promise<unknown>;

/** Wraps a storage: its faults are explained to readers, and reads answered from memory in an outage. */
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

/** Tracks whether the database is down, and logs when that changes. */
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

  /** Resolves like `work`, or rejects with `Unreachable` if it is slow; finishing late ends the outage. */
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

/** Creates the wrapper for each kind of handling. */
function createHandlers(policy: FaultPolicy, outage: Outage, log: Logger) {
  const memory: Memory = createMemo({ entries: MAX_MEMOIZED });
  const explainLogged = createExplanation(policy, log);
  /** Throws a `UserError` that explains an error of a known kind, which is logged; rethrows any other. */
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

/** Logs an error and returns the clause that explains it; null if unknown or already logged. */
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

/** Dispensable work may succeed without the database, so success does not mark the database as back. */
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
    if (dispensableTimeout === undefined) return write;
    return async (...given) => {
      const timeout = startTimer(dispensableTimeout);
      try {
        return await Promise.race([write(...given), timeout.elapsed]);
      } finally {
        timeout.cancel();
      }
    };
  };
}

/** Wraps the cache so that values written to it are remembered too. */
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
