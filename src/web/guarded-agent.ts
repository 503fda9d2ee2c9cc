import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import type { Agent, buildConnector } from 'undici';
import { createNotPublicError, FetchError, isNotFound, truncateForMessage } from './fetch-errors.ts';
import { isInDomains, isPublicAddress, isPublicName, isWebPort } from './public-hosts.ts';
import { loadUndici } from './undici.ts';

/** Which hosts may be contacted, and how their names are resolved. */
export interface HostRules {
  /** Domains that are never contacted, including their subdomains. */
  readonly blockedDomains: readonly string[];
  /** `address:port` pairs that may be contacted although they are not public; for tests. */
  readonly allow: readonly string[];
  /** Resolves a name to its addresses. */
  readonly resolve: (name: string) => Promise<readonly string[]>;
}

function isAllowed({ allow }: HostRules, address: string, port: number): boolean {
  return allow.includes(isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`);
}

function isReachable(rules: HostRules, address: string, port: number): boolean {
  return isAllowed(rules, address, port) || isPublicAddress(address);
}

/**
 * Creates an HTTP agent that connects only to permitted addresses: a name is resolved once, and the
 * connection uses the addresses that were checked. `timeout` is in milliseconds.
 */
export function createGuardedAgent(rules: HostRules, timeout: number): Agent {
  const undici = loadUndici();
  const connect: buildConnector.connector = (options, callback) => {
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    resolveHost(rules, options.hostname.replace(/^\[|\]$/g, ''), port).then(
      addresses =>
        undici.buildConnector({ lookup: createFixedLookup(addresses), timeout, allowH2: false })(
          options,
          (error, socket) => {
            if (error) return callback(error, null);
            // the connection's actual address has the last word
            if (isReachable(rules, normalizeAddress(socket.remoteAddress ?? ''), port))
              return callback(null, socket);
            socket.destroy();
            callback(createNotPublicError(options.hostname), null);
          },
        ),
      (error: Error) => callback(error, null),
    );
  };
  return new undici.Agent({ connect, keepAliveTimeout: 1000, headersTimeout: timeout, bodyTimeout: timeout });
}

/** Resolves a host to addresses, all of which may be connected to. Throws a FetchError otherwise. */
async function resolveHost(rules: HostRules, host: string, port: number): Promise<readonly string[]> {
  const addresses = isIP(host) ? [host] : await resolveName(rules, host);
  if (addresses.length === 0)
    throw new FetchError('failed', 'I can’t find {{host}} on the internet. Is the address spelled right?', {
      host: truncateForMessage(host),
    });
  if (!addresses.every(address => isReachable(rules, address, port))) throw createNotPublicError(host);
  return addresses;
}

async function resolveName({ resolve }: HostRules, host: string): Promise<readonly string[]> {
  try {
    return await resolve(host);
  } catch (error) {
    if (isNotFound(error))
      throw new FetchError(
        'failed',
        'I can’t find {{host}} on the internet. Is the address spelled right?',
        { host: truncateForMessage(host) },
        { cause: error },
      );
    throw new FetchError(
      'failed',
      'I couldn’t look up {{host}} right now.',
      { host: truncateForMessage(host) },
      { cause: error },
    );
  }
}

/** Throws a FetchError if an address must not be contacted, before any request is made. */
export function checkUrl(rules: HostRules, url: URL): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new FetchError('refused', 'I can only read web addresses (http, https), not {{protocol}}.', {
      protocol: truncateForMessage(url.protocol),
    });
  if (url.username !== '' || url.password !== '')
    throw new FetchError('refused', 'I don’t read addresses with a user name or password in them.');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  if (isInDomains(host, rules.blockedDomains))
    throw new FetchError('refused', 'I don’t read pages of {{host}}: the operator has blocked them.', {
      host: truncateForMessage(host),
    });
  if (isAllowed(rules, host, port)) return;
  if (
    isIP(host)
      ? !isPublicAddress(host)
      : !isPublicName(host) && !rules.allow.some(target => target.endsWith(`:${port}`))
  )
    throw createNotPublicError(host);
  if (!isWebPort(port))
    throw new FetchError('refused', 'Port {{port}} is not a web server’s.', { port: `${port}` });
}

/** Resolves a name with the system's resolver. */
export async function resolveWithSystem(name: string): Promise<readonly string[]> {
  return (await systemLookup(name, { all: true })).map(({ address }) => address);
}

/** Creates a lookup that always returns these addresses. */
function createFixedLookup(addresses: readonly string[]): LookupFunction {
  const all = addresses.map(address => ({ address, family: isIP(address) }));
  return (_name, { all: wantsAll }, callback) => {
    const [first] = all;
    if (wantsAll) callback(null, all);
    else if (first) callback(null, first.address, first.family);
    else callback(new Error('A name without addresses was to be connected to'), '');
  };
}

/** Unwraps an IPv4 address from the form that a dual-stack socket reports. */
function normalizeAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
