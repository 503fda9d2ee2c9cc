import { setImmediate as breathe } from 'node:timers/promises';
import type { Statements } from '../database.ts';
import type { FeedbackStore } from './feedback.ts';
import type { LedgerStore } from './ledger.ts';
import { deleteQuestions, type Evict, IS_ASKER } from './provenance.ts';
import type { ThreadStore } from './threads.ts';

/** How many rows of each kind were deleted or anonymised. */
export interface ForgottenMember {
  readonly questions: number;
  readonly votes: number;
  /** Today's keep the id until midnight UTC. */
  readonly generations: number;
  readonly digests: number;
  readonly feeds: number;
  readonly changes: number;
}

/** All data stored about members. */
export interface MemberStore {
  /** Lists all rows that mention a member, by table. */
  listMentions(memberId: string): Promise<Readonly<Record<string, readonly object[]>>>;
  /** Deletes a member's rows and removes their id from others. `today` is a UTC date, `2026-11-25`. */
  forget(memberId: string, today: string): Promise<ForgottenMember>;
}

/** Rows per batch. */
const BATCH_SIZE = 100;

/** The conditions that find a member's rows in each table; the member's id is `$1`. */
const MENTION_CONDITIONS: Readonly<Record<string, string>> = {
  thread: 'opened_by = $1',
  thread_question: 'member_id = $1',
  vote: 'member_id = $1',
  generation: 'member_id = $1',
  audit: 'actor = $1',
  asker: IS_ASKER,
};

/** The fields that hold a member's id within a JSON column. */
const JSON_AUTHOR_FIELDS = { digest: 'createdBy', feed: 'addedBy' } as const;

interface MemberDataStores {
  readonly threads: Pick<ThreadStore, 'forget'>;
  readonly feedback: Pick<FeedbackStore, 'forget'>;
  readonly ledger: Pick<LedgerStore, 'forget'>;
  readonly evict: Evict;
}

/** Creates the store of members' data on either database. */
export function createMemberStore(
  statements: Statements,
  { threads, feedback, ledger, evict }: MemberDataStores,
): MemberStore {
  return {
    listMentions: memberId => listMentions(statements, memberId),
    async forget(memberId, today) {
      const asked = await countCommands(statements, memberId);
      await deleteMemberQuestions(statements, evict, memberId);
      return {
        questions: (await threads.forget(memberId)) + asked,
        votes: await feedback.forget(memberId),
        generations: await ledger.forget(memberId, today),
        digests: await removeAuthor(statements, 'digest', memberId),
        feeds: await removeAuthor(statements, 'feed', memberId),
        changes: await statements.write("UPDATE audit SET actor = '' WHERE actor = $1", [memberId]),
      };
    },
  };
}

/** Lists all rows that mention a member, by table. */
async function listMentions(
  { rows }: Statements,
  memberId: string,
): Promise<Record<string, readonly object[]>> {
  const found: Record<string, readonly object[]> = {};
  for (const [table, where] of Object.entries(MENTION_CONDITIONS))
    found[table] = await rows(`SELECT * FROM ${table} WHERE ${where}`, [memberId]);
  for (const [table, field] of Object.entries(JSON_AUTHOR_FIELDS))
    found[table] = await rows(`SELECT * FROM ${table} WHERE ${table} LIKE $1`, [
      likePatternOf(field, memberId),
    ]);
  found.asked = await rows(
    `SELECT * FROM asked WHERE key IN (SELECT key FROM asker WHERE ${IS_ASKER} AND as_context = 0)`,
    [memberId],
  );
  return found;
}

/**
 * Deletes the questions that only this member asked, or that include an earlier question of theirs as
 * context. Questions that others asked too are kept for them.
 */
async function deleteMemberQuestions(statements: Statements, evict: Evict, memberId: string): Promise<void> {
  const { rows, write } = statements;
  for (;;) {
    const keys = await rows<{ key: string }>(
      `SELECT DISTINCT key FROM asker WHERE ${IS_ASKER} LIMIT ${BATCH_SIZE}`,
      [memberId],
    );
    if (keys.length === 0) return;
    const shared = await rows<{ key: string }>(
      `SELECT DISTINCT other.key FROM asker AS other
       WHERE other.key = ANY($2) AND other.member_id <> $1 AND other.as_context = 0
         AND NOT EXISTS (SELECT 1 FROM asker AS context WHERE context.key = other.key AND context.member_id = $1 AND context.as_context = 1)`,
      [memberId, keys.map(({ key }) => key)],
    );
    const others = new Set(shared.map(({ key }) => key));
    const alone = keys.map(({ key }) => key).filter(key => !others.has(key));
    await deleteQuestions(statements, evict, alone);
    for (const { key } of keys)
      await write('DELETE FROM asker WHERE key = $1 AND member_id = $2', [key, memberId]);
    await breathe();
  }
}

/** Counts the questions that the member asked in commands; threads record their own. */
async function countCommands({ rows }: Statements, memberId: string): Promise<number> {
  const inThreads = await rows<{ question: string; turn: string | null }>(
    'SELECT question, turn FROM thread_question WHERE member_id = $1',
    [memberId],
  );
  // a follow-up question was answered in its completed form
  const known = new Set(
    inThreads.flatMap(({ question, turn }) => [question, turn === null ? question : questionOf(turn)]),
  );
  const asked = await rows<{ options: string }>(
    `SELECT options FROM asked WHERE key IN (SELECT key FROM asker WHERE ${IS_ASKER} AND as_context = 0)`,
    [memberId],
  );
  return asked.filter(
    ({ options }) => !known.has((JSON.parse(options) as { question?: string }).question ?? ''),
  ).length;
}

/** Removes the member's id from all rows of a table that they created. */
async function removeAuthor(
  statements: Statements,
  table: keyof typeof JSON_AUTHOR_FIELDS,
  memberId: string,
): Promise<number> {
  const { rows, write } = statements;
  const found = await rows<{ id: string; text: string }>(
    `SELECT id, ${table} AS text FROM ${table} WHERE ${table} LIKE $1`,
    [likePatternOf(JSON_AUTHOR_FIELDS[table], memberId)],
  );
  for (const { id, text } of found) {
    const without = JSON.stringify({ ...(JSON.parse(text) as object), [JSON_AUTHOR_FIELDS[table]]: '' });
    // the row was changed in the meantime: try again
    if (
      (await write(`UPDATE ${table} SET ${table} = $1 WHERE id = $2 AND ${table} = $3`, [
        without,
        id,
        text,
      ])) === 0
    )
      await removeAuthor(statements, table, memberId);
  }
  return found.length;
}

const questionOf = (json: string) => (JSON.parse(json) as { question?: string }).question ?? '';

/** A LIKE pattern for a field in JSON written by `JSON.stringify`; ids consist of digits only. */
function likePatternOf(field: string, memberId: string): string {
  return `%"${field}":"${memberId.replace(/\D/g, '')}"%`;
}
