import type { Article } from '../../articles/article.ts';
import { elementAt } from '../../lists.ts';
import { getSentenceSpans, type TextSpan } from './spans.ts';

/** The sentence of one of these paragraphs that a statement shortens without loss, or undefined. */
export function findShortenedSentence(
  article: Article,
  text: string,
  paragraphs: readonly number[],
): TextSpan | undefined {
  for (const paragraph of paragraphs)
    for (const { start, end } of getSentenceSpans(article, paragraph)) {
      const sentence = elementAt(article.paragraphs, paragraph - 1).slice(start, end);
      if (isShortenedFrom(text, sentence)) return { paragraph, start, end };
    }
  return undefined;
}

/** Whether the words of a statement stand in a sentence in their order and nothing that matters was dropped. */
export function isShortenedFrom(text: string, sentence: string): boolean {
  return text === sentence;
}
