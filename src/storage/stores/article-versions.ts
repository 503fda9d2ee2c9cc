import type { Article, ArticleText } from '../../articles/article.ts';
import { comparableUrlOf } from '../../articles/source-url.ts';
import { requireValue } from '../../lists.ts';
import type { Statements } from '../database.ts';
import type { ArticleSearch } from '../search/search.ts';
import type { AddOptions, AddResult } from './articles.ts';

/** The newest version of an entry. */
interface VersionRow {
  readonly sequence: number;
  readonly article: number;
  readonly version: number;
  readonly addedAt: string;
  readonly arrival: number;
}

/** Adds a version of a text under a source, unless it is the current one. Runs inside a transaction. */
export async function insertVersion(
  within: Statements,
  search: ArticleSearch,
  article: Article,
  { owner, source, addedAt, keepsPosition = false }: AddOptions & { owner: string },
): Promise<AddResult['outcome']> {
  const number = (await findArticleNumber(within, article.id)) ?? (await insertText(within, article));
  const entry = await findOrInsertEntry(within, owner, source);
  const held = await findNewest(within, entry.number);
  if (held?.article === number) return 'unchanged';
  const seen = await within.row(
    "SELECT 1 FROM article_version WHERE article = $1 AND newest = 1 AND holder IN ('', $2)",
    [number, owner],
  );
  if (held) {
    await within.write('UPDATE article_version SET newest = 0 WHERE sequence = $1', [held.sequence]);
    await search.unindex(within, { sequence: held.sequence, owner });
  }
  const retained = keepsPosition ? held : undefined;
  const { sequence } = requireValue(
    await within.row<{ sequence: number }>(
      `INSERT INTO article_version (holding, holder, article, version, added_at, newest, arrival)
       VALUES ($1, $2, $3, $4, $5, 1, $6) RETURNING sequence`,
      [
        entry.number,
        owner,
        number,
        (held?.version ?? 0) + 1,
        retained?.addedAt ?? addedAt,
        retained?.arrival ?? 0,
      ],
    ),
    'inserted row',
  );
  if (!retained)
    await within.write('UPDATE article_version SET arrival = sequence WHERE sequence = $1', [sequence]);
  await search.index(within, { ...article, sequence, owner, name: entry.name });
  if (held) return 'new version';
  return seen ? 'unchanged' : 'added';
}

function findNewest({ row }: Statements, entryNumber: number): Promise<VersionRow | undefined> {
  return row<VersionRow>(
    'SELECT sequence, article, version, added_at, arrival FROM article_version WHERE holding = $1 AND newest = 1',
    [entryNumber],
  );
}

async function findArticleNumber({ row }: Statements, id: string): Promise<number | undefined> {
  return (await row<{ number: number }>('SELECT number FROM article WHERE id = $1', [id]))?.number;
}

async function insertText({ row }: Statements, { id, ...text }: Article): Promise<number> {
  const { headline, paragraphs, comments, url } = text;
  const inserted = await row<{ number: number }>(
    'INSERT INTO article (id, headline, paragraphs, comments, address, text) VALUES ($1, $2, $3, $4, $5, $6) RETURNING number',
    [id, headline, paragraphs.length, comments.length, comparableUrlOf(url), JSON.stringify(text)],
  );
  return requireValue(inserted, 'inserted row').number;
}

interface EntryNumber {
  readonly number: number;
  readonly name: string | null;
}

async function findOrInsertEntry({ row }: Statements, owner: string, source: string): Promise<EntryNumber> {
  const known = await row<EntryNumber>(
    'SELECT number, name FROM article_holding WHERE source = $2 AND holder = $1',
    [owner, source],
  );
  if (known) return known;
  const inserted = await row<EntryNumber>(
    'INSERT INTO article_holding (holder, source) VALUES ($1, $2) RETURNING number, name',
    [owner, source],
  );
  return requireValue(inserted, 'inserted row');
}

/** The owner's entries that hold this text now, or else those that once held it. */
export async function findEntryNumbers({ rows }: Statements, owner: string, id: string): Promise<number[]> {
  const all = await rows<{ holding: number; newest: number }>(
    `SELECT holding, max(newest) AS newest FROM article_version
     WHERE holder = $1 AND article = (SELECT number FROM article WHERE id = $2) GROUP BY holding ORDER BY holding`,
    [owner, id],
  );
  const now = all.filter(({ newest }) => newest === 1);
  return (now.length > 0 ? now : all).map(({ holding }) => holding);
}

/** Renames a library entry and reindexes its newest version. */
export async function renameEntry(
  within: Statements,
  search: ArticleSearch,
  owner: string,
  { number, name }: EntryNumber,
): Promise<void> {
  await within.write('UPDATE article_holding SET name = $1 WHERE number = $2', [name, number]);
  const { sequence, article } = requireValue(await findNewest(within, number), 'version of an entry');
  await search.unindex(within, { sequence, owner });
  await search.index(within, { ...(await readText(within, article)), sequence, owner, name });
}

async function readText({ row }: Statements, number: number): Promise<ArticleText> {
  const found = await row<{ text: string }>('SELECT text FROM article WHERE number = $1', [number]);
  return JSON.parse(requireValue(found, 'article of a version').text) as ArticleText;
}

/** Rebuilds the search index of all newest versions, after rows were written past the store. */
export async function reindexAll(within: Statements, search: ArticleSearch): Promise<void> {
  const newest = await within.rows<{
    sequence: number;
    owner: string;
    name: string | null;
    article: number;
  }>(
    `SELECT sequence, held.holder AS owner, name, article FROM article_version AS held
     JOIN article_holding AS holding ON holding.number = held.holding WHERE newest = 1 ORDER BY sequence`,
  );
  await search.clear(within);
  for (const { article, ...version } of newest) {
    await search.index(within, { ...(await readText(within, article)), ...version });
  }
}

/** Deletes the owner's entries of a text with their versions, and the texts that nobody holds. */
export async function deleteText(
  within: Statements,
  search: ArticleSearch,
  owner: string,
  id: string,
): Promise<boolean> {
  const entries = await findEntryNumbers(within, owner, id);
  if (entries.length === 0) return false;
  const number = requireValue(await findArticleNumber(within, id), 'article of an entry');
  const versions = await within.rows<{ sequence: number; article: number; newest: number }>(
    'SELECT sequence, article, newest FROM article_version WHERE holding = ANY($1::integer[])',
    [entries],
  );
  for (const { sequence, newest } of versions)
    if (newest === 1) await search.unindex(within, { sequence, owner });
  await within.write('DELETE FROM article_holding WHERE number = ANY($1::integer[])', [entries]);
  // another source of the owner may have had this text as an earlier version; delete it there too
  await within.write('DELETE FROM article_version WHERE holder = $1 AND article = $2', [owner, number]);
  await within.write(
    `DELETE FROM article WHERE number = ANY($1::integer[])
       AND NOT EXISTS (SELECT 1 FROM article_version WHERE article_version.article = article.number)`,
    [[...new Set([number, ...versions.map(({ article }) => article)])]],
  );
  return true;
}
