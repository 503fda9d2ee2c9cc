import type { Logger } from 'pino';
import { commentsRecipe } from '../answers/comments/recipe.ts';
import type { CommentsAnswer, DraftDispute } from '../answers/comments/schema.ts';
import type { AnyRecipe } from '../answers/recipe.ts';
import type { Answer } from '../answers/service.ts';
import type { Article } from '../articles/article.ts';
import type { Language } from '../language/languages.ts';
import type { Asker } from '../usage/ledger.ts';

/** The disputes in the content of an answer for this recipe, if it is a digest of comments. */
export const disputesIn = ({ kind }: AnyRecipe, content: unknown): readonly DraftDispute[] =>
  kind === commentsRecipe.kind ? (content as CommentsAnswer).disputes : [];

/** Thrown instead of generating an answer of which only a stored one is wanted. */
class NotStored extends Error {}

/** The disputes that a stored digest of the comments names; none if there is no such digest. */
export async function findNamedDisputes(
  { answer, log }: { readonly answer: Answer; readonly log: Logger },
  {
    article,
    language,
    asker,
  }: { readonly article: Article; readonly language: Language | null; readonly asker: Asker },
): Promise<readonly DraftDispute[]> {
  const admit = () => Promise.reject(new NotStored());
  try {
    const { content } = await answer(commentsRecipe, article, { language }, { ...asker, admit });
    return content.disputes;
  } catch (error) {
    if (!(error instanceof NotStored))
      log.warn({ err: error, article: article.id }, 'the stored digest of the comments was not read');
    return [];
  }
}
