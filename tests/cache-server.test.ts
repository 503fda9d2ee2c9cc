import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { beforeEach, describe, expect, it, onTestFinished, test, vi } from 'vitest';
import { createCache, storageKeyOf } from '../src/answers/cache.ts';
import { openStorage } from '../src/storage/open.ts';
import { questionKeyOf } from '../src/storage/request-hash.ts';
import { runCommand } from './command-line.ts';
import { findFreePort } from './free-port.ts';
import { createRedis, hasRedis, REDIS_PASSWORD, type RedisServer } from './redis.ts';
import { createFileTarget, createLogRecorder, startTestBot, type TestBot, visibleTextOf } from './support.ts';

async function startBot(cacheUrl: string): Promise<TestBot> {
  const bot = await startTestBot({ cacheUrl });
  onTestFinished(() => bot.stop());
  return bot;
}

/** The reply that a member reads to a command. */
async function give(bot: TestBot, name: string, options: Record<string, string>): Promise<string> {
  const { articles } = bot.preview.channels;
  return visibleTextOf(await (await bot.preview.member('Ada').command(articles, name, options)).reply());
}

const ask = (bot: TestBot) =>
  give(bot, 'ask', { article: 'night train', question: 'When does the train leave?' });

const AWAY = 'the answer cache cannot be reached: answers are made anew until it is back';
const linesOf = (bot: TestBot, message: string) => bot.lines.filter(({ msg }) => msg === message);
const hasAnswered = (text: string) => expect(text).toContain('A Town Asks Its Railway');

/** What `standfirst doctor` says of the cache. */
async function examine(cacheUrl: string): Promise<string> {
  const environment = { OPERATIONS_PORT: 'off', PORT: '0', CACHE_URL: cacheUrl };
  const { out, err } = await runCommand(['doctor'], { environment });
  return out + err;
}

describe.skipIf(!hasRedis)(
  'answers on a Redis or Valkey server (needs valkey-server or redis-server)',
  () => {
    let redis: RedisServer;
    beforeEach(async () => {
      redis = await createRedis();
      onTestFinished(() => redis.halt());
      await redis.start();
    });
    const keys = () => redis.run('--raw', 'KEYS', '*').split('\n').filter(Boolean);

    /** The cache as one process has it, with a database of its own. */
    async function open() {
      const { log, lines } = createLogRecorder();
      const storage = await openStorage(createFileTarget(), log, { cacheUrl: redis.url });
      onTestFinished(() => storage.close());
      return { storage, lines, cache: createCache(storage.cache, log) };
    }
    const answer = { content: { text: 'The night train leaves at 22:40. '.repeat(20) } };
    const NINETY_DAYS = 90 * 86_400_000;

    it('are kept there, packed and until they lapse, and given to every process', async () => {
      const [one, other] = [await open(), await open()];
      await one.cache.set('k', answer, NINETY_DAYS);
      expect(keys()).toEqual(['standfirst::answer::k']);
      expect(redis.run('GET', 'standfirst::answer::k')).toMatch(/^\^/);
      const days = Number(redis.run('PTTL', 'standfirst::answer::k')) / 86_400_000;
      expect(days).toBeGreaterThan(89);
      expect(days).toBeLessThanOrEqual(90);
      expect(await other.cache.get('k')).toEqual(answer);
      expect(
        await one.storage.bulk.read(snapshot => Array.fromAsync(snapshot.rows('cached_answer'))),
      ).toEqual([]);
      redis.run('SET', 'standfirst::answer::k', '^broken');
      expect(await other.cache.get('k')).toBeUndefined();
    });

    it('are missed while the server is away, which the log tells once and without the password, and used when it is back', async () => {
      const { cache, lines } = await open();
      await cache.set('k', answer, NINETY_DAYS);
      await redis.halt();
      for (let time = 0; time < 20; time++) {
        expect(await cache.get('k')).toBeUndefined();
        await cache.set('other', answer, NINETY_DAYS);
      }
      expect(lines.filter(({ level }) => level > 30).map(({ msg }) => msg)).toEqual([AWAY]);
      for (const secret of [REDIS_PASSWORD, encodeURIComponent(REDIS_PASSWORD)])
        expect(JSON.stringify(lines)).not.toContain(secret);
      await redis.start();
      await vi.waitFor(
        async () => {
          await cache.set('k', answer, NINETY_DAYS);
          expect(await cache.get('k')).toEqual(answer);
        },
        { timeout: 60_000, interval: 250 },
      );
      expect(lines.filter(({ msg }) => msg === 'the answer cache is back')).toHaveLength(1);
    });

    it('are deleted there with what a member asked, and where that fails nothing is', async () => {
      const { cache, storage } = await open();
      const [at, options] = ['2026-11-25T12:00:00Z', { question: 'Why was the train late?' }];
      const asked = questionKeyOf(options);
      const by = { memberId: '300', serverId: '100', before: [] };
      await storage.feedback.saveQuestion({ key: 'q', options: JSON.stringify(options), at, by });
      await storage.provenance.recordAnswer({ key: storageKeyOf('k'), articleId: 'a', asked, at });
      await cache.set('k', answer, NINETY_DAYS);
      await cache.set('another’s', answer, NINETY_DAYS);

      await redis.halt();
      const forget = () => storage.members.forget('300', '2026-11-26');
      await expect(forget()).rejects.toThrow('what it holds can’t be deleted');
      expect(await storage.feedback.findQuestion('q')).toBeDefined();
      await redis.start();
      await vi.waitFor(
        async () => {
          for (const key of ['k', 'another’s']) await cache.set(key, answer, NINETY_DAYS);
          expect(keys()).toHaveLength(2);
        },
        { timeout: 60_000, interval: 250 },
      );
      await forget();
      expect(await storage.feedback.findQuestion('q')).toBeUndefined();
      expect(keys()).toEqual(['standfirst::answer::another’s']);
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
  onTestFinished(() => {
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
