import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIMessage } from 'discord-api-types/v10';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { inheritedEnvironment } from './program.ts';
import { createRedis, findFreePort, hasRedis, REDIS_PASSWORD, type RedisServer } from './redis.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function startBot(cacheUrl: string): Promise<TestBot> {
  const bot = await startTestBot({ cacheUrl });
  ending.push(() => bot.stop());
  return bot;
}

/** What a member reads who gives a command. */
async function give(bot: TestBot, name: string, options: Record<string, string>): Promise<string> {
  const { articles } = bot.preview.channels;
  return visibleTextOf(await (await bot.preview.member('Ada').command(articles, name, options)).reply());
}

const ask = (bot: TestBot) =>
  give(bot, 'ask', { article: 'night train', question: 'When does the train leave?' });

const AWAY = 'the answer cache cannot be reached: answers are made anew until it is back';
const linesOf = (bot: TestBot, message: string) => bot.lines.filter(({ msg }) => msg === message);
const hasAnswered = (text: string) => expect(text).toContain('The night train');

/** What `standfirst doctor` says of the cache. */
function examine(cacheUrl: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'standfirst-'));
  const env = {
    ...inheritedEnvironment(),
    DATA_DIR: folder,
    OPERATIONS_PORT: 'off',
    PORT: '0',
    CACHE_URL: cacheUrl,
  };
  return new Promise(resolve =>
    execFile(process.execPath, ['src/main.ts', 'doctor'], { env }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    ),
  );
}

describe.skipIf(!hasRedis)(
  'answers on a Redis or Valkey server (needs valkey-server or redis-server)',
  () => {
    let redis: RedisServer;
    beforeEach(async () => {
      redis = await createRedis();
      ending.push(() => redis.halt());
      await redis.start();
    });
    const keys = () => redis.run('KEYS', '*').split('\n').filter(Boolean);

    it('keeps them there, packed and for 90 days, and gives them to every process', async () => {
      const bot = await startBot(redis.url);
      const shown = await ask(bot);
      const [key = '', ...others] = keys();
      expect(others).toEqual([]);
      expect(key).toMatch(/^standfirst::answer::\w+/);
      expect(redis.run('GET', key)).toMatch(/^~/);
      const days = Number(redis.run('PTTL', key)) / 86_400_000;
      expect(days).toBeGreaterThan(89);
      expect(days).toBeLessThanOrEqual(90);
      expect(await bot.storage.bulk.read(snapshot => Array.fromAsync(snapshot.rows('cache')))).toEqual([]);

      const other = await startBot(redis.url);
      const gets = Number(/cmdstat_get:calls=(\d+)/.exec(redis.run('INFO', 'commandstats'))?.[1]);
      expect(await ask(other)).toBe(shown);
      expect(Number(/cmdstat_get:calls=(\d+)/.exec(redis.run('INFO', 'commandstats'))?.[1])).toBe(gets + 1);
      expect(keys()).toEqual([key]);
      expect([...bot.lines, ...other.lines].filter(({ level }) => level > 30)).toEqual([]);
    });

    it('answers while the server is away, tells the log once and without the password, and uses it when it is back', async () => {
      const bot = await startBot(redis.url);
      await ask(bot);
      await redis.halt();
      for (const article of ['night train', 'water meters', 'harbour'])
        expect(await give(bot, 'summary', { article })).not.toContain('wrong');
      hasAnswered(await ask(bot));
      expect(linesOf(bot, AWAY)).toHaveLength(1);
      expect(bot.lines.filter(({ level }) => level > 30)).toHaveLength(1);
      expect(JSON.stringify(bot.lines)).not.toContain(REDIS_PASSWORD);
      expect(JSON.stringify(bot.lines)).not.toContain(encodeURIComponent(REDIS_PASSWORD));
      await redis.start();
      await vi.waitFor(
        async () => {
          await ask(bot);
          expect(keys()).toHaveLength(1);
        },
        { timeout: 30_000, interval: 250 },
      );
      expect(linesOf(bot, 'the answer cache is back')).toHaveLength(1);
    });

    it('has what a member asked deleted there too, and says so where that fails', async () => {
      const bot = await startBot(redis.url);
      await ask(bot);
      await give(bot, 'summary', { article: 'night train' });
      expect(keys()).toHaveLength(2);
      const { articles } = bot.preview.channels;
      const ada = bot.preview.member('Ada');
      const press = async (message: APIMessage, label: string) =>
        (await ada.click(message, pressableOf(message)[label] as string)).final();
      const openPrivacy = async () => (await ada.command(articles, 'privacy', {})).final();
      const sure = await press(await openPrivacy(), 'Delete my data…');

      await redis.halt();
      expect(visibleTextOf(await press(sure, 'Yes, delete'))).toContain('what it holds can’t be deleted');
      await redis.start();
      // what was kept is gone with the server, so it is asked again
      await vi.waitFor(
        async () => {
          await ask(bot);
          expect(keys()).toHaveLength(1);
        },
        { timeout: 30_000, interval: 250 },
      );
      await press(await press(await openPrivacy(), 'Delete my data…'), 'Yes, delete');
      expect(keys()).toEqual([]);
    });

    it('is looked at by `standfirst doctor`', async () => {
      expect(await examine(redis.url)).toMatch(/✓ Answer cache: \w+:\/\/127\.0\.0\.1:\d+ answers\n/);
      const wrong = redis.url.replace(encodeURIComponent(REDIS_PASSWORD), 'wrong-password');
      const refused = await examine(wrong);
      expect(refused).toMatch(/! Answer cache: \w+:\/\/127\.0\.0\.1:\d+: WRONGPASS/);
      expect(refused).not.toContain('wrong-password');
    });
  },
);

test('starts and answers while the server of the cache is not there', async () => {
  const bot = await startBot(`redis://user:not-for-logs@127.0.0.1:${await findFreePort()}`);
  hasAnswered(await ask(bot));
  hasAnswered(await ask(bot));
  expect(linesOf(bot, AWAY)).toMatchObject([
    { server: expect.stringMatching(/^redis:\/\/127\.0\.0\.1:\d+$/) },
  ]);
  expect(JSON.stringify(bot.lines)).not.toContain('not-for-logs');
});

test('answers while the server of the cache takes connections and says nothing', async () => {
  const sockets: Socket[] = [];
  const silent = createServer(socket => void sockets.push(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  ending.push(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  const bot = await startBot(`redis://127.0.0.1:${(silent.address() as AddressInfo).port}`);
  hasAnswered(await ask(bot));
  expect(linesOf(bot, AWAY)).toMatchObject([{ reason: 'no answer within 1000 milliseconds' }]);
});

test('says which package is to be installed', async () => {
  expect(await examine('memcache://127.0.0.1:11211')).toMatch(
    /Answer cache: .*npm install @keyv\/memcache@\^2\.\d+\.\d+/,
  );
});
