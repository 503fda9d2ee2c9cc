import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import OpenAI, { APIConnectionError, APIError, RateLimitError } from 'openai';
import { Stream } from 'openai/core/streaming';
import type { ChatCompletion, ChatCompletionChunk, ChatCompletionCreateParams } from 'openai/resources/chat/completions';
import type { Logger } from 'pino';
import type { Usage } from '../../ledger.ts';
import { phrase } from '../../texts/phrase.ts';
import { type Engine, EngineFailure } from '../engine.ts';
import { createItemReader } from './items.ts';
import { type ChatMessage, SYSTEM } from './prompt.ts';
import { createReader, type Question, TooMuch } from './reader.ts';
import { jsonIn } from './reading.ts';
import type { Json } from './schema.ts';
import { collect, nothingWritten, take, type Written } from './stream.ts';
import { countMessages, countTokens, tokenCounter } from './tokens.ts';

export interface ModelSettings {
  readonly model: string;
  /** Null: OpenAI's own. */
  readonly baseUrl: string | null;
  /** Null for a server that wants none. */
  readonly apiKey: string | null;
  /** How much the model reads and writes at once, in tokens. */
  readonly contextTokens: number;
  /** How long a draft, or that of one part of a long article, may take with its retries, in milliseconds. */
  readonly timeout: number;
}

/** The ways to ask for JSON, the strictest first; servers know different ones. */
const MODES = ['json_schema', 'json_object', 'text'] as const;

/** How a server is spoken to. */
interface Manner {
  readonly mode: (typeof MODES)[number];
  /** Whether it sends an answer piece by piece, and says at the end what was used. */
  readonly stream: boolean;
  readonly usage: boolean;
  /** What it calls the longest answer. */
  readonly limit: 'max_completion_tokens' | 'max_tokens';
}

/** What is kept free of the window for the reply, in tokens; a quarter of a small window. */
const REPLY_TOKENS = 4_000;

/** After so many failed calls in a row the server is left alone for a while (milliseconds); readers get the built-in engine at once. */
const FAILURES = 4;
const REST = 30_000;

/** An engine on any server that speaks OpenAI's chat completions. The only importer of `openai`. */
export function createOpenai(settings: ModelSettings, log: Logger): Engine {
  const client = new OpenAI({
    apiKey: settings.apiKey ?? 'none',
    ...(settings.baseUrl !== null && { baseURL: settings.baseUrl }),
    timeout: settings.timeout,
    maxRetries: 2,
    logLevel: 'off',
  });
  const breaker = circuitBreaker(
    handleWhen(error => (error instanceof APIError && !isRefused(error) && !isTooLong(error)) || error.name === 'TimeoutError'),
    { halfOpenAfter: REST, breaker: new ConsecutiveBreaker(FAILURES) },
  );
  breaker.onBreak(() => log.warn({ rest: REST }, 'the model server keeps failing: the built-in engine answers for a while'));
  breaker.onReset(() => log.info('the model server answers again'));
  let manner: Manner = { mode: MODES[0], stream: true, usage: true, limit: 'max_completion_tokens' };
  // a failure shows again at the first count
  tokenCounter().catch(() => undefined);

  const reply = Math.min(REPLY_TOKENS, Math.floor(settings.contextTokens / 4));
  const reader = createReader({ ask, window: windowOf(settings), reply });

  return {
    name: 'openai',
    isPaid: true,
    translates: true,
    heedsComplaints: true,
    identity: (recipe, options) => [
      settings.baseUrl,
      settings.model,
      settings.contextTokens,
      SYSTEM,
      recipe.instructions(options),
    ],
    estimate: reader.estimate,
    draft: (recipe, article, options, how = {}) => reader.draft(recipe, article, options, how),
  };

  /** The object that the model replies with. Throws an EngineFailure, or the signal's reason once it is aborted. */
  async function ask(question: Question): Promise<unknown> {
    const { signal } = question;
    const time = AbortSignal.timeout(settings.timeout);
    const ending = signal ? AbortSignal.any([time, signal]) : time;
    const written = nothingWritten();
    try {
      await breaker.execute(() => write(question, written, ending));
      return read(written);
    } catch (error) {
      signal?.throwIfAborted();
      throw time.aborted ? tooSlow(error) : failureOf(error);
    } finally {
      if (written.finish !== null || written.text !== '' || ending.aborted) question.spent?.(await usageOf(written, question));
    }
  }

  function tooSlow(cause: unknown): EngineFailure {
    return new EngineFailure(
      'The model did not answer in {{seconds}} seconds',
      { seconds: Math.round(settings.timeout / 1000) },
      { cause },
    );
  }

  /** One completion, in the strictest manner that this server knows; what it refuses is noticed once and not tried again. */
  async function write(question: Question, written: Written, ending: AbortSignal): Promise<void> {
    let isBroken = false;
    for (let tried = manner; ; ) {
      try {
        await receive(question, tried, written, ending);
        if (tried !== manner) log.info({ ...tried, model: settings.model }, 'the model server is spoken to in a simpler manner');
        manner = tried;
        return;
      } catch (error) {
        // who has given up is no fault of the server's
        question.signal?.throwIfAborted();
        const simpler = isRefused(error) && !isTooLong(error) ? simplerThan(tried, error.message) : null;
        // the client tries a call again, but not an answer that breaks off
        const isWorthAnother: boolean = error instanceof BrokenOff && !isBroken;
        if (!simpler && !isWorthAnother) throw error;
        isBroken ||= isWorthAnother;
        tried = simpler ?? tried;
      }
    }
  }

  async function receive(question: Question, tried: Manner, written: Written, ending: AbortSignal): Promise<void> {
    const response = await client.chat.completions.create(request(question, tried), { signal: ending }).asResponse();
    Object.assign(written, nothingWritten());
    const isStream = response.headers.get('content-type')?.includes('event-stream');
    try {
      if (!isStream) return take((await response.json()) as ChatCompletion, written);
      const pieces = Stream.fromSSEResponse<ChatCompletionChunk>(response, new AbortController());
      await collect(pieces, written, question.partly ? createItemReader(question.schema, question.partly) : () => undefined);
    } catch (error) {
      if (error instanceof APIError) throw error;
      throw new BrokenOff({ message: 'The answer broke off.', cause: error as Error });
    }
    // the client ends an aborted stream as if it were complete
    ending.throwIfAborted();
  }

  function request({ messages, name, schema }: Question, { mode, stream, usage, limit }: Manner): ChatCompletionCreateParams {
    return {
      model: settings.model,
      messages: mode === 'json_schema' ? [...messages] : withShape(messages, schema),
      [limit]: reply,
      ...(stream && { stream: true as const }),
      ...(stream && usage && { stream_options: { include_usage: true } }),
      ...(mode === 'json_schema' && {
        response_format: { type: 'json_schema' as const, json_schema: { name, strict: true, schema } },
      }),
      ...(mode === 'json_object' && { response_format: { type: 'json_object' as const } }),
    };
  }
}

/** The connection was lost while an answer came. */
class BrokenOff extends APIConnectionError {}

/** The shape in words, at the end, for servers that are not given the schema. */
function withShape(messages: readonly ChatMessage[], schema: Json): ChatMessage[] {
  const last = messages.at(-1)!;
  const shape = `Reply with one JSON object that fits this JSON schema:\n${JSON.stringify(schema)}`;
  return [...messages.slice(0, -1), { ...last, content: `${last.content}\n\n${shape}` }];
}

/** What can be relied on of the window: the tokens of other models than OpenAI's are not quite those that we count. */
function windowOf({ contextTokens, baseUrl }: ModelSettings): number {
  return Math.floor(contextTokens * (baseUrl === null ? 0.98 : 0.9));
}

/** What the server says was used; where it does not say, or was not heard to the end, what we count ourselves. */
async function usageOf({ usage, text }: Written, { messages }: Question): Promise<Usage> {
  if (usage) return { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens };
  return { inputTokens: await countMessages(messages), outputTokens: await countTokens(text), isCounted: true };
}

function read({ text, isRefused, finish }: Written): unknown {
  if (isRefused || finish === 'content_filter') throw new EngineFailure('The model refused to answer');
  if (finish === 'length') throw new TooMuch('The model’s answer was cut off');
  const draft = jsonIn(text);
  if (draft === undefined && finish === null && text !== '') throw new EngineFailure('The model’s answer was cut off');
  if (draft === undefined) throw new EngineFailure('The model’s answer could not be read');
  return draft;
}

/** A server that does not know something in a request says 400, 404, 415, 422 or 501, in words of its own. */
function isRefused(error: unknown): error is APIError {
  return error instanceof APIError && [400, 404, 415, 422, 501].includes(error.status ?? 0) && REFUSED.test(error.message);
}

const FORMAT = /response_?format|json_?(schema|object)|schema|structured|grammar/i;
const REFUSED = new RegExp(`${FORMAT.source}|stream|include_usage|max_completion_tokens`, 'i');

/** A window that is smaller than we were told. */
function isTooLong(error: unknown): boolean {
  return (
    error instanceof APIError &&
    [400, 413, 422].includes(error.status ?? 0) &&
    /context.{0,20}(?:length|window|size)|too long|too many tokens|maximum.{0,40}tokens/i.test(error.message)
  );
}

/** The next simpler manner without what the server objects to, or null if there is none. */
function simplerThan(manner: Manner, objection: string): Manner | null {
  if (/max_completion_tokens/i.test(objection)) return manner.limit === 'max_tokens' ? null : { ...manner, limit: 'max_tokens' };
  if (/stream_options|include_usage/i.test(objection)) return manner.usage ? { ...manner, usage: false } : null;
  if (FORMAT.test(objection)) {
    const mode = MODES[MODES.indexOf(manner.mode) + 1];
    return mode ? { ...manner, mode } : null;
  }
  return manner.stream ? { ...manner, stream: false } : null;
}

function failureOf(error: unknown): unknown {
  const because = (sentence: string) => new EngineFailure(sentence, {}, { cause: error });
  if (error instanceof BrokenCircuitError) return because(phrase('The model is out of order for the moment'));
  if (error instanceof RateLimitError) return because(phrase('The model has too much to do'));
  if (error instanceof APIError && (error.status === 401 || error.status === 403))
    return because(phrase('The model server does not accept the key'));
  if (isTooLong(error)) return new TooMuch('The article is longer than the model reads at once', {}, { cause: error });
  if (error instanceof APIError) return because(phrase('The model could not be reached'));
  return error;
}
