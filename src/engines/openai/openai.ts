import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import OpenAI, { APIConnectionTimeoutError, APIError, APIUserAbortError, RateLimitError } from 'openai';
import type { ChatCompletion, ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { Logger } from 'pino';
import type { Usage } from '../../ledger.ts';
import type { AnyRecipe } from '../../recipes/recipe.ts';
import { type Engine, EngineFailure } from '../engine.ts';
import { type ChatMessage, messagesFor, SYSTEM } from './prompt.ts';
import { jsonIn } from './reading.ts';
import { draftSchema } from './schema.ts';

export interface ModelSettings {
  readonly model: string;
  /** Null: OpenAI's own. */
  readonly baseUrl: string | null;
  /** Null for a server that wants none. */
  readonly apiKey: string | null;
  /** How much the model reads and writes at once, in tokens. */
  readonly contextTokens: number;
  /** How long a draft may take, in milliseconds, with its retries. */
  readonly timeout: number;
}

/** The ways to ask for JSON, the strictest first; servers know different ones. */
const MODES = ['json_schema', 'json_object', 'text'] as const;
type Mode = (typeof MODES)[number];

/** What is kept free of the window for the reply, in tokens. */
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
    handleWhen(error => error instanceof APIError && !isRefusedFormat(error)),
    { halfOpenAfter: REST, breaker: new ConsecutiveBreaker(FAILURES) },
  );
  breaker.onBreak(() => log.warn({ rest: REST }, 'the model server keeps failing: the built-in engine answers for a while'));
  breaker.onReset(() => log.info('the model server answers again'));
  let mode: Mode = MODES[0];

  return {
    name: 'openai',
    isPaid: true,
    heedsComplaints: true,
    identity: (recipe, options) => [settings.baseUrl, settings.model, SYSTEM, recipe.instructions(options)],
    async draft(recipe, article, options, { rejected, spent } = {}) {
      const messages = messagesFor(recipe, article, options, rejected);
      await refuseTooLong(messages, settings.contextTokens);
      try {
        const completion = await breaker.execute(() => ask(recipe, messages, AbortSignal.timeout(settings.timeout)));
        spent?.(usageOf(completion));
        return read(completion);
      } catch (error) {
        throw failureOf(error, settings.timeout);
      }
    },
  };

  /** One completion, in the strictest mode that this server knows; what it refuses is noticed once and not tried again. */
  async function ask(recipe: AnyRecipe, messages: readonly ChatMessage[], signal: AbortSignal): Promise<ChatCompletion> {
    for (let at = MODES.indexOf(mode); ; at++) {
      const tried = MODES[at]!;
      try {
        const completion = await client.chat.completions.create(request(recipe, messages, tried), { signal });
        if (tried !== mode)
          log.info({ mode: tried, model: settings.model }, 'the model server does not know the stricter way to JSON');
        mode = tried;
        return completion;
      } catch (error) {
        if (!isRefusedFormat(error) || tried === MODES.at(-1)) throw error;
      }
    }
  }

  function request(recipe: AnyRecipe, messages: readonly ChatMessage[], wanted: Mode): ChatCompletionCreateParamsNonStreaming {
    return {
      model: settings.model,
      messages: wanted === 'json_schema' ? [...messages] : withShape(messages, recipe),
      max_completion_tokens: REPLY_TOKENS,
      ...(wanted === 'json_schema' && {
        response_format: {
          type: 'json_schema' as const,
          json_schema: { name: recipe.kind, strict: true, schema: draftSchema(recipe) },
        },
      }),
      ...(wanted === 'json_object' && { response_format: { type: 'json_object' as const } }),
    };
  }
}

/** The shape in words, at the end, for servers that are not given the schema. */
function withShape(messages: readonly ChatMessage[], recipe: AnyRecipe): ChatMessage[] {
  const last = messages.at(-1)!;
  const shape = `Reply with one JSON object that fits this JSON schema:\n${JSON.stringify(draftSchema(recipe))}`;
  return [...messages.slice(0, -1), { ...last, content: `${last.content}\n\n${shape}` }];
}

async function refuseTooLong(messages: readonly ChatMessage[], contextTokens: number): Promise<void> {
  // a token is at least a byte, so most articles need no count
  if (messages.reduce((sum, { content }) => sum + Buffer.byteLength(content), REPLY_TOKENS) <= contextTokens) return;
  // loaded only where it is needed: its tables take a moment and some memory
  const { countTokens } = await import('gpt-tokenizer');
  const tokens = messages.reduce((sum, { content }) => sum + countTokens(content, { disallowedSpecial: new Set() }), 0);
  if (tokens + REPLY_TOKENS > contextTokens)
    throw new EngineFailure(
      `The article is longer than the model reads at once (about ${tokens.toLocaleString('en')} tokens of ${contextTokens.toLocaleString('en')})`,
    );
}

/** What the server says was used; a server that does not say leaves it at nothing, for nothing is guessed. */
function usageOf({ usage }: ChatCompletion): Usage {
  return { inputTokens: usage?.prompt_tokens ?? 0, outputTokens: usage?.completion_tokens ?? 0 };
}

function read({ choices }: ChatCompletion): unknown {
  const choice = choices?.[0];
  if (choice?.message.refusal || choice?.finish_reason === 'content_filter')
    throw new EngineFailure('The model refused to answer');
  if (choice?.finish_reason === 'length') throw new EngineFailure('The model’s answer was cut off');
  const draft = jsonIn(choice?.message.content ?? '');
  if (draft === undefined) throw new EngineFailure('The model’s answer could not be read');
  return draft;
}

/** A server that does not know a response format says 400, 404, 422 or 501, in words of its own. */
function isRefusedFormat(error: unknown): boolean {
  return (
    error instanceof APIError &&
    [400, 404, 415, 422, 501].includes(error.status ?? 0) &&
    /response_?format|json_?(schema|object)|schema|structured|grammar/i.test(error.message)
  );
}

function failureOf(error: unknown, timeout: number): unknown {
  const because = (sentence: string) => new EngineFailure(sentence, { cause: error });
  if (error instanceof BrokenCircuitError) return because('The model is out of order for the moment');
  if (error instanceof APIConnectionTimeoutError || error instanceof APIUserAbortError)
    return because(`The model did not answer in ${Math.round(timeout / 1000)} seconds`);
  if (error instanceof RateLimitError) return because('The model has too much to do');
  if (error instanceof APIError && (error.status === 401 || error.status === 403))
    return because('The model server does not accept the key');
  if (error instanceof APIError) return because('The model could not be reached');
  return error;
}
