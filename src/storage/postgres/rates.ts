import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres } from 'rate-limiter-flexible';
import type { Storage } from '../storage.ts';

/** Counters that expire within minutes, and so are neither backed up nor moved. */
export const rateSchema = `
  CREATE UNLOGGED TABLE rate (
    key VARCHAR(255) PRIMARY KEY,
    points INTEGER NOT NULL DEFAULT 0,
    expire BIGINT
  );
`;

/** Creates rate limits shared by all processes; each counts for itself while the database is away. */
export function createLimiter(pool: Pool): NonNullable<Storage['limiter']> {
  return (name, { points, seconds }) =>
    new RateLimiterPostgres({
      storeClient: pool,
      tableName: 'rate',
      tableCreated: true,
      keyPrefix: name,
      points,
      duration: seconds,
      insuranceLimiter: new RateLimiterMemory({ points, duration: seconds }),
    });
}
