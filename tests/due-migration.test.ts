import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Digest, nonceOf, type Post } from '../src/digests/digest.ts';
import { createDigests } from '../src/digests/digests.ts';
import { digestRenderers } from '../src/discord/render/digest.ts';
import { createMessage } from '../src/i18n/template-values.ts';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { openStorage } from '../src/storage/open.ts';
import { createPoolDatabase, openPool } from '../src/storage/postgres/database.ts';
import { applyMigrations as migrateServer } from '../src/storage/postgres/schema.ts';
import { applyMigrations as migrateFile } from '../src/storage/sqlite/schema.ts';
import { answer } from './built-in-answer.ts';
import { usePostgres } from './databases.ts';
import { createManualClock } from './manual-clock.ts';
import { createFileTarget, createLogRecorder } from './support.ts';

const server = usePostgres();

/** The last schema in which digests were jobs on PostgreSQL, and in a process's memory otherwise. */
const BEFORE = 8;
const SLOT = '2026-01-03T08:30:00.000Z';
const GIVEN_UP = '2026-01-02T08:30:00.000Z';
const REASON = 'The bot lacks Send Messages in the channel.';

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));

const digestOf = (id: string, activeSince = '2026-01-03T08:00:00.000Z'): Digest => ({
  ...{ id, name: `Papers ${id}`, serverId: '100000000000000001', channelId: '200', createdBy: '1' },
  ...{ days: [1, 2, 3, 4, 5, 6, 7], time: '08:30', zone: 'UTC', count: 3, paused: false },
  ...{ activeSince, createdAt: '2026-01-01T08:00:00.000Z' },
});
const postOf = (digestId: string, slot: string, state: Post['state'], reason: string | null) => ({
  ...{ digestId, slot, occasion: 'schedule', nonce: nonceOf(digestId, slot), state, articleIds: [] },
  ...{ messageId: state === 'posted' ? 'before' : null, reason, at: slot },
});

const digests = [
  digestOf('waits'),
  digestOf('tries'),
  digestOf('is posted'),
  { ...digestOf('gave up', '2026-01-03T08:45:00.000Z'), trouble: REASON },
];
const posts = [
  postOf('tries', SLOT, 'claimed', 'Discord had an error of its own (status 502).'),
  postOf('is posted', SLOT, 'posted', null),
  postOf('gave up', GIVEN_UP, 'skipped', REASON),
];

/** SQL that writes the digests and posts as the program did with that schema. */
function listInserts(): string {
  const quote = (value: unknown) => `'${String(value).replaceAll("'", "''")}'`;
  return [
    ...digests.map(
      digest =>
        `INSERT INTO digest (id, "serverId", "nameKey", paused, "lastArrival", digest) VALUES (${quote(digest.id)}, ${quote(digest.serverId)}, ${quote(digest.name)}, 0, 0, ${quote(JSON.stringify(digest))});`,
    ),
    ...posts.map(
      post =>
        `INSERT INTO digest_post ("digestId", slot, occasion, state, "lastArrival", post) VALUES (${quote(post.digestId)}, ${quote(post.slot)}, 'schedule', ${quote(post.state)}, 9, ${quote(JSON.stringify(post))});`,
    ),
  ].join('\n');
}

async function fillFile(): Promise<DatabaseTarget> {
  const target = createFileTarget();
  if (target.kind !== 'sqlite') throw new Error('not a file');
  writeFileSync(target.path, gunzipSync(fixture('schema-2.db.gz')));
  const connection = new DatabaseSync(target.path);
  migrateFile(connection, { after: 1, upTo: BEFORE });
  connection.exec(listInserts());
  connection.close();
  return target;
}

async function fillServer() {
  const target = await server.create();
  await server.run(target, fixture('schema-1.postgres.sql').toString());
  const pool = openPool(target.url, () => undefined);
  await migrateServer(createPoolDatabase(pool), { after: 1, upTo: BEFORE });
  await pool.end();
  await server.run(target, fixture('queue-of-schema-8.postgres.sql').toString());
  await server.run(target, listInserts());
  return target;
}

describe.each<[string, () => Promise<DatabaseTarget>]>([
  ['a file of the embedded database', fillFile],
  ['a PostgreSQL database with jobs of pg-boss', fillServer],
])('%s from before there was one poller', (_name, fill) => {
  it('posts what waits or is being tried once, nothing again, and knows what was given up', async () => {
    const target = await fill();
    const sent: string[] = [];
    for (const now of ['2026-01-03T08:50:00Z', '2026-01-03T09:10:00Z']) {
      const storage = await openStorage(target, createLogRecorder().log);
      const clock = createManualClock(now);
      const bot = createDigests({
        ...{ store: storage.digests, library: storage.articles, settings: storage.settings, answer, clock },
        ...{ renderers: digestRenderers, log: createLogRecorder().log, locks: storage.locks },
        send: {
          listMissingPermissions: async () => [],
          warn: async () => 'channel',
          findPosted: async () => null,
          async post(_target, _reply, nonce) {
            sent.push(nonce);
            return `m ${nonce}`;
          },
        },
      });
      const stop = new AbortController();
      const done = bot.run(stop.signal);
      const states = () =>
        Promise.all(
          digests.map(async ({ id }) => (await storage.digests.listPosts(id, 1))[0]?.state ?? 'nothing'),
        );
      await expect.poll(states).toEqual(['posted', 'posted', 'posted', 'skipped']);
      stop.abort();
      await done;
      expect(await storage.digests.getPost('gave up', GIVEN_UP)).toMatchObject({
        state: 'skipped',
        reason: createMessage('{{said}}', { said: REASON }),
        failed: true,
      });
      expect(await storage.digests.getPost('is posted', SLOT)).toMatchObject({ messageId: 'before' });
      const outlook = await bot.find('100000000000000001', 'Papers gave up');
      expect(await bot.listHistory(outlook, 0)).toMatchObject({ isGivenUp: true });
      await storage.close();
    }
    const own = digests.flatMap(({ id }) => [nonceOf(id, SLOT), nonceOf(id, GIVEN_UP)]);
    const wanted = ['tries', 'waits'].map(id => nonceOf(id, SLOT));
    expect(sent.filter(nonce => own.includes(nonce)).sort()).toEqual(wanted.sort());
  });
});

it('the queue of digests goes with its schema, but for the queues of another program', async () => {
  const [alone, shared] = [await fillServer(), await fillServer()];
  await server.run(
    shared,
    `INSERT INTO pgboss.queue SELECT (jsonb_populate_record(NULL::pgboss.queue, to_jsonb(queue) || '{"name": "mails", "dead_letter": null}')).*
     FROM pgboss.queue WHERE name = 'digests';
     INSERT INTO pgboss.job (name, data) VALUES ('mails', '{}')`,
  );
  for (const target of [alone, shared]) await (await openStorage(target, createLogRecorder().log)).close();
  const [gone] = await server.run(alone, "SELECT to_regnamespace('pgboss') IS NULL AS gone");
  expect(gone).toEqual({ gone: true });
  expect(await server.run(shared, 'SELECT name FROM pgboss.job')).toEqual([{ name: 'mails' }]);
});
