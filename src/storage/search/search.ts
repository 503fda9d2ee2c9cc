import type { ArticleText } from '../../articles/article.ts';
import type { Statements } from '../database.ts';
import type { ArticleMatch, LibraryEntry } from '../stores/articles.ts';

/** Of whom articles are looked for, and for whom. */
export interface View {
  readonly own: string;
  readonly ownOnly?: boolean;
}

/** A newest version, and what it is found by. */
export interface IndexedVersion extends Pick<ArticleText, 'headline' | 'paragraphs'> {
  readonly sequence: number;
  readonly owner: string;
  /** Its owner's name for it, beside its headline. */
  readonly name: string | null;
}

/** What lots hold, in their order, each once, until there are enough: a lot is asked for only where those before it are few. */
export async function collectInOrder(
  lots: readonly (() => Promise<readonly number[]>)[],
  limit: number,
): Promise<number[]> {
  const found = new Set<number>();
  for (const lot of lots) {
    for (const sequence of await lot()) found.add(sequence);
    if (found.size >= limit) break;
  }
  return [...found].slice(0, limit);
}

/** The sequences of rows. */
export const sequencesOf = (rows: readonly { readonly sequence: number }[]): number[] =>
  rows.map(({ sequence }) => sequence);

/** How a database finds articles by words: the one part that each does in its own way. */
export interface ArticleSearch {
  /** Writes what a version is found by, which nothing was written of yet. */
  index(within: Statements, version: IndexedVersion): Promise<void>;
  unindex(within: Statements, version: Pick<IndexedVersion, 'sequence' | 'owner'>): Promise<void>;
  /** Forgets what all versions are found by. */
  clear(within: Statements): Promise<void>;
  /** As `ArticleStore.search`. */
  search(query: string, page: { offset: number; limit: number }, own: string): Promise<LibraryEntry[]>;
  /** As `ArticleStore.match`. */
  match(typed: string, limit: number, view: View): Promise<ArticleMatch[]>;
}
