import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Place } from '../src/storage/place.ts';
import { type Server, startPostgres } from './postgres.ts';
import { restart } from './restarting.ts';
import { newFile } from './support.ts';

let server: Server;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

describe.each<[string, () => Promise<Place>]>([
  ['the embedded database', async () => newFile()],
  ['PostgreSQL', () => server.create()],
])('on %s', (_name, createPlace) => {
  it('two processes of one shard for some seconds answer everything, and once', { timeout: 150_000 }, async () => {
    const { unanswered, twice, asked, alone } = await restart(
      await createPlace(),
      'the next is there before the first is stopped',
      { everySecond: 8 },
    );
    expect(asked).toBeGreaterThan(10);
    expect({ unanswered, twice, alone }).toEqual({ unanswered: [], twice: [], alone: 0 });
  });

  it('a process that is stopped answers what comes until it leaves, also at the last moment', { timeout: 150_000 }, async () => {
    const { unanswered, twice, heard } = await restart(await createPlace(), 'the next is started when the first has ended', {
      everySecond: 25,
    });
    expect(heard).toBeGreaterThan(20);
    expect({ unanswered, twice }).toEqual({ unanswered: [], twice: [] });
  });
});
