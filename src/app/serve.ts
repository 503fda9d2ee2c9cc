import { commands } from '../../commands/index.ts';
import type { Connection } from '../discord/connection.ts';
import { type Bot, startBot } from '../discord/start.ts';
import type { AppSettings } from '../env.ts';
import { elementAt } from '../lists.ts';
import type { BuildInfo } from '../observability/build-info.ts';
import { type HealthServerDependencies, startHealthServer } from '../observability/health-server.ts';
import { createMetrics } from '../observability/metrics.ts';
import { startWatchdog } from '../observability/watchdog.ts';
import { systemClock } from '../scheduling/clock.ts';
import { createRateLimiter } from '../usage/rate-limits.ts';
import { warmWorkers } from '../workers/worker-pool.ts';
import type { OpenResources } from './open.ts';
import { createServices, version } from './services.ts';
import { isManaged } from './shutdown.ts';
import { createWebFetch } from './web.ts';

/** A bot that serves answers until it is stopped. */
export interface RunningBot {
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
  const metrics = createMetrics();
  const { observe } = metrics;
  const stalls = startWatchdog({ log, observe });
  const { library, answer, ledger, translates } = await createServices(settings, opened, observe);
  // during the login, and on a thread that does not hold up this one
  void warmWorkers();
  let bot: Bot | undefined;
  const operations = await openOperations(settings, {
    metrics,
    log,
    checks: {
      discord: () => (bot ? bot.connection() : 'not logged in yet'),
      storage: () => library.count().then(() => null),
    },
  });
  if ((await library.count()) === 0)
    log.warn('the library is empty: add articles with `npm run -s standfirst -- import FILE`');
  const rates = createRateLimiter(settings.rates, systemClock, storage.limiter);
  const { fetch, close: closeWeb } = createWebFetch(settings.web);
  const about = buildInfoOf(settings);
  const parts = {
    storage,
    library,
    answer,
    ledger,
    rates,
    about,
    translates,
    fetch,
    clock: systemClock,
    log,
    observe,
    stalls,
  };
  // without a token this is a preview, which does not know the servers of the real Discord
  const isWhole = settings.discordToken !== null;
  bot = await startBot({
    connection: await connecting,
    commands,
    retentionDays: settings.serverKeptDays,
    keeps: settings.keptDays,
    isWhole,
    ...parts,
  });
  const { name, stop } = bot;
  return {
    name,
    async stop() {
      await stop();
      await closeWeb();
      await operations?.close();
    },
  };
}

function buildInfoOf({ model }: AppSettings): BuildInfo {
  const host = model?.baseUrl ? new URL(model.baseUrl).host : 'api.openai.com';
  return { version, model: model && { name: model.model, host }, startedAt: systemClock.now() };
}

async function openOperations(
  { operations, shards }: AppSettings,
  watched: Pick<HealthServerDependencies, 'metrics' | 'checks' | 'log'>,
) {
  if (operations === null) return undefined;
  // processes side by side on one machine each have their own port
  const port = operations.port === 0 ? 0 : operations.port + (isManaged ? elementAt(shards.list, 0) : 0);
  const opened = await startHealthServer({
    host: operations.host,
    names: operations.names,
    port,
    ...watched,
  });
  if (opened.url) watched.log.info({ url: opened.url }, 'health and metrics can be asked for');
  return opened;
}
