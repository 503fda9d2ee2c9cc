import { DefaultRestOptions, RESTJSONErrorCodes, type RESTOptions, type ResponseLike } from 'discord.js';

type MakeRequest = RESTOptions['makeRequest'];
type RequestInit = Parameters<MakeRequest>[1];

/**
 * Creates the function that sends requests to Discord: discord.js's own, which takes half of the processor
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

const send: MakeRequest = (url, init) =>
  init.body instanceof FormData
    ? (fetch(url, init as unknown as globalThis.RequestInit) as Promise<unknown> as Promise<ResponseLike>)
    : DefaultRestOptions.makeRequest(url, dispatcher ? { ...init, dispatcher } : init);

/**
 * The connections of the undici that discord.js brings, which has just been loaded. The newer undici that
 * fetches pages makes itself the process's default for both once it is loaded, and discord.js's would then
 * reach its own connections through a translation of every event.
 */
const dispatcher = (globalThis as Record<symbol, unknown>)[
  Symbol.for('undici.globalDispatcher.1')
] as RequestInit['dispatcher'];

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
