import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type ChatCompletionRequest, type FixtureResponse, LLMock } from '@copilotkit/aimock';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { ModelSettings } from '../src/engines/openai/client.ts';

/**
 * What the scripted server says to a request: a draft as JSON, a text as it stands, or a response of the
 * mock's own kind.
 */
export type ModelReply =
  | object
  | string
  | { readonly error: object }
  | { readonly json: unknown }
  | ModelStream
  | ((request: ChatCompletionRequest) => unknown);

/** A stream by hand: what is yielded goes out at once, and at the end what was used, unless that is null. */
export interface ModelStream {
  readonly pieces: () => AsyncIterable<string> | Iterable<string>;
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number } | null;
  /** Whether the connection is lost after the last piece. */
  readonly breaksOff?: boolean;
}

export interface ScriptedModel {
  readonly url: string;
  /** How it is asked where nothing else is wanted. */
  readonly settings: ModelSettings;
  /** Every request that was made, in order. */
  readonly requests: ChatCompletionRequest[];
  /** What OpenAI's own document objects to in the requests; empty if the document is not at hand. */
  readonly violations: string[];
  /** How many streams by hand the client has left before their end. */
  readonly left: number;
  /** The script: one entry for each request, the last one for ever. */
  say(...script: ModelReply[]): void;
  stop(): Promise<void>;
}

/** A server that speaks OpenAI's chat completions and says what it is told. */
export async function startScriptedModel(): Promise<ScriptedModel> {
  const mock = new LLMock({ port: 0, logLevel: 'silent' });
  const requests: ChatCompletionRequest[] = [];
  const violations: string[] = [];
  const validate = createRequestValidator();
  let script: ModelReply[] = [];
  let asked = 0;
  let left = 0;
  const note = (request: ChatCompletionRequest) => {
    const { _endpointType, _context, ...sent } = request as ChatCompletionRequest & Record<string, unknown>;
    requests.push(request);
    if (validate && !validate(sent)) violations.push(JSON.stringify(validate.errors));
  };
  mock.on({}, async request => {
    note(request);
    const said = script[Math.min(asked++, script.length - 1)];
    return toResponse(
      typeof said === 'function'
        ? await (said as (request: ChatCompletionRequest) => unknown)(request)
        : said,
    );
  });
  // whole completions by hand, which the mock's own responses cannot be
  mock.mount('/v1/chat/completions', {
    async handleRequest(request: IncomingMessage, response: ServerResponse) {
      const said = script[Math.min(asked, script.length - 1)];
      if (typeof said !== 'object' || !('json' in said || 'pieces' in said)) return false;
      asked++;
      note(JSON.parse(await text(request)));
      if ('json' in said)
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said.json));
      else if (await sendStream(said as ModelStream, response)) left++;
      return true;
    },
  });
  await mock.start();
  const url = `${mock.url}/v1`;
  return {
    url,
    settings: { model: 'scripted', baseUrl: url, apiKey: 'key', contextTokens: 100_000, timeout: 10_000 },
    requests,
    violations,
    get left() {
      return left;
    },
    say(...next) {
      script = next;
      asked = 0;
      requests.length = 0;
    },
    stop: () => mock.stop(),
  };
}

/** Sends a stream; whether the client left before its end. */
async function sendStream(
  { pieces, usage = null, breaksOff = false }: ModelStream,
  response: ServerResponse,
): Promise<boolean> {
  const send = (choices: object[], more = {}) =>
    response.write(
      `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 0, model: 'scripted', choices, ...more })}\n\n`,
    );
  const closed = new Promise<true>(resolve => response.once('close', () => resolve(true)));
  response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
  const written = (async () => {
    for await (const content of pieces()) send([{ index: 0, delta: { content }, finish_reason: null }]);
  })();
  if (await Promise.race([closed, written])) return true;
  if (breaksOff) {
    response.destroy();
    return false;
  }
  send([{ index: 0, delta: {}, finish_reason: 'stop' }]);
  if (usage) send([], { usage: { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens } });
  response.end('data: [DONE]\n\n');
  return false;
}

function toResponse(said: unknown): FixtureResponse {
  if (typeof said === 'string') return { content: said };
  const object = said as Record<string, unknown>;
  if ('error' in object || 'content' in object) return object as unknown as FixtureResponse;
  return { content: JSON.stringify(said) };
}

/** A whole completion by hand, for what the mock does not know: refusals, cut answers. */
export function createCompletion(message: object, finish = 'stop'): { json: unknown } {
  return {
    json: {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 0,
      model: 'scripted',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: null, refusal: null, ...message },
          finish_reason: finish,
          logprobs: null,
        },
      ],
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    },
  };
}

const DOCUMENT = new URL('../../shared/openapi/openai-chat.json', import.meta.url).pathname;

/** Holds requests to OpenAI's published document, where it lies beside the project. */
export const hasOpenaiDocument = existsSync(DOCUMENT);

/** What says whether a request is valid by that document; undefined where it does not lie there. */
export function createRequestValidator(): ValidateFunction | undefined {
  if (!hasOpenaiDocument) return undefined;
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    formats: { unixtime: true, uri: true, binary: true },
  });
  ajv.addSchema(replaceNullable(JSON.parse(readFileSync(DOCUMENT, 'utf8'))) as object, 'openai');
  return ajv.getSchema('openai#/components/schemas/CreateChatCompletionRequest');
}

/** OpenAPI's `nullable` as JSON Schema says it. */
function replaceNullable(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(replaceNullable);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, replaceNullable(value)]),
  );
  if (nullable !== true) return nullable === undefined ? rest : { ...rest, nullable };
  return typeof rest.type === 'string'
    ? { ...rest, type: [rest.type, 'null'] }
    : { anyOf: [rest, { type: 'null' }] };
}
