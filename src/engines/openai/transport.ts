import { parseJson } from './parse-json.ts';
import { createServerError, parseServerError, ServerError } from './server-errors.ts';

/**
 * So much of an answer is read, in bytes as they come out of the packing: a stream says much around each
 * word.
 */
const MAX_BYTES = { stream: 16_000_000, whole: 2_000_000 } as const;

/**
 * So much of the body of an error is read (bytes), and for so long (milliseconds): it has what it says at its
 * beginning.
 */
const MAX_ERROR_BYTES = 64_000;
const ERROR_TIMEOUT = 5_000;

/**
 * A server that says to come back later than this (milliseconds) is not waited for: whoever asked has the
 * built-in engine's answer.
 */
const MAX_RETRY_AFTER = 10_000;

/** More was sent than is read. */
export class TooManyBytes extends Error {}

/**
 * A `fetch` for model servers: follows no redirection, which would carry the key and the article elsewhere,
 * and gives every error the one form that the client reads, with a short and scrubbed text in it.
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
  const {
    kind: fault,
    message,
    named,
  } = body === undefined ? createPageError(status, text, key) : parseServerError(body, { status, key });
  const headers = new Headers({ 'content-type': 'application/json' });
  for (const name of ['retry-after', 'retry-after-ms', 'x-should-retry']) {
    const value = response.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  // it would not help to try again, or not soon
  if (fault === 'credit' || status === 501 || status === 505 || retryDelayOf(headers) > MAX_RETRY_AFTER)
    headers.set('x-should-retry', 'false');
  // an answer that says to go elsewhere may have no body
  return new Response(JSON.stringify({ error: { message, code: fault, named } }), {
    status: isElsewhere ? 421 : status,
    headers,
  });
}

/** How long a server says to wait, in milliseconds. */
function retryDelayOf(headers: Headers): number {
  const later = headers.get('retry-after') ?? '';
  const wait = Number(headers.get('retry-after-ms') ?? Number(later) * 1000);
  return Number.isNaN(wait) ? Date.parse(later) - Date.now() : wait;
}

/** An error in words, or as a page for people, of which only the title tells something. */
function createPageError(status: number, text: string, key: string | null): ServerError {
  const isPage = /^\s*</.test(text.slice(0, 200));
  const title = /<title[^<>]{0,100}>([^<]{0,200})/i.exec(text.slice(0, 4_000))?.[1] ?? '';
  const error = createServerError(isPage ? title : text.slice(0, 4_000), { status, key });
  // a guard on the way says nothing of the key
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
    // a body that cannot be read leaves the status
  } finally {
    clearTimeout(timer);
    reader?.cancel().catch(() => undefined);
  }
  return text;
}

/**
 * What a body holds, whatever it is called: some servers stream although they were not asked to, or call a
 * stream JSON.
 */
type BodyForm = 'stream' | 'JSON' | 'page' | 'text' | 'nothing';

/** The connection was lost. */
export class Lost extends Error {}

/**
 * The form of an answer's body by how it begins, and the bounded body as if nothing had been read of it.
 * Throws a `Lost`.
 */
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
    // leaves the server, where it has more to say
    await chunks.return(undefined);
  }
}
