import type { Logger } from 'pino';
import { commands } from '../../commands/index.ts';
import type { Library } from '../articles/library.ts';
import type { Connection } from '../discord/connection.ts';
import { type Bot, startBot } from '../discord/start.ts';
import type { AppSettings } from '../env.ts';
import type { BuildInfo } from '../observability/build-info.ts';
import type { HealthServer } from '../observability/health-server.ts';
import { startWatchdog } from '../observability/watchdog.ts';
import { systemClock } from '../scheduling/clock.ts';
import { createRateLimiter } from '../usage/rate-limits.ts';
import { warmWorkers } from '../workers/worker-pool.ts';
import type { OpenResources } from './open.ts';
import { createOperations, type Operations } from './operations.ts';
import { createServices, version } from './services.ts';
import { createWebFetch } from './web.ts';

/** A bot that serves answers until it is stopped. */
interface RunningBot {
  /** The bot's name on Discord. */
  readonly name: string;
  /** Finishes the work in progress and closes everything except the resources opened before. */
  stop(): Promise<void>;
}

/**
 * Builds everything that serves answers around the open resources, while the login to Discord is under way.
 */
export async function startServing(
  settings: AppSettings,
  opened: OpenResources,
  connecting: Promise<Connection>,
): Promise<RunningBot> {
  const { log, storage } = opened;
  const operations = createOperations(settings);
  const { observe } = operations;
  const stalls = startWatchdog({ log, observe });
  const { library, answer, ledger, translates } = await createServices(settings, opened, observe);
  // during the login, and on a thread that does not hold up this one
  void warmWorkers();
  const rates = createRateLimiter(settings.rates, systemClock, storage.limiter);
  const { fetch, close: closeWeb } = createWebFetch(settings.web);
  // begins with the last step of the login; the rest is done while Discord responds to it
  const starting = startBot({
    connection: await connecting,
    commands,
    ...{ storage, library, answer, ledger, rates, translates, fetch, log, observe, stalls },
    about: buildInfoOf(settings),
    clock: systemClock,
    keeps: settings.keptDays,
    // without a token this is a preview, which does not know the servers of the real Discord
    isWhole: settings.discordToken !== null,
  });
  const [health] = await Promise.all([
    openBeside(starting, operations, { library, log }),
    warnIfEmpty(opened, library),
  ]);
  const { name, stop } = await starting;
  return {
    name,
    async stop() {
      await stop();
      await closeWeb();
      await health?.close();
    },
  };
}

/** Opens health and metrics while the bot is starting, and resolves once both are done. */
async function openBeside(
  starting: Promise<Bot>,
  operations: Operations,
  { library, log }: { readonly library: Library; readonly log: Logger },
): Promise<HealthServer | undefined> {
  let bot: Bot | undefined;
  const checks = {
    discord: () => (bot ? bot.connection() : 'not logged in yet'),
    storage: () => library.count().then(() => null),
  };
  const [health] = await Promise.all([
    operations.open({ checks, log }),
    starting.then(started => {
      bot = started;
    }),
  ]);
  return health;
}

function buildInfoOf({ model }: AppSettings): BuildInfo {
  const host = model?.baseUrl ? new URL(model.baseUrl).host : 'api.openai.com';
  return { version, model: model && { name: model.model, host }, startedAt: systemClock.now() };
}

async function warnIfEmpty({ log }: OpenResources, library: Library): Promise<void> {
  if ((await library.count()) === 0)
    log.warn('the library is empty: add articles with `npm run -s standfirst -- import FILE`');
}
