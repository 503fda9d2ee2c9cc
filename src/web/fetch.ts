import { lookup as systemLookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { Agent, buildConnector, type Dispatcher, request } from 'undici';
import { decodePage } from '../articles/html/decode.ts';
import {
  createNotPublicError,
  FetchError,
  isNotFound,
  toFetchError,
  truncateForMessage,
} from './fetch-errors.ts';
import { isInDomains, isPublicAddress, isPublicName, isWebPort } from './public-hosts.ts';
import { MAX_BODY_BYTES, readBody, TooLarge, UnreadableBody } from './response-body.ts';

/** Redirects that are followed, at most. */
const MAX_REDIRECTS = 5;

/** For one page with its redirects, in milliseconds. */
const TIMEOUT_MS = 10_000;

const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308]);
const PERMANENT_STATUSES = new Set([301, 308]);

/** What is text: other types are not read. */
const TEXT_TYPE =
  /^(?:text\/|application\/(?:[\w.+-]+\+)?(?:xml|json)$|application\/(?:xhtml|rss|atom|rdf|feed)\b)/;

/** What a server answered, whatever its status. */
export interface FetchedText {
  readonly status: number;
  /** Where it was found, after redirects. */
  readonly url: string;
  /** Whether every redirect on the way says that it is for good. */
  readonly movedPermanently: boolean;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The text as it came, unpacked; empty where the status is an error's. */
  readonly bytes: Uint8Array;
}

/** What was fetched as a string, in the encoding that it says or shows. */
export function decodeText({ bytes, headers }: Pick<FetchedText, 'bytes' | 'headers'>): string {
  return decodePage(bytes, headers['content-type'] ?? null);
}

/** Fetches a text with GET. Throws a FetchError where there is none. */
export type Fetch = (
  url: string,
  how?: { headers?: Readonly<Record<string, string>>; signal?: AbortSignal },
) => Promise<FetchedText>;

export interface FetchDependencies {
  readonly userAgent: string;
  /** Domains that are never asked, with all below them. */
  readonly blockedDomains: readonly string[];
  /** `address:port`, for tests: these may be connected to although they are not public. */
  readonly allow?: readonly string[];
  /** For one page with its redirects, in milliseconds. */
  readonly timeout?: number;
  /** The addresses of a name; the system's resolver if absent. */
  readonly resolve?: (name: string) => Promise<readonly string[]>;
}

/**
 * Fetches texts from the public internet and from nowhere else. Each hop of a redirect is checked as the
 * first address was, and a connection is made only to an address that was checked: the name is asked for
 * once, and what it answered is what is connected to. No cookies, no referrer, no credentials; what it says
 * of itself is true.
 */
export function createFetch({
  userAgent,
  blockedDomains,
  allow = [],
  timeout = TIMEOUT_MS,
  resolve = resolveWithSystem,
}: FetchDependencies): {
  fetch: Fetch;
  close(): Promise<void>;
} {
  const isAllowed = (address: string, port: number) =>
    allow.includes(isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`);
  const isReachable = (address: string, port: number) => isAllowed(address, port) || isPublicAddress(address);

  /** The addresses of a host, all of them fit to be connected to. */
  async function resolveHost(host: string, port: number): Promise<readonly string[]> {
    const addresses = isIP(host) ? [host] : await resolveName(host);
    if (addresses.length === 0)
      throw new FetchError('failed', 'There is no server with the name {{host}}.', {
        host: truncateForMessage(host),
      });
    if (!addresses.every(address => isReachable(address, port))) throw createNotPublicError(host);
    return addresses;
  }

  async function resolveName(host: string): Promise<readonly string[]> {
    try {
      return await resolve(host);
    } catch (error) {
      if (isNotFound(error))
        throw new FetchError(
          'failed',
          'There is no server with the name {{host}}.',
          { host: truncateForMessage(host) },
          { cause: error },
        );
      throw new FetchError(
        'failed',
        'The name {{host}} could not be looked up just now.',
        { host: truncateForMessage(host) },
        {
          cause: error,
        },
      );
    }
  }

  const connect: buildConnector.connector = (options, callback) => {
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    resolveHost(options.hostname.replace(/^\[|\]$/g, ''), port).then(
      addresses =>
        buildConnector({ lookup: createFixedLookup(addresses), timeout, allowH2: false })(
          options,
          (error, socket) => {
            if (error) return callback(error, null);
            // The last word has the connection itself.
            if (isReachable(normalizeAddress(socket.remoteAddress ?? ''), port))
              return callback(null, socket);
            socket.destroy();
            callback(createNotPublicError(options.hostname), null);
          },
        ),
      (error: Error) => callback(error, null),
    );
  };
  const agent = new Agent({
    connect,
    keepAliveTimeout: 1000,
    headersTimeout: timeout,
    bodyTimeout: timeout,
  });

  /** Throws where an address must not be asked, before anything is. */
  function checkUrl(url: URL): void {
    if (url.protocol !== 'http:' && url.protocol !== 'https:')
      throw new FetchError('refused', 'Only web addresses (http, https) can be read, not {{protocol}}.', {
        protocol: truncateForMessage(url.protocol),
      });
    if (url.username !== '' || url.password !== '')
      throw new FetchError('refused', 'An address with a user name or password in it is not read.');
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
    if (isInDomains(host, blockedDomains))
      throw new FetchError('refused', 'Pages of {{host}} are not read here: the operator has blocked them.', {
        host: truncateForMessage(host),
      });
    if (isAllowed(host, port)) return;
    if (
      isIP(host)
        ? !isPublicAddress(host)
        : !isPublicName(host) && !allow.some(place => place.endsWith(`:${port}`))
    )
      throw createNotPublicError(host);
    if (!isWebPort(port))
      throw new FetchError('refused', 'Port {{port}} is not one of a web server.', { port: `${port}` });
  }

  async function fetch(
    address: string,
    { headers = {}, signal }: { headers?: Readonly<Record<string, string>>; signal?: AbortSignal } = {},
  ): Promise<FetchedText> {
    const patient = AbortSignal.timeout(timeout);
    const until = signal ? AbortSignal.any([patient, signal]) : patient;
    let url = parseUrl(address);
    let movedPermanently = true;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      checkUrl(url);
      const response = await sendRequest(url, headers, until);
      const next = REDIRECT_STATUSES.has(response.statusCode) ? getHeader(response, 'location') : undefined;
      if (next === undefined)
        return await readResponse(response, url, { movedPermanently: hop > 0 && movedPermanently, until });
      await response.body.dump({ limit: 65_536 }).catch(() => {});
      movedPermanently &&= PERMANENT_STATUSES.has(response.statusCode);
      url = parseUrl(next, url);
    }
    throw new FetchError('failed', '{{hostname}} redirects more than {{most}} times.', {
      hostname: truncateForMessage(new URL(address).hostname),
      most: MAX_REDIRECTS,
    });
  }

  async function sendRequest(
    url: URL,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    try {
      return await request(url, {
        dispatcher: agent,
        signal,
        headers: {
          'user-agent': userAgent,
          accept: 'text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.5',
          'accept-encoding': 'gzip, deflate, br',
          ...headers,
        },
      });
    } catch (error) {
      throw toFetchError(error, url, signal);
    }
  }

  async function readResponse(
    response: Dispatcher.ResponseData,
    url: URL,
    { movedPermanently, until }: { movedPermanently: boolean; until: AbortSignal },
  ): Promise<FetchedText> {
    const headers = Object.fromEntries(
      Object.keys(response.headers).map(name => [name, getHeader(response, name) ?? '']),
    );
    const full = headers['content-type'] ?? '';
    const type = full.split(';', 1)[0]!.trim().toLowerCase();
    const found = { status: response.statusCode, url: url.href.split('#', 1)[0]!, movedPermanently, headers };
    try {
      if (response.statusCode >= 400 || response.statusCode === 304 || response.statusCode === 204) {
        await response.body.dump({ limit: 65_536 }).catch(() => {});
        return { ...found, bytes: new Uint8Array() };
      }
      if (type !== '' && !TEXT_TYPE.test(type))
        throw new UnreadableBody('it is no text ({{type}})', { type: type.slice(0, 80) });
      if (Number(headers['content-length']) > MAX_BODY_BYTES) throw new TooLarge();
      return { ...found, bytes: await readBody(response.body, headers['content-encoding'] ?? '', full) };
    } catch (error) {
      response.body.on('error', () => {}).destroy();
      if (error instanceof TooLarge || error instanceof UnreadableBody)
        throw new FetchError(
          'refused',
          'This page of {{hostname}} cannot be read: {{message}}.',
          { hostname: truncateForMessage(url.hostname), message: error.said },
          {
            cause: error,
          },
        );
      throw toFetchError(error, url, until);
    }
  }

  return { fetch, close: () => agent.destroy() };
}

async function resolveWithSystem(name: string): Promise<readonly string[]> {
  return (await systemLookup(name, { all: true })).map(({ address }) => address);
}

/** A lookup that knows one answer. */
function createFixedLookup(addresses: readonly string[]): LookupFunction {
  const all = addresses.map(address => ({ address, family: isIP(address) }));
  return (_name, { all: wantsAll }, callback) => {
    if (wantsAll) callback(null, all);
    else callback(null, all[0]!.address, all[0]!.family);
  };
}

/** An IPv4 address as a socket for both families shows it. */
function normalizeAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

function getHeader(response: Dispatcher.ResponseData, name: string): string | undefined {
  const value = response.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** The address that was typed or that a page leads to. Throws a FetchError if it is none. */
export function parseUrl(address: string, base?: URL): URL {
  const typed = address.trim();
  const url = typed.length <= 4000 ? URL.parse(typed, base?.href) : null;
  if (url?.hostname || (url && !/^https?:$/.test(url.protocol))) return url;
  throw new FetchError('refused', 'This is no web address: {{typed}}. It begins with https:// or http://.', {
    typed: truncateForMessage(typed),
  });
}
