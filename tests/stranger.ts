import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { createRequestValidator } from './model.ts';

/** A request to the model server. */
export interface ModelRequest {
  readonly response_format?: { readonly type: string };
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly stream?: boolean;
  readonly stream_options?: object;
  readonly max_completion_tokens?: number;
  readonly max_tokens?: number;
}

/** A reply, sent byte for byte; an object is sent as JSON. */
export interface StrangerReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Writes the body itself. */
  readonly write?: (response: ServerResponse) => unknown;
}

export interface UnknownServer {
  readonly url: string;
  /** Every request, in order. */
  readonly requests: ModelRequest[];
  /** Violations of OpenAI's own API document by requests; empty if the document is not available. */
  readonly violations: string[];
  /** How many connections the client closed before the end of the answer. */
  readonly left: number;
  /** Sets the replies: one for each request, the last one for all further ones. */
  send(...script: (StrangerReply | ((request: ModelRequest) => StrangerReply))[]): void;
  stop(): Promise<void>;
}

/** Starts a model server with arbitrary behaviour: it sends whatever it is told to, valid or not. */
export async function startUnknownServer(): Promise<UnknownServer> {
  const requests: ModelRequest[] = [];
  const violations: string[] = [];
  const validate = createRequestValidator();
  let script: Parameters<UnknownServer['send']> = [];
  let left = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const asked = (await json(request)) as ModelRequest;
    const at = requests.push(asked) - 1;
    if (validate && !validate(asked)) violations.push(JSON.stringify(validate.errors));
    const next = script[Math.min(at, script.length - 1)]!;
    const { status = 200, headers = {}, body, write } = typeof next === 'function' ? next(asked) : next;
    response.once('close', () => {
      if (!response.writableFinished) left++;
    });
    const isBytes = typeof body === 'string' || Buffer.isBuffer(body);
    response.writeHead(status, { 'content-type': isBytes ? 'text/plain' : 'application/json', ...headers });
    if (write) await write(response);
    else response.end(isBytes ? body : JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    // if the client disconnects, writing the answer fails
    answer(request, response).catch(() => response.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    violations,
    get left() {
      return left;
    },
    send(...next) {
      script = next;
      requests.length = 0;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A stream of pieces, each an object or a literal line. */
export function streamOf(
  pieces: readonly (object | string)[],
  { newline = '\n', type = 'text/event-stream' } = {},
): StrangerReply {
  const lines = pieces.map(piece => (typeof piece === 'string' ? piece : `data: ${JSON.stringify(piece)}`));
  return { headers: { 'content-type': type }, body: `${lines.join(newline + newline)}${newline}${newline}` };
}

/** A piece of a stream in the most common format. */
export const pieceOf = (delta: unknown, more: object = {}): object => ({
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, finish_reason: null, ...more }],
});

const USED = { prompt_tokens: 100, completion_tokens: 50 };

/** A complete answer with this message; without usage if `usage` is undefined. */
export const wholeReplyOf = (
  message: unknown,
  more: object = {},
  { usage }: { usage: unknown } = { usage: USED },
): StrangerReply => ({
  body: {
    id: 'x',
    object: 'chat.completion',
    choices: [{ index: 0, message, finish_reason: 'stop', ...more }],
    ...(usage !== undefined && { usage }),
  },
});
