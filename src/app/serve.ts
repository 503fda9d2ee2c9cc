import { commands } from '../../commands/index.ts';
import type { Connection } from '../discord/connection.ts';
import { type Bot, startBot } from '../discord/start.ts';
import type { Settings } from '../env.ts';
import type { About } from '../observability/build-info.ts';
import { type OperationsDependencies, startOperations } from '../observability/health-server.ts';
import { createMetrics } from '../observability/metrics.ts';
import { startWatchdog } from '../observability/watchdog.ts';
import { systemClock } from '../scheduling/clock.ts';
import { createRates } from '../usage/rate-limits.ts';
import { warmWorkers } from '../workers/worker-pool.ts';
import type { Opened } from './open.ts';
import { build, openWeb, version } from './services.ts';
import { isManaged } from './shutdown.ts';

export interface Serving {
  /** The bot's name on Discord. */
  readonly name: string;
  /** Ends what has begun and closes all but what was opened before. */
  stop(): Promise<void>;
}

/** All that answers, built around what is open and connected to Discord while the login runs. */
export async function serve(
  settings: Settings,
  opened: Opened,
  connecting: Promise<Connection>,
): Promise<Serving> {
  const { log, storage } = opened;
  const metrics = createMetrics();
  const { observe } = metrics;
  const stalls = startWatchdog({ log, observe });
  const { library, answer, ledger, translates } = await build(settings, opened, observe);
  // while the login runs, and in a thread that lets this one go first
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
  const rates = createRates(settings.rates, systemClock, storage.limiter);
  const { fetch, close: closeWeb } = openWeb(settings.web);
  const about = aboutOf(settings);
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
  // without a token it is a preview, which knows nothing of the servers of a real Discord
  const isWhole = settings.discordToken !== null;
  bot = await startBot({
    connection: await connecting,
    commands,
    keptDays: settings.serverKeptDays,
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

function aboutOf({ model }: Settings): About {
  const host = model?.baseUrl ? new URL(model.baseUrl).host : 'api.openai.com';
  return { version, model: model && { name: model.model, host }, startedAt: systemClock.now() };
}

async function openOperations(
  { operations, shards }: Settings,
  watched: Pick<OperationsDependencies, 'metrics' | 'checks' | 'log'>,
) {
  if (operations === null) return undefined;
  // side by side on one machine, each process has a port of its own
  const port = operations.port === 0 ? 0 : operations.port + (isManaged ? shards.list[0]! : 0);
  const opened = await startOperations({ host: operations.host, names: operations.names, port, ...watched });
  if (opened.url) watched.log.info({ url: opened.url }, 'health and metrics can be asked for');
  return opened;
}
