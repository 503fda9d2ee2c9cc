import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { expect, it } from 'vitest';
import { type Digest, nonceOf } from '../src/digests/digest.ts';
import { UserError } from '../src/errors.ts';
import { restoreBackup, writeBackup } from '../src/storage/backup.ts';
import { computeChecksums, type MoveProgress, moveStorage } from '../src/storage/bulk-copy.ts';
import { type DatabaseTarget, targetNameOf } from '../src/storage/database-target.ts';
import { openStorage } from '../src/storage/open.ts';
import type { Storage } from '../src/storage/storage.ts';
import { createArticle } from './articles.ts';
import {
  type CommandResult,
  runCommand as runInThisProcess,
  runProgram,
  spawnProgram,
} from './command-line.ts';
import { usePostgres } from './databases.ts';
import { PASSWORD } from './postgres.ts';
import { createFileTarget, createLogRecorder } from './support.ts';

const server = usePostgres();

const urlOf = (target: DatabaseTarget) => (target.kind === 'sqlite' ? target.path : target.url);
const newFolder = () => mkdtempSync(join(tmpdir(), 'standfirst-'));

const settingOf = (target: DatabaseTarget) => ({ environment: { DATABASE_URL: urlOf(target) } });

async function runCommand(
  words: readonly string[],
  at: DatabaseTarget,
  run = runInThisProcess,
): Promise<CommandResult> {
  const done = await run(words, settingOf(at));
  expect(done.out + done.err).not.toContain(PASSWORD);
  return done;
}

async function withStorage<Result>(
  target: DatabaseTarget,
  work: (storage: Storage) => Promise<Result>,
): Promise<Result> {
  const storage = await openStorage(target, createLogRecorder().log);
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}

const at = new Date(0).toISOString();
const digest: Digest = {
  id: 'd',
  serverId: '1',
  channelId: '2',
  name: 'News',
  days: [1],
  time: '08:30',
  zone: 'UTC',
  count: 3,
  paused: false,
  activeSince: at,
  createdBy: '1',
  createdAt: at,
};
const generation = {
  day: '1970-01-01',
  at,
  memberId: '1',
  serverId: null,
  recipe: 'summary',
  articleId: 'a',
  answers: 1 as const,
  inputTokens: 10,
  outputTokens: 10,
  dollars: null,
};
const free = { member: null, server: null, day: null };
const unlimited = { answers: free, tokens: free, dollars: free };
const article = (number: number) =>
  createArticle(`Headline ${number} “déjà” 😀`, [`Text of ${number} with zero\0 and \\u0000.`], {
    '1': 'A comment.',
  });

/** Adds something to every table. */
async function fillStorage(storage: Storage): Promise<void> {
  for (let i = 0; i < 150; i++)
    await storage.articles.forServer(i % 3 ? null : '1').add(article(i), { source: `s${i}\0`, addedAt: at });
  await storage.articles.add(article(1000), { source: 's1\0', addedAt: at });
  await storage.articles.forServer('1').rename(article(3).id, 'A name of our own');
  await storage.articles.forServer('1').changeTags(article(3).id, { add: ['harbour', 'news'], remove: [] });
  await storage.threads.open({
    threadId: '9',
    serverId: null,
    articleId: article(1).id,
    openedBy: '1',
    openedAt: at,
  });
  await storage.threads.addQuestion({
    threadId: '9',
    messageId: '10',
    memberId: '1',
    question: 'Why?',
    askedAt: at,
  });
  await storage.digests.create(digest);
  const slot = {
    digestId: 'd',
    slot: at,
    nonce: nonceOf('d', at),
    articleIds: [],
    messageId: null,
    reason: null,
    at,
  };
  await storage.digests.claim({ ...slot, occasion: 'now', state: 'skipped' });
  await storage.settings.update('1', { maskStrongLanguage: false });
  const reserved = await storage.ledger.reserve(generation, unlimited);
  await storage.ledger.settle((reserved as { id: number }).id, {
    inputTokens: 7,
    outputTokens: 3,
    dollars: 0.1 + 0.2,
    isCounted: false,
  });
  const by = { memberId: '1', serverId: '1', before: ['2'] };
  await storage.feedback.saveQuestion({ key: 'k', options: '{}', at, by });
  const vote = { answer: 'a', articleId: 'a', serverId: '1', memberId: '1', reason: null, shown: null, at };
  await storage.feedback.vote({ ...vote, verdict: 'useful' });
  await storage.cache.set('k', '"kept"', Date.now() + 86_400_000);
  await storage.provenance.recordAnswer({ key: 'k', articleId: 'a', asked: 'k', at });
  await storage.audit.record({ serverId: '1', at, actor: '1', action: 'added', kind: 'article', what: 'a' });
  await storage.servers.markDeparted('2', at);
  await storage.ledger.reserve({ ...generation, serverId: '3' }, unlimited);
  await storage.servers.eraseBatch('3', generation.day);
}

/** Expects the added content to be complete, searchable and usable. */
async function expectFilled(storage: Storage): Promise<void> {
  const all = await storage.bulk.read(computeChecksums);
  for (const [table, { rows }] of Object.entries(all))
    if (!/^feed|^web_/.test(table)) expect(rows, table).toBeGreaterThan(0);
  expect(all.article?.rows).toBe(151);
  expect(await storage.articles.get(article(7).id)).toMatchObject(article(7));
  expect((await storage.articles.search('text 101', { offset: 0, limit: 1 }))[0]?.id).toBe(article(101).id);
  expect((await storage.articles.forServer('1').suggest('name of our', 1))[0]).toMatchObject({
    id: article(3).id,
    tags: ['harbour', 'news'],
  });
  expect(await storage.articles.get(article(3).id)).toBeUndefined();
  expect(await storage.articles.search('headline 1', { offset: 0, limit: 500 })).not.toContainEqual(
    expect.objectContaining({ id: article(1).id }),
  );
  expect((await storage.threads.listQuestionsBefore('9', '11', 5)).map(({ question }) => question)).toEqual([
    'Why?',
  ]);
  expect(await storage.ledger.getSpending('1970-01-01', { serverId: null, memberId: null })).toMatchObject({
    dollars: 0.1 + 0.2,
  });
  expect(await storage.cache.get('k')).toBe('"kept"');
  const added = await storage.articles.add(createArticle('One more', ['Text.']), {
    source: 'more',
    addedAt: at,
  });
  expect(added.outcome).toBe('added');
  expect(await storage.ledger.reserve(generation, unlimited)).toEqual({ id: 3 });
}

const copied = (from: DatabaseTarget, to: DatabaseTarget, progress?: MoveProgress) =>
  withStorage(from, async source => {
    const target = await openStorage(to, createLogRecorder().log, { isMoving: true });
    try {
      return await moveStorage(source.bulk, target.bulk, {
        source: targetNameOf(from),
        ...(progress && { progress }),
      });
    } finally {
      await target.close();
    }
  });

/** Starts a move and kills it as it is about to write to this table, which is locked until then. */
async function killMoveAt(
  table: string,
  from: DatabaseTarget,
  to: DatabaseTarget & { kind: 'postgres' },
): Promise<void> {
  const holder = new pg.Client(to.url);
  await holder.connect();
  await holder.query(`BEGIN; LOCK TABLE ${table} IN SHARE MODE`);
  const killed = spawnProgram(['move', '--to', urlOf(to)], settingOf(from));
  const waits = `SELECT 1 FROM pg_locks JOIN pg_class ON pg_class.oid = relation WHERE relname = '${table}' AND NOT granted`;
  while ((await server.run(to, waits)).length === 0 && killed.exitCode === null)
    await new Promise(resolve => setTimeout(resolve, 50));
  expect(killed.exitCode).toBeNull();
  killed.kill('SIGKILL');
  await once(killed, 'close');
  await holder.end();
}

it('a move that is killed goes on where it was, with what the source has changed meanwhile, and is the same in the end', async () => {
  const [from, to] = [createFileTarget(), await server.create()];
  await withStorage(from, fillStorage);
  await withStorage(to, async () => undefined);
  const rows = async (table: string) =>
    Number((await server.run(to, `SELECT count(*) AS rows FROM ${table}`))[0]!.rows);

  await killMoveAt('article_version', from, to);
  expect([await rows('article'), await rows('article_version')]).toEqual([151, 0]);
  // meanwhile one article is added, one removed and one tagged differently
  await withStorage(from, async storage => {
    await storage.articles.add(article(2000), { source: 's2000', addedAt: at });
    await storage.articles.remove(article(100).id);
    await storage.articles
      .forServer('1')
      .changeTags(article(3).id, { add: ['harbour', 'late'], remove: ['news'] });
  });
  await killMoveAt('digest_post', from, to);
  expect([await rows('article'), await rows('digest_post')]).toEqual([151, 0]);
  await withStorage(from, async storage => {
    await storage.articles.forServer('1').changeTags(article(3).id, { add: ['news'], remove: ['late'] });
    // a row whose columns have capital letters
    await storage.digests.update({ ...digest, name: 'More news' });
  });
  await killMoveAt('article_search', from, to);
  expect(await rows('digest_post')).toBe(1);

  // a partial copy can neither be used nor be completed from another database
  await expect(openStorage(to, createLogRecorder().log)).rejects.toThrow(
    /only a part of what was to be moved there from .*Run the move again/,
  );
  // and the refused process leaves no connection behind
  const others = 'FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';
  await expect
    .poll(async () => (await server.run(to, `SELECT count(*)::int AS open ${others}`))[0]?.open)
    .toBe(0);
  const elsewhere = createFileTarget();
  await withStorage(elsewhere, async () => undefined);
  await expect(copied(elsewhere, to)).rejects.toThrow(
    /holds a part of .* Go on with that one, or name an empty/,
  );

  const moved = await runCommand(['move', '--to', urlOf(to)], from);
  expect(moved).toMatchObject({ code: 0, err: expect.stringMatching(/^(moving: .* rows\n)*$/) });
  expect(moved.out).toMatch(
    /^went on with a move that was interrupted: \d{3} rows were there and are the same, 0 had changed/,
  );
  expect(moved.out).toMatch(/\nmoved and compared: .*article 151/);
  const sums = await withStorage(from, storage => storage.bulk.read(computeChecksums));
  expect(await withStorage(to, storage => storage.bulk.read(computeChecksums))).toEqual(sums);
  expect((await copied(from, to)).outcome).toBe('there already');

  // moving back to a file, with interruptions, gives the same content again
  const back = createFileTarget();
  for (const step of [1, 4, 7]) {
    let done = 0;
    const interrupted = copied(to, back, () => {
      done += 1;
      if (done === step) throw new Error('interrupted');
    });
    await expect(interrupted).rejects.toThrow('interrupted');
    await expect(openStorage(back, createLogRecorder().log)).rejects.toThrow('Run the move again');
    await withStorage(to, async storage => {
      await storage.articles
        .forServer('1')
        .changeTags(article(3).id, step === 4 ? { add: ['x'], remove: [] } : { add: [], remove: ['x'] });
    });
  }
  expect(await copied(to, back)).toMatchObject({ outcome: 'moved', before: { gone: expect.any(Number) } });
  expect(await withStorage(back, storage => storage.bulk.read(computeChecksums))).toEqual(sums);
  await withStorage(to, expectFilled);
  await withStorage(back, expectFilled);
  await expect(copied(from, to)).rejects.toThrow('holds something already');
});

it.each([
  ['the embedded database', async (): Promise<DatabaseTarget> => createFileTarget(), 'backup.gz'],
  ['PostgreSQL', (): Promise<DatabaseTarget> => server.create(), 'backup.jsonl'],
])(
  'backup of %s while others write is one instant of it, and restores to the same',
  async (_name, createPlace, name) => {
    const from = await createPlace();
    const file = join(newFolder(), name);
    await withStorage(from, async storage => {
      await fillStorage(storage);
      let writing = true;
      let written = 0;
      const writer = (async () => {
        for (; writing; written++) {
          const slot = new Date(written * 1000 + 1000).toISOString();
          await storage.digests.claim({
            digestId: 'd',
            slot,
            nonce: nonceOf('d', slot),
            articleIds: [],
            messageId: null,
            reason: null,
            at,
            occasion: 'now',
            state: 'claimed',
          });
          await storage.articles.add(createArticle(`Meanwhile ${written}`, ['Text.']), {
            source: `meanwhile ${written}`,
            addedAt: at,
          });
          await new Promise(resolve => setTimeout(resolve, 5));
        }
      })();
      // in a process of its own, as others write to the database of a bot
      expect(await runCommand(['backup', file], from, runProgram)).toMatchObject({ code: 0, err: '' });
      writing = false;
      await writer;
      expect(written).toBeGreaterThan(10);
    });

    {
      const to = from.kind === 'sqlite' ? await server.create() : createFileTarget();
      const restored = await runCommand(['restore', file], to);
      expect(restored).toMatchObject({ code: 0, err: '' });
      await withStorage(to, async storage => {
        const { article_version: versions, digest_post: posts } = await storage.bulk.read(computeChecksums);
        // each article was added after its slot was claimed
        expect([0, 1]).toContain(posts!.rows - 1 - (versions!.rows - 151));
        expect(await storage.articles.get(article(7).id)).toMatchObject(article(7));
      });
    }
    await withStorage(from, async storage => {
      await expect(writeBackup(storage.bulk, file, { replace: false, at })).rejects.toThrow('--replace');
      await writeBackup(storage.bulk, file, { replace: true, at });
    });
  },
);

it('a database file that is not there is neither backed up nor moved, and a wrong target is named as such', async () => {
  const nowhere: DatabaseTarget = { kind: 'sqlite', path: join(newFolder(), 'misspelt.db') };
  const file = join(newFolder(), 'b.jsonl');
  const from = createFileTarget();
  await withStorage(from, fillStorage);
  const [backup, moving, noPlace, noServer] = await Promise.all([
    runCommand(['backup', file], nowhere),
    runCommand(['move', '--to', urlOf(createFileTarget())], nowhere),
    runCommand(['move', '--to', 'ftp://elsewhere'], from),
    runCommand(['move', '--to', 'postgres://x@127.0.0.1:1/news'], from),
  ]);
  for (const { code, err } of [backup, moving]) {
    expect(code).toBe(1);
    expect(err).toMatch(/There is no database .*misspelt\.db\. DATA_DIR and DATABASE_URL say where/);
  }
  expect(existsSync(file)).toBe(false);
  expect(existsSync(nowhere.path)).toBe(false);
  expect(noPlace.err).toMatch(/^--to ftp:\/\/elsewhere is neither a file/);
  expect(noServer.err).toMatch(/nothing answers there.* --to says where/);
});

it('a backup that is cut, changed or none is refused with a reason, and nothing of it is kept', async () => {
  const [from, to] = [createFileTarget(), createFileTarget()];
  await withStorage(from, fillStorage);
  const file = join(newFolder(), 'backup.gz');
  await withStorage(from, storage => writeBackup(storage.bulk, file, { replace: false, at }));
  const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n');
  const refused = async (content: string | Buffer, reason: RegExp, name = 'b.jsonl') => {
    const damaged = join(newFolder(), name);
    writeFileSync(damaged, content);
    await withStorage(to, async storage => {
      const failed = await restoreBackup(storage.bulk, damaged).catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(UserError);
      expect((failed as Error).message).toMatch(reason);
      expect(await storage.articles.count()).toBe(0);
    });
  };
  await refused(lines.slice(0, -1).join('\n'), /is cut: it has no end/);
  await refused(readFileSync(file).subarray(0, 3000), /is cut|damaged/, 'b.gz');
  await refused(
    lines.join('\n').replace('Headline 7 ', 'Headline 8 '),
    /not what was read: article .* was changed since it was made/,
  );
  await refused(lines.toSpliced(5, 1).join('\n'), /does not fit/);
  const comment = lines.findIndex(line => line.includes('"table":"vote"'));
  await refused(lines.toSpliced(comment, 1).join('\n'), /vote has 0 rows .* instead of 1/);
  await refused('{"headline": "The pier"}', /is no backup/);
  await refused(lines.toSpliced(3, 1, '{"table":').join('\n'), /damaged in line 4/);
  await withStorage(from, async storage => {
    await expect(restoreBackup(storage.bulk, '/nowhere/backup')).rejects.toThrow('holds something already');
    await expect(writeBackup(storage.bulk, '/nowhere/backup', { replace: false, at })).rejects.toThrow(
      'cannot be written',
    );
  });
  await withStorage(to, storage =>
    expect(restoreBackup(storage.bulk, '/nowhere/backup')).rejects.toThrow('cannot be read'),
  );
  expect(existsSync('/nowhere')).toBe(false);
});
