import { UserError } from '../../errors.ts';
import { parseServerAddress } from '../database-target.ts';

/** Names a database: `news on db.example:5432`. Throws a `UserError` if it is no PostgreSQL address. */
export function describeServer(url: string): string {
  try {
    const { host, port, name } = parseServerAddress(url);
    const place = host.startsWith('/')
      ? `${host}/.s.PGSQL.${port || 5432}`
      : `${host || 'localhost'}:${port || 5432}`;
    return `${name || 'of that user’s name'} on ${place}`;
  } catch {
    throw new UserError(
      'DATABASE_URL is not an address such as postgres://user:password@host:5432/name. In the password, @ is written as %40, / as %2F, # as %23, ? as %3F and % as %25.',
    );
  }
}

const TIMED_OUT = 'the machine does not answer';

const NO_PASSWORD =
  'it asks for a password, and the address has none: write it behind the user’s name, postgres://user:password@host:5432/name';

/** What the codes of PostgreSQL and of the network mean to an operator. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers there, so PostgreSQL does not run or listens elsewhere',
  ENOENT: 'there is no such socket, so PostgreSQL does not run or listens elsewhere',
  EACCES: 'this user may not open the socket',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'there is no machine of that name',
  EAI_AGAIN: 'the name of the machine cannot be looked up at the moment',
  ETIMEDOUT: TIMED_OUT,
  EHOSTUNREACH: 'the machine cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  '28P01': 'it refuses the user or the password',
  '28000': 'it does not let this user in from here (pg_hba.conf)',
  '3D000': 'there is no database of that name; create one with createdb',
  '42501': 'the user may not create tables there; make it the owner of the database',
  '42P07': 'it holds tables of another program: name a database of its own',
  '53300': 'it has no connection left; raise max_connections or run fewer processes',
  '53100': 'its disk is full',
  '57P03': 'it is starting or stopping at the moment',
  '25006': 'it is read-only',
};

/** Explains a connection error in one clause. */
export function describeConnectionError(error: unknown, url: string): string {
  if (error instanceof UserError) return error.message;
  const { code, message, errors } = error as { code?: string; message?: string; errors?: readonly unknown[] };
  if (isPasswordMissing(error, url)) return NO_PASSWORD;
  const known = code === undefined ? undefined : REASONS[code];
  if (known) return known;
  // a hostname with several addresses fails with one error for each of them
  if (errors?.length) return describeConnectionError(errors[0], url);
  if (/timeout/i.test(message ?? '')) return TIMED_OUT;
  return message || String(error);
}

/** Whether the address lacks a password the server wants: pg throws (SCRAM), or sends an empty one. */
function isPasswordMissing(error: unknown, url: string): boolean {
  const { code, message = '' } = error as { code?: string; message?: string };
  return (
    /password must be a string/.test(message) ||
    (code === '28P01' && new URL(url.replace('@/', '@localhost/')).password === '' && !process.env.PGPASSWORD)
  );
}

/** The same for statements that an open database refuses. */
const REFUSALS: Readonly<Record<string, string>> = {
  '57014': 'it took too long (DATABASE_STATEMENT_SECONDS)',
  '53100': 'its disk is full: make room; nothing that was kept is lost',
  '25006': 'it is read-only',
};

/** Explains in one clause why a running server refused a statement; null if the error is of another kind. */
export function describeRefusal(error: unknown): string | null {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? (REFUSALS[code] ?? null) : null;
}

/** A server that is down, stopping, starting or out of connections; class 08 is a failed connection. */
const OUTAGE_CODE =
  /^(ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|57P0[123]|53300|08\w{3})$/;

/** Whether an error means that the server is away and may work again once it is back. */
export function isOutage(error: unknown): boolean {
  const {
    code,
    message = '',
    errors,
  } = error as { code?: string; message?: string; errors?: readonly unknown[] };
  if (code !== undefined && OUTAGE_CODE.test(code)) return true;
  if (errors?.length) return isOutage(errors[0]);
  return (
    code === undefined &&
    /connection (terminated|timeout)|timeout exceeded|read timeout|connection error|not queryable/i.test(
      message,
    )
  );
}
