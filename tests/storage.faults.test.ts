import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { expect, it } from 'vitest';
import { UserError } from '../src/errors.ts';
import { systemClock } from '../src/scheduling/clock.ts';
import { type DatabaseTarget, parseDatabaseUrl, targetNameOf } from '../src/storage/database-target.ts';
import { openStorage } from '../src/storage/open.ts';
import { NEWEST_SCHEMA } from '../src/storage/postgres/schema.ts';
import { createRateLimiter, TooFast } from '../src/usage/rate-limits.ts';
import { createArticle } from './articles.ts';
import { listDatabases, usePostgres } from './databases.ts';
import { PASSWORD } from './postgres.ts';
import { createFileTarget, createLogRecorder, startTestBot, visibleTextOf } from './support.ts';

const server = usePostgres();

const at = new Date(0).toISOString();
const long = (number: number) => createArticle(`Headline ${number}`, [`Text ${number}. `.repeat(2000)]);
const pathOf = (target: DatabaseTarget) => (target.kind === 'sqlite' ? target.path : '');

async function catchRefusal(target: DatabaseTarget): Promise<string> {
  const { log, lines } = createLogRecorder();
  const error = await openStorage(target, log).catch((failed: unknown) => failed);
  expect(error).toBeInstanceOf(UserError);
  expect(JSON.stringify(lines) + (error as Error).message).not.toContain(PASSWORD);
  return (error as Error).message;
}

/** Mounts a file system of limited size; null if this user may not. */
function mountSmallDisk(
  size: string,
): { folder: string; change(options: string): void; remove(): void } | null {
  const folder = mkdtempSync(join(tmpdir(), 'standfirst-disk-'));
  const run = (command: string, ...words: string[]) => execFileSync(command, words, { stdio: 'pipe' });
  try {
    run('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder);
  } catch {
    return null;
  }
  return {
    folder,
    change: options => void run('mount', '-o', `remount,${options}`, folder),
    remove: () => {
      run('umount', '-l', folder);
      rmSync(folder, { recursive: true });
    },
  };
}

it('a process that loses PostgreSQL answers readers from what it has, says so, and recovers by itself', {
  timeout: 240_000,
}, async () => {
  const bot = await startTestBot({ target: await server.create() });
  try {
    const { articles } = bot.preview.channels;
    const train = await bot.library.find('22:40');
    const [, other] = await bot.library.list({ offset: 0, limit: 2 });
    const ask = async (article: string) =>
      visibleTextOf(
        await (await bot.preview.member('Ben').command(articles, 'summary', { article })).reply(),
      );
    const before = await ask(train.id);
    await server.halt();
    const during = await ask(train.id);
    expect(during).toContain(before.split('\n').find(line => line.includes('¶'))!);
    expect(during).toContain('I can’t reach my database at the moment, so this is from memory.');
    expect(await ask(other!.id)).toMatch(
      /I can’t reach my database at the moment. Please try again in a minute/,
    );
    await expect(bot.library.count()).rejects.toThrow('can’t reach my database');
    expect(bot.lines.filter(({ msg }) => msg.startsWith('the database cannot be reached'))).toHaveLength(1);
    await server.resume();
    await expect.poll(() => ask(other!.id), { timeout: 60_000 }).toContain('¶');
    expect(await ask(train.id)).not.toContain('from memory');
    expect(bot.lines.filter(({ msg }) => msg === 'the database is back')).toHaveLength(1);
  } finally {
    await bot.stop();
  }
});

/** A proxy to a server that can be made to swallow all traffic, like a hanging server or a broken network. */
async function openProxy(
  target: DatabaseTarget,
): Promise<{ target: DatabaseTarget; hang(): void; goOn(): void; close(): void }> {
  const url = new URL(target.kind === 'postgres' ? target.url : '');
  const { port, hostname } = url;
  const sockets = new Set<Socket>();
  let isHanging = false;
  const proxy = createServer(near => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => [near, far].forEach(end => void end.destroy()));
      if (isHanging) socket.pause();
    }
    near.on('data', data => far.write(data));
    far.on('data', data => near.write(data));
    if (isHanging) for (const socket of [near, far]) socket.pause();
  });
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
  url.port = String((proxy.address() as AddressInfo).port);
  const each = (isNow: boolean, change: (socket: Socket) => void) => {
    isHanging = isNow;
    for (const socket of sockets) change(socket);
  };
  return {
    target: { kind: 'postgres', url: url.href },
    hang: () => each(true, socket => void socket.pause()),
    goOn: () => each(false, socket => void socket.resume()),
    close: () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  };
}

it('a PostgreSQL that hangs without a word keeps nobody waiting, and the lock that was asked for meanwhile is free afterwards', {
  timeout: 240_000,
}, async () => {
  const direct = await server.create();
  const { target: place, hang, goOn, close } = await openProxy(direct);
  const bot = await startTestBot({ target: place });
  const witness = await openStorage(direct, createLogRecorder().log);
  try {
    const { articles } = bot.preview.channels;
    const train = await bot.library.find('22:40');
    const [, other] = await bot.library.list({ offset: 0, limit: 2 });
    const isAnswer = (message: Parameters<typeof visibleTextOf>[0]) =>
      /word for word|try again/.test(visibleTextOf(message));
    const ask = async (article: string, command = 'summary') =>
      visibleTextOf(
        await (await bot.preview.member('Ben').command(articles, command, { article })).replyWhere(isAnswer),
      );
    const before = await ask(train.id);
    const isDone = async () => true;
    await bot.storage.locks.runExclusive('a lock', isDone);
    hang();
    const work = bot.storage.locks.runExclusive('a lock', isDone);
    const [known, made, unknown] = await Promise.all([
      ask(train.id),
      ask(train.id, 'quotes'),
      ask(other!.id),
    ]);
    expect(known).toContain(before.split('\n').find(line => line.includes('¶'))!);
    expect(known).toContain('I can’t reach my database at the moment, so this is from memory.');
    expect(made).toContain('this is from memory');
    expect(unknown).toMatch(/I can’t reach my database at the moment. Please try again in a minute/);
    expect(await work).toBe(true);
    goOn();
    await expect.poll(() => ask(other!.id), { timeout: 60_000 }).toContain('¶');
    expect(await ask(train.id)).not.toContain('from memory');
    await expect.poll(() => witness.locks.runUnlessLocked('a lock', isDone)).toBe(true);
  } finally {
    close();
    await bot.stop();
    await witness.close();
  }
});

it('a PostgreSQL server that cannot be used is told in one sentence, without the password', async () => {
  const target = await server.create();
  const at = (change: (url: URL) => void): DatabaseTarget => {
    const url = new URL(target.url);
    change(url);
    return { kind: 'postgres', url: url.href };
  };
  expect(await catchRefusal(at(url => (url.password = `${PASSWORD}-wrong`)))).toMatch(
    /refuses the user or the password/,
  );
  expect(await catchRefusal(at(url => (url.password = '')))).toMatch(
    /asks for a password, and the address has none: write it behind the user’s name/,
  );
  expect(await catchRefusal(at(url => (url.pathname = '/nowhere')))).toMatch(
    /nowhere on 127.0.0.1:\d+ cannot be used: there is no database/,
  );
  expect(await catchRefusal(at(url => (url.port = '1')))).toMatch(/nothing answers there/);
  expect(await catchRefusal({ kind: 'postgres', url: `postgres://x:${PASSWORD}@:99999999/` })).toMatch(
    /not an address/,
  );
  for (const password of ['p/w', 'p@ss#w'])
    expect(await catchRefusal({ kind: 'postgres', url: target.url.replace(PASSWORD, password) })).toMatch(
      /not an address .* In the password, @ is written as %40/,
    );
  const storage = await openStorage(target, createLogRecorder().log);
  await storage.close();
  await server.run(target, 'UPDATE schema_version SET version = 99');
  expect(await catchRefusal(target)).toMatch(/has schema 99, this program knows \d+: use the newer program/);
  await server.run(
    target,
    `UPDATE schema_version SET version = ${NEWEST_SCHEMA}; ALTER TABLE digest DROP COLUMN name_key`,
  );
  expect(await catchRefusal(target)).toMatch(
    /its table “digest” lacks “name_key”, so .*whose tables were others; move it away/,
  );
  await server.run(target, 'DROP TABLE vote, digest CASCADE');
  expect(await catchRefusal(target)).toMatch(
    /it lacks the table “digest”, so .*whose tables were others; move it away/,
  );
  await server.run(target, 'DELETE FROM schema_version');
  expect(await catchRefusal(target)).toMatch(/tables of another program/);
  await server.run(
    target,
    "ALTER TABLE schema_version ALTER COLUMN version TYPE TEXT; INSERT INTO schema_version VALUES ('1.2.3')",
  );
  expect(await catchRefusal(target)).toMatch(/tables of another program \(“schema_version”\)/);
  const ascii = await server.create(
    "ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0",
  );
  expect(await catchRefusal(ascii)).toMatch(/ENCODING 'UTF8'/);
});

it('a PostgreSQL server is reached by a socket, by ?host= and ?port=, and named by them', async () => {
  const target = await server.create();
  const { username, password, pathname, port } = new URL(target.url);
  const folder = mkdtempSync(join(tmpdir(), 'standfirst-socket-'));
  const proxy = createServer(near => {
    const far = connect(Number(port), '127.0.0.1');
    near.pipe(far).pipe(near);
    for (const end of [near, far]) end.on('error', () => [near, far].forEach(each => void each.destroy()));
  });
  await new Promise<void>(resolve => proxy.listen(join(folder, '.s.PGSQL.5499'), resolve));
  const who = `${username}:${password}`;
  const urls = [
    `postgres://${who}@${encodeURIComponent(folder)}:5499${pathname}`,
    `postgres://${who}@/${pathname.slice(1)}?host=${folder}&port=5499`,
    `postgres://${who}@elsewhere:1${pathname}?host=127.0.0.1&port=${port}`,
  ];
  for (const url of urls) {
    const storage = await openStorage(parseDatabaseUrl(url), createLogRecorder().log);
    expect(await storage.articles.count()).toBe(0);
    await storage.close();
  }
  expect(urls.map(url => targetNameOf(parseDatabaseUrl(url)))).toEqual([
    `postgres://${folder}:5499${pathname}`,
    `postgres://${folder}:5499${pathname}`,
    `postgres://127.0.0.1:${port}${pathname}`,
  ]);
  proxy.close();
  const gone = `postgres://${who}@/${pathname.slice(1)}?host=${folder}&port=5498`;
  expect(await catchRefusal(parseDatabaseUrl(gone))).toMatch(
    /on \/\S+\/\.s\.PGSQL\.5498 cannot be used: there is no such socket/,
  );
});

it('a statement that takes too long is given up by PostgreSQL itself, and a sentence for whoever waits', async () => {
  const target = await server.create();
  const { log } = createLogRecorder();
  const storage = await openStorage({ ...target, connections: 2, statementSeconds: 1 }, log);
  await storage.articles.count();
  const [busy] = await server.run(
    target,
    "SELECT count(*)::integer AS open FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'standfirst'",
  );
  expect(busy?.open).toBeLessThanOrEqual(2);
  const holder = new pg.Client(target.url);
  await holder.connect();
  await holder.query('BEGIN; LOCK TABLE audit');
  await expect(storage.audit.deleteBefore(at)).rejects.toThrow(/took too long/);
  await holder.query('COMMIT');
  expect(await storage.audit.deleteBefore(at)).toBe(0);
  await holder.end();
  await storage.close();
});

it('of processes that start at once on an empty PostgreSQL database one makes the tables, and all start', async () => {
  const target = await server.create();
  const storages = await Promise.all(
    Array.from({ length: 6 }, () => openStorage(target, createLogRecorder().log)),
  );
  expect(await storages[5]!.articles.count()).toBe(0);
  await Promise.all(storages.map(storage => storage.close()));
});

it('a database file that is cut in the middle is refused with what to do, and left as it is', async () => {
  const target = createFileTarget();
  const storage = await openStorage(target, createLogRecorder().log);
  for (let i = 0; i < 30; i++) await storage.articles.add(long(i), { source: `${i}`, addedAt: at });
  await storage.close();
  const hash = () =>
    createHash('sha256')
      .update(readFileSync(pathOf(target)))
      .digest('hex');
  for (const size of [Math.floor(readFileSync(pathOf(target)).length / 2 / 4096) * 4096 + 100, 50]) {
    truncateSync(pathOf(target), size);
    const cut = hash();
    expect(await catchRefusal(target)).toMatch(
      /damaged: it was left as it is\. Move it away and restore a backup/,
    );
    expect(hash()).toBe(cut);
  }
  writeFileSync(pathOf(target), 'not a database, but a letter to the editor. '.repeat(50));
  expect(await catchRefusal(target)).toMatch(/no database/);
});

/** Ways in which disks, operators and sync programs damage the file of a running bot. */
const damages: readonly [string, RegExp, (path: string) => void][] = [
  ['removed', /^the file was removed/, path => unlinkSync(path)],
  [
    'replaced by another',
    /^the file was replaced/,
    path => {
      writeFileSync(`${path}.new`, 'another file');
      renameSync(`${path}.new`, path);
    },
  ],
  ['cut', /^the file was cut/, path => truncateSync(path, Math.floor(statSync(path).size / 2))],
  [
    'written over from its beginning',
    /^the file was written over/,
    path => writeFileSync(path, Buffer.alloc(statSync(path).size, 0xff), { flag: 'r+' }),
  ],
  [
    'written over in the middle',
    /^the file was damaged/,
    path => {
      // data in the log or in SQLite's own memory would be read from there
      const other = new DatabaseSync(path);
      other.exec(
        "INSERT INTO cached_answer (key, value) VALUES ('other', x'31'); PRAGMA wal_checkpoint(TRUNCATE)",
      );
      other.close();
      const file = openSync(path, 'r+');
      writeSync(file, Buffer.alloc(statSync(path).size - 4096, 0xff), 0, null, 4096);
      closeSync(file);
    },
  ],
  ['robbed of its log', /^the log .* was removed/, path => unlinkSync(`${path}-wal`)],
];

it.each(damages)(
  'a database file that is %s while the bot runs is left alone: readers get what is remembered, else a sentence, and the log says what to do',
  async (what, found, damage) => {
    const target = createFileTarget();
    const path = pathOf(target);
    const { log, lines } = createLogRecorder();
    const storage = await openStorage(target, log);
    for (let i = 0; i < 30; i++) await storage.articles.add(long(i), { source: `${i}`, addedAt: at });
    const before = await storage.articles.get(long(1).id);
    damage(path);
    const hash = () =>
      existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : null;
    const hurt = hash();
    // the query that /readyz makes
    const count = () => storage.articles.count().catch((error: Error) => error.message);
    await expect.poll(count, { timeout: 60_000 }).toMatch(/restore a backup/);
    expect(await storage.articles.get(long(1).id)).toEqual(before);
    expect(storage.outageNotice()).toMatch(/from memory/);
    await expect(storage.articles.get(long(2).id)).rejects.toThrow(UserError);
    await expect(storage.settings.update('1', { language: 'fr' })).rejects.toThrow(
      /Nothing more is written to it\. Stop the bot/,
    );
    await expect(storage.locks.runUnlessLocked('a', async () => 1)).rejects.toThrow(/Stop the bot/);
    await storage.threads.addQuestion({
      threadId: '1',
      messageId: '1',
      memberId: '1',
      question: 'Why?',
      askedAt: at,
    });
    const told = lines.filter(({ msg }) => /standfirst -- restore FILE/.test(msg));
    expect(told).toHaveLength(1);
    expect(told[0]!.msg).toMatch(found);
    expect(hash()).toBe(hurt);
    await storage.close();
    if (what === 'removed') {
      expect(existsSync(path)).toBe(false);
      writeFileSync(`${path}-wal`, 'what was not yet in the file');
      expect(await catchRefusal(target)).toMatch(
        /the file is gone, while its log .* is there: put the file back/,
      );
      expect(readFileSync(`${path}-wal`, 'utf8')).toBe('what was not yet in the file');
    } else if (what === 'replaced by another') expect(readFileSync(path, 'utf8')).toBe('another file');
  },
);

it.each([
  [1, /before the first release wrote it, whose tables were others; move it away/],
  [2, /before the first release wrote it, whose tables were others; move it away/],
  [99, /has schema 99, this program knows \d+: use the newer program/],
  [0, /tables of another program \(“article”\): name a file of its own/],
])('a database file of schema %i is refused with what to do, and left as it is', async (version, told) => {
  const path = join(mkdtempSync(join(tmpdir(), 'standfirst-')), 'standfirst.db');
  const database = new DatabaseSync(path);
  database.exec(`CREATE TABLE article (id TEXT); PRAGMA user_version = ${version}`);
  database.close();
  expect(await catchRefusal({ kind: 'sqlite', path })).toMatch(told);
  const after = new DatabaseSync(path);
  expect(after.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all()).toEqual([
    { name: 'article' },
  ]);
  after.close();
});

it('a database that another process holds for long says so instead of failing without a word', {
  timeout: 240_000,
}, async () => {
  const target = createFileTarget();
  const { log, lines } = createLogRecorder();
  const storage = await openStorage(target, log);
  const holder = new DatabaseSync(pathOf(target));
  holder.exec('BEGIN IMMEDIATE');
  await expect(storage.settings.update('1', { language: 'fr' })).rejects.toThrow(
    /another process has held it for long/,
  );
  expect(await storage.settings.get('1')).toMatchObject({ language: null });
  expect(lines.at(-1)?.msg).toBe('the database could not do what was asked');
  holder.exec('COMMIT');
  await storage.settings.update('1', { language: 'fr' });
  holder.close();
  await storage.close();
});

it('while another process writes, this one goes on, waits in turn for what it writes itself, and answers what it has', {
  timeout: 240_000,
}, async () => {
  const target = createFileTarget();
  const bot = await startTestBot({ target });
  const { articles } = bot.preview.channels;
  const ada = bot.preview.member('Ada');
  await (await ada.command(articles, 'summary', { article: 'night train' })).reply();
  const holder = new DatabaseSync(pathOf(target));
  holder.exec('BEGIN IMMEDIATE');
  const order: string[] = [];
  // the waiting thread is the one that would release the lock
  setTimeout(() => {
    order.push('released');
    holder.exec('COMMIT');
  }, 2500);
  const note = (what: string) => () => void order.push(what);
  const { settings, cache, articles: library, threads, ledger, feedback, claims, digests } = bot.storage;
  const thread = { threadId: '1', serverId: '1', articleId: '1', openedBy: '1', openedAt: at };
  await Promise.all([
    (await ada.command(articles, 'summary', { article: 'night train' })).reply().then(note('answered')),
    settings.get('1').then(note('read')),
    settings.update('1', { language: 'fr' }).then(note('settings')),
    settings.update('1', { language: 'de' }).then(note('settings again')),
    library.add(long(1), { source: '1', addedAt: at }).then(note('article')),
    threads.open(thread).then(note('thread')),
    cache.set('key', '"value"').then(note('cache')),
    claims.claim({ id: '1', owner: '1', channelId: null, at }).then(note('claim')),
    digests.remove('none').then(note('digest')),
    ledger.forget('1', at.slice(0, 10)).then(note('ledger')),
    feedback.forget('1').then(note('feedback')),
    bot.storage.locks.runExclusive('key', async () => order.push('lock')),
  ]);
  expect(order.slice(0, 3).toSorted()).toEqual(['answered', 'read', 'released']);
  expect(order.indexOf('settings')).toBeLessThan(order.indexOf('settings again'));
  expect(order).toHaveLength(13);
  expect((await settings.get('1')).language).toBe('de');
  expect((await library.list({ offset: 0, limit: 100 })).filter(({ source }) => source === '1')).toHaveLength(
    1,
  );
  holder.close();
  await bot.stop();
});

it('what another process may be doing too is not done while the database does not say whose it is', {
  timeout: 240_000,
}, async () => {
  const target = createFileTarget();
  const bot = await startTestBot({ target });
  const { articles, news } = bot.preview.channels;
  const ada = bot.preview.member('Ada');
  const options = { name: 'Morning', channel: news, days: 'every day', time: '07:00', zone: 'UTC' };
  const holder = new DatabaseSync(pathOf(target));
  holder.exec('BEGIN IMMEDIATE');
  const refused = await (await ada.command(articles, 'digest', options, { subcommand: 'create' })).reply();
  holder.exec('COMMIT');
  holder.close();
  expect(visibleTextOf(refused)).toContain('My database didn’t answer in time, so I changed nothing.');
  const there = async () => (await bot.storage.digests.listActive()).map(({ digest }) => digest.name);
  expect(await there()).toEqual([]);
  await (await ada.command(articles, 'digest', options, { subcommand: 'create' })).reply();
  expect(await there()).toEqual(['Morning']);
  await bot.stop();
});

const disk = mountSmallDisk('1m');

it.skipIf(!disk)(
  'a full disk is told, loses nothing, and is no trouble any more when there is room (needs the right to mount)',
  async () => {
    const { folder, change, remove } = disk!;
    const target: DatabaseTarget = { kind: 'sqlite', path: join(folder, 'standfirst.db') };
    try {
      const storage = await openStorage(target, createLogRecorder().log);
      let kept = 0;
      const fill = async () => {
        for (; kept < 200; kept++) await storage.articles.add(long(kept), { source: `${kept}`, addedAt: at });
      };
      await expect(fill()).rejects.toThrow(/disk is full: make room/);
      expect(kept).toBeGreaterThan(0);
      expect(await storage.articles.count()).toBe(kept);
      expect(await storage.articles.get(long(0).id)).toMatchObject(long(0));
      change('size=64m');
      await fill();
      expect(await storage.articles.count()).toBe(200);
      await storage.close();

      change('ro');
      expect(await catchRefusal(target)).toMatch(/read-only|cannot be opened/);
    } finally {
      remove();
    }
  },
);

it.skipIf(!disk)('on a full disk members are answered all the same (needs the right to mount)', async () => {
  const { folder, remove } = mountSmallDisk('3m')!;
  const bot = await startTestBot({ target: { kind: 'sqlite', path: join(folder, 'standfirst.db') } });
  try {
    const { id } = await bot.library.find('22:40');
    expect(() => writeFileSync(join(folder, 'fills'), Buffer.alloc(4_000_000))).toThrow('ENOSPC');
    const { articles } = bot.preview.channels;
    const answer = await (
      await bot.preview.member('Ben').command(articles, 'summary', { article: id })
    ).reply();
    expect(visibleTextOf(answer)).toContain('¶');
    expect(bot.lines.some(({ reason }) => /disk is full: make room/.test(String(reason)))).toBe(true);
  } finally {
    await bot.stop();
    remove();
  }
});

it.each(listDatabases(server))('a corrupt row of the cache in %s is a miss', async (_name, createPlace) => {
  const target = await createPlace();
  const bot = await startTestBot({ target });
  try {
    const { articles } = bot.preview.channels;
    const { id } = await bot.library.find('22:40');
    const ask = async () =>
      visibleTextOf(
        await (await bot.preview.member('Ben').command(articles, 'summary', { article: id })).reply(),
      );
    const answer = await ask();
    const spoil = `UPDATE cached_answer SET value = '{"value":{"content":'`;
    if (target.kind === 'postgres') await server.run(target, spoil);
    else {
      const database = new DatabaseSync(target.path);
      database.exec(spoil.replace(/'.*'/, text => `CAST(${text} AS BLOB)`));
      database.close();
    }
    expect(await ask()).toBe(answer);
    expect(await ask()).toBe(answer);
  } finally {
    await bot.stop();
  }
});

it('processes on one PostgreSQL share the count of answers, which each keeps for itself while the server is away', async () => {
  const target = await server.create();
  const [one, other] = [
    await openStorage(target, createLogRecorder().log),
    await openStorage(target, createLogRecorder().log),
  ];
  const limits = { member: 4, server: null, seconds: 60 };
  const rates = [one, other].map(storage => createRateLimiter(limits, systemClock, storage.limiter));
  const asker = { memberId: '1', serverId: null };
  const spent = await Promise.allSettled(Array.from({ length: 12 }, (_, n) => rates[n % 2]!.consume(asker)));
  expect(spent.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
  for (const each of spent) if (each.status === 'rejected') expect(each.reason).toBeInstanceOf(TooFast);
  await Promise.all([one.close(), other.close()]);
  await expect(rates[0]!.consume({ memberId: '2', serverId: null })).resolves.toBeUndefined();
});
