import { setImmediate as breathe } from 'node:timers/promises';
import type { Statements } from '../database.ts';
import type { ArticleStore } from './articles.ts';
import { deleteSome } from './deletions.ts';
import { deleteCachedAnswers, deleteQuestions, type Evict } from './provenance.ts';

/** Rows deleted per batch, and articles, which take longer. */
const BATCH_SIZES = { rows: 200, articles: 10 };

/** The tables of a server's own rows, with the columns that identify one; referencing tables first. */
const OWN_ROWS: readonly { table: string; key: string; where: string }[] = [
  {
    table: 'digest_post',
    key: 'digest_id, slot',
    where: 'digest_id IN (SELECT id FROM digest WHERE server_id = $1)',
  },
  { table: 'digest', key: 'id', where: 'server_id = $1' },
  { table: 'feed_item', key: 'feed_id, key', where: 'feed_id IN (SELECT id FROM feed WHERE server_id = $1)' },
  { table: 'feed', key: 'id', where: 'server_id = $1' },
  { table: 'web_page', key: 'server_id, url', where: 'server_id = $1' },
  {
    table: 'thread_question',
    key: 'message_id',
    where: 'thread_id IN (SELECT thread_id FROM thread WHERE server_id = $1)',
  },
  { table: 'thread', key: 'thread_id', where: 'server_id = $1' },
  { table: 'vote', key: 'answer, server_id, member_id', where: 'server_id = $1' },
  { table: 'server_settings', key: 'server_id', where: 'server_id = $1' },
  { table: 'audit', key: 'id', where: 'server_id = $1' },
];

/** Deletes the data of servers. */
export interface ServerErasure {
  /** Deletes a batch of a server's data. Returns how many rows were deleted, 0 when nothing is left. */
  eraseBatch(serverId: string, today: string): Promise<number>;
  /** Anonymises deleted servers' generations when their day is over (`today`: UTC, `2026-11-25`). */
  anonymizeDay(today: string): Promise<void>;
}

/** The dependencies for deleting a server's data. */
export interface ErasureDependencies {
  readonly articles: ArticleStore;
  readonly evict: Evict;
}

type ErasureParts = Statements & ErasureDependencies;

/** Creates the erasure of servers, which deletes in batches. */
export function createServerErasure(
  statements: Statements,
  dependencies: ErasureDependencies,
): ServerErasure {
  const { write } = statements;
  const parts = { ...statements, ...dependencies };
  return {
    eraseBatch: (serverId, today) => eraseBatch(parts, serverId, today),
    async anonymizeDay(today) {
      await write(
        `UPDATE generation SET server_id = NULL, member_id = NULL, article_id = ''
         WHERE server_id IN (SELECT server_id FROM forgotten_server) AND day < $1 AND id <= (
           SELECT last_generation FROM forgotten_server WHERE forgotten_server.server_id = generation.server_id)`,
        [today],
      );
      await write(
        `DELETE FROM forgotten_server WHERE NOT EXISTS (
           SELECT 1 FROM generation WHERE generation.server_id = forgotten_server.server_id AND id <= last_generation)`,
      );
    },
  };
}

async function eraseBatch(parts: ErasureParts, serverId: string, today: string): Promise<number> {
  for (const { table, key, where } of OWN_ROWS) {
    const gone = await parts.write(deleteSome(table, key, { where, limit: BATCH_SIZES.rows }), [serverId]);
    if (gone > 0) return gone;
  }
  return (
    (await deleteServerQuestions(parts, serverId)) ||
    (await deleteServerArticles(parts, serverId)) ||
    (await anonymizeGenerations(parts, serverId, today))
  );
}

/** Deletes a batch of questions that nobody in another server asked too. */
async function deleteServerQuestions(parts: ErasureParts, serverId: string): Promise<number> {
  const { rows, write, evict } = parts;
  const keys = await rows<{ key: string; others: number }>(
    `SELECT own.key AS key, max(CASE WHEN other.key IS NULL THEN 0 ELSE 1 END) AS others FROM asker AS own
     LEFT JOIN asker AS other ON other.key = own.key AND other.server_id <> $1 AND other.as_context = 0
     WHERE own.server_id = $1 GROUP BY own.key LIMIT ${BATCH_SIZES.rows}`,
    [serverId],
  );
  await deleteQuestions(
    parts,
    evict,
    keys.filter(({ others }) => others === 0).map(({ key }) => key),
  );
  for (const { key } of keys)
    await write('DELETE FROM asker WHERE key = $1 AND server_id = $2', [key, serverId]);
  return keys.length;
}

/** Deletes a batch of the server's articles, and cached answers about texts that nobody holds. */
async function deleteServerArticles(parts: ErasureParts, serverId: string): Promise<number> {
  const { rows, write, articles, evict } = parts;
  const there = articles.forServer(serverId);
  const held = await rows<{ id: string }>(
    `SELECT DISTINCT article.id AS id FROM article_version JOIN article ON article.number = article_version.article
     WHERE article_version.holder = $1 AND newest = 1 LIMIT ${BATCH_SIZES.articles}`,
    [serverId],
  );
  for (const { id } of held) {
    for (const version of await there.listVersions(id))
      if (!(await isOwnedElsewhere(parts, version, serverId)))
        await deleteCachedAnswers(parts, evict, { articleId: version });
    await there.remove(id);
    await breathe();
  }
  if (held.length > 0) return held.length;
  return (
    (await write('DELETE FROM article_holding WHERE holder = $1', [serverId])) +
    (await write('DELETE FROM article_holder WHERE holder = $1', [serverId]))
  );
}

async function isOwnedElsewhere({ rows }: Statements, id: string, serverId: string): Promise<boolean> {
  const others = await rows(
    `SELECT 1 FROM article_version JOIN article ON article.number = article_version.article
     WHERE article.id = $1 AND article_version.holder <> $2 LIMIT 1`,
    [id, serverId],
  );
  return others.length > 0;
}

/**
 * Anonymises a batch of generations. They are kept for the operator's limits and sums, without server, member
 * and article; today's stay as they are until the day is over.
 */
async function anonymizeGenerations({ write }: Statements, serverId: string, today: string): Promise<number> {
  const some = `SELECT id FROM generation WHERE server_id = $1 AND day < $2 LIMIT ${BATCH_SIZES.rows}`;
  const gone = await write(
    `UPDATE generation SET server_id = NULL, member_id = NULL, article_id = '' WHERE id IN (${some})`,
    [serverId, today],
  );
  if (gone === 0)
    await write(
      `INSERT INTO forgotten_server (server_id, last_generation)
       SELECT server_id, max(id) FROM generation WHERE server_id = $1 GROUP BY server_id
       ON CONFLICT (server_id) DO UPDATE SET last_generation = excluded.last_generation`,
      [serverId],
    );
  return gone;
}
