import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import { pause, startTimer } from '../scheduling/clock.ts';
import { createHostCheck } from './allowed-hosts.ts';
import type { Metrics } from './metrics.ts';

/** Checks that a component works before requests are routed here: null, or the problem as a sentence. */
type HealthCheck = () => Promise<string | null> | string | null;

const PORT_TAKEN_NOTICE =
  'nobody can ask for health or metrics yet: OPERATIONS_PORT is taken by another process of Standfirst or another program. Choose another one; or, if that process ends, this one takes it over';

/** A check that takes longer than this (milliseconds) fails. */
const CHECK_TIMEOUT_MS = 2_000;

/** How long to wait before trying an occupied port again, in milliseconds. */
const RETRY_MS = 5_000;

/** The HTTP server for health and metrics. */
export interface HealthServer {
  /** `http://127.0.0.1:4322`, or null if the port was occupied at the start. */
  readonly url: string | null;
  close(): Promise<void>;
}

/** The dependencies of the health server. */
export interface HealthServerDependencies {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Further names under which it may be requested, besides its own. */
  readonly names?: readonly string[];
  readonly metrics: Metrics;
  readonly checks: Readonly<Record<string, HealthCheck>>;
  readonly log: Logger;
}

/**
 * Starts a server with `/healthz` (the process runs), `/readyz` (every component works; 503 with the reasons
 * otherwise) and `/metrics` (Prometheus). An occupied port is only a warning, since the bot works without
 * monitoring, and is tried again. Web pages cannot reach the server through DNS names of their own (DNS
 * rebinding).
 */
export async function startHealthServer({
  host,
  port,
  names = [],
  metrics,
  checks,
  log,
}: HealthServerDependencies): Promise<HealthServer> {
  const app = new Hono();
  app.use(createHostCheck({ host, names }));
  app.get('/healthz', context => context.json({ status: 'ok', uptimeSeconds: Math.round(process.uptime()) }));
  app.get('/readyz', async context => {
    const failures = await runChecks(checks);
    const isReady = Object.values(failures).every(fault => fault === null);
    return context.json({ status: isReady ? 'ready' : 'not ready', checks: failures }, isReady ? 200 : 503);
  });
  app.get('/metrics', async context => {
    for (const [part, fault] of Object.entries(await runChecks(checks))) metrics.ready(part, fault === null);
    return context.body(await metrics.text(), 200, { 'content-type': metrics.contentType });
  });
  const controller = new AbortController();
  let server: ServerType | undefined;
  try {
    server = await listen(app, host, port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    log.warn(
      { code, host, port },
      code === 'EADDRINUSE'
        ? PORT_TAKEN_NOTICE
        : 'nobody can ask for health or metrics yet: the address of OPERATIONS_PORT cannot be had',
    );
    void retryListen();
  }
  return {
    url: server ? urlOf(server, host) : null,
    async close() {
      controller.abort();
      if (server) await closeServer(server);
    },
  };

  /** Keeps trying to listen: the process that holds the port may be about to exit. */
  async function retryListen(): Promise<void> {
    while (!server) {
      await pause(RETRY_MS, controller.signal);
      if (controller.signal.aborted) return;
      server = await listen(app, host, port).catch(() => undefined);
    }
    log.info({ url: urlOf(server, host) }, 'health and metrics can be asked for');
  }
}

async function runChecks(checks: HealthServerDependencies['checks']): Promise<Record<string, string | null>> {
  const found = Object.entries(checks).map(async ([name, check]) => [name, await runCheck(check)] as const);
  return Object.fromEntries(await Promise.all(found));
}

async function runCheck(check: HealthCheck): Promise<string | null> {
  const patience = startTimer(CHECK_TIMEOUT_MS);
  const checked = Promise.resolve()
    .then(check)
    // other errors belong in the component's own log; here, it is enough to know that it failed
    .catch(error => (error instanceof UserError ? error.message : 'failed'));
  const found = await Promise.race([checked, patience.elapsed]);
  patience.cancel();
  return found === undefined ? 'does not answer' : found;
}

function listen(app: Hono, host: string, port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, () => resolve(server));
    server.once('error', reject);
  });
}

function urlOf(server: ServerType, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function closeServer(server: ServerType): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
