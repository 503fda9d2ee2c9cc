import type { Readable } from 'node:stream';
import { DefaultRestOptions, RESTJSONErrorCodes, type RESTOptions, type ResponseLike } from 'discord.js';

type MakeRequest = RESTOptions['makeRequest'];
type RequestInit = Parameters<MakeRequest>[1];

/** What undici's connections return. */
interface Received {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Readable & Pick<ResponseLike, 'arrayBuffer' | 'bodyUsed' | 'json' | 'text'>;
}

// an import reads all that the module exports, and with it loads the undici of Node itself
const { STATUS_CODES } = process.getBuiltinModule('node:http');

/**
 * Creates the function that sends requests to Discord as discord.js does, which takes half of the processor
 * time of Node's fetch. Only files go by fetch, because the undici that discord.js brings cannot send them
 * once a newer one has made itself the process's default. A lost connection is reported with the code on
 * which discord.js tries again. It is then unknown whether Discord did what was asked, so whatever must not
 * happen twice is guarded against: messages carry a nonce that Discord enforces (`enforceNonce`), a first
 * reply to an interaction that was already taken counts as sent, and a post in a forum is not tried again.
 */
export function createRequest(): MakeRequest {
  /** Requests whose outcome is unknown, by the headers that all attempts at one request share. */
  const uncertain = new WeakSet<object>();

  return async (url, init) => {
    const attempts = init.headers as object;
    if (uncertain.has(attempts) && isFirstReply(url, init)) throw new Uncertain();
    try {
      const response = await send(url, init);
      if (response.status >= 500) uncertain.add(attempts);
      return uncertain.has(attempts) ? await settleUncertain(url, response) : response;
    } catch (error) {
      uncertain.add(attempts);
      if (isConnectionLost(error))
        throw Object.assign(new Error('The connection was cut.', { cause: error }), { code: 'ECONNRESET' });
      throw error;
    }
  };
}

/**
 * The connections of the undici that discord.js brings, which has just been loaded. The newer undici that
 * fetches pages makes itself the process's default for both once it is loaded, and discord.js's would then
 * reach its own connections through a translation of every event. If Node's fetch was used first, they are
 * Node's.
 */
const connections = (globalThis as Record<symbol, unknown>)[Symbol.for('undici.globalDispatcher.1')] as
  | { request?(options: object): Promise<Received> }
  | undefined;

const send: MakeRequest = async (url, init) => {
  if (init.body instanceof FormData)
    return fetch(url, init as unknown as globalThis.RequestInit) as Promise<unknown> as Promise<ResponseLike>;
  if (!connections?.request) return DefaultRestOptions.makeRequest(url, init);
  const { origin, pathname, search } = new URL(url);
  const received = await connections.request({ ...init, origin, path: `${pathname}${search}` });
  return new ReceivedResponse(received);
};

/**
 * A response with all that discord.js reads of it. Its own is an object literal with a getter: V8 makes each of
 * those a shape of its own, which keeps the request and all that waited for it until the next full garbage
 * collection. A getter of a class is made once.
 */
class ReceivedResponse implements ResponseLike {
  readonly body: Received['body'];
  readonly headers: Headers;
  readonly status: number;
  readonly statusText: string;
  readonly ok: boolean;

  constructor({ statusCode, headers, body }: Received) {
    this.body = body;
    this.headers = new Headers(headers);
    this.status = statusCode;
    this.statusText = STATUS_CODES[statusCode] ?? '';
    this.ok = statusCode >= 200 && statusCode < 300;
  }

  get bodyUsed(): boolean {
    return this.body.bodyUsed;
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return this.body.arrayBuffer();
  }

  json(): Promise<unknown> {
    return this.body.json();
  }

  text(): Promise<string> {
    return this.body.text();
  }
}

/** It is unknown whether Discord did what was asked, and asking again might do it twice. */
export class Uncertain extends Error {
  override readonly name = 'Uncertain';
  override readonly message = 'Discord did not say whether it opened the post.';
}

const isFirstReply = (url: string, { method }: RequestInit): boolean =>
  method?.toUpperCase() === 'POST' && /\/channels\/\d+\/threads$/.test(new URL(url).pathname);

/** What an attempt after an uncertain one returned; a success if an earlier one was delivered. */
async function settleUncertain(url: string, response: ResponseLike): Promise<ResponseLike> {
  if (response.status !== 400 || !new URL(url).pathname.endsWith('/callback')) return response;
  const text = await response.text();
  const { code } = JSON.parse(text) as { code?: unknown };
  const settled =
    code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged
      ? new Response(null, { status: 204 })
      : new Response(text, { status: response.status, headers: { 'content-type': 'application/json' } });
  return settled as unknown as ResponseLike;
}

const CONNECTION_LOST_CODES = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

function isConnectionLost(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: { code?: string } };
  return CONNECTION_LOST_CODES.has(code ?? cause?.code ?? '');
}
