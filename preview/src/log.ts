/** The preview's log: a pino logger, or anything with the same two-argument methods. */
export interface Log {
  /** Every request. */
  trace(fields: object, message: string): void;
  /** The saved state cannot be read or written. */
  warn(fields: object, message: string): void;
  /** The preview itself failed on a request, which was answered with 500. */
  error(fields: object, message: string): void;
}
