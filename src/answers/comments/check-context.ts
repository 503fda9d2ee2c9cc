import type { Article, Comment } from '../../articles/article.ts';
import type { Language } from '../../language/languages.ts';
import { findVerbatimEvidence } from '../verification/evidence.ts';
import { keepFaithfulTranslation, type TranslatableStatement } from '../verification/translation.ts';

/** The stored text of a passage that occurs verbatim in one paragraph of a comment, or null. */
export function findVerbatim(article: Article, comment: Comment, text: string): string | null {
  const found = findVerbatimEvidence(
    { ...article, paragraphs: comment.paragraphs },
    { text, paragraphs: [] },
  );
  return 'statement' in found ? found.statement.text : null;
}

/** What the checks of one answer share. */
export interface CommentsCheck {
  readonly article: Article;
  readonly comments: ReadonlyMap<string, Comment>;
  readonly order: ReadonlyMap<string, number>;
  readonly language: Language | null;
  readonly complaints: string[];
}

/** The translation of a reader's words, if it is faithful. */
export function keepTranslation(
  given: TranslatableStatement,
  stored: string,
  { article, language, complaints }: CommentsCheck,
): { translation?: string } {
  return keepFaithfulTranslation(given, stored, {
    article,
    language,
    say: complaint => void complaints.push(complaint),
  });
}
