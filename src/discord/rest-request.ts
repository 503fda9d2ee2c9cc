import { RESTJSONErrorCodes, type RESTOptions } from 'discord.js';

type MakeRequest = RESTOptions['makeRequest'];

/**
 * How requests to Discord go out: by Node's own fetch, for discord.js brings an undici of its own, which
 * cannot send files where a newer one has made itself the process's default. A connection that was cut is
 * told in the word by which discord.js tries again. Then nobody knows whether Discord had done what was
 * asked, so what a second attempt must not do twice is seen to: messages carry a nonce that Discord enforces
 * (`enforceNonce`), a first reply to an interaction that was taken counts as given, and a post in a forum is
 * not tried again.
 */
export function createRequest(): MakeRequest {
  /** Requests whose outcome is not known, by the headers that all attempts of one share. */
  const uncertain = new WeakSet<object>();

  async function request(url: string, init: RequestInit): Promise<Response> {
    const attempts = init.headers as object;
    if (uncertain.has(attempts) && isFirstReply(url, init)) throw new Uncertain();
    try {
      const response = await fetch(url, init);
      if (response.status >= 500) uncertain.add(attempts);
      return uncertain.has(attempts) && (await wasAccepted(url, response))
        ? new Response(null, { status: 204 })
        : response;
    } catch (error) {
      uncertain.add(attempts);
      if (isConnectionLost(error))
        throw Object.assign(new Error('The connection was cut.', { cause: error }), { code: 'ECONNRESET' });
      throw error;
    }
  }

  return request as unknown as MakeRequest;
}

/** It is not known whether Discord has done what was asked, and to ask again might do it twice. */
export class Uncertain extends Error {
  override readonly name = 'Uncertain';
  override readonly message = 'Discord did not say whether it opened the post.';
}

const isFirstReply = (url: string, { method }: RequestInit): boolean =>
  method?.toUpperCase() === 'POST' && /\/channels\/\d+\/threads$/.test(new URL(url).pathname);

/** Whether an earlier attempt at this first reply went through. */
async function wasAccepted(url: string, response: Response): Promise<boolean> {
  if (response.status !== 400 || !new URL(url).pathname.endsWith('/callback')) return false;
  const { code } = (await response.clone().json()) as { code?: unknown };
  return code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged;
}

const CONNECTION_LOST_CODES = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

function isConnectionLost(error: unknown): boolean {
  return (
    error instanceof Error &&
    CONNECTION_LOST_CODES.has((error.cause as { code?: string } | undefined)?.code ?? '')
  );
}
