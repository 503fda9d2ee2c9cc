import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { type DestinationStream, type Logger, pino, type SerializedError } from 'pino';
import type pretty from 'pino-pretty';

const require = createRequire(import.meta.url);

/** A stream for people to read on a terminal. */
const createReadableStream = () => require('pino-pretty') as typeof pretty;

const logFields = new AsyncLocalStorage<object>();

/** Runs `work` with these fields in every line logged in it, so that one id connects an interaction. */
export function withLogFields<Result>(fields: object, work: () => Result): Result {
  return logFields.run({ ...logFields.getStore(), ...fields }, work);
}

/** The log fields of the current work; a copy, because pino's `mixin` adds the fields of the line to it. */
export function getLogFields(): object {
  return { ...logFields.getStore() };
}

/** Where lines are logged to: standard error, or what takes its place. */
export type LogStream = DestinationStream & { readonly isTTY?: boolean };

/**
 * Creates a logger that writes structured lines to standard error: JSON, or readable ones on a terminal. They
 * contain no secrets and no message text: only the kind, message, stack and Discord's codes of an error are
 * logged, because request bodies and URLs in Discord's errors contain what members wrote and interaction
 * tokens.
 */
export function createLog(level: string, stderr: LogStream = process.stderr): Logger {
  return pino(
    {
      level,
      mixin: getLogFields,
      serializers: { err: serialiseError },
      redact: ['token', '*.token', 'authorization', '*.authorization'],
    },
    createDestination(stderr),
  );
}

function createDestination(stderr: LogStream): DestinationStream {
  if (stderr !== process.stderr) return stderr;
  if (!stderr.isTTY) return pino.destination({ fd: 2, sync: true });
  return createReadableStream()({
    destination: 2,
    sync: true,
    ignore: 'pid,hostname',
    translateTime: 'SYS:HH:MM:ss',
    singleLine: true,
  });
}

function serialiseError(error: unknown): SerializedError | { message: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, status, method } = error as { code?: unknown; status?: unknown; method?: unknown };
  const cause = error.cause === undefined ? {} : { cause: serialiseError(error.cause) };
  return {
    type: error.name,
    message: error.message,
    stack: error.stack ?? '',
    ...toPlainFields({ code, status, method }),
    ...cause,
  } as SerializedError;
}

function toPlainFields(fields: Record<string, unknown>): Record<string, string | number> {
  const plain = Object.entries(fields).filter((entry): entry is [string, string | number] =>
    ['string', 'number'].includes(typeof entry[1]),
  );
  return Object.fromEntries(plain);
}
