import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StoredArticle } from '../src/articles/article.ts';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import type { Engine } from '../src/engines/engine.ts';
import { createOpenAiEngine, type ModelSettings } from '../src/engines/openai/openai.ts';
import { cardsOf, contentOf, isWhole } from './cards.ts';
import {
  type ModelRequest,
  pieceOf,
  type StrangerReply,
  startUnknownServer,
  streamOf,
  type UnknownServer,
  wholeReplyOf,
} from './stranger.ts';
import { createLogRecorder, type LogLine, startTestBot, type TestBot, visibleTextOf } from './support.ts';

/** A key that does not look like any provider's. */
const KEY = 'Quag7mire4sandwich';

let server: UnknownServer;
let bot: TestBot;
let train: StoredArticle;
let lines: LogLine[];
let engine: Engine;
let made = 0;
/** The number of log lines before the test. */
let before = 0;

beforeAll(async () => {
  server = await startUnknownServer();
  // one bot for all tests, but a new engine for each: what it learned about the server must not carry over
  const current = new Proxy({} as Engine, { get: (_, name: keyof Engine) => engine[name] });
  startEngine();
  bot = await startTestBot({ engines: [current, createBuiltInEngine()] });
  train = (await bot.library.find('22:40')) as StoredArticle;
});

afterAll(async () => {
  await bot.stop();
  await server.stop();
});

beforeEach(() => {
  before = bot.lines.length;
  startEngine();
});

afterEach(() => {
  expect(server.violations).toEqual([]);
});

/** Creates an engine that has never used the server before. */
function startEngine(change: Partial<ModelSettings> = {}): void {
  const { log, lines: written } = createLogRecorder();
  lines = written;
  const settings = { baseUrl: server.url, apiKey: KEY, contextTokens: 100_000, timeout: 10_000, ...change };
  engine = createOpenAiEngine({ model: `model ${made++}`, ...settings }, log);
}

/** Sentences from the sample article about the train. */
const SENTENCES = {
  1: 'The last night train left Brennick at 22:40 on 12 December 2009 with 31 passengers, a crate of racing pigeons and a guard who had been told not to make a speech.',
  4: 'In its final year the night train carried 38,000 passengers, down from 91,000 in 1998, and lost £2.1 million.',
} as const;

const point = (paragraph: keyof typeof SENTENCES) => ({
  text: SENTENCES[paragraph],
  paragraphs: [paragraph],
});
const draft = () => ({ points: [point(1)] });
const json = () => JSON.stringify(draft());

const BUILT_IN = 'this is the built-in engine’s answer';

async function fetchSummary(length = 'full'): Promise<string> {
  const asked = await bot.preview
    .member('Ben')
    .command(bot.preview.channels.articles, 'summary', { article: train.id, length });
  const done = await asked.replyWhere(isWhole);
  return visibleTextOf(done);
}

/** The log of everything that was done, as operators see it. */
const logged = () => JSON.stringify([...lines, ...bot.lines.slice(before)]);

async function isReadAtOnce(): Promise<void> {
  const text = await fetchSummary();
  expect(text).toContain('· by the model');
  expect(text).toContain('The last night train left Brennick');
  expect(server.requests).toHaveLength(1);
}

describe('an answer is read wherever a server puts it', () => {
  const places: [string, () => StrangerReply][] = [
    [
      'in a list of parts, with thinking before it',
      () =>
        wholeReplyOf({
          content: [
            { type: 'thinking', thinking: [{ type: 'text', text: 'Let me see {"points": []}' }] },
            { type: 'text', text: json() },
          ],
        }),
    ],
    [
      'in pieces of text, with empty parts between',
      () =>
        wholeReplyOf({
          content: [
            null,
            json().slice(0, 20),
            { type: 'image_url', image_url: {} },
            [{ type: 'output_text', text: json().slice(20) }],
            7,
          ],
        }),
    ],
    [
      'in a part whose text is an object',
      () => wholeReplyOf({ content: [{ type: 'text', text: { value: json(), annotations: [] } }] }),
    ],
    ['in one part without a list', () => wholeReplyOf({ content: { type: 'text', text: json() } })],
    ['as an object instead of its JSON', () => wholeReplyOf({ content: draft() })],
    ['as something already read', () => wholeReplyOf({ content: null, parsed: draft() })],
    [
      'in the arguments of a call',
      () =>
        wholeReplyOf(
          {
            content: null,
            tool_calls: [{ id: 'a', type: 'function', function: { name: 'summary', arguments: json() } }],
          },
          { finish_reason: 'tool_calls' },
        ),
    ],
    [
      'in arguments that are an object',
      () =>
        wholeReplyOf({
          content: '',
          tool_calls: [null, { function: { name: 'summary', arguments: draft() } }],
        }),
    ],
    [
      'in a call of the old kind',
      () => wholeReplyOf({ content: null, function_call: { name: 'summary', arguments: json() } }),
    ],
    [
      'in what was thought aloud',
      () => wholeReplyOf({ content: '', reasoning_content: `First {"points": []}, no. Better:\n${json()}` }),
    ],
    ['in what is called reasoning', () => wholeReplyOf({ content: null, reasoning: json() })],
    ['in what is called thinking', () => wholeReplyOf({ thinking: json() })],
    ['as the text of the output', () => wholeReplyOf({ output_text: json() })],
    ['as the text of the choice', () => wholeReplyOf(undefined, { text: json() })],
    [
      'in the second of several choices',
      () => ({
        body: {
          choices: [
            null,
            { index: 0, message: { content: '' }, finish_reason: 'stop' },
            { index: 7, message: { content: json() }, finish_reason: 'stop' },
          ],
        },
      }),
    ],
    [
      'in an answer of another kind of API',
      () => ({
        body: {
          output: [
            { type: 'reasoning', summary: [] },
            { type: 'message', content: [{ type: 'output_text', text: json() }] },
          ],
        },
      }),
    ],
    [
      'without a choice',
      () => ({ body: { model: 'm', message: { role: 'assistant', content: json() }, done: true } }),
    ],
    ['as a message that is only its text', () => ({ body: { choices: [{ message: json() }] } })],
    ['in a choice that is no list', () => ({ body: { choices: { message: { content: json() } } } })],
    [
      'as an answer of yet another kind of API',
      () => ({
        body: {
          type: 'message',
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'hm' },
            { type: 'text', text: json() },
          ],
          stop_reason: 'end_turn',
        },
      }),
    ],
    ['with a finish of another word', () => wholeReplyOf({ content: json() }, { finish_reason: 'STOP' })],
    [
      'complete although the room ended, in white space',
      () => wholeReplyOf({ content: `${json()}${' \n'.repeat(5_000)}` }, { finish_reason: 'length' }),
    ],
  ];
  test.each(places)('%s', async (_, sent) => {
    server.send(sent());
    await isReadAtOnce();
  });

  const wrappings: [string, () => string][] = [
    ['in an object around it', () => JSON.stringify({ answer: draft() })],
    [
      'in two objects around it',
      () => JSON.stringify({ name: 'summary', result: { arguments: draft(), id: 3 } }),
    ],
    ['in a list of one', () => JSON.stringify([draft()])],
    ['as the list alone', () => JSON.stringify(draft().points)],
    [
      'as the list alone in a fence',
      () => `\`\`\`json\n${JSON.stringify([point(1), point(4)])}\n\`\`\`\nDone.`,
    ],
    ['as JSON within JSON', () => JSON.stringify(json())],
    ['as JSON within an object', () => JSON.stringify({ answer: json() })],
    ['behind braces of prose', () => `I use {this form: and {that} one:\n${json()} {ok}`],
    ['behind quotation marks of prose', () => `The "form { is:\n${json()}`],
    ['with commas too many', () => json().replace(/\]\}\]\}$/, ', ] , }\n,],}')],
    [
      'after thoughts in square brackets',
      () => `[THINK]{"points": [{"text": "x", "paragraphs": [1]}]}[/THINK]${json()}`,
    ],
    ['after a thought within a thought', () => `<think>a<think>b</think>{"points": []}</think>${json()}`],
    ['twice', () => `${json()}\n${json()}`],
  ];
  test.each(wrappings)('%s', async (_, written) => {
    server.send(wholeReplyOf({ content: written() }));
    await isReadAtOnce();
  });

  const half = () => [json().slice(0, 30), json().slice(30)] as const;
  const streams: [string, () => StrangerReply][] = [
    [
      'in lists of parts',
      () => {
        const [first, second] = half();
        return streamOf([
          pieceOf({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] }] }),
          pieceOf({ content: [{ type: 'text', text: first }] }),
          pieceOf({ content: [null, { type: 'text', text: second }] }, { finish_reason: 'stop' }),
        ]);
      },
    ],
    [
      'with comments, empty pieces and other events between, and no end',
      () => {
        const [first, second] = half();
        return streamOf([
          ': keep-alive',
          pieceOf({ role: 'assistant' }),
          pieceOf({}),
          pieceOf(null),
          'event: ping',
          { choices: [] },
          {},
          'data: null',
          pieceOf({ content: first }),
          ': OPENROUTER PROCESSING',
          pieceOf({ content: second }),
        ]);
      },
    ],
    [
      'with other line ends and no space',
      () =>
        streamOf(
          half().map(content => `data:${JSON.stringify(pieceOf({ content }))}`),
          { newline: '\r\n' },
        ),
    ],
    [
      'called JSON',
      () => streamOf([pieceOf({ content: json() }), 'data: [DONE]'], { type: 'application/json' }),
    ],
    [
      'with another number, beside a second choice',
      () =>
        streamOf([
          { choices: [{ index: 3, delta: { role: 'assistant' } }] },
          {
            choices: [
              { index: 3, delta: { content: half()[0] } },
              { index: 4, delta: { content: 'other' } },
            ],
          },
          { choices: [{ index: 4, delta: { content: 'other' } }] },
          { choices: [{ index: 3, delta: { content: half()[1] }, finish_reason: 'stop' }] },
        ]),
    ],
    [
      'whose last piece comes twice',
      () =>
        streamOf([
          pieceOf({ content: half()[0] }),
          ...[1, 2].map(() => pieceOf({ content: half()[1] }, { finish_reason: 'stop' })),
          'data: [DONE]',
          pieceOf({ content: 'x' }),
        ]),
    ],
    [
      'whose last piece says all again',
      () =>
        streamOf([
          ...half().map(content => pieceOf({ content })),
          { choices: [{ index: 0, message: { content: json() }, finish_reason: 'stop' }] },
        ]),
    ],
    [
      'in the arguments of a call',
      () =>
        streamOf(
          half().map(given => pieceOf({ tool_calls: [{ index: 0, function: { arguments: given } }] })),
        ),
    ],
    [
      'in what was thought aloud',
      () => streamOf(half().map(given => pieceOf({ content: '', reasoning_content: given }))),
    ],
    [
      'in a stream although it is one whole answer',
      () => streamOf([wholeReplyOf({ content: json() }).body as object]),
    ],
  ];
  test.each(streams)('%s, streamed', async (_, sent) => {
    server.send(sent());
    await isReadAtOnce();
  });

  test('in a stream whose connection is lost after the last word', async () => {
    server.send({
      headers: { 'content-type': 'text/event-stream' },
      async write(response) {
        response.write(`data: ${JSON.stringify(pieceOf({ content: json() }))}\n\n`);
        await sleep(100);
        response.destroy();
      },
    });
    await isReadAtOnce();
  });

  test('in a stream although none was asked for', async () => {
    server.send(
      { status: 400, body: { error: 'stream is not supported' } },
      streamOf([pieceOf({ content: json() })]),
    );
    expect(await fetchSummary()).toContain('· by the model');
    expect(server.requests.map(({ stream }) => stream ?? false)).toEqual([true, false]);
  });
});

describe('what a server says was used is believed only where it can be', () => {
  const today = () => new Date().toISOString().slice(0, 10);
  const spending = () => bot.storage.ledger.getSpending(today(), { serverId: null, memberId: null });
  const usages: [string, unknown, { input?: number; output?: number }][] = [
    ['whole', { prompt_tokens: 100, completion_tokens: 50 }, { input: 100, output: 50 }],
    ['missing', undefined, {}],
    ['null', null, {}],
    ['empty', {}, {}],
    ['partial', { prompt_tokens: 123 }, { input: 123 }],
    ['negative', { prompt_tokens: -5, completion_tokens: 50 }, { output: 50 }],
    ['fractional', { prompt_tokens: 10.5, completion_tokens: 0.1 }, {}],
    ['in strings', { prompt_tokens: '100', completion_tokens: '50' }, {}],
    ['huge', { prompt_tokens: 1e15, completion_tokens: 9e99 }, {}],
    ['more than can have been read', { prompt_tokens: 5_000_000, completion_tokens: 50 }, { output: 50 }],
    ['nothing although something was read and written', { prompt_tokens: 0, completion_tokens: 0 }, {}],
    ['no numbers', { prompt_tokens: [1], completion_tokens: { a: 1 } }, {}],
  ];
  test.each(usages)('%s', async (_, usage, { input, output }) => {
    const before = await spending();
    server.send(wholeReplyOf({ content: json() }, {}, { usage }));
    await isReadAtOnce();
    const after = await spending();
    const [read, written] = [
      after.inputTokens - before.inputTokens,
      after.outputTokens - before.outputTokens,
    ];
    expect(read).toSatisfy((tokens: number) =>
      input === undefined ? tokens > 1_000 && tokens < 20_000 : tokens === input,
    );
    expect(written).toSatisfy((tokens: number) =>
      output === undefined ? tokens > 10 && tokens < 200 : tokens === output,
    );
    expect(after.counted - before.counted).toBe(input === undefined || output === undefined ? 1 : 0);
  });

  test('from no engine anything but whole numbers that can be enters: what was reserved stands', async () => {
    for (const [inputTokens, outputTokens] of [
      [-5, 1],
      [0.5, 1],
      [Number.NaN, 1],
      [1, Number.POSITIVE_INFINITY],
      ['7', 1],
    ] as [number, number][]) {
      const before = await spending();
      engine = {
        ...createBuiltInEngine(),
        name: 'openai',
        isPaid: true,
        identity: () => `${made++}`,
        estimate: async () => ({ inputTokens: 70, outputTokens: 30 }),
        draft: async (_recipe, _article, _options, how) => {
          how?.onUsage?.({ inputTokens, outputTokens });
          return draft();
        },
      };
      expect(await fetchSummary()).toContain('· by the model');
      const after = await spending();
      expect([after.inputTokens - before.inputTokens, after.outputTokens - before.outputTokens]).toEqual([
        70, 30,
      ]);
    }
  });

  test('every call for an answer is entered, also those that were of no use', async () => {
    const before = await spending();
    server.send(wholeReplyOf({ content: 'Of course!' }), wholeReplyOf({ content: json() }));
    expect(await fetchSummary()).toContain('· by the model');
    const after = await spending();
    expect([after.inputTokens - before.inputTokens, after.outputTokens - before.outputTokens]).toEqual([
      200, 100,
    ]);
    expect(after.answers - before.answers).toBe(1);
  });
});

/** How each request asked for JSON. */
const modes = () => server.requests.map(({ response_format }) => response_format?.type ?? 'text');
const hasShape = ({ messages }: ModelRequest) => messages.at(-1)?.content.includes('JSON schema');

describe('a server is spoken to in the strictest manner that it knows, and that is learned once', () => {
  const prose = wholeReplyOf({ content: 'Sure! Here is a summary: the night train is gone.' });
  const obliging = (request: ModelRequest) => (hasShape(request) ? wholeReplyOf({ content: json() }) : prose);

  test('a server that is asked for JSON and answers in prose is given the schema in words', async () => {
    server.send(obliging);
    expect(await fetchSummary()).toContain('· by the model');
    expect(modes()).toEqual(['json_schema', 'json_object']);
    server.send(obliging);
    await fetchSummary('standard');
    expect(modes()).toEqual(['json_object']);
    expect(lines.filter(({ msg }) => msg.includes('simpler manner'))).toHaveLength(1);
  });

  test('what one question has learned is not forgotten for another that was begun before', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>(resolve => (release = resolve));
    const slow: StrangerReply = {
      headers: { 'content-type': 'application/json' },
      async write(response) {
        await held;
        response.end(JSON.stringify(wholeReplyOf({ content: json() }).body));
      },
    };
    server.send(slow, prose, wholeReplyOf({ content: json() }));
    const first = fetchSummary('full');
    await bot.preview.until(() => server.requests.length === 1, 'the first question');
    expect(await fetchSummary('standard')).toContain('· by the model');
    release();
    expect(await first).toContain('· by the model');
    server.send(obliging);
    await fetchSummary('brief');
    expect(modes()).toEqual(['json_object']);
    expect(lines.filter(({ msg }) => msg.includes('simpler manner'))).toHaveLength(1);
  });

  const useless: [string, () => StrangerReply][] = [
    ['answers in prose', () => prose],
    ['answers in JSON of its own', () => wholeReplyOf({ content: '{"summary": "The train is gone."}' })],
    ['says nothing', () => wholeReplyOf({ content: '' })],
    ['gives an empty list of choices', () => ({ body: { choices: [] } })],
    [
      'fails to generate',
      () => ({
        status: 400,
        body: {
          error: {
            message:
              "Failed to generate JSON. Please adjust your prompt. See 'failed_generation' for more details.",
            type: 'invalid_request_error',
            code: 'json_validate_failed',
            failed_generation: '{"points":[',
          },
        },
      }),
    ],
    [
      'refuses the form',
      () => ({
        status: 400,
        body: {
          error: {
            message:
              "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
            param: 'response_format',
          },
        },
      }),
    ],
  ];
  test.each(useless)(
    'a server that %s until nothing but words is used is spoken to in words from then on',
    async (_, sent) => {
      const wordy = (request: ModelRequest) =>
        request.response_format ? sent() : wholeReplyOf({ content: json() });
      server.send(wordy);
      expect(await fetchSummary()).toContain('· by the model');
      expect(new Set(modes())).toEqual(new Set(['json_schema', 'json_object', 'text']));
      expect(
        server.requests.every(
          request => hasShape(request) === (request.response_format?.type !== 'json_schema'),
        ),
      ).toBe(true);
      server.send(wordy);
      await fetchSummary('standard');
      expect(modes()).toEqual(['text']);
    },
  );

  test('a server that never gives JSON costs its three calls once, then one for each question', async () => {
    server.send(prose);
    expect(await fetchSummary()).toMatch(
      /I couldn’t read the model’s answer, so this is the built-in engine’s answer/,
    );
    expect(modes()).toEqual(['json_schema', 'json_object', 'text']);
    server.send(prose);
    expect(await fetchSummary('standard')).toContain(BUILT_IN);
    expect(server.requests).toHaveLength(1);
    server.send(wholeReplyOf({ content: json() }));
    expect(await fetchSummary('brief')).toContain('· by the model');
  });

  test('a model that failed at the form once is asked for it once more, and nothing is learned of that', async () => {
    const failed = {
      status: 400,
      body: { error: { message: 'Failed to validate JSON', code: 'json_validate_failed' } },
    };
    server.send(failed, wholeReplyOf({ content: json() }));
    expect(await fetchSummary()).toContain('· by the model');
    server.send(failed);
    expect(await fetchSummary('standard')).toMatch(/The model couldn’t write an answer in the required form/);
    expect(modes()).toEqual(['json_schema', 'json_schema', 'json_object', 'text']);
    expect(logged()).not.toContain('keeps failing');
  });

  /** Servers' error messages for unknown parameters, and what is then omitted. */
  const objections: [string, number, unknown, (request: ModelRequest) => boolean][] = [
    [
      'OpenAI, of a model that thinks',
      400,
      {
        error: {
          message:
            "Unsupported value: 'stream' does not support true with this model. Only the default (false) value is supported.",
          type: 'invalid_request_error',
          param: 'stream',
          code: 'unsupported_value',
        },
      },
      ({ stream }) => !stream,
    ],
    [
      'OpenAI, of an organisation',
      400,
      {
        error: {
          message: 'Your organization must be verified to stream this model.',
          param: 'stream',
          code: 'unsupported_value',
        },
      },
      ({ stream }) => !stream,
    ],
    [
      'Azure',
      400,
      {
        error: {
          message:
            'response_format value as json_schema is enabled only for api versions 2024-08-01-preview and later',
          code: 'BadRequest',
        },
      },
      r => r.response_format?.type !== 'json_schema',
    ],
    [
      'DeepSeek',
      422,
      {
        error: {
          message:
            'Failed to deserialize the JSON body into the target type: response_format: response_format.type `json_schema` is unavailable now at line 1 column 1193',
        },
      },
      r => r.response_format?.type !== 'json_schema',
    ],
    [
      'DeepSeek, shorter',
      400,
      {
        error: {
          message: 'This response_format type is unavailable now',
          param: null,
          code: 'invalid_request_error',
        },
      },
      r => r.response_format?.type !== 'json_schema',
    ],
    ['LM Studio', 400, { error: "'response_format.type' must be 'text'" }, r => !r.response_format],
    ['LM Studio, with 200', 200, { error: "'response_format.type' must be 'text'" }, r => !r.response_format],
    [
      'Mistral',
      422,
      {
        object: 'error',
        message: {
          detail: [
            {
              type: 'extra_forbidden',
              loc: ['body', 'max_completion_tokens'],
              msg: 'Extra inputs are not permitted',
              input: 4000,
            },
          ],
        },
        type: 'invalid_request_error',
      },
      r => r.max_tokens !== undefined,
    ],
    [
      'vLLM',
      400,
      {
        object: 'error',
        message:
          "[{'type': 'extra_forbidden', 'loc': ('body', 'stream_options'), 'msg': 'Extra inputs are not permitted', 'input': {'include_usage': True}}]",
        type: 'BadRequestError',
        param: null,
        code: 400,
      },
      r => r.stream_options === undefined && r.stream === true,
    ],
    [
      'a server in Python',
      422,
      {
        detail: [
          {
            loc: ['body', 'response_format', 'type'],
            msg: "value is not a valid enumeration member; permitted: 'text'",
            type: 'type_error.enum',
          },
        ],
      },
      r => !r.response_format,
    ],
    [
      'Gemini',
      400,
      [
        {
          error: {
            code: 400,
            message: 'Invalid JSON payload received. Unknown name "stream_options": Cannot find field.',
            status: 'INVALID_ARGUMENT',
          },
        },
      ],
      r => r.stream_options === undefined,
    ],
    [
      'Gemini, of a schema',
      400,
      [
        {
          error: {
            code: 400,
            message:
              'Invalid JSON payload received. Unknown name "additionalProperties" at \'generation_config.response_schema\': Cannot find field.',
            status: 'INVALID_ARGUMENT',
          },
        },
      ],
      r => r.response_format?.type !== 'json_schema',
    ],
    [
      'Groq',
      400,
      {
        error: {
          message:
            'invalid schema for response format: response_format/json_schema: minItems is not supported',
          type: 'invalid_request_error',
        },
      },
      r => r.response_format?.type !== 'json_schema',
    ],
    [
      'llama.cpp',
      400,
      {
        error: {
          code: 400,
          message: 'Failed to initialize samplers: failed to parse grammar',
          type: 'invalid_request_error',
        },
      },
      r => r.response_format?.type !== 'json_schema',
    ],
    [
      'llama.cpp, as its own fault',
      500,
      {
        error: {
          code: 500,
          message: 'Unable to generate parser: json schema conversion failed',
          type: 'server_error',
        },
      },
      r => r.response_format?.type !== 'json_schema',
    ],
    [
      'OpenRouter',
      404,
      {
        error: {
          message:
            'No endpoints found that can handle the requested parameters. To learn more about provider routing, visit: https://openrouter.ai/docs',
          code: 404,
        },
      },
      r => !r.response_format,
    ],
    [
      'OpenRouter, for another',
      400,
      {
        error: {
          message: 'Provider returned error',
          code: 400,
          metadata: {
            raw: '{"error":{"message":"json mode is not supported with this model"}}',
            provider_name: 'x',
          },
        },
      },
      r => r.response_format?.type !== 'json_schema',
    ],
    [
      'one that knows no system',
      400,
      {
        error: {
          message:
            'System role not supported; Conversation roles must alternate user/assistant/user/assistant/...',
        },
      },
      r => r.messages.every(({ role }) => role !== 'system'),
    ],
    [
      'one that names nothing',
      400,
      { error: { message: 'Bad Request' } },
      r => !r.response_format && !r.stream && r.max_tokens !== undefined,
    ],
    ['one that says nothing', 422, '', r => !r.response_format && !r.stream],
    [
      'one that knows no limit of any name',
      400,
      { error: { message: 'Unrecognized request arguments supplied: max_completion_tokens, max_tokens' } },
      r => r.max_tokens === undefined && r.max_completion_tokens === undefined,
    ],
  ];
  test.each(objections)('%s', async (_, status, body, isKnown) => {
    const answer = (request: ModelRequest): StrangerReply =>
      isKnown(request) ? wholeReplyOf({ content: json() }) : { status, body };
    server.send(answer);
    expect(await fetchSummary()).toContain('· by the model');
    server.send(answer);
    await fetchSummary('standard');
    expect(server.requests).toHaveLength(1);
  });
});

const page = (title: string) =>
  `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;

describe('what went wrong is told as it is, and the built-in engine answers', () => {
  const says = (message: string, more: object = {}) => ({ error: { message, ...more } });
  const failures: [string, StrangerReply, RegExp][] = [
    ['401', { status: 401, body: says('Incorrect API key provided') }, /doesn’t accept the key/],
    [
      'a key that is no key, as 400',
      {
        status: 400,
        body: [
          says('API key not valid. Please pass a valid API key.', { code: 400, status: 'INVALID_ARGUMENT' }),
        ],
      },
      /doesn’t accept the key/,
    ],
    [
      'a key that is no key, with 200',
      { body: says('Unauthorized', { type: 'authentication_error' }) },
      /doesn’t accept the key/,
    ],
    [
      'an overload with 200',
      { body: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } } },
      /too busy/,
    ],
    [
      '402',
      {
        status: 402,
        body: says(
          'This request requires more credits, or fewer max_tokens. You requested up to 4000 tokens, but can only afford 222.',
          { code: 402 },
        ),
      },
      /no credit or quota left/,
    ],
    ['402 without a word', { status: 402, body: '' }, /no credit or quota left/],
    [
      'no balance, as 400',
      {
        status: 400,
        body: {
          type: 'error',
          error: {
            type: 'invalid_request_error',
            message: 'Your credit balance is too low to access the API.',
          },
        },
      },
      /no credit or quota left/,
    ],
    [
      'no quota, as 429',
      {
        status: 429,
        body: says('You exceeded your current quota, please check your plan and billing details.', {
          type: 'insufficient_quota',
          code: 'insufficient_quota',
        }),
      },
      /no credit or quota left/,
    ],
    [
      'too fast',
      {
        status: 429,
        headers: { 'retry-after': '0' },
        body: says(
          'Rate limit reached for model `x` on tokens per minute (TPM). Upgrade at https://example.com/settings/billing',
        ),
      },
      /too busy/,
    ],
    [
      '403 of a region',
      {
        status: 403,
        body: says('Country, region, or territory not supported', {
          code: 'unsupported_country_region_territory',
        }),
      },
      /does not serve this region/,
    ],
    [
      'no such model',
      { status: 404, body: says('model "x" not found, try pulling it first') },
      /doesn’t know this model/,
    ],
    [
      'no such model, elsewhere',
      {
        status: 404,
        body: says('The model `x` does not exist or you do not have access to it.', {
          code: 'model_not_found',
        }),
      },
      /doesn’t know this model/,
    ],
    ['no such model, as 400', { status: 400, body: says('Invalid model: x') }, /doesn’t know this model/],
    ['no such path', { status: 404, body: { detail: 'Not Found' } }, /no model at this address/],
    ['no such page', { status: 404, body: page('404 Not Found') }, /no model at this address/],
    ['no such method', { status: 405, body: '' }, /no model at this address/],
    [
      'a redirection',
      { status: 307, headers: { location: 'http://127.0.0.1:9/elsewhere' }, body: '' },
      /has moved to another address/,
    ],
    ['nothing changed', { status: 304 }, /has moved to another address/],
    ['legal reasons', { status: 451, body: '' }, /legal reasons/],
    [
      'a policy',
      {
        status: 400,
        body: says('The response was filtered due to the prompt triggering content management policy.', {
          code: 'content_filter',
        }),
      },
      /refused to answer/,
    ],
    [
      'an article that is too long',
      { status: 413, body: page('413 Request Entity Too Large') },
      /longer than the model can read at once/,
    ],
    [
      'a fault of the server',
      { status: 500, headers: { 'x-should-retry': 'false' }, body: says('boom') },
      /has a problem of its own/,
    ],
    [
      'a gateway',
      { status: 502, headers: { 'x-should-retry': 'false' }, body: page('502 Bad Gateway') },
      /not available at the moment/,
    ],
    [
      'a gateway that waited',
      { status: 504, headers: { 'x-should-retry': 'false' }, body: page('504 Gateway Time-out') },
      /ran out of time/,
    ],
    [
      'an overload',
      { status: 529, headers: { 'x-should-retry': 'false' }, body: says('Overloaded') },
      /too busy/,
    ],
    [
      'a page with 200',
      { headers: { 'content-type': 'text/html' }, body: page('Welcome') },
      /isn’t a model server/,
    ],
    [
      'a page called JSON',
      { headers: { 'content-type': 'application/json' }, body: page('Sign in') },
      /isn’t a model server/,
    ],
    ['words with 200', { body: 'It works!' }, /isn’t a model server/],
    ['an error with 200', { body: says('Rate limit exceeded', { code: 429 }) }, /too busy/],
    [
      'an error within a choice',
      {
        body: {
          choices: [
            {
              finish_reason: 'error',
              message: { content: '{"po' },
              error: { code: 429, message: 'Provider is busy' },
            },
          ],
        },
      },
      /too busy/,
    ],
    [
      'an error in other words',
      { body: { code: 'InvalidApiKey', message: 'Invalid API-key provided.', request_id: 'x' } },
      /doesn’t accept the key/,
    ],
    [
      'an error in yet other words',
      { body: { code: 1113, msg: 'Insufficient balance. Please recharge.' } },
      /no credit or quota left/,
    ],
    ['a guard on the way', { status: 403, body: page('Attention Required!') }, /isn’t a model server/],
    ['an error with 200 and no number', { body: { error: 'model has crashed' } }, /has a problem of its own/],
    [
      'an error in the middle of a stream',
      streamOf([pieceOf({ content: '{"po' }), { error: { code: 402, message: 'Insufficient credits' } }]),
      /no credit or quota left/,
    ],
    [
      'an event of an error',
      streamOf([pieceOf({ content: '{"po' }), 'event: error\ndata: {"message":"Overloaded","code":529}']),
      /too busy/,
    ],
    [
      'a refusal as a part',
      wholeReplyOf({ content: [{ type: 'refusal', refusal: 'I cannot help with that.' }] }),
      /refused to answer/,
    ],
    [
      'a refusal in a stream',
      streamOf([pieceOf({ refusal: 'I ' }), pieceOf({ refusal: 'cannot.' }, { finish_reason: 'stop' })]),
      /refused to answer/,
    ],
    ['a filter', wholeReplyOf({ content: '' }, { finish_reason: 'content_filter' }), /refused to answer/],
    [
      'a filter of another word',
      streamOf([pieceOf({ content: '{"p' }), pieceOf({}, { finish_reason: 'SAFETY' })]),
      /refused to answer/,
    ],
    [
      'a stream that is none',
      streamOf(['data: {"choices": [', 'data: what']),
      /I couldn’t read the model’s answer/,
    ],
    [
      'a stream whose connection is lost',
      {
        headers: { 'content-type': 'text/event-stream' },
        async write(response) {
          response.write(`data: ${JSON.stringify(pieceOf({ content: json().slice(0, -5) }))}\n\n`);
          await sleep(100);
          response.destroy();
        },
      },
      /connection to the model was lost/,
    ],
    [
      'a stream that ends early',
      streamOf([pieceOf({ content: json().slice(0, -5) })]),
      /connection to the model was lost/,
    ],
    [
      'JSON that ends early',
      { headers: { 'content-type': 'application/json' }, body: '{"choices": [{"message": {"cont' },
      /connection to the model was lost/,
    ],
    [
      'packing that is none',
      {
        headers: { 'content-encoding': 'gzip', 'content-type': 'application/json' },
        body: 'this is no gzip at all',
      },
      /connection to the model was lost/,
    ],
  ];
  test.each(failures)('%s', async (_, sent, reason) => {
    server.send(sent);
    const text = await fetchSummary();
    expect(text).toContain(BUILT_IN);
    expect(text).toMatch(reason);
    expect(text).not.toContain('couldn’t reach the model');
    // a log line per failure for operators, and no useless attempts
    expect(logged()).toContain('an engine had no answer');
    // an article that is too long is read in halves
    if (!text.includes('at once')) expect(server.requests.length).toBeLessThanOrEqual(3);
  });

  test('only what could not be reached is told to be so', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    const { port } = await new Promise<AddressInfo>(resolve =>
      closed.once('listening', () => resolve(closed.address() as AddressInfo)),
    );
    await new Promise(resolve => closed.close(resolve));
    startEngine({ baseUrl: `http://127.0.0.1:${port}/v1` });
    expect(await fetchSummary()).toContain(
      'I couldn’t reach the model, so this is the built-in engine’s answer',
    );
  });

  test.each([
    ['30', 1],
    [new Date(Date.now() + 3_600_000).toUTCString(), 1],
    ['0', 3],
  ])('a server that is busy is waited for only where that is soon: %s', async (later, times) => {
    server.send({ status: 429, headers: { 'retry-after': later }, body: says('Too many requests') });
    expect(await fetchSummary()).toContain('The model is too busy');
    expect(server.requests).toHaveLength(times);
  });

  test('the log says where a server has moved, without what the address carries', async () => {
    server.send({
      status: 301,
      headers: { location: 'https://models.example/v1/chat/completions?key=tracking-code-42' },
      body: '',
    });
    await fetchSummary();
    expect(logged()).toContain('to https://models.example/v1/chat/completions');
    expect(logged()).not.toContain('tracking-code-42');
  });

  test('a server that only keeps the connection alive', async () => {
    startEngine({ timeout: 1_000 });
    server.send({
      headers: { 'content-type': 'text/event-stream' },
      async write(response) {
        for (; !response.destroyed; await sleep(50)) response.write(': keep-alive\n\n');
      },
    });
    expect(await fetchSummary()).toContain('The model didn’t answer in 1 seconds');
    expect(server.requests).toHaveLength(1);
  });

  test('a redirection is not followed, and neither the key nor the article goes elsewhere', async () => {
    const elsewhere = await startUnknownServer();
    elsewhere.send(wholeReplyOf({ content: json() }));
    server.send({ status: 308, headers: { location: `${elsewhere.url}/chat/completions` }, body: '' });
    expect(await fetchSummary()).toContain(BUILT_IN);
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.stop();
  });

  test('a fault in our own code is one more reason for the built-in engine, and is logged', async () => {
    engine = {
      ...createBuiltInEngine(),
      name: 'openai',
      isPaid: true,
      identity: () => `${made++}`,
      draft: async () => (undefined as unknown as { points: { length: number } }).points.length,
    };
    expect(await fetchSummary()).toContain(
      'I couldn’t use the model’s answer, so this is the built-in engine’s answer',
    );
    expect(bot.lines.slice(before).filter(({ level }) => level >= 50)).toMatchObject([
      { err: { type: 'TypeError' } },
    ]);
  });
});

describe('nothing that a server says leads out of the log', () => {
  const secrets = [
    KEY,
    'sk-proj-abcdefgh12345678',
    'gsk_abcdefgh12345678',
    'AIzaSyA1234567890abcdefghijklmnop',
    'hunter2hunter2',
    'very-long-bearer-token-123',
    'tracking-code-42',
  ];
  const message = `Incorrect API key provided: ${KEY} or ${secrets[1]}, ${secrets[2]} or ${secrets[3]}. Authorization: Bearer ${secrets[5]}; see https://me:${secrets[4]}@example.com/keys?token=${secrets[6]} and {"api_key": "${secrets[4]}"}. ${'More of this. '.repeat(5_000)}`;
  const ways: [string, StrangerReply][] = [
    ['an error', { status: 401, body: { error: { message } } }],
    ['an error in words', { status: 500, headers: { 'x-should-retry': 'false' }, body: message }],
    ['a page', { status: 403, body: page(message.slice(0, 300)) }],
    ['an error with 200', { body: { error: { message, metadata: { raw: message } } } }],
    ['an error in a stream', streamOf([{ error: { message } }])],
    [
      'an objection',
      { status: 400, body: { error: { message: `response_format is not supported. ${message}` } } },
    ],
  ];
  test.each(ways)('%s', async (_, sent) => {
    server.send(sent);
    const text = await fetchSummary();
    for (const secret of secrets) expect(logged().includes(secret), secret).toBe(false);
    expect(text).not.toContain('Incorrect');
    const failed = bot.lines.findLast(({ msg }) => msg.includes('an engine had no answer'))!;
    expect(JSON.stringify(failed).length).toBeLessThan(6_000);
  });

  test('an address that holds a password', async () => {
    startEngine({ baseUrl: 'http://me:hunter2hunter2@127.0.0.1:9/v1' });
    expect(await fetchSummary()).toContain('couldn’t reach the model');
    expect(logged()).not.toContain('hunter2hunter2');
  });
});

// anything that took forever would end at the tests' time limit
describe('a reply is bounded before it is looked at', () => {
  const endless = (
    chunk: () => string,
    headers: StrangerReply['headers'] = { 'content-type': 'text/event-stream' },
  ): StrangerReply => ({
    headers: headers!,
    async write(response) {
      while (!response.destroyed) {
        if (!response.write(chunk()))
          await Promise.race([new Promise(resolve => response.once('drain', resolve)), sleep(50)]);
        await sleep(0);
      }
    },
  });
  const floods: [string, () => StrangerReply][] = [
    [
      'text without end',
      () => endless(() => `data: ${JSON.stringify(pieceOf({ content: 'word '.repeat(5_000) }))}\n\n`),
    ],
    ['one event without end', () => endless(() => 'x'.repeat(200_000))],
    ['an event of short lines without end', () => endless(() => 'data: [\n'.repeat(10_000))],
    [
      'comments without end below data that is no JSON yet',
      () => {
        const chunks = [`data: [${'1'.repeat(1_900_000)}\n`];
        return endless(() => chunks.pop() ?? `: ${'-'.repeat(100)}\n`.repeat(2_000));
      },
    ],
    [
      'thoughts without end',
      () => endless(() => `data: ${JSON.stringify(pieceOf({ reasoning: 'hm '.repeat(50_000) }))}\n\n`),
    ],
    ['comments without end', () => endless(() => `: ${'-'.repeat(100_000)}\n\n`)],
    [
      'JSON without end',
      () => endless(() => `${' '.repeat(100_000)}{"a":[`, { 'content-type': 'application/json' }),
    ],
    [
      'arguments without end',
      () =>
        endless(
          () =>
            `data: ${JSON.stringify(pieceOf({ tool_calls: [{ function: { arguments: '['.repeat(50_000) } }] }))}\n\n`,
        ),
    ],
  ];
  test.each(floods)('%s', async (_, sent) => {
    startEngine({ timeout: 15_000 });
    const before = server.left;
    server.send(sent());
    expect(await fetchSummary()).toMatch(/too long|isn’t a model server|connection to the model was lost/);
    await bot.preview.until(() => server.left > before, 'the client to leave');
    expect(server.requests.length).toBeLessThanOrEqual(2);
  });

  test('the body of an error without end', async () => {
    server.send({ ...endless(() => 'no '.repeat(10_000), { 'content-type': 'text/plain' }), status: 403 });
    expect(await fetchSummary()).toContain('doesn’t accept the key');
  });

  const texts: [string, () => string, boolean][] = [
    ['thoughts that begin forty thousand times', () => '<THINK>T'.repeat(40_000), false],
    ['a megabyte of thoughts that begin', () => '<THINK>T'.repeat(131_072), false],
    ['thoughts that end forty thousand times', () => `${'</think>'.repeat(40_000)}${json()}`, true],
    ['fences and white space', () => `\`\`\`${' '.repeat(300_000)}\n{${json()}`, true],
    ['braces that open only', () => '{'.repeat(390_000), false],
    ['braces that open and close', () => `${'{}'.repeat(150_000)}${json()}`, false],
    ['quotation marks and backslashes', () => `{"${'\\"'.repeat(190_000)}`, false],
    ['commas and white space', () => `{"points": [${', '.repeat(150_000)}]}`, false],
    ['a nest', () => `{"points": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`, false],
    ['a nest of objects', () => `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`, false],
  ];
  test.each(texts)('%s, whole and streamed', async (_, written, isRead) => {
    const text = written();
    for (const sent of [
      wholeReplyOf({ content: text }),
      streamOf([
        ...(text.match(/[\s\S]{1,2000}/g) ?? []).map(content => pieceOf({ content })),
        'data: [DONE]',
      ]),
    ]) {
      startEngine();
      server.send(sent);
      const answer = await fetchSummary();
      expect(answer.includes(BUILT_IN)).toBe(!isRead);
    }
  });

  test('words before the object, a few characters at a time', async () => {
    const words = Array.from({ length: 20_000 }, () => pieceOf({ content: 'So it was said now.' }));
    server.send(streamOf([...words, pieceOf({ content: json() })]));
    await isReadAtOnce();
  });

  test('more lines than any reply has, although an answer follows', async () => {
    server.send(streamOf([...Array<object>(60_000).fill({}), pieceOf({ content: json() })]));
    expect(await fetchSummary()).toContain('too long');
  });

  test('twelve thousand statements: the first are read, the rest is left', async () => {
    const many = JSON.stringify({
      points: [point(1), ...Array.from({ length: 12_000 }, () => ({ text: 'ab', paragraphs: [1] }))],
    });
    for (const sent of [
      wholeReplyOf({ content: many }),
      streamOf((many.match(/.{1,4000}/g) ?? []).map(content => pieceOf({ content }))),
    ]) {
      startEngine();
      server.send(sent, wholeReplyOf({ content: json() }));
      expect(await fetchSummary()).toContain('· by the model');
      // the request that reports the complaints is limited in size
      expect(JSON.stringify(server.requests.at(-1)).length).toBeLessThan(200_000);
    }
  });
});

test('whatever stands in any place of a reply, there is an answer, and the ledger holds whole numbers', async () => {
  const sound = {
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'SOUND' },
        delta: { content: 'SOUND' },
        finish_reason: 'stop',
      },
    ],
    usage: { prompt_tokens: 10, completion_tokens: 5 },
    error: null,
  };
  const places = [
    'choices',
    'choices.0',
    'choices.0.index',
    'choices.0.message',
    'choices.0.message.content',
    'choices.0.delta',
    'choices.0.delta.content',
    'choices.0.finish_reason',
    'usage',
    'usage.prompt_tokens',
    'error',
    'choices.0.message.tool_calls',
    'choices.0.message.refusal',
    '',
  ];
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 4 }),
    fc.anything({ maxDepth: 2 }),
    fc.constantFrom(-1, 1e300, '', [], {}, [null], [[]], 'null'),
  );
  const fuzz = fc.asyncProperty(
    fc.constantFrom(...places),
    anything,
    fc.boolean(),
    fc.constantFrom(200, 200, 200, 400, 404, 503),
    async (target, value, isStream, status) => {
      startEngine();
      const body = replaceAt(
        JSON.parse(JSON.stringify(sound).replaceAll('"SOUND"', JSON.stringify(json()))),
        target.split('.').filter(Boolean),
        value,
      );
      const text = JSON.stringify(body, (_, each) => (typeof each === 'bigint' ? `${each}` : each)) ?? 'null';
      server.send(
        isStream
          ? { ...streamOf([`data: ${text}`]), status }
          : {
              status,
              headers: { 'x-should-retry': 'false', 'content-type': 'application/json' },
              body: text,
            },
      );
      expect(await fetchSummary()).toMatch(/by the model|word for word/);
      const { inputTokens, outputTokens } = await bot.storage.ledger.getSpending(
        new Date().toISOString().slice(0, 10),
        {
          serverId: null,
          memberId: null,
        },
      );
      expect(Number.isSafeInteger(inputTokens) && Number.isSafeInteger(outputTokens)).toBe(true);
    },
  );
  await fc.assert(fuzz, { numRuns: 40 });
}, 240_000);

test('whatever stands in any place of a draft of any kind, there is an answer, and no fault of our own', async () => {
  const comment = train.comments[0]!;
  const statement = { text: SENTENCES[1], paragraphs: [1], comments: [], translation: null };
  const quote = {
    text: 'x',
    speaker: 'Una Calloway',
    role: null,
    mention: null,
    where: null,
    paragraph: 1,
    paragraphs: [1],
    scare: false,
  };
  const viewpoint = {
    label: 'Trains',
    comments: [comment.number],
    passage: { comment: comment.number, text: comment.paragraphs[0]! },
  };
  const kinds: [command: string, options: object, draft: object][] = [
    ['summary', { length: 'standard' }, { points: [statement, statement] }],
    ['quotes', {}, { quotes: [quote, quote] }],
    ['comments', {}, { viewpoints: [viewpoint], contradictions: [{ reply: '1.1', to: '1', text: 'no' }] }],
    [
      'ask',
      { question: 'Who wants the train back?' },
      { found: true, statements: [statement], nearest: statement },
    ],
    [
      'check',
      { claim: 'The night train left Brennick.' },
      {
        statements: [
          { number: 1, ground: [{ paragraph: 1, quote: train.paragraphs[0]! }], verdict: 'supported' },
        ],
      },
    ],
  ];
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(
      '',
      -1,
      1e21,
      0,
      '1.1',
      '[[[',
      [],
      {},
      null,
      '\ud800',
      'a'.repeat(20_000),
      Array(500).fill(1),
      ['9'.repeat(50)],
    ),
  );
  const fuzz = fc.asyncProperty(
    fc.constantFrom(...kinds),
    fc.nat(),
    anything,
    async ([command, options, sound], at, value) => {
      startEngine();
      const places = listPaths(sound);
      const broken = replaceAt(sound, places[at % places.length]!, value);
      server.send(wholeReplyOf({ content: JSON.stringify(broken) }));
      const given = { article: train.id, ...options };
      const asked = await bot.preview.member('Ben').command(bot.preview.channels.articles, command, given);
      const done = await asked.replyWhere(
        message => !contentOf(message).startsWith('-#') && cardsOf(message).length > 0,
      );
      expect(visibleTextOf(done)).not.toContain('Something went wrong');
      expect(bot.lines.slice(before).filter(({ level }) => level >= 50)).toEqual([]);
    },
  );
  await fc.assert(fuzz, { numRuns: 60 });
}, 240_000);

/** The paths to all parts of a value. */
function listPaths(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [[]];
  const below = Object.entries(value).flatMap(([name, each]) =>
    listPaths(each).map(target => [name, ...target]),
  );
  return [[], ...below];
}

function replaceAt(body: unknown, path: readonly string[], value: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (Array.isArray(body))
    return body.map((each, index) => (`${index}` === first ? replaceAt(each, rest, value) : each));
  return {
    ...(body as object),
    [first]: replaceAt((body as Record<string, unknown> | null)?.[first], rest, value),
  };
}
