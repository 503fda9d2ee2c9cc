import { type Article, commentTextOf } from '../../articles/article.ts';
import { elementAt } from '../../lists.ts';
import type { Level } from '../levels.ts';
import type { Citation } from '../recipe.ts';
import { keepExistingParagraphs } from './spans.ts';

/** A stored paragraph or comment; exactly one of the two numbers is null. */
export interface SourcePassage {
  readonly paragraph: number | null;
  readonly comment: string | null;
  readonly text: string;
}

/** The stored passages that an answer rests on, once each: paragraphs, then comments, as in the article. */
export function citedPassagesOf<Answer>(
  recipe: CitationSource<Answer>,
  answer: Answer,
  article: Article,
): SourcePassage[] {
  const { paragraphs, comments } = summarizeVerification(recipe, answer, article);
  const named = new Set(comments);
  return [
    ...paragraphs.map(number => ({
      paragraph: number,
      comment: null,
      text: elementAt(article.paragraphs, number - 1),
    })),
    ...article.comments
      .filter(({ number }) => named.has(number))
      .map(comment => ({ paragraph: null, comment: comment.number, text: commentTextOf(comment) })),
  ];
}

/** The evidence of an answer in figures, computed from the answer and the article. */
interface VerificationSummary {
  /** How many passages are shown or points made at each level; a passage without a level is verbatim. */
  readonly levels: Readonly<Record<Level, number>>;
  /** All the evidence, in order and without duplicates. */
  readonly paragraphs: readonly number[];
  readonly comments: readonly string[];
}

/** An answer's evidence in a line, such as "3 statements word for word · 2 in the model’s words ≈". */
export function summarizeVerification<Answer>(
  recipe: CitationSource<Answer>,
  answer: Answer,
  article: Article,
): VerificationSummary {
  const citations = recipe.citations(answer);
  const named = new Set(citations.flatMap(({ comments }) => comments));
  return {
    levels: countLevels(citations),
    paragraphs: keepExistingParagraphs(
      article,
      citations.flatMap(({ paragraphs }) => paragraphs),
    ),
    comments: article.comments.map(({ number }) => number).filter(number => named.has(number)),
  };
}

/** Counts the statements at each level; one without a level is a verbatim passage. */
export function countLevels(citations: readonly Citation[]): VerificationSummary['levels'] {
  const levels = { verbatim: 0, shortened: 0, worded: 0 };
  for (const { text, level = 'verbatim' } of citations) if (text !== '') levels[level] += 1;
  return levels;
}

type CitationSource<Answer> = { readonly citations: (answer: Answer) => readonly Citation[] };
