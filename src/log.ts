import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { type DestinationStream, type Logger, pino, type SerializedError } from 'pino';
import type pretty from 'pino-pretty';

const require = createRequire(import.meta.url);

/** For a terminal alone. */
const createReadableStream = () => require('pino-pretty') as typeof pretty;

const logFields = new AsyncLocalStorage<object>();

/**
 * Does the work so that every line logged on its way carries these fields: one id leads through all that an
 * interaction set off.
 */
export function withLogFields<Result>(fields: object, work: () => Result): Result {
  return logFields.run({ ...logFields.getStore(), ...fields }, work);
}

/**
 * The fields of the work that is being done; for pino's `mixin`, which writes those of the line into the
 * object that it is given.
 */
export function getLogFields(): object {
  return { ...logFields.getStore() };
}

/** Where lines are logged to: standard error, or what takes its place. */
export type LogStream = DestinationStream & { readonly isTTY?: boolean };

/**
 * Structured lines on standard error: JSON, or readable ones on a terminal. They hold no secret and no text
 * of messages: of an error only its kind, its sentence, its place and Discord's codes are kept, because
 * request bodies and URLs of Discord's errors carry what members wrote and tokens of interactions.
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
