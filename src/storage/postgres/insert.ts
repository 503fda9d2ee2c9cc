import type { Article } from '../../articles/article.ts';
import { comparableUrlOf } from '../../articles/source-url.ts';
import { requireValue } from '../../lists.ts';
import type { Statements } from '../database.ts';
import type { AddOptions, AddResult } from '../stores/articles.ts';
import { indexVersion } from './search-index.ts';

/** Writes what is new about this text under this source, inside a transaction. */
export async function insertVersion(
  transaction: Statements,
  article: Article,
  { owner, source, addedAt, keepsPosition: keepsPlace = false }: AddOptions & { owner: string },
): Promise<AddResult['outcome']> {
  const number =
    (await findArticleNumber(transaction, article.id)) ?? (await insertText(transaction, article));
  const known = await transaction.row<{ number: number; name: string | null }>(
    'SELECT number, name FROM article_holding WHERE source = $2 AND holder = $1',
    [owner, source],
  );
  const entryNumber = known?.number ?? (await upsertLibraryEntry(transaction, owner, source));
  const held = await transaction.row<{
    sequence: number;
    article: number;
    version: number;
    addedAt: string;
    arrival: number;
  }>(
    'SELECT sequence, article, version, addedAt, arrival FROM article_version WHERE holding = $1 AND newest = 1',
    [entryNumber],
  );
  if (held?.article === number) return 'unchanged';
  const seen = await transaction.row(
    "SELECT 1 FROM article_version WHERE article = $1 AND newest = 1 AND holder IN ('', $2)",
    [number, owner],
  );
  if (held) {
    await transaction.write('UPDATE article_version SET newest = 0 WHERE sequence = $1', [held.sequence]);
    await transaction.write('DELETE FROM article_search WHERE sequence = $1', [held.sequence]);
  }
  const retained = keepsPlace ? held : undefined;
  const { sequence } = requireValue(
    await transaction.row<{ sequence: number }>(
      `INSERT INTO article_version (sequence, holding, holder, article, version, addedAt, newest, arrival)
     SELECT next, $1, $2, $3, $4, $5, 1, coalesce($6, next)
     FROM (SELECT nextval(pg_get_serial_sequence('article_version', 'sequence'))::integer AS next) AS given
     RETURNING sequence`,
      [
        entryNumber,
        owner,
        number,
        (held?.version ?? 0) + 1,
        retained?.addedAt ?? addedAt,
        retained?.arrival ?? null,
      ],
    ),
    'row of a query',
  );
  await indexVersion(transaction, sequence, article, { owner, name: known?.name ?? null });
  if (held) return 'new version';
  return seen ? 'unchanged' : 'added';
}

async function findArticleNumber(transaction: Statements, id: string): Promise<number | undefined> {
  return (await transaction.row<{ number: number }>('SELECT number FROM article WHERE id = $1', [id]))
    ?.number;
}

async function insertText(transaction: Statements, { id, ...text }: Article): Promise<number> {
  const { headline, paragraphs, comments, url } = text;
  const row = await transaction.row<{ number: number }>(
    'INSERT INTO article (id, headline, paragraphs, comments, address, text) VALUES ($1, $2, $3, $4, $5, $6) RETURNING number',
    [id, headline, paragraphs.length, comments.length, comparableUrlOf(url), JSON.stringify(text)],
  );
  return requireValue(row, 'number of an inserted row').number;
}

async function upsertLibraryEntry(transaction: Statements, owner: string, source: string): Promise<number> {
  const row = await transaction.row<{ number: number }>(
    'INSERT INTO article_holding (holder, source) VALUES ($1, $2) RETURNING number',
    [owner, source],
  );
  return requireValue(row, 'number of an inserted row').number;
}

/** The owner's sources that hold this text now, else those that held it once. */
export async function findEntryNumbers(
  transaction: Statements,
  owner: string,
  id: string,
): Promise<number[]> {
  const all = await transaction.rows<{ holding: number; newest: number }>(
    `SELECT holding, max(newest) AS newest FROM article_version
     WHERE holder = $1 AND article = (SELECT number FROM article WHERE id = $2) GROUP BY holding ORDER BY holding`,
    [owner, id],
  );
  const now = all.filter(({ newest }) => newest === 1);
  return (now.length > 0 ? now : all).map(({ holding: entryNumber }) => entryNumber);
}

/**
 * Removes the owner's sources of a text with all their versions, and the texts that nobody holds any more.
 */
export async function deleteText(transaction: Statements, owner: string, id: string): Promise<boolean> {
  const entryNumbers = await findEntryNumbers(transaction, owner, id);
  if (entryNumbers.length === 0) return false;
  const number = requireValue(await findArticleNumber(transaction, id), 'article of an entry');
  const list = `{${entryNumbers.join(',')}}`;
  const texts = await transaction.rows<{ article: number }>(
    'SELECT DISTINCT article FROM article_version WHERE holding = ANY($1::integer[])',
    [list],
  );
  await transaction.write('DELETE FROM article_holding WHERE number = ANY($1::integer[])', [list]);
  // another source of the owner may have gone on from this text; it is removed there too
  await transaction.write('DELETE FROM article_version WHERE holder = $1 AND article = $2', [owner, number]);
  await transaction.write(
    `DELETE FROM article WHERE number = ANY($1::integer[])
       AND NOT EXISTS (SELECT 1 FROM article_version WHERE article = article.number)`,
    [`{${[number, ...texts.map(({ article }) => article)].join(',')}}`],
  );
  return true;
}
