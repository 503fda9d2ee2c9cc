import { expect, it } from 'vitest';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { usePostgres } from './databases.ts';
import { type Query, querySqlite, runKillDay } from './kill-day.ts';
import { createFileTarget } from './support.ts';

const server = usePostgres();

it.each<[string, () => Promise<DatabaseTarget>, Query]>([
  ['the embedded database', async () => createFileTarget(), querySqlite],
  ['PostgreSQL', () => server.create(), (target, sql) => server.run(target, sql)],
])(
  'a day on %s fits together although the process is killed at random moments',
  { timeout: 180_000 },
  async (_name, createPlace, query) => {
    const { wrong, ...size } = await runKillDay(await createPlace(), query, { kills: 2 });
    expect(wrong).toEqual([]);
    expect(size.threads).toBeGreaterThan(1);
    expect(size.generations).toBeGreaterThan(0);
  },
);
