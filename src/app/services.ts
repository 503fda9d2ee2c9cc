import { createRequire } from 'node:module';
import type { Logger } from 'pino';
import { createCache } from '../answers/cache.ts';
import { createAnswer } from '../answers/service.ts';
import { createLibrary } from '../articles/library.ts';
import { createExtractive } from '../engines/built-in.ts';
import type { Engine } from '../engines/engine.ts';
import type { Settings } from '../env.ts';
import { type Observe, unobserved } from '../observability/observe.ts';
import { systemClock } from '../scheduling/clock.ts';
import { createLedger } from '../usage/ledger.ts';
import { createFetch } from '../web/fetch.ts';
import { setWorkers } from '../workers/worker-pool.ts';
import type { Opened } from './open.ts';

export const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/** Texts from the web, asked for under the project's own name. */
export function openWeb({ blockedDomains, contact, allow }: Settings['web']) {
  const userAgent = `Standfirst/${version} (article reader${contact === null ? '' : `; +${contact}`})`;
  return createFetch({ userAgent, blockedDomains, allow });
}

/** Everything that does not need Discord. */
export async function build(settings: Settings, { log, storage }: Opened, observe: Observe = unobserved) {
  setWorkers({ ...settings.work, log });
  const library = createLibrary({ articles: storage.articles, clock: systemClock });
  const { limits, price } = settings;
  const ledger = createLedger({ store: storage.ledger, limits, price, clock: systemClock });
  const engines = await enginesOf(settings, log);
  const cache = createCache(storage.cache, log);
  const { locks, trouble, asked } = storage;
  const answer = createAnswer({ engines, cache, log, ledger, observe, locks, trouble, asked });
  return { library, answer, ledger, translates: engines[0].translates };
}

/** The model's engine where one is set up, and always the built-in one behind it. */
export async function enginesOf({ model }: Settings, log: Logger): Promise<[Engine, ...Engine[]]> {
  if (!model) return [createExtractive()];
  const { createOpenai } = await import('../engines/openai/openai.ts');
  return [createOpenai(model, log), createExtractive()];
}
