import { UserError } from '../../errors.ts';

/**
 * Where a database is, without user and password: `news on db.example:5432`. Throws a `UserError` for what is
 * no such address.
 */
export function describeServer(url: string): string {
  try {
    const { hostname, port, pathname, searchParams, hash } = new URL(url);
    // only a password that was not written as addresses have it brings one, and the host before it would be a
    // part of that
    if (hash !== '') throw new Error('no address');
    const host = hostname || searchParams.get('host') || 'localhost';
    return `${decodeURIComponent(pathname.slice(1)) || 'of that user’s name'} on ${host}:${port || 5432}`;
  } catch {
    throw new UserError(
      'DATABASE_URL is not an address such as postgres://user:password@host:5432/name. In the password, @ is written as %40, / as %2F, # as %23, ? as %3F and % as %25.',
    );
  }
}

const TIMED_OUT = 'the machine does not answer';

/** What PostgreSQL's codes and the network's mean for an operator. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers there, so PostgreSQL does not run or listens elsewhere',
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

/** One clause for whatever was thrown on the way to a database. */
export function describeConnectionError(error: unknown): string {
  if (error instanceof UserError) return error.message;
  const { code, message, errors } = error as { code?: string; message?: string; errors?: readonly unknown[] };
  const known = code === undefined ? undefined : REASONS[code];
  if (known) return known;
  // A name with several addresses fails for each of them.
  if (errors?.length) return describeConnectionError(errors[0]);
  if (/timeout/i.test(message ?? '')) return TIMED_OUT;
  return message || String(error);
}

/**
 * Codes of a server that is not there, stops, starts, or takes nobody in; class 08 is a connection that
 * failed.
 */
const OUTAGE_CODE =
  /^(ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|57P0[123]|53300|08\w{3})$/;

/** Whether it may work again when the server is back. */
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
