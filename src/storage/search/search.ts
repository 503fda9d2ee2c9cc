import type { ArticleText } from '../../articles/article.ts';
import type { Statements } from '../database.ts';
import type { ArticleMatch, LibraryEntry } from '../stores/articles.ts';

/** Whose articles are searched, and for whom. */
export interface View {
  readonly own: string;
  readonly ownOnly?: boolean;
}

/** A newest version with what is indexed of it. */
export interface IndexedVersion extends Pick<ArticleText, 'headline' | 'paragraphs'> {
  readonly sequence: number;
  readonly owner: string;
  /** The owner's name for it, in addition to its headline. */
  readonly name: string | null;
}

/** Collects each lot's results in order until there are enough; further lots are then not queried. */
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

/** Searches articles by words: the one part that each database implements itself. */
export interface ArticleSearch {
  /** Indexes a version that is not in the index yet. */
  index(within: Statements, version: IndexedVersion): Promise<void>;
  unindex(within: Statements, version: Pick<IndexedVersion, 'sequence' | 'owner'>): Promise<void>;
  /** Clears the index. */
  clear(within: Statements): Promise<void>;
  /** See `ArticleStore.search`. */
  search(query: string, page: { offset: number; limit: number }, own: string): Promise<LibraryEntry[]>;
  /** See `ArticleStore.match`. */
  match(typed: string, limit: number, view: View): Promise<ArticleMatch[]>;
  /** See `ArticleStore.findTitled`. */
  findTitled(titles: readonly (readonly string[])[], view: View): Promise<LibraryEntry[]>;
}
