import { pino } from 'pino';
import { createCache } from '../src/answers/cache.ts';
import { questionRecipe } from '../src/answers/question/recipe.ts';
import { createAnswer } from '../src/answers/service.ts';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import { createOpenAiEngine } from '../src/engines/openai/openai.ts';
import { systemClock } from '../src/scheduling/clock.ts';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { openStorage } from '../src/storage/open.ts';
import { createLedger } from '../src/usage/ledger.ts';

const free = { member: null, server: null, day: null };

/**
 * A process that answers as many times at once as its parent tells it to, with the real engine, ledger, cache
 * and database.
 */
const [target, baseUrl] = process.argv.slice(2).map(argument => JSON.parse(argument)) as [
  DatabaseTarget,
  string,
];

let made = 0;
const log = pino({ level: 'silent' });
const storage = await openStorage(target, log);
const model = { model: 'scripted', baseUrl, apiKey: null, contextTokens: 100_000, timeout: 30_000 };
const answer = createAnswer({
  engines: [createOpenAiEngine(model, log), createBuiltInEngine()],
  cache: createCache(storage.cache, log),
  log,
  ledger: createLedger({
    store: storage.ledger,
    limits: { answers: free, tokens: free, dollars: free },
    price: null,
    clock: systemClock,
  }),
  locks: storage.locks,
  observe(observation) {
    if (observation.kind === 'generation') made += 1;
  },
});
const article = (await storage.articles.get((await storage.articles.list({ offset: 0, limit: 1 }))[0]!.id))!;

process.on(
  'message',
  async ({ question, times, engine }: { question: string; times: number; engine?: string }) => {
    const asker = { memberId: null, serverId: null, ...(engine && { engine }) };
    const before = made;
    const answers = await Promise.all(
      Array.from({ length: times }, () => answer(questionRecipe, article, { question }, asker)),
    );
    process.send?.({
      answers: answers.map(({ engine, content }) => ({ engine, content })),
      made: made - before,
    });
  },
);
process.on('disconnect', () => process.exit());
process.send?.('ready');
