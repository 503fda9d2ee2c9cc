import { setImmediate as breathe } from 'node:timers/promises';
import { Digest, Post } from '../digests/digest.ts';
import { elementAt } from '../lists.ts';
import { Feed, FeedState } from '../web/feed-records.ts';
import type { Statements } from './database.ts';
import { deleteCachedAnswers, deleteQuestions } from './provenance.ts';
import type { ArticleStore } from './stores/articles.ts';
import type { DepartedServer, ServerBelongings, ServerStore } from './stores/servers.ts';

/** Rows that are deleted in one step, and articles, which take longer. */
const BATCH_SIZES = { rows: 200, articles: 10 };

/** Servers of which something is kept that is there only where the bot was. */
const KNOWN_SERVERS = `
  SELECT serverId FROM digest UNION SELECT serverId FROM feed UNION SELECT serverId FROM web_page WHERE serverId <> ''
  UNION SELECT serverId FROM thread WHERE serverId IS NOT NULL UNION SELECT serverId FROM server_settings
  UNION SELECT holder FROM article_holder WHERE holder <> '' AND articles > 0 UNION SELECT serverId FROM audit WHERE serverId <> ''
  UNION SELECT serverId FROM resting_server`;

/**
 * Rows of a server, each with what it takes to name one of them: those that refer to others come before them.
 */
const OWN_ROWS: readonly { table: string; key: string; where: string }[] = [
  {
    table: 'digest_post',
    key: 'digestId, slot',
    where: 'digestId IN (SELECT id FROM digest WHERE serverId = $1)',
  },
  { table: 'digest', key: 'id', where: 'serverId = $1' },
  { table: 'feed_item', key: 'feedId, key', where: 'feedId IN (SELECT id FROM feed WHERE serverId = $1)' },
  { table: 'feed', key: 'id', where: 'serverId = $1' },
  { table: 'web_page', key: 'serverId, url', where: 'serverId = $1' },
  {
    table: 'thread_question',
    key: 'messageId',
    where: 'threadId IN (SELECT threadId FROM thread WHERE serverId = $1)',
  },
  { table: 'thread', key: 'threadId', where: 'serverId = $1' },
  { table: 'vote', key: 'answer, serverId, memberId', where: 'serverId = $1' },
  { table: 'server_settings', key: 'serverId', where: 'serverId = $1' },
  { table: 'audit', key: 'id', where: 'serverId = $1' },
];

interface ServerStoreDependencies {
  readonly articles: ArticleStore;
  /** Deletes what stands elsewhere; returns how many rows that were. */
  readonly besides?: (serverId: string) => Promise<number>;
}

/** The data of servers on either database. */
export function createServerStore(
  statements: Statements,
  { articles, besides = async () => 0 }: ServerStoreDependencies,
): ServerStore {
  const { rows, write } = statements;

  async function getDeparture(serverId: string): Promise<DepartedServer | undefined> {
    return (await listDeparted('WHERE serverId = $1', [serverId]))[0];
  }

  async function listDeparted(where = '', values: string[] = []): Promise<DepartedServer[]> {
    const found = await rows<{ serverId: string; since: string; forgetting: number }>(
      `SELECT serverId, since, forgetting FROM resting_server ${where} ORDER BY since, serverId`,
      values,
    );
    return found.map(({ serverId, since, forgetting }) => ({
      serverId,
      since,
      isForgetting: forgetting === 1,
    }));
  }

  /** The schedule goes on from now; what was begun and not posted ends here. */
  async function resumeFrom(
    serverId: string,
    { at, from, reason }: Parameters<ServerStore['resumeFrom']>[1],
  ): Promise<void> {
    for (const { id, digest: text } of await rows<{ id: string; digest: string }>(
      'SELECT id, digest FROM digest WHERE serverId = $1',
      [serverId],
    )) {
      const { trouble: _, ...retained } = Digest.parse(JSON.parse(text));
      await write('UPDATE digest SET digest = $1 WHERE id = $2', [
        JSON.stringify(
          Digest.parse({ ...retained, activeSince: at, ...(from !== null && { backSince: at }) }),
        ),
        id,
      ]);
      if (from !== null)
        await write(
          `UPDATE digest SET lastArrival = (SELECT coalesce(max(sequence), 0) FROM article_version WHERE addedAt <= $1) WHERE id = $2`,
          [from, id],
        );
      for (const { post } of await rows<{ post: string }>(
        "SELECT post FROM digest_post WHERE digestId = $1 AND state = 'claimed'",
        [id],
      )) {
        const ended = Post.parse({ ...JSON.parse(post), state: 'skipped', articleIds: [], reason, at });
        await write(
          "UPDATE digest_post SET state = 'skipped', post = $1 WHERE digestId = $2 AND slot = $3 AND state = 'claimed'",
          [JSON.stringify(ended), id, ended.slot],
        );
      }
    }
    for (const { id, state } of await rows<{ id: string; state: string }>(
      'SELECT id, state FROM feed WHERE serverId = $1',
      [serverId],
    )) {
      const fresh = {
        lastSuccess: null,
        etag: null,
        lastModified: null,
        failures: 0,
        lastError: null,
        told: false,
        nextLook: at,
      };
      const before = FeedState.parse(JSON.parse(state));
      if (before.ended !== null) continue;
      await write("UPDATE feed SET state = $1, nextLook = $2, claimedUntil = '' WHERE id = $3", [
        JSON.stringify(FeedState.parse({ ...before, ...fresh })),
        at,
        id,
      ]);
    }
  }

  async function countBelongings(serverId: string): Promise<ServerBelongings> {
    const countRows = async (sql: string) =>
      elementAt(await rows<{ count: number }>(sql, [serverId]), 0).count;
    return {
      articles: await articles.forServer(serverId).count({ ownOnly: true }),
      digests: await countRows('SELECT count(*) AS count FROM digest WHERE serverId = $1'),
      feeds: await countRows('SELECT count(*) AS count FROM feed WHERE serverId = $1'),
      threads: await countRows('SELECT count(*) AS count FROM thread WHERE serverId = $1'),
      questions: await countRows(
        'SELECT count(*) AS count FROM thread_question WHERE threadId IN (SELECT threadId FROM thread WHERE serverId = $1)',
      ),
      votes: await countRows('SELECT count(*) AS count FROM vote WHERE serverId = $1'),
    };
  }

  async function eraseBatch(serverId: string, today: string): Promise<number> {
    for (const { table, key, where } of OWN_ROWS) {
      const columns = key.includes(',') ? `(${key})` : key;
      const some = `SELECT ${key} FROM ${table} WHERE ${where} LIMIT ${BATCH_SIZES.rows}`;
      const gone = await write(`DELETE FROM ${table} WHERE ${columns} IN (${some})`, [serverId]);
      if (gone > 0) return gone;
    }
    return (
      (await deleteServerQuestions(serverId)) ||
      (await deleteServerArticles(serverId)) ||
      (await anonymizeGenerations(serverId, today)) ||
      (await besides(serverId))
    );
  }

  /** What nobody of another server asked too. */
  async function deleteServerQuestions(serverId: string): Promise<number> {
    const keys = await rows<{ key: string; others: number }>(
      `SELECT own.key AS key, max(CASE WHEN other.key IS NULL THEN 0 ELSE 1 END) AS others FROM asked_by AS own
       LEFT JOIN asked_by AS other ON other.key = own.key AND other.serverId <> $1 AND other.part = 'question'
       WHERE own.serverId = $1 GROUP BY own.key LIMIT ${BATCH_SIZES.rows}`,
      [serverId],
    );
    await deleteQuestions(
      statements,
      keys.filter(({ others }) => others === 0).map(({ key }) => key),
    );
    for (const { key } of keys)
      await write('DELETE FROM asked_by WHERE key = $1 AND serverId = $2', [key, serverId]);
    return keys.length;
  }

  /** With all their versions, and the answers to texts that nobody else holds. */
  async function deleteServerArticles(serverId: string): Promise<number> {
    const there = articles.forServer(serverId);
    const held = await rows<{ id: string }>(
      `SELECT DISTINCT article.id AS id FROM article_version JOIN article ON article.number = article_version.article
       WHERE article_version.holder = $1 AND newest = 1 LIMIT ${BATCH_SIZES.articles}`,
      [serverId],
    );
    for (const { id } of held) {
      for (const version of await there.listVersions(id))
        if (!(await isOwnedElsewhere(version, serverId)))
          await deleteCachedAnswers(statements, { articleId: version });
      await there.remove(id);
      await breathe();
    }
    if (held.length > 0) return held.length;
    return (
      (await write('DELETE FROM article_holding WHERE holder = $1', [serverId])) +
      (await write('DELETE FROM article_holder WHERE holder = $1', [serverId]))
    );
  }

  async function isOwnedElsewhere(id: string, serverId: string): Promise<boolean> {
    const others = await rows(
      `SELECT 1 FROM article_version JOIN article ON article.number = article_version.article
       WHERE article.id = $1 AND article_version.holder <> $2 LIMIT 1`,
      [id, serverId],
    );
    return others.length > 0;
  }

  /**
   * The counts stay for the operator's limits and sums, without server, member and article; those of today
   * until the day is over.
   */
  async function anonymizeGenerations(serverId: string, today: string): Promise<number> {
    const some = `SELECT id FROM generation WHERE serverId = $1 AND day < $2 LIMIT ${BATCH_SIZES.rows}`;
    const gone = await write(
      `UPDATE generation SET serverId = NULL, memberId = NULL, articleId = '' WHERE id IN (${some})`,
      [serverId, today],
    );
    if (gone === 0)
      await write(
        `INSERT INTO forgotten_server (serverId, lastGeneration)
         SELECT serverId, max(id) FROM generation WHERE serverId = $1 GROUP BY serverId
         ON CONFLICT (serverId) DO UPDATE SET lastGeneration = excluded.lastGeneration`,
        [serverId],
      );
    return gone;
  }

  return {
    listKnown: async () => (await rows<{ serverId: string }>(KNOWN_SERVERS)).map(({ serverId }) => serverId),
    getDeparture,
    listDeparted: () => listDeparted(),
    async markDeparted(serverId, since) {
      return (
        (await write(
          'INSERT INTO resting_server (serverId, since, forgetting) VALUES ($1, $2, 0) ON CONFLICT (serverId) DO NOTHING',
          [serverId, since],
        )) === 1
      );
    },
    resumeFrom,
    async clearDeparture(serverId) {
      await write('DELETE FROM resting_server WHERE serverId = $1', [serverId]);
    },
    async leaveChannel(serverId, channelId) {
      const left: string[] = [];
      for (const { id, feed } of await rows<{ id: string; feed: string }>(
        'SELECT id, feed FROM feed WHERE serverId = $1',
        [serverId],
      )) {
        const before = Feed.parse(JSON.parse(feed));
        if (before.channelId !== channelId) continue;
        const without = JSON.stringify({ ...before, channelId: null });
        if ((await write('UPDATE feed SET feed = $1 WHERE id = $2 AND feed = $3', [without, id, feed])) === 1)
          left.push(id);
      }
      return left;
    },
    countBelongings,
    async beginErasure(serverId, since) {
      await write(
        `INSERT INTO resting_server (serverId, since, forgetting) VALUES ($1, $2, 1)
         ON CONFLICT (serverId) DO UPDATE SET forgetting = 1`,
        [serverId, since],
      );
    },
    eraseBatch,
    async anonymizeDay(today) {
      await write(
        `UPDATE generation SET serverId = NULL, memberId = NULL, articleId = ''
         WHERE serverId IN (SELECT serverId FROM forgotten_server) AND day < $1 AND id <= (
           SELECT lastGeneration FROM forgotten_server WHERE forgotten_server.serverId = generation.serverId)`,
        [today],
      );
      await write(
        `DELETE FROM forgotten_server WHERE NOT EXISTS (
           SELECT 1 FROM generation WHERE generation.serverId = forgotten_server.serverId AND id <= lastGeneration)`,
      );
    },
  };
}
