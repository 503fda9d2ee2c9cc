import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions';
import type { Logger } from 'pino';
import { limitTime } from '../../scheduling/clock.ts';
import { type Engine, EngineFailure } from '../engine.ts';
import { withinBounds } from './bounds.ts';
import { type Fault, ServerFault, wordsOf } from './failures.ts';
import { leaveOutNamed, type Manner, relaxForm, STRICTEST } from './manner.ts';
import { SYSTEM } from './prompt.ts';
import { createReader, type Question, TooMuch } from './reader.ts';
import type { Read } from './reading.ts';
import { readReply, usageOf } from './reply.ts';
import type { Json } from './schema.ts';
import { scrub } from './scrub.ts';
import { type ChatMessage, tokenCounter } from './tokens.ts';
import { createTransport } from './transport.ts';
import { nothingWritten } from './wire.ts';

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

/** What is kept free of the window for the reply, in tokens; a quarter of a small window. */
const REPLY_TOKENS = 4_000;

/**
 * After so many failed calls in a row the server is left alone for a while (milliseconds); readers get the
 * built-in engine at once.
 */
const FAILURES = 4;
const REST = 30_000;

/** Where no manner led to an answer in the wanted form, only one is tried for so long (milliseconds). */
const UNTRIED = 600_000;

/** An engine on any server that speaks OpenAI's chat completions. The only importer of `openai`. */
export function createOpenai(settings: ModelSettings, log: Logger): Engine {
  const client = new OpenAI({
    apiKey: settings.apiKey ?? 'none',
    ...(settings.baseUrl !== null && { baseURL: settings.baseUrl }),
    timeout: settings.timeout,
    maxRetries: 2,
    logLevel: 'off',
    fetch: createTransport(settings.apiKey),
  });
  const breaker = circuitBreaker(
    handleWhen(error => (error instanceof ServerFault && error.isOutage) || error.name === 'TimeoutError'),
    { halfOpenAfter: REST, breaker: new ConsecutiveBreaker(FAILURES) },
  );
  breaker.onBreak(() =>
    log.warn({ rest: REST }, 'the model server keeps failing: the built-in engine answers for a while'),
  );
  breaker.onReset(() => log.info('the model server answers again'));
  let manner = STRICTEST;
  /** Until when it is of no use to try a simpler form (see `performance.now`). */
  let settled = 0;
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

  /**
   * The object that the model replies with. Throws an EngineFailure, or the signal's reason once it is
   * aborted.
   */
  async function ask(question: Question): Promise<unknown> {
    const { signal } = question;
    const time = limitTime(settings.timeout);
    const ending = signal ? AbortSignal.any([time.signal, signal]) : time.signal;
    try {
      return await breaker.execute(() => write(question, ending));
    } catch (error) {
      signal?.throwIfAborted();
      throw time.signal.aborted ? tooSlow(error) : failureOf(error);
    } finally {
      time.forget();
    }
  }

  function tooSlow(cause: unknown): EngineFailure {
    return new EngineFailure(
      'The model did not answer in {{seconds}} seconds',
      { seconds: Math.round(settings.timeout / 1000) },
      { cause },
    );
  }

  /**
   * One draft, in the strictest manner that this server knows; what it refuses or fails at is noticed once
   * and not tried again.
   */
  async function write(question: Question, ending: AbortSignal): Promise<unknown> {
    let isAgain = false;
    const because: string[] = [];
    const known = manner;
    for (let tried = known; ; ) {
      try {
        const { draft, fits } = await receive(question, tried, ending);
        if (!fits && tried.mode !== 'text' && !isSettled())
          throw new ServerFault('unreadable', 'JSON of another form');
        // what others have learned meanwhile stands
        if (tried !== known) remember(tried, because);
        return draft && withinBounds(draft);
      } catch (error) {
        // who has given up is no fault of the server's
        question.signal?.throwIfAborted();
        if (!(error instanceof ServerFault) || ending.aborted) throw error;
        const next = nextAfter(error, tried, isAgain);
        if (!next && tried.mode !== known.mode && isOfForm(error.fault))
          settled = performance.now() + UNTRIED;
        if (!next) throw error;
        isAgain ||= next === tried;
        if (next !== tried) because.push(error.message);
        tried = next;
      }
    }
  }

  function isSettled(): boolean {
    return performance.now() < settled;
  }

  function remember(tried: Manner, because: readonly string[]): void {
    log.info(
      { ...tried, model: settings.model, because: [...new Set(because)] },
      'the model server is spoken to in a simpler manner',
    );
    manner = tried;
  }

  /**
   * How to try once more: as before where chance may have been against it, or in a simpler manner; null where
   * it would be of no use.
   */
  function nextAfter({ fault, named }: ServerFault, tried: Manner, isAgain: boolean): Manner | null {
    const again = isAgain ? null : tried;
    if (fault === 'misunderstood') return leaveOutNamed(named, tried);
    if (fault === 'no stream') return tried.stream ? { ...tried, stream: false } : again;
    if (fault === 'broken off') return again;
    if (!isOfForm(fault) || isSettled()) return null;
    return (fault === 'failed generation' ? again : null) ?? relaxForm(tried);
  }

  /** One call, and what it said. What it used is told whatever came of it. */
  async function receive(question: Question, tried: Manner, ending: AbortSignal): Promise<Read> {
    const written = nothingWritten();
    let isBegun = false;
    try {
      const response = await call(question, tried, ending);
      isBegun = true;
      return await readReply(response, written, question, settings.apiKey);
    } finally {
      if (isBegun || ending.aborted) question.spent?.(await usageOf(written, question));
    }
  }

  async function call(question: Question, tried: Manner, ending: AbortSignal): Promise<Response> {
    try {
      return await client.chat.completions.create(request(question, tried), { signal: ending }).asResponse();
    } catch (error) {
      throw faultOfCall(error);
    }
  }

  /** What the client threw before an answer began. */
  function faultOfCall(error: unknown): unknown {
    if (error instanceof APIUserAbortError || !(error instanceof Error)) return error;
    if (error instanceof APIConnectionTimeoutError) return new ServerFault('slow', error.message);
    if (!(error instanceof APIError) || error instanceof APIConnectionError)
      return new ServerFault('unreachable', scrub(wordsOf(error), settings.apiKey));
    // the transport has named it
    const { message = '', named = [] } = (error.error ?? {}) as {
      message?: string;
      named?: ServerFault['named'];
    };
    return new ServerFault((error.code ?? 'down') as Fault, message, { status: error.status ?? null, named });
  }

  function request(
    { messages, name, schema }: Question,
    { mode, stream, usage, limit, system }: Manner,
  ): ChatCompletionCreateParams {
    const shaped = mode === 'json_schema' ? messages : withShape(messages, schema);
    return {
      model: settings.model,
      messages: system ? [...shaped] : withoutSystem(shaped),
      ...(limit && { [limit]: reply }),
      ...(stream && { stream: true as const }),
      ...(stream && usage && { stream_options: { include_usage: true } }),
      ...(mode === 'json_schema' && {
        response_format: { type: 'json_schema' as const, json_schema: { name, strict: true, schema } },
      }),
      ...(mode === 'json_object' && { response_format: { type: 'json_object' as const } }),
    };
  }
}

/** What a simpler way to ask for JSON may mend. */
function isOfForm(fault: Fault): boolean {
  return fault === 'unreadable' || fault === 'failed generation';
}

/** The shape in words, at the end, for servers that are not given the schema. */
function withShape(messages: readonly ChatMessage[], schema: Json): ChatMessage[] {
  const last = messages.at(-1)!;
  const shape = `Reply with one JSON object that fits this JSON schema:\n${JSON.stringify(schema)}`;
  return [...messages.slice(0, -1), { ...last, content: `${last.content}\n\n${shape}` }];
}

/** What the system says, at the head of the first message. */
function withoutSystem([system, first, ...others]: readonly ChatMessage[]): ChatMessage[] {
  return [{ ...first!, content: `${system!.content}\n\n${first!.content}` }, ...others];
}

/**
 * What can be relied on of the window: the tokens of other models than OpenAI's are not quite those that we
 * count.
 */
function windowOf({ contextTokens, baseUrl }: ModelSettings): number {
  return Math.floor(contextTokens * (baseUrl === null ? 0.98 : 0.9));
}

function failureOf(error: unknown): unknown {
  if (error instanceof BrokenCircuitError)
    return new EngineFailure('The model is out of order for the moment', {}, { cause: error });
  if (!(error instanceof ServerFault)) return error;
  if (error.fault === 'too long') return new TooMuch(error.sentence, {}, { cause: error });
  return new EngineFailure(error.sentence, {}, { cause: error });
}
