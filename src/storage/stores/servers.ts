import { Digest, Post } from '../../digests/digest.ts';
import type { MessageDescriptor } from '../../i18n/template-values.ts';
import { elementAt } from '../../lists.ts';
import { Feed, FeedState } from '../../web/feed-records.ts';
import type { Statements } from '../database.ts';
import type { ArticleStore } from './articles.ts';
import { createServerErasure, type ErasureDependencies, type ServerErasure } from './server-erasure.ts';

/** A server that the bot has left, or whose data is being deleted. */
export interface DepartedServer {
  readonly serverId: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly isForgetting: boolean;
}

/** The number of rows of each kind that a server has. */
export interface ServerBelongings {
  readonly articles: number;
  readonly digests: number;
  readonly feeds: number;
  readonly threads: number;
  readonly questions: number;
  readonly votes: number;
}

/** All data stored about servers, and which servers the bot has left. */
export interface ServerStore extends ServerErasure {
  /** Lists the servers whose data shows that the bot has been there. */
  listKnown(): Promise<string[]>;
  /** Marks a server as departed, so that its digests, feeds and pages rest; false if they already do. */
  markDeparted(serverId: string, since: string): Promise<boolean>;
  getDeparture(serverId: string): Promise<DepartedServer | undefined>;
  /** Lists all resting servers, longest absent first. */
  listDeparted(): Promise<DepartedServer[]>;
  /**
   * Resumes a server's schedules at `at`: earlier slots are not posted late, claimed slots are skipped with
   * this reason, and its feeds are polled as if they were new. Articles added up to `from` are left out of
   * future posts; null leaves out none.
   */
  resumeFrom(
    serverId: string,
    how: { readonly at: string; readonly from: string | null; readonly reason: MessageDescriptor },
  ): Promise<void>;
  /** Ends a server's rest. */
  clearDeparture(serverId: string): Promise<void>;
  /** Removes a deleted channel from the feeds that reported problems there. Returns their ids. */
  leaveChannel(serverId: string, channelId: string): Promise<string[]>;
  countBelongings(serverId: string): Promise<ServerBelongings>;
  /** Marks a server for deletion, so that an interrupted deletion is completed. */
  beginErasure(serverId: string, since: string): Promise<void>;
}

/** SQL: the servers whose data shows that the bot has been there. */
const KNOWN_SERVERS = `
  SELECT server_id FROM digest UNION SELECT server_id FROM feed UNION SELECT server_id FROM web_page WHERE server_id <> ''
  UNION SELECT server_id FROM thread WHERE server_id IS NOT NULL UNION SELECT server_id FROM server_settings
  UNION SELECT holder FROM article_holder WHERE holder <> '' AND articles > 0 UNION SELECT server_id FROM audit WHERE server_id <> ''
  UNION SELECT server_id FROM resting_server`;

/** Creates the store of servers' data on either database. */
export function createServerStore(statements: Statements, dependencies: ErasureDependencies): ServerStore {
  const { rows, write } = statements;
  return {
    listKnown: async () => (await rows<{ serverId: string }>(KNOWN_SERVERS)).map(({ serverId }) => serverId),
    getDeparture: async serverId => (await listDeparted(statements, 'WHERE server_id = $1', [serverId]))[0],
    listDeparted: () => listDeparted(statements),
    async markDeparted(serverId, since) {
      return (
        (await write(
          'INSERT INTO resting_server (server_id, since, forgetting) VALUES ($1, $2, 0) ON CONFLICT (server_id) DO NOTHING',
          [serverId, since],
        )) === 1
      );
    },
    async resumeFrom(serverId, how) {
      await resumeDigests(statements, serverId, how);
      await resumeFeeds(statements, serverId, how.at);
    },
    async clearDeparture(serverId) {
      await write('DELETE FROM resting_server WHERE server_id = $1', [serverId]);
    },
    leaveChannel: (serverId, channelId) => leaveChannel(statements, serverId, channelId),
    countBelongings: serverId => countBelongings(statements, dependencies.articles, serverId),
    async beginErasure(serverId, since) {
      await write(
        `INSERT INTO resting_server (server_id, since, forgetting) VALUES ($1, $2, 1)
         ON CONFLICT (server_id) DO UPDATE SET forgetting = 1`,
        [serverId, since],
      );
    },
    ...createServerErasure(statements, dependencies),
  };
}

/** Lists resting servers; `where` is an optional condition, with its values. */
async function listDeparted(
  { rows }: Statements,
  where = '',
  values: readonly string[] = [],
): Promise<DepartedServer[]> {
  const found = await rows<{ serverId: string; since: string; forgetting: number }>(
    `SELECT server_id, since, forgetting FROM resting_server ${where} ORDER BY since, server_id`,
    values,
  );
  return found.map(({ serverId, since, forgetting }) => ({
    serverId,
    since,
    isForgetting: forgetting === 1,
  }));
}

async function leaveChannel(
  { rows, write }: Statements,
  serverId: string,
  channelId: string,
): Promise<string[]> {
  const left: string[] = [];
  for (const { id, feed } of await rows<{ id: string; feed: string }>(
    'SELECT id, feed FROM feed WHERE server_id = $1',
    [serverId],
  )) {
    const before = Feed.parse(JSON.parse(feed));
    if (before.channelId !== channelId) continue;
    const without = JSON.stringify({ ...before, channelId: null });
    if ((await write('UPDATE feed SET feed = $1 WHERE id = $2 AND feed = $3', [without, id, feed])) === 1)
      left.push(id);
  }
  return left;
}

async function countBelongings(
  { rows }: Statements,
  articles: ArticleStore,
  serverId: string,
): Promise<ServerBelongings> {
  const countRows = async (sql: string) => elementAt(await rows<{ count: number }>(sql, [serverId]), 0).count;
  return {
    articles: await articles.forServer(serverId).count({ ownOnly: true }),
    digests: await countRows('SELECT count(*) AS count FROM digest WHERE server_id = $1'),
    feeds: await countRows('SELECT count(*) AS count FROM feed WHERE server_id = $1'),
    threads: await countRows('SELECT count(*) AS count FROM thread WHERE server_id = $1'),
    questions: await countRows(
      'SELECT count(*) AS count FROM thread_question WHERE thread_id IN (SELECT thread_id FROM thread WHERE server_id = $1)',
    ),
    votes: await countRows('SELECT count(*) AS count FROM vote WHERE server_id = $1'),
  };
}

type ResumeOptions = Parameters<ServerStore['resumeFrom']>[1];

/** Resumes a server's digests from now on; claimed slots that were not posted are skipped. */
async function resumeDigests(
  { rows, write }: Statements,
  serverId: string,
  { at, from, reason }: ResumeOptions,
): Promise<void> {
  for (const { id, digest: text } of await rows<{ id: string; digest: string }>(
    'SELECT id, digest FROM digest WHERE server_id = $1',
    [serverId],
  )) {
    const { trouble: _, ...retained } = Digest.parse(JSON.parse(text));
    const resumed = Digest.parse({ ...retained, activeSince: at, ...(from !== null && { backSince: at }) });
    await write("UPDATE digest SET digest = $1, next_due = '', due_again = 1 WHERE id = $2", [
      JSON.stringify(resumed),
      id,
    ]);
    if (from !== null)
      await write(
        `UPDATE digest SET last_arrival = (SELECT coalesce(max(sequence), 0) FROM article_version WHERE added_at <= $1) WHERE id = $2`,
        [from, id],
      );
    await endClaims({ rows, write }, id, { at, reason });
  }
}

async function endClaims(
  { rows, write }: Pick<Statements, 'rows' | 'write'>,
  digestId: string,
  { at, reason }: Pick<ResumeOptions, 'at' | 'reason'>,
): Promise<void> {
  for (const { post } of await rows<{ post: string }>(
    "SELECT post FROM digest_post WHERE digest_id = $1 AND state = 'claimed'",
    [digestId],
  )) {
    const { retry: _, ...claimed } = Post.parse(JSON.parse(post));
    const ended: Post = { ...claimed, state: 'skipped', articleIds: [], reason, at };
    await write(
      "UPDATE digest_post SET state = 'skipped', post = $1 WHERE digest_id = $2 AND slot = $3 AND state = 'claimed'",
      [JSON.stringify(ended), digestId, ended.slot],
    );
  }
}

/** Makes a server's feeds poll as if they were new, except those that have ended. */
async function resumeFeeds({ rows, write }: Statements, serverId: string, at: string): Promise<void> {
  const fresh = {
    lastSuccess: null,
    etag: null,
    lastModified: null,
    failures: 0,
    lastError: null,
    told: false,
    nextLook: at,
  };
  for (const { id, state } of await rows<{ id: string; state: string }>(
    'SELECT id, state FROM feed WHERE server_id = $1',
    [serverId],
  )) {
    const before = FeedState.parse(JSON.parse(state));
    if (before.ended !== null) continue;
    await write(
      "UPDATE feed SET state = $1, next_due = $2, leased_until = '', leased_by = '' WHERE id = $3",
      [JSON.stringify(FeedState.parse({ ...before, ...fresh })), at, id],
    );
  }
}
