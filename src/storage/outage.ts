import { KeyvBridgeAdapter, type KeyvStorageAdapter } from 'keyv';
import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import type { MessageDescriptor } from '../i18n/template-values.ts';
import { t } from '../i18n/translate.ts';
import { createMemo } from '../memo.ts';
import { trackWait } from '../observability/waits.ts';
import type { Storage } from './storage.ts';
import type { ArticleStore } from './stores/articles.ts';

/** The database does not answer; it may be back in a minute. */
export class Unreachable extends UserError {}

/** Answers that are remembered for the time when the database does not answer, at most. */
const MAX_MEMOIZED = 500;

/** How a database is absent. */
export interface OutagePolicy {
  /** Tells the absence from every other error. */
  readonly isOutage: (error: unknown) => boolean;
  /** What somebody reads who asks for what is not remembered. */
  readonly message: () => MessageDescriptor;
  /** What an operator reads in the log, once. */
  readonly describe: () => string;
  /** Throws what `isOutage` knows where the database is not even to be asked. */
  readonly precheck?: () => void;
  /** For a database that can be absent without a word; others are waited for. */
  readonly timeouts?: ReadTimeouts;
}

/** What readers wait for is that of an absent database where it takes longer, in milliseconds. */
interface ReadTimeouts {
  /** Where something is remembered. */
  readonly memoized: number;
  readonly unknown: number;
  /** While the database is absent already. */
  readonly duringOutage: number;
}

/**
 * A storage that remembers what it read last and, while the database is absent, gives that; what it does not
 * know, and whatever is to be written, throws an `Unreachable`.
 */
export function withStaleReads(storage: Storage, absence: OutagePolicy, log: Logger): Storage {
  const { isOutage, message: sentence, describe: logged, precheck: lookFirst, timeouts: patience } = absence;
  let isDown = false;

  async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      lookFirst?.();
      const result = await trackWait('database', work);
      if (isDown) log.info('the database is back');
      isDown = false;
      return result;
    } catch (error) {
      if (!isOutage(error)) throw error;
      throw toUnreachable(error);
    }
  }

  function toUnreachable(error: unknown): Unreachable {
    if (!isDown) log.error({ err: error }, logged());
    isDown = true;
    return new Unreachable(sentence(), {}, { cause: error });
  }

  /**
   * The same, or an `Unreachable` where it takes too long. What comes to its end after all finds the database
   * back.
   */
  function withTimeout<Result>(work: Promise<Result>, key?: string): Promise<Result> {
    if (!patience) return work;
    const limit = isDown
      ? patience.duringOutage
      : key !== undefined && memory.has(key)
        ? patience.memoized
        : patience.unknown;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(toUnreachable(new Error(`no answer for ${limit} milliseconds`))),
        limit,
      );
      work.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  const memory = createMemo<{ readonly value: unknown }>({ entries: MAX_MEMOIZED });
  /** What was read last with the same arguments, while nothing can be read. */
  function memoize<Given extends unknown[], Result>(
    name: string,
    read: (...given: Given) => Promise<Result>,
  ) {
    return async (...given: Given): Promise<Result> => {
      const key = JSON.stringify([name, ...given]);
      try {
        const result = await withTimeout(
          attempt(() => read(...given)),
          key,
        );
        memory.set(key, { value: result });
        return result;
      } catch (error) {
        const stored = error instanceof Unreachable ? memory.get(key) : undefined;
        if (stored) return stored.value as Result;
        throw error;
      }
    };
  }

  /**
   * What only helps later is left out while it cannot be kept; it may be done without the database, so it
   * does not tell whether that is back.
   */
  function makeOptional<Given extends unknown[]>(write: (...given: Given) => Promise<void>) {
    return async (...given: Given): Promise<void> => {
      try {
        lookFirst?.();
        await trackWait('database', () => withTimeout(write(...given)));
      } catch (error) {
        if (!isOutage(error) && !(error instanceof Unreachable)) throw error;
      }
    };
  }

  function wrapStore<Store extends object>(store: Store): Store {
    const methods = Object.entries(store).map(([name, method]) => [
      name,
      (...given: unknown[]) => attempt(async () => method(...given)),
    ]);
    return Object.fromEntries(methods) as Store;
  }

  function wrapArticles(store: ArticleStore, owner: string | null): ArticleStore {
    const named = (name: string) => `articles of ${owner}: ${name}`;
    return {
      ...wrapStore(store),
      forServer: serverId => wrapArticles(store.forServer(serverId), serverId),
      get: memoize(named('get'), store.get),
      getLatest: memoize(named('latest'), store.getLatest),
      list: memoize(named('list'), store.list),
      suggest: memoize(named('suggest'), store.suggest),
      search: memoize(named('search'), store.search),
    };
  }

  return {
    ...storage,
    articles: wrapArticles(storage.articles, null),
    threads: {
      ...wrapStore(storage.threads),
      get: memoize('thread', storage.threads.get),
      listQuestionsBefore: memoize('questions', storage.threads.listQuestionsBefore),
      addQuestion: makeOptional(storage.threads.addQuestion),
      saveTurn: makeOptional(storage.threads.saveTurn),
    },
    digests: wrapStore(storage.digests),
    feeds: wrapStore(storage.feeds),
    pages: wrapStore(storage.pages),
    settings: { ...wrapStore(storage.settings), get: memoize('settings', storage.settings.get) },
    ledger: wrapStore(storage.ledger),
    audit: wrapStore(storage.audit),
    members: wrapStore(storage.members),
    servers: wrapStore(storage.servers),
    provenance: {
      ...wrapStore(storage.provenance),
      recordQuestion: makeOptional(storage.provenance.recordQuestion),
      recordAnswer: makeOptional(storage.provenance.recordAnswer),
    },
    feedback: {
      ...wrapStore(storage.feedback),
      findQuestion: memoize('kept', storage.feedback.findQuestion),
      saveQuestion: makeOptional(storage.feedback.saveQuestion),
    },
    claims: wrapStore(storage.claims),
    cache: memoizeCache(storage.cache),
    outageNotice: () =>
      isDown ? t('I can’t reach my database at the moment, so this is from memory.') : null,
  };

  function memoizeCache(cache: KeyvStorageAdapter): KeyvStorageAdapter {
    return new KeyvBridgeAdapter({
      get: memoize('cached', async (key: string) => (await cache.get(key)) as unknown),
      set: (key: string, value: unknown, ttl?: number) =>
        withTimeout(
          attempt(() => cache.set(key, value, ttl === undefined ? undefined : Date.now() + ttl)),
        ).then(done => {
          memory.set(JSON.stringify(['cached', key]), { value });
          return done;
        }),
      delete: (key: string) => attempt(() => cache.delete(key)),
      clear: () => attempt(() => cache.clear()),
    });
  }
}
