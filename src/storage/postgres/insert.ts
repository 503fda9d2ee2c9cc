import type { Article } from '../../articles/article.ts';
import { addressOf } from '../../articles/source-url.ts';
import type { Added, At } from '../storage.ts';
import type { Database } from './database.ts';
import { index } from './index.ts';

/** Writes what is new about this text under this source, inside a transaction. */
export async function place(
  transaction: Database,
  article: Article,
  { holder, source, addedAt, keepsPlace = false }: At & { holder: string },
): Promise<Added['outcome']> {
  const number = (await numberOf(transaction, article.id)) ?? (await insert(transaction, article));
  const known = await transaction.row<{ number: number; name: string | null }>(
    'SELECT number, name FROM article_holding WHERE source = $2 AND holder = $1',
    [holder, source],
  );
  const holding = known?.number ?? (await addHolding(transaction, holder, source));
  const held = await transaction.row<{
    sequence: number;
    article: number;
    version: number;
    addedAt: string;
    arrival: number;
  }>(
    'SELECT sequence, article, version, addedAt, arrival FROM article_version WHERE holding = $1 AND newest = 1',
    [holding],
  );
  if (held?.article === number) return 'unchanged';
  const seen = await transaction.row(
    "SELECT 1 FROM article_version WHERE article = $1 AND newest = 1 AND holder IN ('', $2)",
    [number, holder],
  );
  if (held) {
    await transaction.write('UPDATE article_version SET newest = 0 WHERE sequence = $1', [held.sequence]);
    await transaction.write('DELETE FROM article_search WHERE sequence = $1', [held.sequence]);
  }
  const kept = keepsPlace ? held : undefined;
  const { sequence } = (await transaction.row<{ sequence: number }>(
    `INSERT INTO article_version (sequence, holding, holder, article, version, addedAt, newest, arrival)
     SELECT next, $1, $2, $3, $4, $5, 1, coalesce($6, next)
     FROM (SELECT nextval(pg_get_serial_sequence('article_version', 'sequence'))::integer AS next) AS given
     RETURNING sequence`,
    [holding, holder, number, (held?.version ?? 0) + 1, kept?.addedAt ?? addedAt, kept?.arrival ?? null],
  ))!;
  await index(transaction, sequence, article, { holder, name: known?.name ?? null });
  if (held) return 'new version';
  return seen ? 'unchanged' : 'added';
}

async function numberOf(transaction: Database, id: string): Promise<number | undefined> {
  return (await transaction.row<{ number: number }>('SELECT number FROM article WHERE id = $1', [id]))
    ?.number;
}

async function insert(transaction: Database, { id, ...text }: Article): Promise<number> {
  const { headline, paragraphs, comments, url } = text;
  const row = await transaction.row<{ number: number }>(
    'INSERT INTO article (id, headline, paragraphs, comments, address, text) VALUES ($1, $2, $3, $4, $5, $6) RETURNING number',
    [id, headline, paragraphs.length, comments.length, addressOf(url), JSON.stringify(text)],
  );
  return row!.number;
}

async function addHolding(transaction: Database, holder: string, source: string): Promise<number> {
  const row = await transaction.row<{ number: number }>(
    'INSERT INTO article_holding (holder, source) VALUES ($1, $2) RETURNING number',
    [holder, source],
  );
  return row!.number;
}

/** The holder's sources that hold this text now, else those that held it once. */
export async function holdingsOf(transaction: Database, holder: string, id: string): Promise<number[]> {
  const all = await transaction.rows<{ holding: number; newest: number }>(
    `SELECT holding, max(newest) AS newest FROM article_version
     WHERE holder = $1 AND article = (SELECT number FROM article WHERE id = $2) GROUP BY holding ORDER BY holding`,
    [holder, id],
  );
  const now = all.filter(({ newest }) => newest === 1);
  return (now.length > 0 ? now : all).map(({ holding }) => holding);
}

/**
 * Removes the holder's sources of a text with all their versions, and the texts that nobody holds any more.
 */
export async function removeText(transaction: Database, holder: string, id: string): Promise<boolean> {
  const holdings = await holdingsOf(transaction, holder, id);
  if (holdings.length === 0) return false;
  const number = (await numberOf(transaction, id))!;
  const list = `{${holdings.join(',')}}`;
  const texts = await transaction.rows<{ article: number }>(
    'SELECT DISTINCT article FROM article_version WHERE holding = ANY($1::integer[])',
    [list],
  );
  await transaction.write('DELETE FROM article_holding WHERE number = ANY($1::integer[])', [list]);
  // another source of the holder may have gone on from this text; it is removed there too
  await transaction.write('DELETE FROM article_version WHERE holder = $1 AND article = $2', [holder, number]);
  await transaction.write(
    `DELETE FROM article WHERE number = ANY($1::integer[])
       AND NOT EXISTS (SELECT 1 FROM article_version WHERE article = article.number)`,
    [`{${[number, ...texts.map(({ article }) => article)].join(',')}}`],
  );
  return true;
}
