import { createHash } from 'node:crypto';
import type { Answered } from '../answer.ts';
import type { Kind } from '../recipes/recipe.ts';

/** The one answer that a button speaks of: its kind, its article, which of that kind, and who made it. */
export interface Subject {
  readonly kind: Kind;
  readonly engine: string;
  readonly articleId: string;
  /** The short key under which what was asked is kept. */
  readonly key: string;
}

export function subjectOf(
  kind: Kind,
  article: { id: string },
  { engine, key = '' }: Pick<Answered<unknown>, 'engine' | 'key'>,
): Subject {
  return { kind, engine, articleId: article.id, key };
}

/** The short key of what an answer was asked for with; what is equal has the same key. */
export function keyOf(options: object): string {
  return createHash('sha256').update(JSON.stringify(options)).digest('hex').slice(0, 16);
}

/** What stands for a subject in a custom id. */
export function subjectValues({ kind, engine, articleId, key }: Subject): string[] {
  return [kind, engine, articleId, key];
}
