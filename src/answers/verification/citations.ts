import { type Article, commentTextOf } from '../../articles/article.ts';
import { fold } from '../../language/folding.ts';
import { elementAt } from '../../lists.ts';
import type { Citation } from '../recipe.ts';
import { getFoldedParagraphs, keepExistingParagraphs } from './spans.ts';

/** A paragraph or a comment as it is stored: one of the two numbers is null. */
export interface SourcePassage {
  readonly paragraph: number | null;
  readonly comment: string | null;
  readonly text: string;
}

/**
 * The stored passages that an answer of any kind rests on, whole and each once: paragraphs in the order of
 * the article, then comments in reading order. What an answer names and the article does not have is left
 * out.
 */
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

/** What an answer can say for itself, computed from the answer and the article. */
export interface VerificationSummary {
  /**
   * How many passages it shows or points it makes, and how many of these stand word for word where it says.
   */
  readonly statements: number;
  readonly verbatim: number;
  /** All the evidence, in order, each number once. */
  readonly paragraphs: readonly number[];
  readonly comments: readonly string[];
}

/** For a line such as "6 of 6 quotes verbatim from ¶2–9". */
export function summarizeVerification<Answer>(
  recipe: CitationSource<Answer>,
  answer: Answer,
  article: Article,
): VerificationSummary {
  const citations = recipe.citations(answer);
  const stated = citations.filter(({ text }) => text !== '');
  const named = new Set(citations.flatMap(({ comments }) => comments));
  return {
    statements: stated.length,
    verbatim: stated.filter(ground => isVerbatim(ground, article)).length,
    paragraphs: keepExistingParagraphs(
      article,
      citations.flatMap(({ paragraphs }) => paragraphs),
    ),
    comments: article.comments.map(({ number }) => number).filter(number => named.has(number)),
  };
}

type CitationSource<Answer> = { readonly citations: (answer: Answer) => readonly Citation[] };

/**
 * Whether a text stands word for word in its evidence; the parts of a quotation over several paragraphs one
 * by one.
 */
function isVerbatim({ text, paragraphs, comments }: Citation, article: Article): boolean {
  const named = new Set(comments);
  const stored = [
    ...keepExistingParagraphs(article, paragraphs).map(
      number => elementAt(getFoldedParagraphs(article), number - 1).text,
    ),
    ...article.comments
      .filter(({ number }) => named.has(number))
      .flatMap(comment => comment.paragraphs.map(fold)),
  ];
  return text.split(/\n\s*\n/).every(part => stored.some(passage => passage.includes(fold(part))));
}
