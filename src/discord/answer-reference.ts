import type { Kind } from '../answers/recipe.ts';
import type { Answered } from '../answers/service.ts';

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

/** What stands for a subject in a custom id. */
export function subjectValues({ kind, engine, articleId, key }: Subject): string[] {
  return [kind, engine, articleId, key];
}
