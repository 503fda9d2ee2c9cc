import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { DiscordError, demandNone, errorBody, type Problem, refusal } from './errors.ts';
import { type Fault, type Faults, faultResponse } from './faults.ts';
import type { Log } from './log.ts';
import type { Files } from './messages.ts';
import { applicationRoutes } from './rest/applications.ts';
import { channelRoutes } from './rest/channels.ts';
import { interactionRoutes } from './rest/interactions.ts';
import { messageRoutes } from './rest/messages.ts';
import { serverRoutes } from './rest/servers.ts';
import { threadRoutes } from './rest/threads.ts';
import type { Asked, Route, Shape } from './route.ts';
import { check, unknownKeys, without } from './schemas.ts';
import { announce, type UploadedFile, type World } from './world.ts';

/** A request and its response, for tests to inspect. */
export interface LoggedRequest {
  readonly method: string;
  /** The path below `/api/v10`, without the query. */
  readonly path: string;
  readonly body: unknown;
  readonly files: readonly string[];
  status: number;
  response: unknown;
}

/** A deviation from Discord's document, in a response or by an unknown property of a request. */
export interface Violation {
  readonly method: string;
  readonly path: string;
  readonly of: 'request' | 'response';
  readonly what: readonly string[];
}

export interface RestOptions {
  readonly token: string;
  readonly faults: Faults;
  readonly gatewayUrl: () => string;
  /** How many shards the gateway recommends. */
  readonly shards: number;
  /** Whether requests and responses are validated against Discord's OpenAPI document. */
  readonly isValidating: boolean;
  readonly log: Log | undefined;
}

export interface Rest {
  readonly app: Hono;
  readonly requests: LoggedRequest[];
  readonly violations: Violation[];
}

/** Properties that discord.js sends where Discord does not define them; Discord ignores them. */
const HARMLESS: readonly RegExp[] = [
  /(^|\.)(tts|username|nonce|enforce_nonce)$/,
  /^\d*\.?(nsfw|dm_permission)$/,
  /^type$/,
];
/** Discord's file size limit for a server without boosts, in bytes. */
const MAX_FILE_BYTES = 10 * 1024 * 1024;
/** How many requests are kept for tests. */
const MAX_REQUESTS = 10_000;

/** Discord's REST API, version 10, at `/api/v10` and `/api`. */
export function createRest(world: World, options: RestOptions): Rest {
  const app = new Hono();
  const requests: LoggedRequest[] = [];
  const violations: Violation[] = [];
  const routes = [
    ...applicationRoutes(options.gatewayUrl, options.shards),
    ...serverRoutes,
    ...channelRoutes,
    ...messageRoutes,
    ...threadRoutes,
    ...interactionRoutes,
  ];

  const serve = (route: Route | undefined) => async (context: Context) => {
    const { method } = context.req;
    const path = new URL(context.req.url).pathname.replace(/^\/api(\/v\d+)?/, '');
    const fault = options.faults.take(method, path);
    if (fault?.delay) await sleep(fault.delay);
    const logged = startLog(method, path);
    requests.push(logged);
    if (requests.length > MAX_REQUESTS) requests.shift();
    const response = await respond(route, context, logged, fault);
    logged.status = response.status;
    options.log?.trace({ method, path: hideToken(path), status: response.status }, 'request');
    announce(world, { type: 'request' });
    return response;
  };

  const respond = async (
    route: Route | undefined,
    context: Context,
    logged: LoggedRequest,
    fault: Fault | undefined,
  ): Promise<Response> => {
    if (fault && isLost(fault) && !fault.afterwards) return lost(fault, context);
    try {
      if (!route) throw refusal('404: Not Found');
      if (!route.open && context.req.header('authorization') !== `Bot ${options.token}`)
        throw refusal('401: Unauthorized');
      const asked = await read(world, context, logged);
      const body = options.isValidating ? demandShape(route, asked, logged, violations) : asked.body;
      const value = await route.run({ ...asked, body });
      logged.response = value;
      if (fault && isLost(fault)) return lost(fault, context);
      if (value === undefined) return new Response(null, { status: 204 });
      return options.isValidating
        ? reply(route, value, logged, violations)
        : Response.json(value, { status: route.status ?? 200 });
    } catch (error) {
      return failed(error, logged, options.log);
    }
  };

  for (const route of routes) {
    for (const base of ['/api/v10', '/api']) app.on(route.method, base + route.path, serve(route));
  }
  app.all('/api/*', serve(undefined));
  return { app, requests, violations };
}

const startLog = (method: string, path: string): LoggedRequest => ({
  ...{ method, path, body: undefined, files: [], status: 0, response: undefined },
});

const isLost = ({ status, reset }: Fault): boolean => status !== undefined || reset === true;

/** The response to a request whose actual response is lost. */
function lost(fault: Fault, context: Context): Response {
  if (!fault.reset) return faultResponse(fault);
  (context.env as { incoming: IncomingMessage }).incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

function failed(error: unknown, logged: LoggedRequest, log: Log | undefined): Response {
  if (error instanceof DiscordError) {
    logged.response = errorBody(error);
    return Response.json(logged.response, { status: error.status });
  }
  log?.error({ err: error, method: logged.method, path: hideToken(logged.path) }, 'the local preview failed');
  return Response.json({ message: '500: Internal Server Error', code: 0 }, { status: 500 });
}

async function read(world: World, context: Context, logged: LoggedRequest): Promise<Asked> {
  const ids = context.req.param() as Record<string, string>;
  const query = new URL(context.req.url).searchParams;
  const { body, files } = await readBody(context);
  Object.assign(logged, { body, files: [...files.values()].map(file => file.name) });
  return { world, ids, query, body, files };
}

async function readBody(context: Context): Promise<{ body: unknown; files: Files }> {
  const type = context.req.header('content-type') ?? '';
  if (type.startsWith('multipart/form-data')) return readForm(await context.req.raw.formData());
  const text = await context.req.text();
  return { body: text ? parse(text) : undefined, files: new Map() };
}

async function readForm(form: FormData): Promise<{ body: unknown; files: Files }> {
  const files = new Map<string, UploadedFile>();
  for (const [key, value] of form) {
    const number = /^files\[(\d+)\]$/.exec(key)?.[1];
    if (number === undefined || typeof value === 'string') continue;
    if (value.size > MAX_FILE_BYTES) throw new DiscordError(413, 40005, 'Request entity too large');
    files.set(number, {
      name: value.name,
      type: value.type || 'application/octet-stream',
      bytes: new Uint8Array(await value.arrayBuffer()),
    });
  }
  const payload = form.get('payload_json');
  return { body: typeof payload === 'string' ? parse(payload) : {}, files };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal('The request body contains invalid JSON.');
  }
}

/** The body without properties that Discord would ignore. Throws 50035 if the schema rejects it. */
function demandShape(route: Route, asked: Asked, logged: LoggedRequest, violations: Violation[]): unknown {
  if (!route.body) return asked.body;
  const shape = typeof route.body === 'function' ? route.body(asked.body, asked) : route.body;
  const body = route.forSchema ? route.forSchema(asked.body) : asked.body;
  demandNone(shapeProblems(shape, body ?? {}));
  const unknown = shapeUnknown(shape, body ?? {}).filter(key => !HARMLESS.some(pattern => pattern.test(key)));
  if (unknown.length)
    violations.push({ method: logged.method, path: hideToken(logged.path), of: 'request', what: unknown });
  return without(asked.body, unknown);
}

function reply(route: Route, value: unknown, logged: LoggedRequest, violations: Violation[]): Response {
  const plain = JSON.parse(JSON.stringify(value));
  logged.response = plain;
  if (route.reply) {
    const shape = typeof route.reply === 'function' ? route.reply(plain) : route.reply;
    const problems = shapeProblems(shape, plain).map(
      ({ path, message }) => `${path.map(String).join('.')}: ${message}`,
    );
    const what = [...problems, ...shapeUnknown(shape, plain).filter(key => !route.besides?.includes(key))];
    if (what.length)
      violations.push({ method: logged.method, path: hideToken(logged.path), of: 'response', what });
  }
  return Response.json(plain, { status: route.status ?? 200 });
}

function shapeProblems(shape: Shape, value: unknown): Problem[] {
  if (typeof shape === 'string') return check(shape, value);
  if (!Array.isArray(value))
    return [{ path: [], code: 'LIST_TYPE_CONVERT', message: 'Only iterables may be used in a ListType' }];
  return value.flatMap((item, at) =>
    check(shape[0], item).map(problem => ({ ...problem, path: [at, ...problem.path] })),
  );
}

function shapeUnknown(shape: Shape, value: unknown): string[] {
  if (typeof shape === 'string') return unknownKeys(shape, value);
  return Array.isArray(value)
    ? value.flatMap((item, at) => unknownKeys(shape[0], item).map(key => `${at}.${key}`))
    : [];
}

/** Masks the interaction token in a path: tokens are secrets and stay out of logs. */
function hideToken(path: string): string {
  return path.replace(/^\/(interactions|webhooks)\/(\d+)\/[^/]+/, '/$1/$2/***');
}
