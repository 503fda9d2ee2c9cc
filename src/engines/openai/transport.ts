import { parseJson } from './parse-json.ts';
import { createServerError, parseServerError, ServerError } from './server-errors.ts';

/** The maximum size of a reply, in bytes after decompression; a stream has much overhead around each word. */
const MAX_BYTES = { stream: 16_000_000, whole: 2_000_000 } as const;

/** How much of an error's body is read (bytes), and for how long (ms); its beginning has the message. */
const MAX_ERROR_BYTES = 64_000;
const ERROR_TIMEOUT = 5_000;

/** If told to retry later than this (ms), the server is not asked again: the built-in engine answers. */
const MAX_RETRY_AFTER_MS = 10_000;

/** A reply exceeds the maximum size. */
export class TooManyBytes extends Error {}

/**
 * Creates a `fetch` for model servers. It follows no redirects, which would carry the key and the article
 * elsewhere, and converts every error into the one form that the client reads, with a short, redacted text.
 */
export function createTransport(key: string | null): typeof fetch {
  return async (address, init) => {
    const response = await fetch(address, { ...init, redirect: 'manual' });
    return response.ok ? response : await readPlainError(response, key);
  };
}

async function readPlainError(response: Response, key: string | null): Promise<Response> {
  const { status } = response;
  const isElsewhere = status < 400;
  const text = isElsewhere
    ? `to ${response.headers.get('location') ?? 'nowhere'}`
    : await readBeginning(response);
  const body = parseJson(text);
  const { kind, message, named } =
    body === undefined ? createPageError(status, text, key) : parseServerError(body, { status, key });
  const headers = new Headers({ 'content-type': 'application/json' });
  for (const name of ['retry-after', 'retry-after-ms', 'x-should-retry']) {
    const value = response.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  // a retry would not help, or not soon
  if (kind === 'credit' || status === 501 || status === 505 || retryDelayOf(headers) > MAX_RETRY_AFTER_MS)
    headers.set('x-should-retry', 'false');
  // some redirect statuses do not allow a body
  return new Response(JSON.stringify({ error: { message, code: kind, named } }), {
    status: isElsewhere ? 421 : status,
    headers,
  });
}

/** How long the server asks to wait, in milliseconds. */
function retryDelayOf(headers: Headers): number {
  const later = headers.get('retry-after') ?? '';
  const wait = Number(headers.get('retry-after-ms') ?? Number(later) * 1000);
  return Number.isNaN(wait) ? Date.parse(later) - Date.now() : wait;
}

/** Creates a ServerError from plain text, or from an HTML page, of which only the title is informative. */
function createPageError(status: number, text: string, key: string | null): ServerError {
  const isPage = /^\s*</.test(text.slice(0, 200));
  const title = /<title[^<>]{0,100}>([^<]{0,200})/i.exec(text.slice(0, 4_000))?.[1] ?? '';
  const error = createServerError(isPage ? title : text.slice(0, 4_000), { status, key });
  // a 403 page comes from a firewall in between and does not concern the key
  return isPage && status === 403 && error.kind === 'key'
    ? new ServerError('no model server', error.message, { status })
    : error;
}

async function readBeginning(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  const reader = response.body?.getReader();
  const timer = setTimeout(() => void reader?.cancel().catch(() => undefined), ERROR_TIMEOUT);
  try {
    while (reader && bytes < MAX_ERROR_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      bytes += value.byteLength;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // if the body cannot be read, the status is enough
  } finally {
    clearTimeout(timer);
    reader?.cancel().catch(() => undefined);
  }
  return text;
}

/** The form of a body, whatever its content type: some servers stream unasked, or label it JSON. */
type BodyForm = 'stream' | 'JSON' | 'page' | 'text' | 'nothing';

/** The connection was lost. */
export class Lost extends Error {}

/** The form of a reply's body, by its beginning, and the body, limited in size. Throws a `Lost`. */
export async function openBody(
  response: Response,
): Promise<{ readonly form: BodyForm; readonly body: AsyncGenerator<Uint8Array> }> {
  const chunks = readChunks(response);
  const seen: Uint8Array[] = [];
  let form: BodyForm = 'nothing';
  const decoder = new TextDecoder();
  let beginning = '';
  while (form === 'nothing' && seen.length < 1_000) {
    const { done, value } = await chunks.next();
    if (done) break;
    seen.push(value);
    beginning = (beginning + decoder.decode(value, { stream: true })).trimStart().slice(0, 20);
    form = detectForm(beginning, response.headers.get('content-type') ?? '');
  }
  return { form, body: limitBytes(seen, chunks, MAX_BYTES[form === 'stream' ? 'stream' : 'whole']) };
}

async function* readChunks({ body }: Response): AsyncGenerator<Uint8Array> {
  try {
    if (body) yield* body;
  } catch (error) {
    throw new Lost('the connection was lost', { cause: error });
  }
}

function detectForm(beginning: string, type: string): BodyForm {
  if (beginning === '') return 'nothing';
  if (/^[[{"]/.test(beginning)) return 'JSON';
  if (/^(?::|data|event|id\b|retry)/.test(beginning) || /event-stream/i.test(type)) return 'stream';
  return beginning.startsWith('<') ? 'page' : 'text';
}

async function* limitBytes(
  seen: readonly Uint8Array[],
  chunks: AsyncGenerator<Uint8Array>,
  most: number,
): AsyncGenerator<Uint8Array> {
  let left = most;
  const countChunk = (chunk: Uint8Array) => {
    left -= chunk.byteLength;
    if (left < 0) throw new TooManyBytes(`more than ${most} bytes`);
    return chunk;
  };
  try {
    for (const chunk of seen) yield countChunk(chunk);
    for await (const chunk of chunks) yield countChunk(chunk);
  } finally {
    // disconnects from the server if it has more to send
    await chunks.return(undefined);
  }
}
