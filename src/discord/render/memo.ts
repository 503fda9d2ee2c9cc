import type { Answered } from '../../answers/service.ts';
import type { Article } from '../../articles/article.ts';
import { currentLocale } from '../../i18n/translate.ts';
import { contentHashOf, createMemo } from '../../memo.ts';
import type { Reply } from '../types.ts';

/** The most characters of rendered replies (JSON) that a renderer keeps: hundreds of typical ones. */
const MAX_CHARACTERS = 1_000_000;

const NONE: NonNullable<Answered<unknown>['disputed']> = [];

type AnswerRenderer<Content, Rest extends unknown[]> = (
  article: Article,
  answered: Answered<Content>,
  ...rest: Rest
) => Reply;

/**
 * Memoizes a renderer, so that an answer is rendered once for all members who see it in the same language and
 * form. The key covers everything passed to the renderer. `rest` must be plain data.
 */
export function memoizeRenderer<Content extends object, Rest extends unknown[]>(
  render: AnswerRenderer<Content, Rest>,
): AnswerRenderer<Content, Rest> {
  const replies = createMemo<Reply>({
    characters: MAX_CHARACTERS,
    sizeOf: reply => JSON.stringify(reply).length,
  });
  return (article, answered, ...rest) => {
    const { content, disputed = NONE, ...how } = answered;
    const contents = [article, content, disputed].map(contentHashOf);
    const key = JSON.stringify([currentLocale(), contents, how, rest]);
    return replies.getOrCreate(key, () => render(article, answered, ...rest));
  };
}
