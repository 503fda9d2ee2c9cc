import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type ChatCompletionRequest, type FixtureResponse, LLMock } from '@copilotkit/aimock';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import type { Engine } from '../src/engines/engine.ts';
import type { ModelSettings } from '../src/engines/openai/client.ts';
import { createOpenAiEngine } from '../src/engines/openai/openai.ts';
import { createLogRecorder } from './support.ts';

/**
 * The scripted server's reply to a request: a draft to send as JSON, a text to send as it is, or one of the
 * mock's own responses.
 */
export type ModelReply =
  | object
  | string
  | { readonly error: object }
  | { readonly json: unknown }
  | ModelStream
  | ((request: ChatCompletionRequest) => unknown);

/** A custom stream: each piece is sent at once, and the usage at the end unless it is null. */
export interface ModelStream {
  readonly pieces: () => AsyncIterable<string> | Iterable<string>;
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number } | null;
  /** Whether the connection breaks after the last piece. */
  readonly breaksOff?: boolean;
}

export interface ScriptedModel {
  readonly url: string;
  /** The settings for using it, where nothing special is needed. */
  readonly settings: ModelSettings;
  /** Every request made, in order. */
  readonly requests: ChatCompletionRequest[];
  /** Violations of OpenAI's own API document by requests; empty if the document is not available. */
  readonly violations: string[];
  /** How many custom streams the client aborted. */
  readonly left: number;
  /** Sets the script: one entry for each request, the last one for all further ones. */
  say(...script: ModelReply[]): void;
  stop(): Promise<void>;
}

/** The engines of a bot that asks a scripted model, with the built-in one behind it. */
export const createModelEngines = (
  { settings }: ScriptedModel,
  { log }: Pick<ReturnType<typeof createLogRecorder>, 'log'> = createLogRecorder(),
): readonly [Engine, Engine] => [createOpenAiEngine(settings, log), createBuiltInEngine()];

/** Starts a server that speaks OpenAI's chat completions API and gives scripted replies. */
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
  // custom completions, which the mock's own responses do not support
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

/** Sends a stream; returns whether the client aborted it. */
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

/** A custom completion, for what the mock does not support: refusals, truncated answers. */
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

/** Whether OpenAI's published document is available next to the project. */
export const hasOpenaiDocument = existsSync(DOCUMENT);

/** A validator of requests against that document; undefined if it is not available. */
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

/** Converts OpenAPI's `nullable` to JSON Schema. */
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
