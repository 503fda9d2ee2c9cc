import type { Database } from '../database.ts';
import { type OpenQueue, QUEUE, type Queue } from './queue.ts';

/** Clocks that are further apart than they were, in milliseconds, were set. */
const CLOCK_JUMP = 1_000;

/** Deletes the jobs of a server, those that ended or were given up too; returns how many. */
export async function deleteJobs(database: Database, serverId: string): Promise<number> {
  const found = await database.row<{ isThere: boolean }>(
    "SELECT to_regclass('pgboss.job') IS NOT NULL AS isThere",
  );
  return found?.isThere ? database.write("DELETE FROM pgboss.job WHERE data->>'server' = $1", [serverId]) : 0;
}

/**
 * What waits or is being tried of each digest, by its id: the first slot, and whether it was tried before.
 */
export async function findWaitingJobs({
  database,
}: Queue): Promise<ReadonlyMap<string, { slot: string | null; tried: boolean }>> {
  const waiting = await database.rows<{ digest: string; slot: string | null; tried: boolean }>(
    `SELECT singleton_key AS digest, min(data->>'slot') AS slot, bool_or(state <> 'created') AS tried
     FROM pgboss.job WHERE name = $1 AND state < 'completed' GROUP BY singleton_key`,
    [QUEUE],
  );
  return new Map(waiting.map(job => [job.digest, job]));
}

/** Makes what waits for a digest wait until this instant (our clock) at most. */
export async function advanceJob(
  { database, ahead }: Queue,
  digestId: string,
  instant: number,
): Promise<void> {
  await database.write(
    `UPDATE pgboss.job SET start_after = $3::timestamptz
     WHERE name = $1 AND state = 'created' AND singleton_key = $2 AND start_after > $3::timestamptz`,
    [QUEUE, digestId, new Date(instant + ahead).toISOString()],
  );
}

/**
 * When the next job is due, by our clock. Jobs whose process gives no heartbeat any more are made due first.
 */
export async function findNextDue(queue: OpenQueue): Promise<number> {
  const { due, lost } = await queryNextDue(queue);
  if (lost > queue.clock.now()) return Math.min(due, lost);
  await requeueLost(queue);
  return queue.clock.now();
}

/**
 * When the next job is due and when the next one is lost, by our clock, having learnt how far the clocks are
 * apart (`ahead` of the queue). Where one was set, what waits for a slot waits until it comes by the clocks
 * as they are now.
 */
export async function queryNextDue(queue: Queue): Promise<{ due: number; lost: number }> {
  const { ahead, due, lost } = await queryJobTable(queue);
  const wasSet = Math.abs(ahead - queue.ahead) >= CLOCK_JUMP;
  if (wasSet)
    await queue.database.write(
      `UPDATE pgboss.job SET start_after = (data->>'slot')::timestamptz + $2::float8 * interval '1 ms'
       WHERE name = $1 AND state = 'created' AND start_after > (data->>'slot')::timestamptz + ($2::float8 + 1) * interval '1 ms'`,
      [QUEUE, ahead],
    );
  queue.ahead = ahead;
  return wasSet ? await queryNextDue(queue) : { due: due - ahead, lost: lost - ahead };
}

async function requeueLost({ boss, database, log }: OpenQueue): Promise<void> {
  const lost = await database.rows<{ id: string; retries: number }>(
    `SELECT id, retry_count AS retries FROM pgboss.job
     WHERE name = $1 AND state = 'active' AND heartbeat_on + heartbeat_seconds * interval '1 s' <= now()`,
    [QUEUE],
  );
  for (const { id, retries } of lost) {
    await boss.fail(
      QUEUE,
      { id, retryCount: retries },
      { message: 'The process that was at it gave no sign of life any more.' },
    );
    await boss.update(QUEUE, undefined, { id, startAfter: 0 });
    log.warn({ job: id }, 'a digest whose process is gone is taken up');
  }
}

/**
 * By how much the server's clock is ahead of ours, and by that clock when the next job is due and when the
 * next one is lost; milliseconds.
 */
async function queryJobTable({
  database,
  clock,
  part,
}: Queue): Promise<{ ahead: number; due: number; lost: number }> {
  for (let tries = 1; ; tries++) {
    const asked = clock.now();
    const row = await database.row<{ now: number; due: number | null; lost: number | null }>(
      `SELECT
         extract(epoch FROM clock_timestamp())::float8 * 1000 AS now,
         (SELECT extract(epoch FROM min(start_after))::float8 * 1000 FROM pgboss.job
          WHERE name = $1 AND state < 'active' AND group_id <> ALL ($2)) AS due,
         (SELECT extract(epoch FROM min(heartbeat_on + heartbeat_seconds * interval '1 s'))::float8 * 1000 FROM pgboss.job
          WHERE name = $1 AND state = 'active') AS lost`,
      [QUEUE, part.others],
    );
    if (!row) throw new Error('PostgreSQL gave no row to a SELECT without FROM');
    const took = clock.now() - asked;
    // A slow answer says little of the time, and where our clock was set meanwhile nothing.
    if (tries === 5 || (took >= 0 && took < CLOCK_JUMP / 2))
      return {
        ahead: row.now - asked - took / 2,
        due: row.due ?? Number.POSITIVE_INFINITY,
        lost: row.lost ?? Number.POSITIVE_INFINITY,
      };
  }
}

/**
 * Gives jobs from a time when the servers were divided otherwise to their part as it is now (Discord's rule,
 * see shards.ts).
 */
export async function repartition({ database, part }: Queue): Promise<void> {
  await database.write(
    `UPDATE pgboss.job SET group_id = format('shard %s of %s', ((data->>'server')::bigint >> 22) % $2::int, $2::int)
     WHERE name = $1 AND state < 'active' AND group_id NOT LIKE '% of ' || ($2::int)::text`,
    [QUEUE, part.count],
  );
}
