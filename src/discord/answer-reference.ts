import { z } from 'zod';
import { AnswerKind } from '../answers/recipes.ts';
import type { Answered } from '../answers/service.ts';
import { PageNumber } from './custom-id.ts';

const values = {
  kind: AnswerKind,
  engine: z.string().min(1),
  articleId: z.string().min(1),
  /** The short key under which the request is stored. */
  key: z.string(),
};
export const AnswerReference = z.object(values);

/** Identifies the answer that a button refers to: kind, article, which of that kind, and engine. */
export type AnswerReference = z.output<typeof AnswerReference>;

/** The buttons that refer to an answer. */
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

/** The name of an answer in votes. */
export function answerNameOf({ kind, engine, articleId, key }: AnswerReference): string {
  return [kind, engine, articleId, key].join('/');
}
