import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions';
import type { Logger } from 'pino';
import type { Usage } from '../../ledger.ts';
import { type Engine, EngineFailure } from '../engine.ts';
import { withinBounds } from './bounds.ts';
import { eventsIn, TooLongLine } from './events.ts';
import { type Fault, faultIn, ServerFault, wordsOf } from './failures.ts';
import { createItemReader } from './items.ts';
import { parsed } from './json.ts';
import { lessStrict, type Manner, STRICTEST, simplerBy } from './manner.ts';
import { type ChatMessage, SYSTEM } from './prompt.ts';
import { createReader, type Question, TooMuch } from './reader.ts';
import { type Read, readDraft } from './reading.ts';
import type { Json } from './schema.ts';
import { scrub } from './scrub.ts';
import { countMessages, countTokens, tokenCounter, tokensAtMost } from './tokens.ts';
import { createTransport, opened, TooManyBytes } from './transport.ts';
import { createTaker, errorIn, nothingWritten, TooMuchText, type Written } from './wire.ts';

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

/** After so many failed calls in a row the server is left alone for a while (milliseconds); readers get the built-in engine at once. */
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
  breaker.onBreak(() => log.warn({ rest: REST }, 'the model server keeps failing: the built-in engine answers for a while'));
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

  /** The object that the model replies with. Throws an EngineFailure, or the signal's reason once it is aborted. */
  async function ask(question: Question): Promise<unknown> {
    const { signal } = question;
    const time = AbortSignal.timeout(settings.timeout);
    const ending = signal ? AbortSignal.any([time, signal]) : time;
    try {
      return await breaker.execute(() => write(question, ending));
    } catch (error) {
      signal?.throwIfAborted();
      throw time.aborted ? tooSlow(error) : failureOf(error);
    }
  }

  function tooSlow(cause: unknown): EngineFailure {
    return new EngineFailure(
      'The model did not answer in {{seconds}} seconds',
      { seconds: Math.round(settings.timeout / 1000) },
      { cause },
    );
  }

  /** One draft, in the strictest manner that this server knows; what it refuses or fails at is noticed once and not tried again. */
  async function write(question: Question, ending: AbortSignal): Promise<unknown> {
    let isAgain = false;
    const because: string[] = [];
    for (let tried = manner; ; ) {
      try {
        const { draft, fits } = await receive(question, tried, ending);
        if (!fits && tried.mode !== 'text' && !isSettled()) throw new ServerFault('unreadable', 'JSON of another form');
        remember(tried, because);
        return draft && withinBounds(draft);
      } catch (error) {
        // who has given up is no fault of the server's
        question.signal?.throwIfAborted();
        if (!(error instanceof ServerFault) || ending.aborted) throw error;
        const next = nextAfter(error, tried, isAgain);
        if (!next && tried.mode !== manner.mode && isOfForm(error.fault)) settled = performance.now() + UNTRIED;
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
    if (tried !== manner)
      log.info({ ...tried, model: settings.model, because }, 'the model server is spoken to in a simpler manner');
    manner = tried;
  }

  /** How to try once more: as before where chance may have been against it, or in a simpler manner; null where it would be of no use. */
  function nextAfter({ fault, named }: ServerFault, tried: Manner, isAgain: boolean): Manner | null {
    const again = isAgain ? null : tried;
    if (fault === 'misunderstood') return simplerBy(named, tried);
    if (fault === 'no stream') return tried.stream ? { ...tried, stream: false } : again;
    if (fault === 'broken off') return again;
    if (!isOfForm(fault) || isSettled()) return null;
    return (fault === 'failed generation' ? again : null) ?? lessStrict(tried);
  }

  /** One call, and what it said. What it used is told whatever came of it. */
  async function receive(question: Question, tried: Manner, ending: AbortSignal): Promise<Read> {
    const written = nothingWritten();
    let isBegun = false;
    try {
      const response = await called(question, tried, ending);
      isBegun = true;
      await take(response, written, question);
      return read(written, question.schema);
    } finally {
      if (isBegun || ending.aborted) question.spent?.(await usageOf(written, question));
    }
  }

  async function called(question: Question, tried: Manner, ending: AbortSignal): Promise<Response> {
    try {
      return await client.chat.completions.create(request(question, tried), { signal: ending }).asResponse();
    } catch (error) {
      throw faultOfCall(error);
    }
  }

  async function take(response: Response, written: Written, question: Question): Promise<void> {
    const { form, body } = await opened(response).catch(brokenOff);
    if (form === 'page') throw new ServerFault('no model server', 'a page instead of an answer');
    const tell = question.partly ? createItemReader(question.schema, question.partly) : undefined;
    const add = createTaker(written, tell);
    try {
      if (form === 'stream') {
        for await (const { name, data } of eventsIn(body)) addSound(name === 'error' ? { error: data } : data, add);
        return;
      }
      const whole = parsed(await new Response(body).text());
      if (whole === undefined) throw new ServerFault(form === 'text' ? 'no model server' : 'broken off', `${form}, but no JSON`);
      addSound(whole, add);
    } catch (error) {
      throw faultOfBody(error);
    }
  }

  function addSound(body: unknown, add: (body: unknown) => void): void {
    const error = errorIn(body);
    if (error !== undefined) throw faultIn(error, { key: settings.apiKey });
    add(body);
  }

  /** What the client threw before an answer began. */
  function faultOfCall(error: unknown): unknown {
    if (error instanceof APIUserAbortError || !(error instanceof Error)) return error;
    if (error instanceof APIConnectionTimeoutError) return new ServerFault('slow', error.message);
    if (!(error instanceof APIError) || error instanceof APIConnectionError)
      return new ServerFault('unreachable', scrub(wordsOf(error), settings.apiKey));
    // the transport has named it
    const { message = '', named = [] } = (error.error ?? {}) as { message?: string; named?: ServerFault['named'] };
    return new ServerFault((error.code ?? 'down') as Fault, message, { status: error.status ?? null, named });
  }

  /** What went wrong while an answer was read. */
  function faultOfBody(error: unknown): unknown {
    if (error instanceof ServerFault || error instanceof EngineFailure) return error;
    if ([TooMuchText, TooManyBytes, TooLongLine].some(kind => error instanceof kind))
      return new ServerFault('endless', wordsOf(error));
    if (error instanceof SyntaxError) return new ServerFault('no stream', error.message);
    return brokenFault(error);
  }

  function brokenFault(error: unknown): ServerFault {
    return new ServerFault('broken off', scrub(wordsOf(error), settings.apiKey));
  }

  function brokenOff(error: unknown): never {
    throw brokenFault(error);
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

/** What can be relied on of the window: the tokens of other models than OpenAI's are not quite those that we count. */
function windowOf({ contextTokens, baseUrl }: ModelSettings): number {
  return Math.floor(contextTokens * (baseUrl === null ? 0.98 : 0.9));
}

/** What a server may add to the messages by itself, in tokens. */
const ADDED = 20_000;

/** What the server says was used; where it does not say, says what cannot be, or was not heard to the end, what we count ourselves. */
async function usageOf({ usage, text, args, thought }: Written, { messages, schema }: Question): Promise<Usage> {
  const { input, output } = usage;
  const most = tokensAtMost(...messages.map(({ content }) => content), JSON.stringify(schema)) + ADDED;
  const isRead = input !== null && input > 0 && input <= most;
  const isWritten = output !== null && (output > 0 || text + args + thought === '');
  return {
    inputTokens: isRead ? input : await countMessages(messages),
    outputTokens: isWritten ? output : await countTokens(text + args + thought),
    ...(!(isRead && isWritten) && { isCounted: true }),
  };
}

/** The draft in what was written, wherever the server put it. */
function read({ text, args, thought, isRefused, finish }: Written, schema: Json): Read {
  if (isRefused || finish === 'content_filter') throw new ServerFault('refused', 'a refusal');
  if (finish === 'error') throw new ServerFault('down', 'an answer that ends with an error');
  const said = [text, args].filter(each => each.trim() !== '').map(each => readDraft(each, schema));
  const found = said.find(({ fits }) => fits);
  if (found) return found;
  const isCut = said.some(each => each.isCut);
  // prose without end is no answer that more room would complete
  if (finish === 'length' && (isCut || said.length === 0)) throw new TooMuch('The model’s answer was cut off');
  if (finish === null && isCut) throw new ServerFault('broken off', 'the answer ends in the middle');
  // what is thought aloud holds an answer only where nothing is said
  const aside = said.length === 0 ? readDraft(thought, schema, { last: true }) : undefined;
  const best = aside?.fits ? aside : said.find(({ draft }) => draft);
  if (!best) throw new ServerFault('unreadable', said.length === 0 ? 'nothing is said' : 'no JSON in what is said');
  return best;
}

function failureOf(error: unknown): unknown {
  if (error instanceof BrokenCircuitError)
    return new EngineFailure('The model is out of order for the moment', {}, { cause: error });
  if (!(error instanceof ServerFault)) return error;
  if (error.fault === 'too long') return new TooMuch(error.sentence, {}, { cause: error });
  return new EngineFailure(error.sentence, {}, { cause: error });
}
