import type { IncomingMessage } from 'node:http';
import type { MiddlewareHandler } from 'hono';

type Header = (name: string) => string | undefined;

/**
 * Middleware that accepts only requests addressed to this machine by one of its own names (a rebound DNS name
 * is not one) that come from a page of the same origin, or from no page at all.
 */
export function ownOriginOnly(allowed: readonly string[]): MiddlewareHandler {
  return async (context, next) => {
    if (!isOwn(allowed, name => context.req.header(name), context.req.method))
      return context.text('This preview is for this machine alone.', 403);
    await next();
    return undefined;
  };
}

/** The same check for WebSocket upgrades: pages have no business opening one and are always refused. */
export function mayUpgrade(allowed: readonly string[], { headers }: IncomingMessage): boolean {
  return headers.origin === undefined && isOwn(allowed, name => [headers[name]].flat()[0], 'GET');
}

function isOwn(allowed: readonly string[], header: Header, method: string): boolean {
  const host = header('host') ?? '';
  if (!URL.canParse(`http://${host}`) || !allowed.includes(new URL(`http://${host}`).hostname)) return false;
  const origin = header('origin');
  if (origin !== undefined && origin !== `http://${host}`) return false;
  const site = header('sec-fetch-site');
  // Following a link from another site is fine: it shows the page and reveals nothing to the other site.
  const followsLink =
    method === 'GET' && header('sec-fetch-mode') === 'navigate' && header('sec-fetch-dest') === 'document';
  return site === undefined || site === 'same-origin' || site === 'none' || followsLink;
}
