import { isIP } from 'node:net';
import { hostname } from 'node:os';
import type { MiddlewareHandler } from 'hono';

/** The names under which the operations port may be requested. */
interface AllowedHosts {
  /** The address that the server is bound to. */
  readonly host: string;
  /** Further names configured by the operator. */
  readonly names: readonly string[];
}

/**
 * Creates middleware that accepts only requests addressed to this server by an address or name of its own,
 * which rules out DNS names that a web page has rebound.
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
 * Whether a Host header is allowed. A server on loopback allows loopback's names and addresses. One that is
 * bound to more also allows any address and the short names of a private network (`bot:4322`), neither of
 * which a page can rebind; other names must be configured by the operator.
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

/** Parses the name or address of a Host header, without its port and in canonical form. */
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
