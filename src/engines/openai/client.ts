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

/** Which model is asked, and where. */
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
const MAX_REPLY_TOKENS = 4_000;

/**
 * After so many failed calls in a row the server is left alone for a while (milliseconds); readers get the
 * built-in engine at once.
 */
const MAX_FAILURES = 4;
const PAUSE = 30_000;

/** Asks one model on a server that speaks OpenAI's chat completions, in the strictest manner that the server knows. */
export interface ModelClient {
  /**
   * The object that the model replies with. Throws an EngineFailure, or the signal's reason once it is aborted.
   */
  ask(question: ModelQuestion): Promise<unknown>;
  /** The request as it would be sent to a server that knows everything. */
  createRequest(question: ModelQuestion): object;
  /** How the server is spoken to, as far as that is known by now. */
  getCapabilities(): ServerCapabilities;
  /** The names of the models that the server says it has, a thousand at most. Throws where it does not say. */
  listModels(): Promise<string[]>;
  /** What can be relied on of the window, and what of it is kept for the reply, in tokens. */
  readonly window: number;
  readonly reply: number;
}

/** A client of its own for one model: what its server knows, and whether it is out of order, is noticed once. */
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

/** Leaves a server alone for a while that keeps failing, and says so. */
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

/** One call of the server, with the client that makes it. */
interface ServerCall extends ModelCall {
  readonly client: OpenAI;
  readonly requestSettings: RequestSettings;
  readonly apiKey: string | null;
}

/** One call, and what it said. What it used is told whatever came of it. */
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

/** What the client threw before an answer began. */
function toServerError(error: unknown, apiKey: string | null): unknown {
  if (error instanceof APIUserAbortError || !(error instanceof Error)) return error;
  if (error instanceof APIConnectionTimeoutError) return new ServerError('slow', error.message);
  if (!(error instanceof APIError) || error instanceof APIConnectionError)
    return new ServerError('unreachable', redact(errorMessageOf(error), apiKey));
  // the transport has named it
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

/**
 * What can be relied on of the window: the tokens of other models than OpenAI's are not quite those that we
 * count.
 */
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
