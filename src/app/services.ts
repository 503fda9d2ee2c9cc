import { createRequire } from 'node:module';
import type { Logger } from 'pino';
import { createCache } from '../answers/cache.ts';
import { createSeal, type Seal } from '../answers/seal.ts';
import { createAnswer } from '../answers/service.ts';
import { createLibrary } from '../articles/library.ts';
import { createBuiltInEngine, hashBuiltIn } from '../engines/built-in.ts';
import type { Engine } from '../engines/engine.ts';
import type { AppSettings } from '../env.ts';
import { ignoreObservation, type Observe } from '../observability/observe.ts';
import { systemClock } from '../scheduling/clock.ts';
import { createLedger } from '../usage/ledger.ts';
import { configureWorkers } from '../workers/worker-pool.ts';
import type { OpenResources } from './open.ts';

export const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/** Creates all services that do not need Discord. */
export async function createServices(
  settings: AppSettings,
  { log, storage }: OpenResources,
  observe: Observe = ignoreObservation,
) {
  configureWorkers({ ...settings.work, log });
  const library = createLibrary({ articles: storage.articles, clock: systemClock });
  const { limits, price, checkPrice } = settings;
  const ledger = createLedger({ store: storage.ledger, limits, price, checkPrice, clock: systemClock });
  const engines = await enginesOf(settings, log);
  const cache = createCache(storage.cache, log);
  const { locks, outageNotice, provenance: asked } = storage;
  const answer = createAnswer({
    engines,
    cache,
    log,
    ledger,
    observe,
    locks,
    outageNotice,
    asked,
    seal: sealOf(settings),
  });
  return { library, answer, ledger, translates: engines[0].translates };
}

/** The seal of this bot's answers, for this program only. The preview has no secret, and checks again. */
function sealOf({ discordToken }: AppSettings): Seal | undefined {
  if (discordToken === null) return undefined;
  const seal = createSeal(discordToken);
  return (...parts) => seal(hashBuiltIn(), ...parts);
}

/** The engines: the model's if configured, and always the built-in one last. */
export async function enginesOf({ model }: AppSettings, log: Logger): Promise<[Engine, ...Engine[]]> {
  if (!model) return [createBuiltInEngine()];
  const { createOpenAiEngine: createOpenai } = await import('../engines/openai/openai.ts');
  return [createOpenai(model, log), createBuiltInEngine()];
}
