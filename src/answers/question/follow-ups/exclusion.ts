import type { Article } from '../../../articles/article.ts';
import { findQuotations } from '../../../language/quotations.ts';

/** A text without a passage; the words around quotations in it stay, as they tell who speaks. */
function removePassage(text: string, passage: string): string {
  const at = text.indexOf(passage);
  if (at < 0) return text;
  const quotations = findQuotations([passage]).flatMap(({ parts }) => parts);
  let narration = '';
  let from = 0;
  for (const { start, end } of quotations) {
    narration += passage.slice(from, start);
    from = end;
  }
  const left = quotations.length > 0 ? narration + passage.slice(from) : '';
  return `${text.slice(0, at)}${left}${text.slice(at + passage.length)}`;
}

/** The article without the passages shown already; paragraphs and comments keep their numbers. */
export function removeShown<Given extends Article>(article: Given, shown: readonly string[]): Given {
  if (shown.length === 0) return article;
  const removeAll = (text: string) => shown.reduce(removePassage, text);
  return {
    ...article,
    paragraphs: article.paragraphs.map(removeAll),
    comments: article.comments.map(comment => ({
      ...comment,
      paragraphs: comment.paragraphs.map(removeAll),
    })),
  };
}
