import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Place } from '../src/storage/database-target.ts';
import { killDay, type Query, querySqlite } from './kill-day.ts';
import { type Server, startPostgres } from './postgres.ts';
import { newFile } from './support.ts';

let server: Server;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

it.each<[string, () => Promise<Place>, Query]>([
  ['the embedded database', async () => newFile(), querySqlite],
  ['PostgreSQL', () => server.create(), (place, sql) => server.run(place, sql)],
])(
  'a day on %s fits together although the process is killed at random moments',
  { timeout: 180_000 },
  async (_name, createPlace, query) => {
    const { wrong, ...size } = await killDay(await createPlace(), query, { kills: 2 });
    expect(wrong).toEqual([]);
    expect(size.threads).toBeGreaterThan(1);
    expect(size.generations).toBeGreaterThan(0);
  },
);
