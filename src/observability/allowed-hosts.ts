import { isIP } from 'node:net';
import { hostname } from 'node:os';
import type { MiddlewareHandler } from 'hono';

/** The names under which the operations port may be asked for. */
export interface AllowedHosts {
  /** What the server is bound to. */
  readonly host: string;
  /** Names that the operator gave it besides. */
  readonly names: readonly string[];
}

/**
 * Lets only requests through that are addressed to this server by an address or a name of its own: a page's
 * rebound DNS name is another.
 */
export function createHostCheck(hosts: AllowedHosts): MiddlewareHandler {
  return async (context, next) => {
    if (!isAllowedHost(context.req.header('host') ?? '', hosts))
      return context.text(
        'This is not asked for under this name. OPERATIONS_NAMES says by which it may be.\n',
        403,
      );
    await next();
    return undefined;
  };
}

/**
 * On loopback these are loopback's names and addresses. Bound to more, it may be asked by any address, and by
 * the short names of a private network (`bot:4322`), neither of which a page can rebind; other names are the
 * operator's to give.
 */
function isAllowedHost(header: string, { host, names }: AllowedHosts): boolean {
  const requestedName = parseHostName(header);
  if (requestedName === undefined) return false;
  if (isLoopback(requestedName) || [host, ...names].some(name => parseHostName(name) === requestedName))
    return true;
  if (isLoopback(parseHostName(host) ?? '')) return false;
  return (
    isAddress(requestedName) || !requestedName.includes('.') || requestedName === hostname().toLowerCase()
  );
}

/** The name or address of a Host header without its port, as all write it. */
function parseHostName(header: string): string | undefined {
  const bare = isIP(header) === 6 ? `[${header}]` : header;
  const url = /[/?#@\\\s]/.test(bare) ? null : URL.parse(`http://${bare}`);
  return url ? url.hostname.replace(/\.$/, '') : undefined;
}

function isLoopback(name: string): boolean {
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '[::1]' ||
    (isIP(name) === 4 && name.startsWith('127.'))
  );
}

const isAddress = (name: string) => isIP(name) === 4 || name.startsWith('[');
