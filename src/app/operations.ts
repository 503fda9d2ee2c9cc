import type { AppSettings } from '../env.ts';
import { elementAt } from '../lists.ts';
import type { HealthServer, HealthServerDependencies } from '../observability/health-server.ts';
import { ignoreObservation, type Observation, type Observe } from '../observability/observe.ts';
import { isManaged } from './shutdown.ts';

/** The health and metrics of this process. */
export interface Operations {
  /** Counts an observation, also before `open`. */
  readonly observe: Observe;
  /** Loads the server for health and metrics and starts it; undefined if the settings want none. */
  open(watched: Pick<HealthServerDependencies, 'checks' | 'log'>): Promise<HealthServer | undefined>;
}

/**
 * Creates what counts observations. The libraries for it are loaded by `open`, so that members need not wait
 * for them; what is observed until then is counted afterwards.
 */
export function createOperations({ operations, shards }: AppSettings): Operations {
  if (operations === null) return { observe: ignoreObservation, open: async () => undefined };
  const early: Observation[] = [];
  let count: Observe = observation => void early.push(observation);
  return {
    observe: observation => count(observation),
    async open(watched) {
      const [{ createMetrics }, { startHealthServer }] = await Promise.all([
        import('../observability/metrics.ts'),
        import('../observability/health-server.ts'),
      ]);
      const metrics = createMetrics();
      count = metrics.observe;
      early.splice(0).forEach(count);
      const { host, names } = operations;
      // processes side by side on one machine each have their own port
      const port = operations.port === 0 ? 0 : operations.port + (isManaged ? elementAt(shards.list, 0) : 0);
      const opened = await startHealthServer({ host, names, port, metrics, ...watched });
      if (opened.url) watched.log.info({ url: opened.url }, 'health and metrics can be asked for');
      return opened;
    },
  };
}
