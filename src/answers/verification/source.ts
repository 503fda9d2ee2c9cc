import type { Article } from '../../articles/article.ts';
import { memoizePerObject } from '../../memo.ts';
import { type AnalyzedSource, analyzeSource } from './contradictions/source.ts';
import { removeInstructions } from './instructions.ts';

/** A text that a statement is held against, read once. */
export interface Source {
  readonly passages: readonly string[];
  readonly analyzed: AnalyzedSource;
}

/** Reads passages once, for all statements about them. */
export function readSource(passages: readonly string[]): Source {
  return { passages, analyzed: analyzeSource(passages) };
}

/** The article's own text, without what gives orders to machines. */
export const getSource = memoizePerObject((article: Article) =>
  readSource(
    removeInstructions([
      article.headline,
      ...(article.byline ? [article.byline] : []),
      ...article.paragraphs,
    ]),
  ),
);
