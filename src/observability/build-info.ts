/** What the program reports about itself. */
export interface BuildInfo {
  readonly version: string;
  /** The model in use and its host; null if the built-in engine answers alone. */
  readonly model: { readonly name: string; readonly host: string } | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}
