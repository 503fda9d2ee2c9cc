import type { Answered } from '../../answers/service.ts';
import type { Article } from '../../articles/article.ts';
import { currentLocale } from '../../i18n/translate.ts';
import type { Reply } from '../types.ts';

/** Ways in which one answer is shown that are remembered, at most: languages, pages, lengths. */
const MAX_VARIANTS = 20;

type AnswerRenderer<Content, Rest extends unknown[]> = (
  article: Article,
  answered: Answered<Content>,
  ...rest: Rest
) => Reply;

/**
 * The same renderer, which renders an answer once for all who look at it in the same language and in the same
 * way. An answer is the same while it is the same object, which it is as long as neither what is kept of it
 * nor its article changes (answers/service.ts); what is rendered is forgotten with it. `rest` must be plain
 * data.
 */
export function memoizeRenderer<Content extends object, Rest extends unknown[]>(
  render: AnswerRenderer<Content, Rest>,
): AnswerRenderer<Content, Rest> {
  const rendered = new WeakMap<
    Content,
    { readonly article: Article; readonly replies: Map<string, Reply> }
  >();
  return (article, answered, ...rest) => {
    const { content, ...how } = answered;
    const before = rendered.get(content);
    const shown = before?.article === article ? before : { article, replies: new Map<string, Reply>() };
    rendered.set(content, shown);
    const variant = JSON.stringify([currentLocale(), how, rest]);
    const reply = shown.replies.get(variant) ?? render(article, answered, ...rest);
    if (shown.replies.size >= MAX_VARIANTS) shown.replies.clear();
    shown.replies.set(variant, reply);
    return reply;
  };
}
