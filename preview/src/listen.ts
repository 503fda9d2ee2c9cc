import type { Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer as createNetServer, type Server as NetServer } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { PreviewError } from './errors.ts';

/** The address that the preview listens on. */
export interface Address {
  /** 0 for any free port. */
  readonly port: number;
  readonly host: string;
  /** Ports not to suggest if this one is taken. */
  readonly notAdvised: readonly number[];
  /** The page's title, which tells this preview from other programs. */
  readonly title: string;
}

/** The preview cannot listen on this port or host; `message` explains it in English. */
export class AddressError extends PreviewError {
  override readonly name = 'AddressError';
  /** Why: the port is taken (by a preview of this bot or not) or forbidden; the host is another machine's. */
  readonly reason: 'taken by a preview' | 'taken' | 'forbidden' | 'no such host';
  /** A free port if this one is taken, otherwise null. */
  readonly nextPort: number | null;

  constructor(reason: AddressError['reason'], message: string, nextPort: number | null = null) {
    super(message);
    this.reason = reason;
    this.nextPort = nextPort;
  }
}

/** Starts a server for the app. Throws an AddressError if it cannot listen on the address. */
export async function listen(app: Hono, address: Address): Promise<HttpServer> {
  const http = createAdaptorServer({ fetch: app.fetch }) as HttpServer;
  try {
    await bind(http, address.port, address.host);
    return http;
  } catch (error) {
    throw (await explain(error as NodeJS.ErrnoException, address)) ?? error;
  }
}

/** The server's origin, `http://…`, without a trailing slash. */
export function originOf(http: HttpServer, host: string): string {
  return `http://${bracket(host)}:${(http.address() as AddressInfo).port}`;
}

/** Closes all connections and stops listening. */
export function shut(http: HttpServer): Promise<void> {
  return new Promise(resolve => {
    http.close(() => resolve());
    http.closeAllConnections();
  });
}

function bind(server: NetServer, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}

async function explain({ code }: NodeJS.ErrnoException, address: Address): Promise<AddressError | undefined> {
  const { port, host } = address;
  switch (code) {
    case 'EADDRINUSE': {
      const [next, isOurs] = [await findFreePort(address), await isPreview(address)];
      const message = `Port ${port} is taken by another ${isOurs ? 'preview' : 'program'}; port ${next} is free.`;
      return new AddressError(isOurs ? 'taken by a preview' : 'taken', message, next);
    }
    case 'EACCES':
      return new AddressError(
        'forbidden',
        `Port ${port} may not be used by this user; choose one above 1023.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new AddressError('no such host', `This machine has no address ${host}.`);
    default:
      return undefined;
  }
}

/** A free port, preferably one of the next 20. */
async function findFreePort({ port: from, host, notAdvised }: Address): Promise<number> {
  for (const port of [...Array(20).keys()].map(step => from + 1 + step).filter(port => port <= 65_535))
    if (!notAdvised.includes(port) && (await boundPort(port, host)) !== undefined) return port;
  return (await boundPort(0, host)) ?? 8080;
}

/** Binds a port (0: any free one) and releases it; returns it, or undefined if that fails. */
async function boundPort(port: number, host: string): Promise<number | undefined> {
  const server = createNetServer();
  try {
    await bind(server, port, host);
  } catch {
    // whatever the reason, it cannot be suggested
    return undefined;
  }
  const { port: bound } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return bound;
}

/** Whether the port is taken by a preview for the same bot. */
async function isPreview({ port, host, title }: Address): Promise<boolean> {
  try {
    const answer = await fetch(`http://${bracket(host)}:${port}/`, { signal: AbortSignal.timeout(1000) });
    return (await answer.text()).includes(titleElement(title));
  } catch {
    // whatever it is, it does not respond like a preview
    return false;
  }
}

/** The page's title element as HTML. */
export function titleElement(title: string): string {
  const text = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<title>${text}</title>`;
}

const bracket = (host: string): string => (host.includes(':') ? `[${host}]` : host);
