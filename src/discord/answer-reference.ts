import { z } from 'zod';
import { AnswerKind } from '../answers/recipes.ts';
import type { Answered } from '../answers/service.ts';
import { PageNumber } from './custom-id.ts';

const values = {
  kind: AnswerKind,
  engine: z.string().min(1),
  articleId: z.string().min(1),
  /** The short key under which what was asked is kept. */
  key: z.string(),
};
export const AnswerReference = z.object(values);

/** The one answer that a button speaks of: its kind, its article, which of that kind, and who made it. */
export type AnswerReference = z.output<typeof AnswerReference>;

/** The buttons that speak of an answer. */
export const answerButtons = {
  sources: { key: 'answer/sources', values: z.object({ ...values, page: PageNumber.optional() }) },
  comments: { key: 'answer/comments', values: z.object({ ...values, page: PageNumber.optional() }) },
  useful: { key: 'answer/useful', values: AnswerReference },
  wrong: { key: 'answer/wrong', values: AnswerReference },
  answers: { key: 'answer/answers', values: AnswerReference },
  earlier: { key: 'answer/earlier', values: AnswerReference },
  regenerate: { key: 'answer/again', values: AnswerReference },
};

export function answerReferenceOf(
  kind: AnswerKind,
  article: { id: string },
  { engine, key = '' }: Pick<Answered<unknown>, 'engine' | 'key'>,
): AnswerReference {
  return { kind, engine, articleId: article.id, key };
}

/** What stands for an answer in a vote. */
export function answerNameOf({ kind, engine, articleId, key }: AnswerReference): string {
  return [kind, engine, articleId, key].join('/');
}
