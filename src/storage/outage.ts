import { KeyvBridgeAdapter, type KeyvStorageAdapter } from 'keyv';
import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import type { Said } from '../i18n/template-values.ts';
import { t } from '../i18n/translate.ts';
import { waitFor } from '../observability/waits.ts';
import type { ArticleStore, Storage } from './storage.ts';

/** The database does not answer; it may be back in a minute. */
export class Unreachable extends UserError {}

/** Answers that are remembered for the time when the database does not answer, at most. */
const REMEMBERED = 500;

/** How a database is absent. */
export interface Absence {
  /** Tells the absence from every other error. */
  readonly isOutage: (error: unknown) => boolean;
  /** What somebody reads who asks for what is not remembered. */
  readonly sentence: () => Said;
  /** What an operator reads in the log, once. */
  readonly logged: () => string;
  /** Throws what `isOutage` knows where the database is not even to be asked. */
  readonly lookFirst?: () => void;
  /** For a database that can be absent without a word; others are waited for. */
  readonly patience?: Patience;
}

/** What readers wait for is that of an absent database where it takes longer, in milliseconds. */
interface Patience {
  /** Where something is remembered. */
  readonly remembered: number;
  readonly unknown: number;
  /** While the database is absent already. */
  readonly absent: number;
}

/**
 * A storage that remembers what it read last and, while the database is absent, gives that; what it does not
 * know, and whatever is to be written, throws an `Unreachable`.
 */
export function withMemory(storage: Storage, absence: Absence, log: Logger): Storage {
  const { isOutage, sentence, logged, lookFirst, patience } = absence;
  let isAway = false;

  async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      lookFirst?.();
      const result = await waitFor('database', work);
      if (isAway) log.info('the database is back');
      isAway = false;
      return result;
    } catch (error) {
      if (!isOutage(error)) throw error;
      throw missed(error);
    }
  }

  function missed(error: unknown): Unreachable {
    if (!isAway) log.error({ err: error }, logged());
    isAway = true;
    return new Unreachable(sentence(), {}, { cause: error });
  }

  /**
   * The same, or an `Unreachable` where it takes too long. What comes to its end after all finds the database
   * back.
   */
  function inTime<Result>(work: Promise<Result>, key?: string): Promise<Result> {
    if (!patience) return work;
    const limit = isAway
      ? patience.absent
      : key !== undefined && memory.has(key)
        ? patience.remembered
        : patience.unknown;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(missed(new Error(`no answer for ${limit} milliseconds`))), limit);
      work.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  const memory = createMemory();
  /** What was read last with the same arguments, while nothing can be read. */
  function remembered<Given extends unknown[], Result>(
    name: string,
    read: (...given: Given) => Promise<Result>,
  ) {
    return async (...given: Given): Promise<Result> => {
      const key = JSON.stringify([name, ...given]);
      try {
        const result = await inTime(
          attempt(() => read(...given)),
          key,
        );
        memory.keep(key, result);
        return result;
      } catch (error) {
        if (error instanceof Unreachable && memory.has(key)) return memory.get(key) as Result;
        throw error;
      }
    };
  }

  /**
   * What only helps later is left out while it cannot be kept; it may be done without the database, so it
   * does not tell whether that is back.
   */
  function dispensable<Given extends unknown[]>(write: (...given: Given) => Promise<void>) {
    return async (...given: Given): Promise<void> => {
      try {
        lookFirst?.();
        await waitFor('database', () => inTime(write(...given)));
      } catch (error) {
        if (!isOutage(error) && !(error instanceof Unreachable)) throw error;
      }
    };
  }

  function told<Store extends object>(store: Store): Store {
    const methods = Object.entries(store).map(([name, method]) => [
      name,
      (...given: unknown[]) => attempt(async () => method(...given)),
    ]);
    return Object.fromEntries(methods) as Store;
  }

  function articlesOf(store: ArticleStore, holder: string | null): ArticleStore {
    const named = (name: string) => `articles of ${holder}: ${name}`;
    return {
      ...told(store),
      of: serverId => articlesOf(store.of(serverId), serverId),
      get: remembered(named('get'), store.get),
      latest: remembered(named('latest'), store.latest),
      list: remembered(named('list'), store.list),
      suggest: remembered(named('suggest'), store.suggest),
      search: remembered(named('search'), store.search),
    };
  }

  return {
    ...storage,
    articles: articlesOf(storage.articles, null),
    threads: {
      ...told(storage.threads),
      get: remembered('thread', storage.threads.get),
      before: remembered('questions', storage.threads.before),
      ask: dispensable(storage.threads.ask),
    },
    digests: told(storage.digests),
    feeds: told(storage.feeds),
    pages: told(storage.pages),
    settings: { ...told(storage.settings), get: remembered('settings', storage.settings.get) },
    ledger: told(storage.ledger),
    audit: told(storage.audit),
    members: told(storage.members),
    servers: told(storage.servers),
    asked: {
      ...told(storage.asked),
      note: dispensable(storage.asked.note),
      noteAnswer: dispensable(storage.asked.noteAnswer),
    },
    feedback: {
      ...told(storage.feedback),
      kept: remembered('kept', storage.feedback.kept),
      keep: dispensable(storage.feedback.keep),
    },
    claims: told(storage.claims),
    cache: rememberingCache(storage.cache),
    trouble: () => (isAway ? t('My database cannot be reached at the moment: this is from memory.') : null),
  };

  function rememberingCache(cache: KeyvStorageAdapter): KeyvStorageAdapter {
    return new KeyvBridgeAdapter({
      get: remembered('cached', async (key: string) => (await cache.get(key)) as unknown),
      set: (key: string, value: unknown, ttl?: number) =>
        inTime(attempt(() => cache.set(key, value, ttl === undefined ? undefined : Date.now() + ttl))).then(
          done => {
            memory.keep(JSON.stringify(['cached', key]), value);
            return done;
          },
        ),
      delete: (key: string) => attempt(() => cache.delete(key)),
      clear: () => attempt(() => cache.clear()),
    });
  }
}

/** The last values, the one used longest ago forgotten first. */
function createMemory() {
  const values = new Map<string, unknown>();
  return {
    has: (key: string) => values.has(key),
    get: (key: string) => values.get(key),
    keep(key: string, value: unknown) {
      values.delete(key);
      values.set(key, value);
      if (values.size > REMEMBERED) values.delete(values.keys().next().value!);
    },
  };
}
