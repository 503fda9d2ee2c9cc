import type { Agent, Dispatcher } from 'undici';
import { decodePage } from '../articles/html/decode.ts';
import type { TextBody } from '../workers/worker.ts';
import { FetchError, toFetchError, truncateForMessage } from './fetch-errors.ts';
import { checkUrl, createGuardedAgent, type HostRules, resolveWithSystem } from './guarded-agent.ts';
import { MAX_BODY_BYTES, readBody, TooLarge, UnreadableBody } from './response-body.ts';
import { loadUndici } from './undici.ts';

/** Maximum number of redirects. */
const MAX_REDIRECTS = 5;

/** Time limit for one page, including redirects, in milliseconds. */
const TIMEOUT_MS = 10_000;

/** How much of a page its head is looked for in, in bytes. */
const MAX_HEAD_BYTES = 300_000;
const TAG_END = 0x3e;

const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308]);
const PERMANENT_STATUSES = new Set([301, 308]);

/** The media types of text; others are not read. */
const TEXT_TYPE =
  /^(?:text\/|application\/(?:[\w.+-]+\+)?(?:xml|json)$|application\/(?:xhtml|rss|atom|rdf|feed)\b)/;

/** A server's response, whatever its status. */
export interface FetchedText {
  readonly status: number;
  /** The final address, after redirects. */
  readonly url: string;
  /** Whether there were redirects, all of them permanent. */
  readonly movedPermanently: boolean;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The decompressed body; empty if the status is an error. */
  readonly bytes: Uint8Array;
}

/** A response's text, to be decoded and read in a worker. */
export function bodyOf({ bytes, headers }: FetchedText): TextBody {
  return { bytes, contentType: headers['content-type'] ?? null };
}

/** Decodes a page's head, and what follows up to a bound: as much as the main thread decodes at once. */
export function decodeHead(fetched: FetchedText): string {
  const { bytes, contentType } = bodyOf(fetched);
  if (bytes.length <= MAX_HEAD_BYTES) return decodePage(bytes, contentType);
  // cut after a tag, so that no character is cut in two
  return decodePage(bytes.subarray(0, bytes.lastIndexOf(TAG_END, MAX_HEAD_BYTES) + 1), contentType);
}

/** Fetches text with GET. Throws a FetchError on failure. */
export type Fetch = (
  url: string,
  how?: { headers?: Readonly<Record<string, string>>; signal?: AbortSignal },
) => Promise<FetchedText>;

/** The dependencies of fetching, and its restrictions. */
interface FetchDependencies {
  readonly userAgent: string;
  /** Domains that are never contacted, including their subdomains. */
  readonly blockedDomains: readonly string[];
  /** `address:port` pairs that may be contacted although they are not public; for tests. */
  readonly allow?: readonly string[];
  /** Time limit for one page, including redirects, in milliseconds. */
  readonly timeout?: number;
  /** Resolves a name to its addresses; the system's resolver if absent. */
  readonly resolve?: (name: string) => Promise<readonly string[]>;
}

/**
 * Creates a fetcher for text on the public internet, and nowhere else. Each redirect is checked like the
 * first address, and connections are made only to checked addresses: a name is resolved once, and the
 * connection uses that result. It sends no cookies, referrer or credentials, and identifies itself
 * truthfully.
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
  const rules: HostRules = { blockedDomains, allow, resolve };
  let agent: Agent | undefined;
  const getAgent = () => (agent ??= createGuardedAgent(rules, timeout));

  async function fetch(
    address: string,
    { headers = {}, signal }: { headers?: Readonly<Record<string, string>>; signal?: AbortSignal } = {},
  ): Promise<FetchedText> {
    const patient = AbortSignal.timeout(timeout);
    const until = signal ? AbortSignal.any([patient, signal]) : patient;
    const first = parseUrl(address);
    let url = first;
    let movedPermanently = true;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      checkUrl(rules, url);
      const response = await sendRequest({ agent: getAgent(), userAgent }, { url, headers, signal: until });
      const next = REDIRECT_STATUSES.has(response.statusCode) ? getHeader(response, 'location') : undefined;
      if (next === undefined)
        return await readResponse(response, url, { movedPermanently: hop > 0 && movedPermanently, until });
      await response.body.dump({ limit: 65_536 }).catch(() => {});
      movedPermanently &&= PERMANENT_STATUSES.has(response.statusCode);
      url = parseUrl(next, url);
    }
    throw new FetchError('failed', '{{hostname}} redirects more than {{most}} times.', {
      hostname: truncateForMessage(first.hostname),
      most: MAX_REDIRECTS,
    });
  }

  return { fetch, close: async () => agent?.destroy() };
}

async function sendRequest(
  { agent, userAgent }: { agent: Agent; userAgent: string },
  { url, headers, signal }: { url: URL; headers: Readonly<Record<string, string>>; signal: AbortSignal },
): Promise<Dispatcher.ResponseData> {
  try {
    return await loadUndici().request(url, {
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
  const [mime = ''] = full.split(';', 1);
  const type = mime.trim().toLowerCase();
  const [address = ''] = url.href.split('#', 1);
  const found = { status: response.statusCode, url: address, movedPermanently, headers };
  try {
    if (response.statusCode >= 400 || response.statusCode === 304 || response.statusCode === 204) {
      await response.body.dump({ limit: 65_536 }).catch(() => {});
      return { ...found, bytes: new Uint8Array() };
    }
    if (type !== '' && !TEXT_TYPE.test(type))
      throw new UnreadableBody('it is not text ({{type}})', { type: type.slice(0, 80) });
    if (Number(headers['content-length']) > MAX_BODY_BYTES) throw new TooLarge();
    return { ...found, bytes: await readBody(response.body, headers['content-encoding'] ?? '', full) };
  } catch (error) {
    response.body.on('error', () => {}).destroy();
    if (error instanceof TooLarge || error instanceof UnreadableBody)
      throw new FetchError(
        'refused',
        'I can’t read this page of {{hostname}}: {{message}}.',
        { hostname: truncateForMessage(url.hostname), message: error.said },
        { cause: error },
      );
    throw toFetchError(error, url, until);
  }
}

function getHeader(response: Dispatcher.ResponseData, name: string): string | undefined {
  const value = response.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** An address as people say it: a host name with a dot, then a port, a path or nothing. */
const NO_SCHEME = /^[\p{L}\p{N}][\p{L}\p{N}-]*(?:\.[\p{L}\p{N}-]+)+(?::\d+)?(?:[/?#]|$)/u;

/** Parses an address that was typed or redirected to. Throws a FetchError if it is invalid. */
function parseUrl(address: string, base?: URL): URL {
  const given = address.trim();
  const typed = base === undefined && NO_SCHEME.test(given) ? `https://${given}` : given;
  const url = typed.length <= 4000 ? URL.parse(typed, base?.href) : null;
  if (url?.hostname || (url && !/^https?:$/.test(url.protocol))) return url;
  throw new FetchError(
    'refused',
    'This is not a web address: {{typed}}. Web addresses start with https:// or http://.',
    { typed: truncateForMessage(typed) },
  );
}
