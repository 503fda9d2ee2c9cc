import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres } from 'rate-limiter-flexible';
import type { Storage } from '../storage.ts';

/** Counts that lapse within minutes: no part of what is backed up or moved. */
export const rateSchema = `
  CREATE UNLOGGED TABLE rate (
    key VARCHAR(255) PRIMARY KEY,
    points INTEGER NOT NULL DEFAULT 0,
    expire BIGINT
  );
`;

/** Counts for all processes on the database; each for itself while that cannot be reached. */
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
