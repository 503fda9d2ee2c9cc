import { z } from 'zod';
import { defineMessage } from '../../i18n/define-message.ts';
import { elementAt } from '../../lists.ts';
import { findRejectedParameters, type ServerCapabilities } from './capabilities.ts';
import { redact } from './redact.ts';

/** The kinds of server errors, each with the sentence for the user, without a full stop. */
const SENTENCES = {
  key: defineMessage('The model server doesn’t accept the key'),
  credit: defineMessage('There is no credit or quota left with the model’s provider'),
  model: defineMessage('The model server doesn’t know this model'),
  address: defineMessage('There is no model at this address: the server knows no such model or path'),
  moved: defineMessage('The model server has moved to another address'),
  'no model server': defineMessage('What answers at the model’s address isn’t a model server'),
  law: defineMessage('The model is not available here for legal reasons'),
  region: defineMessage('The model’s provider does not serve this region'),
  refused: defineMessage('The model refused to answer'),
  'too long': defineMessage('The article is longer than the model can read at once'),
  busy: defineMessage('The model is too busy'),
  slow: defineMessage('The model server ran out of time'),
  down: defineMessage('The model server has a problem of its own'),
  unavailable: defineMessage('The model server is not available at the moment'),
  misunderstood: defineMessage('The model server didn’t understand the request'),
  'failed generation': defineMessage('The model couldn’t write an answer in the required form'),
  'broken off': defineMessage('The connection to the model was lost while it answered'),
  'no stream': defineMessage('I couldn’t read the model’s answer'),
  unreadable: defineMessage('I couldn’t read the model’s answer'),
  'cut off': defineMessage('The model’s answer was cut off'),
  endless: defineMessage('The model’s answer was too long'),
  unreachable: defineMessage('I couldn’t reach the model'),
} as const;

/** The kind of an error that a server returned. */
export type ServerErrorKind = keyof typeof SENTENCES;

/** The kinds of errors after which, if they repeat, a server is not called for a while. */
const OUTAGES = new Set<ServerErrorKind>([
  ...(['key', 'credit', 'model', 'address', 'moved', 'no model server', 'law', 'region'] as const),
  ...(['busy', 'slow', 'down', 'unavailable', 'broken off', 'unreachable'] as const),
]);

/** A model server's error, in its own redacted words: may be logged but is never shown to users. */
export class ServerError extends Error {
  override readonly name = 'ServerError';
  readonly kind: ServerErrorKind;
  /** The HTTP status, or the one that the server reports inside a reply; null if there is none. */
  readonly status: number | null;
  /** The parts of a request that the server names, in order of mention. */
  readonly named: readonly (keyof ServerCapabilities)[];

  constructor(
    kind: ServerErrorKind,
    words: string,
    { status = null, named = [] }: Partial<Pick<ServerError, 'status' | 'named'>> = {},
  ) {
    super(words === '' ? kind : words);
    this.kind = kind;
    this.status = status;
    this.named = named;
  }

  /** The sentence for the user. */
  get sentence(): (typeof SENTENCES)[ServerErrorKind] {
    return SENTENCES[this.kind];
  }

  get isOutage(): boolean {
    return OUTAGES.has(this.kind);
  }
}

/**
 * Error texts that determine the kind, whatever the server; `at` limits them to some statuses, and the first
 * match wins. Matched against a short text in lower case.
 */
const ERROR_WORDINGS: readonly {
  readonly kind: ServerErrorKind;
  readonly at?: readonly number[];
  readonly says: RegExp;
}[] = [
  {
    kind: 'busy',
    at: [429, 503, 529],
    says: /rate.?limit|per (?:second|minute|hour|day)|retry in|try again in|too many requests|overloaded|over capacity/,
  },
  {
    kind: 'credit',
    at: [400, 402, 403, 429],
    says: /insufficient.{0,10}(?:quota|balance|credit|fund)|(?:credit|balance).{0,30}(?:too low|exhausted|insufficient|depleted|negative)|(?:out of|no|more) credits?\b|billing|payment|quota|spend(?:ing)? limit|arrears/,
  },
  {
    kind: 'key',
    at: [400, 401, 403],
    says: /api.?key.{0,30}(?:not valid|invalid|expired|missing)|(?:invalid|incorrect|missing|no|wrong).{0,10}api.?key|unauthori[sz]ed|authentication/,
  },
  { kind: 'slow', at: [500, 504], says: /time.?out|timed out|deadline/ },
  {
    kind: 'region',
    at: [400, 403, 451],
    says: /unsupported_country|(?:country|region|location).{0,40}not (?:supported|available|allowed)/,
  },
  {
    kind: 'refused',
    at: [400, 403, 422, 451],
    says: /content[_ -]?(?:filter|policy|management)|responsibleai|policy.?violation|moderation|flagged|data_inspection|prohibited_content/,
  },
  {
    kind: 'failed generation',
    at: [400, 422, 500, 502],
    says: /json_validate_failed|failed_generation|failed to (?:generate|validate|produce|parse generated)\b.{0,20}json|generated json|output_parse_failed|(?:output|response|generation) (?:did not|didn't|does not|doesn't) (?:match|conform|adhere|validate)/,
  },
  {
    kind: 'too long',
    at: [400, 413, 422, 500],
    says: /context.{0,20}(?:length|window|size|limit)|exceed_context|too long|too many tokens|maximum.{0,40}tokens|token count.{0,40}exceed|prompt_tokens.{0,30}must be less|max_seq_len|reduce the length|too large for model/,
  },
];

/** Error texts about a missing model: unambiguous ones, and those that may mean part of the request. */
const NO_MODEL =
  /\bmodel.{0,100}(?:not found|not exist|not loaded)|(?:unknown|invalid|no such|no) models?\b|try pulling|deployment.{0,40}(?:not exist|not found)|no (?:endpoints|allowed providers) (?:found for|(?:are )?available)/;
const NOT_THIS_MODEL =
  /\bmodel.{0,100}(?:not available|unavailable|no access|not have access|decommissioned|deprecated|not a valid)/;

/** What a status means if the text does not decide. */
const STATUS_ERRORS: readonly [first: number, last: number, fault: ServerErrorKind][] = [
  [300, 399, 'moved'],
  [401, 401, 'key'],
  [402, 402, 'credit'],
  [403, 403, 'key'],
  [404, 405, 'address'],
  [408, 408, 'slow'],
  [410, 410, 'address'],
  [413, 413, 'too long'],
  [425, 425, 'busy'],
  [429, 429, 'busy'],
  [451, 451, 'law'],
  [400, 499, 'misunderstood'],
  [501, 501, 'misunderstood'],
  [502, 503, 'unavailable'],
  [504, 504, 'slow'],
  [520, 523, 'unavailable'],
  [524, 524, 'slow'],
  [529, 529, 'busy'],
  [500, 599, 'down'],
];

/** Statuses with which a server may reject a part of a request. */
const REJECTING_STATUSES = new Set([400, 404, 415, 422, 500, 501]);

/** Determines the kind of an error from the server's status and text. */
function classifyError(status: number | null, words: string): ServerErrorKind {
  const said = words.toLowerCase();
  const meant = ERROR_WORDINGS.find(
    ({ at, says }) => (status === null || !at || at.includes(status)) && says.test(said),
  );
  if (meant) return meant.kind;
  const mayLackModel = [null, 400, 404, 422].includes(status);
  if (mayLackModel && (NO_MODEL.test(said) || (status === 404 && NOT_THIS_MODEL.test(said)))) return 'model';
  if (isParameterRejection(status, said)) return 'misunderstood';
  if (mayLackModel && NOT_THIS_MODEL.test(said)) return 'model';
  return (
    STATUS_ERRORS.find(([first, last]) => status !== null && first <= status && status <= last)?.[2] ?? 'down'
  );
}

const REJECTION_WORDS =
  /support|unknown|unrecogni[sz]ed|invalid|must be|permitted|unexpected|allowed|unavailable/;

/**
 * Whether a server rejects a parameter of the request. Not every 404 or 500 that mentions a stream rejects
 * streaming, but one that mentions the response format rejects that.
 */
function isParameterRejection(status: number | null, said: string): boolean {
  const named = findRejectedParameters(said);
  if (status === null) return named.length > 0 && REJECTION_WORDS.test(said);
  if (!REJECTING_STATUSES.has(status)) return false;
  if (status === 404)
    return (
      /no endpoints.{0,40}(?:support|handle)/.test(said) || (named.length > 0 && REJECTION_WORDS.test(said))
    );
  return status >= 500 && status !== 501 ? named.includes('mode') : named.length > 0;
}

/** Fields in which servers put their error text. */
const MESSAGE_FIELDS = [
  'message',
  'msg',
  'error',
  'errors',
  'detail',
  'details',
  'description',
  'reason',
  'title',
  'metadata',
  'raw',
];
const NAME_FIELDS = ['code', 'type', 'param', 'loc', 'field', 'fieldViolations', 'innererror', 'status'];

/** How much of a server's error text is examined, in characters. */
const MAX_MESSAGE = 4_000;

/** The server's text in the body of an error of any form, without what it repeats of the request. */
function extractMessage(body: unknown): string {
  const words: string[] = [];
  let length = 0;
  const addWords = (value: unknown, depth: number): void => {
    if (length > MAX_MESSAGE || depth > 6) return;
    if (typeof value === 'string' || typeof value === 'number') {
      words.push(`${value}`.slice(0, MAX_MESSAGE));
      length += elementAt(words, -1).length;
    } else if (Array.isArray(value)) for (const each of value.slice(0, 20)) addWords(each, depth + 1);
    else if (typeof value === 'object' && value !== null)
      for (const key of [...MESSAGE_FIELDS, ...NAME_FIELDS])
        if (Object.hasOwn(value, key)) addWords((value as Record<string, unknown>)[key], depth + 1);
  };
  addWords(body, 0);
  return words.join(' ').slice(0, MAX_MESSAGE);
}

const CodedError = z.object({ status: z.coerce.number().int(), code: z.coerce.number().int() }).partial();

/** The status reported by an error inside a reply, which some servers send after status 200. */
function extractStatus(body: unknown): number | null {
  const inner = z.object({ error: z.unknown().optional() }).safeParse(body).data?.error ?? body;
  for (const field of ['status', 'code'] as const) {
    const told = CodedError.shape[field].safeParse((inner as Record<string, unknown> | null)?.[field]).data;
    if (told !== undefined && told >= 300 && told < 600) return told;
  }
  return null;
}

/** Creates a ServerError from the body of an error. */
export function parseServerError(
  body: unknown,
  { status = null, key }: { status?: number | null; key: string | null },
): ServerError {
  const told = status ?? extractStatus(body);
  return createServerError(extractMessage(body), { status: told, key });
}

/** Creates a ServerError from a server's error text. */
export function createServerError(
  words: string,
  { status, key }: { status: number | null; key: string | null },
): ServerError {
  return new ServerError(classifyError(status, words), redact(words, key), {
    status,
    named: findRejectedParameters(words),
  });
}

/** The message of an error that no server sent, such as a failed connection, and those of its causes. */
export function errorMessageOf(error: unknown): string {
  const words: string[] = [];
  for (let each: unknown = error; each instanceof Error && words.length < 5; each = each.cause) {
    const { code } = each as { code?: unknown };
    words.push(
      typeof code === 'string' && !each.message.includes(code) ? `${each.message} (${code})` : each.message,
    );
  }
  return words.join(': ');
}
