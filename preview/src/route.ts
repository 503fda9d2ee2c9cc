import type { Files } from './messages.ts';
import type { World } from './world.ts';

/** One route of Discord's API, with the names of its request and response schemas. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** The schema of the body, `[name]` for a list, or a function that chooses it by the body. */
  readonly body?: Shape | ((body: unknown, request: Pick<Asked, 'world' | 'ids'>) => Shape);
  /** The response's schema, or a function that chooses it; absent for an empty response (204). */
  readonly reply?: Shape | ((value: unknown) => Shape);
  /** Properties of the response that Discord documents only in prose. */
  readonly besides?: readonly string[];
  /** The status of the response; 200 if absent. */
  readonly status?: 200 | 201;
  /** Whether no bot token is needed, because the path itself holds a secret (a webhook's token). */
  readonly open?: boolean;
  /** Converts the body to the form that the schema expects. */
  readonly forSchema?: (body: unknown) => unknown;
  run(asked: Asked): unknown;
}

export type Shape = string | readonly [string];

/** A request that passed its schema. */
export interface Asked {
  readonly world: World;
  /** The path's parameters. */
  readonly ids: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly files: Files;
}
