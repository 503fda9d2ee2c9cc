import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from 'cockatiel';
import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import type { Logger } from 'pino';
import { limitTime } from '../../scheduling/clock.ts';
import { EngineFailure } from '../engine.ts';
import { type ModelQuestion, TooMuch } from './article-reader.ts';
import { ALL_CAPABILITIES, type ServerCapabilities } from './capabilities.ts';
import { createNegotiation, type ModelCall } from './negotiation.ts';
import type { DraftReading } from './parse-draft.ts';
import { redact } from './redact.ts';
import { determineUsage, readReply } from './reply.ts';
import { createRequest, type RequestSettings } from './request.ts';
import { createWritten } from './response-schema.ts';
import { errorMessageOf, ServerError, type ServerErrorKind } from './server-errors.ts';
import { createTransport } from './transport.ts';

/** The model and its server. */
export interface ModelSettings {
  readonly model: string;
  /** Null means OpenAI's own server. */
  readonly baseUrl: string | null;
  /** Null for a server that requires none. */
  readonly apiKey: string | null;
  /** The size of the context window (input and reply), in tokens. */
  readonly contextTokens: number;
  /** The time limit of a draft, or of one part of a long article, retries included (ms). */
  readonly timeout: number;
}

/** The part of the window reserved for the reply, in tokens; in a small window, a quarter of it. */
const MAX_REPLY_TOKENS = 4_000;

/** After so many failures in a row, the server rests for a while (ms) and the built-in engine answers. */
const MAX_FAILURES = 4;
const PAUSE = 30_000;

/** Asks one model on a server with OpenAI's chat completions API, in the strictest way it supports. */
export interface ModelClient {
  /** The object in the model's reply. Throws an EngineFailure, or the signal's reason if aborted. */
  ask(question: ModelQuestion): Promise<unknown>;
  /** The request as it would be sent to a server with all capabilities. */
  createRequest(question: ModelQuestion): object;
  /** The server's capabilities as far as they are known. */
  getCapabilities(): ServerCapabilities;
  /** The names of the models that the server lists, at most a thousand. Throws if it does not list them. */
  listModels(): Promise<string[]>;
  /** The usable size of the window, and the part of it reserved for the reply, in tokens. */
  readonly window: number;
  readonly reply: number;
}

/** Creates a client for one model, which remembers what its server can do and whether it is failing. */
export function createModelClient(settings: ModelSettings, log: Logger): ModelClient {
  const client = new OpenAI({
    apiKey: settings.apiKey ?? 'none',
    ...(settings.baseUrl !== null && { baseURL: settings.baseUrl }),
    timeout: settings.timeout,
    maxRetries: 2,
    logLevel: 'off',
    fetch: createTransport(settings.apiKey),
  });
  const breaker = createBreaker(log);
  const reply = Math.min(MAX_REPLY_TOKENS, Math.floor(settings.contextTokens / 4));
  const requestSettings = { model: settings.model, reply };
  const negotiation = createNegotiation({
    receive: call => receiveReply({ ...call, client, requestSettings, apiKey: settings.apiKey }),
    model: settings.model,
    log,
  });

  return {
    async ask(question) {
      const { signal } = question;
      const time = limitTime(settings.timeout);
      const abort = signal ? AbortSignal.any([time.signal, signal]) : time.signal;
      try {
        return await breaker.execute(() => negotiation.writeDraft(question, abort));
      } catch (error) {
        signal?.throwIfAborted();
        throw time.signal.aborted ? createTimeoutFailure(settings, error) : toEngineFailure(error);
      } finally {
        time.forget();
      }
    },
    createRequest: question => createRequest(question, ALL_CAPABILITIES, requestSettings),
    getCapabilities: negotiation.getCapabilities,
    listModels: async () => {
      const { data } = await client.models.list({ timeout: 10_000, maxRetries: 0 });
      return data.slice(0, 1_000).map(({ id }) => id);
    },
    window: usableWindowOf(settings),
    reply,
  };
}

/** Creates a circuit breaker that suspends calls to a failing server and logs it. */
function createBreaker(log: Logger): CircuitBreakerPolicy {
  const breaker = circuitBreaker(
    handleWhen(error => (error instanceof ServerError && error.isOutage) || error.name === 'TimeoutError'),
    { halfOpenAfter: PAUSE, breaker: new ConsecutiveBreaker(MAX_FAILURES) },
  );
  breaker.onBreak(() =>
    log.warn({ rest: PAUSE }, 'the model server keeps failing: it is left alone for a while'),
  );
  breaker.onReset(() => log.info('the model server answers again'));
  return breaker;
}

/** A call together with the client that makes it. */
interface ServerCall extends ModelCall {
  readonly client: OpenAI;
  readonly requestSettings: RequestSettings;
  readonly apiKey: string | null;
}

/** Makes one call and returns the draft in the reply. The token usage is reported whatever the outcome. */
async function receiveReply(call: ServerCall): Promise<DraftReading> {
  const { question, abort, apiKey } = call;
  const written = createWritten();
  let isBegun = false;
  try {
    const response = await callServer(call);
    isBegun = true;
    return await readReply(response, written, question, apiKey);
  } finally {
    if (isBegun || abort.aborted) question.onUsage?.(await determineUsage(written, question));
  }
}

async function callServer({
  client,
  question,
  capabilities,
  requestSettings,
  abort,
  apiKey,
}: ServerCall): Promise<Response> {
  try {
    return await client.chat.completions
      .create(createRequest(question, capabilities, requestSettings), { signal: abort })
      .asResponse();
  } catch (error) {
    throw toServerError(error, apiKey);
  }
}

/** Converts an error that the client threw before a reply began. */
function toServerError(error: unknown, apiKey: string | null): unknown {
  if (error instanceof APIUserAbortError || !(error instanceof Error)) return error;
  if (error instanceof APIConnectionTimeoutError) return new ServerError('slow', error.message);
  if (!(error instanceof APIError) || error instanceof APIConnectionError)
    return new ServerError('unreachable', redact(errorMessageOf(error), apiKey));
  // the transport has already classified the error
  const { message = '', named = [] } = (error.error ?? {}) as {
    message?: string;
    named?: ServerError['named'];
  };
  return new ServerError((error.code ?? 'down') as ServerErrorKind, message, {
    status: error.status ?? null,
    named,
  });
}

function createTimeoutFailure({ timeout }: ModelSettings, cause: unknown): EngineFailure {
  return new EngineFailure(
    'The model didn’t answer in {{seconds}} seconds',
    { seconds: Math.round(timeout / 1000) },
    { cause },
  );
}

/** The usable size of the window: models other than OpenAI's tokenize slightly differently. */
function usableWindowOf({ contextTokens, baseUrl }: ModelSettings): number {
  return Math.floor(contextTokens * (baseUrl === null ? 0.98 : 0.9));
}

function toEngineFailure(error: unknown): unknown {
  if (error instanceof BrokenCircuitError)
    return new EngineFailure('The model is out of order at the moment', {}, { cause: error });
  if (!(error instanceof ServerError)) return error;
  if (error.kind === 'too long') return new TooMuch(error.sentence, {}, { cause: error });
  return new EngineFailure(error.sentence, {}, { cause: error });
}
