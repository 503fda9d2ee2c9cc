import { pino } from 'pino';
import { createCache } from '../src/answers/cache.ts';
import { createAnswer } from '../src/answers/service.ts';
import { createDigests } from '../src/digests/digests.ts';
import { createClient, createRest, readAccess } from '../src/discord/client.ts';
import { createPoster } from '../src/discord/poster.ts';
import { digestRenderers } from '../src/discord/render/digest.ts';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import { parseDatabaseUrl } from '../src/storage/database-target.ts';
import { createHeartbeat } from '../src/storage/heartbeat.ts';
import { openStorage } from '../src/storage/open.ts';
import { createJumpingClock } from './manual-clock.ts';
import { createFreeLedger } from './support.ts';

/**
 * A process that only posts digests, with the real loop, client and database; its parent sets its clock and
 * kills it.
 */
const [database, apiUrl, token, start] = process.argv.slice(2) as [string, string, string, string];

const clock = createJumpingClock(start);
process.on('message', (told: string | { postNow: string }) => {
  if (typeof told === 'string') clock.jumpTo(told);
  else void postNow(told.postNow);
});

process.on('disconnect', () => process.exit());

const log = pino({ level: process.env.DIGEST_LOG ?? 'silent' });
const storage = await openStorage(parseDatabaseUrl(database), log);
const client = createClient(apiUrl, await readAccess(createRest(apiUrl, token)));
const ready = new Promise(resolve => client.once('clientReady', resolve));
await client.login(token);
await ready;
const digests = createDigests({
  store: storage.digests,
  library: storage.articles,
  answer: createAnswer({
    engines: [createBuiltInEngine()],
    cache: createCache(storage.cache, log),
    log,
    ledger: createFreeLedger(),
  }),
  settings: storage.settings,
  send: createPoster(client, log),
  renderers: digestRenderers,
  clock,
  log,
  locks: storage.locks,
  presence: createHeartbeat(storage.locks),
  wakeSignal: storage.wakeSignal,
});
async function postNow(id: string): Promise<void> {
  const digest = await storage.digests.get(id);
  if (digest) await digests.postNow(digest.serverId, digest.name);
}
process.send?.('ready');
await digests.run(new AbortController().signal);
