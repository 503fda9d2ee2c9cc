/** Where the preview says what happens: a logger of pino, or what takes the same two arguments. */
export interface Log {
  /** Each request. */
  trace(fields: object, message: string): void;
  /** What was kept cannot be read, or cannot be kept. */
  warn(fields: object, message: string): void;
  /** The preview itself failed at a request, which was answered with 500. */
  error(fields: object, message: string): void;
}
