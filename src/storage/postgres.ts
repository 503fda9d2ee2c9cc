import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import { phrase } from '../i18n/define-message.ts';
import { say } from '../i18n/template-values.ts';
import { askedStore } from './asked.ts';
import { auditStore } from './audit.ts';
import { claimStore } from './claims.ts';
import { createLocks } from './locks.ts';
import { memberStore } from './members.ts';
import { type Absence, withMemory } from './outage.ts';
import { articleStore } from './postgres/articles.ts';
import { cacheStore } from './postgres/cache.ts';
import { copies } from './postgres/copies.ts';
import { onPool, openPool } from './postgres/database.ts';
import { digestStore } from './postgres/digests.ts';
import { isOutage, placeOf, whyUnusable } from './postgres/errors.ts';
import { feedbackStore } from './postgres/feedback.ts';
import { feedStore, pageStore } from './postgres/feeds.ts';
import { ledgerStore } from './postgres/ledger.ts';
import { advisoryLocks } from './postgres/locks.ts';
import { limiterOn } from './postgres/rates.ts';
import { bossAgenda, removeJobs } from './postgres/scheduler.ts';
import { migrate } from './postgres/schema.ts';
import { settingsStore } from './postgres/settings.ts';
import { threadStore } from './postgres/threads.ts';
import { serverStore } from './servers.ts';
import type { Storage } from './storage.ts';

/**
 * A database of a PostgreSQL server, for several processes: `postgres://user:password@host:port/name`. Throws
 * a `UserError` that names the server and what is wrong, never the password.
 */
export async function openPostgres(url: string, log: Logger): Promise<Storage> {
  const place = placeOf(url);
  const pool = openPool(url, error =>
    log.warn({ reason: error.message }, 'a connection to the database was lost'),
  );
  const database = onPool(pool);
  const locks = advisoryLocks(url);
  try {
    await migrate(database);
    const [articles, threads] = [articleStore(database), threadStore(database)];
    const [ledger, feedback] = [ledgerStore(database), feedbackStore(database)];
    const storage: Storage = {
      articles,
      threads,
      digests: digestStore(database),
      feeds: feedStore(database),
      pages: pageStore(database),
      settings: settingsStore(database),
      ledger,
      feedback,
      asked: askedStore(database),
      audit: auditStore(database),
      members: memberStore(database, { threads, feedback, ledger }),
      servers: serverStore(database, { articles, besides: serverId => removeJobs(database, serverId) }),
      claims: claimStore(database),
      cache: cacheStore(database),
      limiter: limiterOn(pool),
      agenda: parts => bossAgenda(pool, parts),
      locks: createLocks(locks.take),
      copies: copies(database),
      trouble: () => null,
      async close() {
        if (pool.ended) return;
        await locks.close();
        await pool.end();
      },
    };
    return withMemory(storage, absence, log);
  } catch (error) {
    await pool.end();
    throw new UserError(
      'The database {{place}} cannot be used: {{reason}}. DATABASE_URL says where it is.',
      { place, reason: whyUnusable(error) },
      {
        cause: error,
      },
    );
  }
}

const absence: Absence = {
  isOutage,
  sentence: () => say(phrase('My database cannot be reached at the moment. Please try again in a minute.')),
  logged: () => 'the database cannot be reached: readers are answered from memory until it is back',
  // a server that hangs, or a network that swallows what is sent, says nothing
  patience: { remembered: 2_000, unknown: 5_000, absent: 500 },
};
