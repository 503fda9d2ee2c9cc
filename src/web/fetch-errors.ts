import { UserError } from '../errors.ts';
import type { MessageValues } from '../i18n/template-values.ts';

/** A page that must not (`refused`) or could not (`failed`) be fetched, as a sentence for the reader. */
export class FetchError extends UserError {
  readonly kind: 'refused' | 'failed';
  constructor(
    kind: 'refused' | 'failed',
    sentence: string,
    values: MessageValues = {},
    options?: ErrorOptions,
  ) {
    super(sentence, values, options);
    this.kind = kind;
  }
}

/** Codes of the HTTP client for an invalid response: too many headers, two lengths, an unknown status. */
const INVALID_RESPONSE_CODES = new Set([
  ...[
    'UND_ERR_HEADERS_OVERFLOW',
    'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
    'UND_ERR_INFO',
    'UND_ERR_NOT_SUPPORTED',
    'UND_ERR_INVALID_ARG',
  ],
  'ERR_ASSERTION',
]);

/** Makes an HTTP client's error that the server or network caused a FetchError; others stay as they are. */
export function toFetchError(error: unknown, url: URL, signal: AbortSignal): Error {
  if (error instanceof FetchError) return error;
  const host = truncateForMessage(url.hostname);
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  const isLate = signal.aborted && (signal.reason as Error | undefined)?.name === 'TimeoutError';
  if (isLate || (typeof code === 'string' && /^UND_ERR_\w+_TIMEOUT$/.test(code)))
    return new FetchError('failed', '{{host}} took too long to answer.', { host }, { cause: error });
  if (signal.aborted)
    return new FetchError('failed', 'I stopped reading {{host}}.', { host }, { cause: error });
  // the parser's own errors have no code
  if (name === 'HTTPParserError' || (typeof code === 'string' && INVALID_RESPONSE_CODES.has(code)))
    return new FetchError('failed', '{{host}} doesn’t answer like a web server.', { host }, { cause: error });
  if (typeof code !== 'string') return error as Error;
  if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET')
    return new FetchError('failed', '{{host}} closed the connection.', { host }, { cause: error });
  if (/^ERR_SSL_(?!.*CERT)/.test(code) || code === 'EPROTO')
    return new FetchError('failed', '{{host}} doesn’t use HTTPS there.', { host }, { cause: error });
  if (/CERT|TLS|SSL|ALTNAME|SELF_SIGNED/.test(code))
    return new FetchError(
      'failed',
      '{{host}} has no valid certificate, so I didn’t read the page.',
      { host },
      { cause: error },
    );
  return new FetchError('failed', 'I couldn’t reach {{host}} ({{code}}).', { host, code }, { cause: error });
}

/** Creates the error for a host that is not on the public internet. */
export function createNotPublicError(host: string): FetchError {
  return new FetchError(
    'refused',
    '{{host}} is not on the public internet, and I don’t read anything else.',
    { host: truncateForMessage(host) },
  );
}

/** Whether a resolver's error means that there is no such name. */
export function isNotFound(error: unknown): boolean {
  return ['ENOTFOUND', 'ENODATA', 'NXDOMAIN'].includes((error as { code?: string }).code ?? '');
}

/** Truncates a stranger's text for use in a sentence. */
export function truncateForMessage(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}
