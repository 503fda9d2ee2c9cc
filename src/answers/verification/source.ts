import type { Article } from '../../articles/article.ts';
import { memoizePerObject } from '../../memo.ts';
import { type AnalyzedSource, analyzeSource } from './contradictions/source.ts';
import { removeInstructions } from './instructions.ts';

/** A text that statements are checked against, analyzed once. */
export interface Source {
  readonly passages: readonly string[];
  readonly analyzed: AnalyzedSource;
}

/** Analyzes passages once, for all statements about them. */
export function readSource(passages: readonly string[]): Source {
  return { passages, analyzed: analyzeSource(passages) };
}

/** The article's own text, without the passages that contain instructions to machines. */
export const getSource = memoizePerObject((article: Article) =>
  readSource(
    removeInstructions([
      article.headline,
      ...(article.byline ? [article.byline] : []),
      ...article.paragraphs,
    ]),
  ),
);
