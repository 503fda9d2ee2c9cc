import type { DatabaseSync } from 'node:sqlite';
import type { Article, ArticleText } from '../../articles/article.ts';
import { comparableUrlOf } from '../../articles/source-url.ts';
import type { AddOptions, AddResult } from '../stores/articles.ts';
import { type ArticleStatements, prepareStatements } from './article-statements.ts';
import type { SqliteEntryRow } from './entries.ts';
import { indexVersion, unindexVersion } from './search.ts';

interface VersionRow {
  readonly sequence: number;
  readonly article: number;
  readonly version: number;
  readonly addedAt: string;
  readonly arrival: number;
}

/** Writes what is new about this text under this source, inside a transaction. */
export function insertVersion(
  statements: ArticleStatements,
  article: Article,
  { owner, source, addedAt, keepsPosition: keepsPlace = false }: AddOptions & { owner: string },
): AddResult['outcome'] {
  const number =
    (statements.number.get(article.id) as { number: number } | undefined)?.number ??
    insertText(statements, article);
  const known = statements.holding.get(owner, source) as { number: number; name: string | null } | undefined;
  const entryNumber = known?.number ?? Number(statements.addHolding.run(owner, source).lastInsertRowid);
  const held = statements.held.get(entryNumber) as VersionRow | undefined;
  if (held?.article === number) return 'unchanged';
  const seen = statements.isListed.get(number, owner) !== undefined;
  if (held) {
    statements.retire.run(held.sequence);
    unindexVersion(statements, held.sequence, owner);
  }
  const retained = keepsPlace ? held : undefined;
  const at = [retained?.addedAt ?? addedAt, retained?.arrival ?? null];
  const { lastInsertRowid } = statements.addVersion.run(
    entryNumber,
    owner,
    number,
    (held?.version ?? 0) + 1,
    ...at,
  );
  indexVersion(statements, Number(lastInsertRowid), article, { owner, name: known?.name ?? null });
  if (held) return 'new version';
  return seen ? 'unchanged' : 'added';
}

function insertText(statements: ArticleStatements, { id, ...text }: Article): number {
  const { headline, paragraphs, comments, url } = text;
  const values = [
    id,
    headline,
    paragraphs.length,
    comments.length,
    comparableUrlOf(url),
    JSON.stringify(text),
  ];
  return Number(statements.article.run(...values).lastInsertRowid);
}

/** Writes anew what all newest versions are found by, after their rows were written past the store. */
export function rebuildIndex(database: DatabaseSync): void {
  const statements = prepareStatements(sql => database.prepare(sql));
  const newest = database.prepare(`
    SELECT held.sequence, held.holder, holding.name, article.text FROM article_version AS held
    JOIN article_holding AS holding ON holding.number = held.holding JOIN article ON article.number = held.article WHERE newest = 1`);
  for (const row of newest.iterate()) {
    const {
      sequence,
      holder: owner,
      name,
      text,
    } = row as unknown as Pick<SqliteEntryRow, 'sequence' | 'holder' | 'name'> & { text: string };
    unindexVersion(statements, sequence, owner);
    indexVersion(statements, sequence, JSON.parse(text) as ArticleText, { owner, name });
  }
}

/** Indexes the newest version of a library entry under another name. */
export function reindexEntry(
  statements: ArticleStatements,
  owner: string,
  entryNumber: number,
  name: string | null,
): void {
  const held = statements.held.get(entryNumber) as { sequence: number; article: number };
  const { text } = statements.textOf.get(held.article) as { text: string };
  unindexVersion(statements, held.sequence, owner);
  indexVersion(statements, held.sequence, JSON.parse(text) as ArticleText, { owner, name });
}

/** The owner's sources that hold this text now, else those that held it once. */
export function findEntryNumbers(statements: ArticleStatements, owner: string, id: string): number[] {
  const found = statements.number.get(id) as { number: number } | undefined;
  if (!found) return [];
  const all = statements.holdings.all(owner, found.number) as unknown as {
    holding: number;
    newest: number;
  }[];
  const now = all.filter(({ newest }) => newest === 1);
  return (now.length > 0 ? now : all).map(({ holding: entryNumber }) => entryNumber);
}

/**
 * Removes the owner's sources of a text with all their versions, and the texts that nobody holds any more.
 */
export function deleteText(statements: ArticleStatements, owner: string, id: string): boolean {
  const entryNumbers = findEntryNumbers(statements, owner, id);
  if (entryNumbers.length === 0) return false;
  const { number } = statements.number.get(id) as { number: number };
  const texts = new Set([number]);
  for (const entryNumber of entryNumbers) {
    for (const { article } of statements.textsOf.all(entryNumber) as { article: number }[])
      texts.add(article);
    unindexVersion(statements, (statements.held.get(entryNumber) as { sequence: number }).sequence, owner);
    statements.removeHolding.run(entryNumber);
  }
  // another source of the owner may have gone on from this text; it is removed there too
  statements.removeVersions.run(owner, number);
  for (const text of texts) statements.forget.run(text);
  return true;
}
