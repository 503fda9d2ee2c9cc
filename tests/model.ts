import { existsSync, readFileSync } from 'node:fs';
import { type ChatCompletionRequest, type FixtureResponse, LLMock } from '@copilotkit/aimock';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** What the scripted server says to a request: a draft as JSON, a text as it stands, or a response of the mock's own kind. */
export type Said =
  | object
  | string
  | { readonly error: object }
  | { readonly json: unknown }
  | ((request: ChatCompletionRequest) => unknown);

export interface Model {
  readonly url: string;
  /** Every request that was made, in order. */
  readonly requests: ChatCompletionRequest[];
  /** What OpenAI's own document objects to in the requests; empty if the document is not at hand. */
  readonly violations: string[];
  /** The script: one entry for each request, the last one for ever. */
  say(...script: Said[]): void;
  stop(): Promise<void>;
}

/** A server that speaks OpenAI's chat completions and says what it is told. */
export async function startModel(): Promise<Model> {
  const mock = new LLMock({ port: 0, logLevel: 'silent' });
  const requests: ChatCompletionRequest[] = [];
  const violations: string[] = [];
  const validate = requestValidator();
  let script: Said[] = [];
  let asked = 0;
  mock.on({}, async request => {
    const { _endpointType, _context, ...sent } = request as ChatCompletionRequest & Record<string, unknown>;
    requests.push(request);
    if (validate && !validate(sent)) violations.push(JSON.stringify(validate.errors));
    const said = script[Math.min(asked++, script.length - 1)];
    return responseOf(typeof said === 'function' ? await (said as (request: ChatCompletionRequest) => unknown)(request) : said);
  });
  // whole completions by hand, which the mock's own responses cannot be
  mock.mount('/v1/chat/completions', {
    async handleRequest(_request, response) {
      const said = script[Math.min(asked, script.length - 1)];
      if (typeof said !== 'object' || !('json' in said)) return false;
      asked++;
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said.json));
      return true;
    },
  });
  await mock.start();
  return {
    url: `${mock.url}/v1`,
    requests,
    violations,
    say(...next) {
      script = next;
      asked = 0;
      requests.length = 0;
    },
    stop: () => mock.stop(),
  };
}

function responseOf(said: unknown): FixtureResponse {
  if (typeof said === 'string') return { content: said };
  const object = said as Record<string, unknown>;
  if ('error' in object || 'content' in object) return object as unknown as FixtureResponse;
  return { content: JSON.stringify(said) };
}

/** A whole completion by hand, for what the mock does not know: refusals, cut answers. */
export function completion(message: object, finish = 'stop'): { json: unknown } {
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

function requestValidator(): ValidateFunction | undefined {
  if (!hasOpenaiDocument) return undefined;
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { unixtime: true, uri: true, binary: true } });
  ajv.addSchema(withoutNullable(JSON.parse(readFileSync(DOCUMENT, 'utf8'))) as object, 'openai');
  return ajv.getSchema('openai#/components/schemas/CreateChatCompletionRequest');
}

/** OpenAPI's `nullable` as JSON Schema says it. */
function withoutNullable(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutNullable);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutNullable(value)]));
  if (nullable !== true) return nullable === undefined ? rest : { ...rest, nullable };
  return typeof rest.type === 'string' ? { ...rest, type: [rest.type, 'null'] } : { anyOf: [rest, { type: 'null' }] };
}
