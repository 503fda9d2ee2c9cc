import type { AnswerKind } from '../answers/recipe.ts';
import type { Answered } from '../answers/service.ts';

/** The one answer that a button speaks of: its kind, its article, which of that kind, and who made it. */
export interface AnswerReference {
  readonly kind: AnswerKind;
  readonly engine: string;
  readonly articleId: string;
  /** The short key under which what was asked is kept. */
  readonly key: string;
}

export function answerReferenceOf(
  kind: AnswerKind,
  article: { id: string },
  { engine, key = '' }: Pick<Answered<unknown>, 'engine' | 'key'>,
): AnswerReference {
  return { kind, engine, articleId: article.id, key };
}

/** What stands for a subject in a custom id. */
export function customIdValuesOf({ kind, engine, articleId, key }: AnswerReference): string[] {
  return [kind, engine, articleId, key];
}
