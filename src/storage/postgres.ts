import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';
import { createMessage } from '../i18n/template-values.ts';
import type { DatabaseTarget } from './database-target.ts';
import { createLocks } from './locks.ts';
import { type FaultPolicy, withFaultHandling } from './outage.ts';
import { createBulkAccess } from './postgres/bulk-access.ts';
import { createPoolDatabase, openPool } from './postgres/database.ts';
import { describeConnectionError, describeRefusal, describeServer, isOutage } from './postgres/errors.ts';
import { createAdvisoryLocks } from './postgres/locks.ts';
import { createLimiter } from './postgres/rates.ts';
import { migrate } from './postgres/schema.ts';
import { createNotifySignal } from './postgres/wake-signal.ts';
import { createPostgresSearch } from './search/postgres.ts';
import type { Storage } from './storage.ts';
import type { Evict } from './stores/provenance.ts';
import { createStores } from './stores.ts';

type PostgresTarget = DatabaseTarget & { readonly kind: 'postgres' };

/**
 * Opens a database on a PostgreSQL server, which several processes may share:
 * `postgres://user:password@host:port/name`. Throws a `UserError` that names the server and the problem,
 * never the password. `evict` is for answers cached elsewhere.
 */
export async function openPostgres(
  { url, ...options }: PostgresTarget,
  log: Logger,
  { evict }: { readonly evict?: Evict } = {},
): Promise<Storage> {
  const server = describeServer(url);
  const onLost = (error: Error) =>
    log.warn({ reason: error.message }, 'a connection to the database was lost');
  const pool = openPool(url, onLost, options);
  const database = createPoolDatabase(pool);
  const locks = createAdvisoryLocks(url);
  const wakeSignal = createNotifySignal(url, database, log);
  try {
    await migrateServer(url, onLost);
    const search = createPostgresSearch(database);
    const storage: Storage = {
      ...createStores(database, { search, evict }),
      limiter: createLimiter(pool),
      wakeSignal,
      locks: createLocks(locks.take),
      bulk: createBulkAccess(database, search),
      outageNotice: () => null,
      async close() {
        if (pool.ended) return;
        await locks.close();
        await wakeSignal.close();
        await pool.end();
      },
    };
    return withFaultHandling(storage, faultPolicy, log);
  } catch (error) {
    await pool.end();
    throw new UserError(
      'The database {{place}} cannot be used: {{reason}}. DATABASE_URL says where it is.',
      { place: server, reason: describeConnectionError(error, url) },
      { cause: error },
    );
  }
}

/** Migrations may take any amount of time, so they use a connection without a statement timeout. */
async function migrateServer(url: string, onLost: (error: Error) => void): Promise<void> {
  const pool = openPool(url, onLost, { connections: 1, statementSeconds: 0 });
  try {
    await migrate(createPoolDatabase(pool));
  } finally {
    await pool.end();
  }
}

const faultPolicy: FaultPolicy = {
  isOutage,
  explain: describeRefusal,
  message: () =>
    createMessage(defineMessage('I can’t reach my database at the moment. Please try again in a minute.')),
  describe: () => 'the database cannot be reached: readers are answered from memory until it is back',
  // a hanging server, or a network that drops packets, raises no error
  timeouts: { memoized: 2_000, unknown: 5_000, duringOutage: 500 },
};
