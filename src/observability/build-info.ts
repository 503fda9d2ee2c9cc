/** What the program says of itself. */
export interface BuildInfo {
  readonly version: string;
  /**
   * The model that is asked, and the host it is asked at; null where there is none and the built-in engine
   * answers alone.
   */
  readonly model: { readonly name: string; readonly host: string } | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}
