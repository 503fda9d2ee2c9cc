import type { Files } from './messages.ts';
import type { World } from './world.ts';

/** One route of Discord's API: what it takes, what it gives, by the names of the schemas. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /**
   * The schema of the body, `[name]` for a list of them, or a function that names it by what the body says.
   */
  readonly body?: Shape | ((body: unknown, request: Pick<Asked, 'world' | 'ids'>) => Shape);
  /**
   * The schema of the answer, or a function that names it by what the answer is; absent where the answer is
   * empty (204).
   */
  readonly reply?: Shape | ((value: unknown) => Shape);
  /** Properties of the answer that Discord describes only in words. */
  readonly besides?: readonly string[];
  /** The answer's status; 200 if absent. */
  readonly status?: 200 | 201;
  /** Whether the path itself holds the right to ask (a webhook's token). */
  readonly open?: boolean;
  /** Changes the body into the form that the schema knows. */
  readonly forSchema?: (body: unknown) => unknown;
  run(asked: Asked): unknown;
}

export type Shape = string | readonly [string];

/** A request that passed its schema. */
export interface Asked {
  readonly world: World;
  /** The path's variables. */
  readonly ids: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly files: Files;
}
