import { setImmediate as breathe } from 'node:timers/promises';
import type { Statements } from '../database.ts';
import type { FeedbackStore } from './feedback.ts';
import type { LedgerStore } from './ledger.ts';
import { deleteQuestions, type Evict } from './provenance.ts';
import type { ThreadStore } from './threads.ts';

/** How many of each were deleted, or are without the member's id now. */
export interface ForgottenMember {
  readonly questions: number;
  readonly votes: number;
  /** Those of today lose the id at midnight UTC. */
  readonly generations: number;
  readonly digests: number;
  readonly feeds: number;
  readonly changes: number;
}

/** All that is stored of a member. */
export interface MemberStore {
  /** All rows that mention a member, by table. */
  listMentions(memberId: string): Promise<Readonly<Record<string, readonly object[]>>>;
  /** Deletes what is a member's own and takes their id from what is not. `today`: UTC, `2026-11-25`. */
  forget(memberId: string, today: string): Promise<ForgottenMember>;
}

/** Rows that are looked at in one step. */
const BATCH_SIZE = 100;

/** Where a member is mentioned: a condition on each table, its value `$1`. */
const MENTION_CONDITIONS: Readonly<Record<string, string>> = {
  thread: 'opened_by = $1',
  thread_question: 'member_id = $1',
  vote: 'member_id = $1',
  generation: 'member_id = $1',
  audit: 'actor = $1',
  asked_by: 'member_id = $1',
};

/** Where it stands within a text of JSON, as it is written there. */
const JSON_AUTHOR_FIELDS = { digest: 'createdBy', feed: 'addedBy' } as const;

interface MemberDataStores {
  readonly threads: Pick<ThreadStore, 'forget'>;
  readonly feedback: Pick<FeedbackStore, 'forget'>;
  readonly ledger: Pick<LedgerStore, 'forget'>;
  readonly evict: Evict;
}

/** The data of members on either database. */
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

/** All rows that mention a member, by table. */
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
    "SELECT * FROM asked WHERE key IN (SELECT key FROM asked_by WHERE member_id = $1 AND part = 'question')",
    [memberId],
  );
  return found;
}

/**
 * What was asked by the member alone, or holds an earlier question of theirs, goes; what others asked too
 * is theirs.
 */
async function deleteMemberQuestions(statements: Statements, evict: Evict, memberId: string): Promise<void> {
  const { rows, write } = statements;
  for (;;) {
    const keys = await rows<{ key: string }>(
      `SELECT DISTINCT key FROM asked_by WHERE member_id = $1 LIMIT ${BATCH_SIZE}`,
      [memberId],
    );
    if (keys.length === 0) return;
    const shared = await rows<{ key: string }>(
      `SELECT DISTINCT own.key FROM asked_by AS own JOIN asked_by AS other ON other.key = own.key
       WHERE own.member_id = $1 AND other.member_id <> $1 AND other.part = 'question'
         AND NOT EXISTS (SELECT 1 FROM asked_by AS context WHERE context.key = own.key AND context.member_id = $1 AND context.part = 'context')`,
      [memberId],
    );
    const others = new Set(shared.map(({ key }) => key));
    const alone = keys.map(({ key }) => key).filter(key => !others.has(key));
    await deleteQuestions(statements, evict, alone);
    for (const { key } of keys)
      await write('DELETE FROM asked_by WHERE key = $1 AND member_id = $2', [key, memberId]);
    await breathe();
  }
}

/** What the member asked in commands; what was asked in threads is on record there too. */
async function countCommands({ rows }: Statements, memberId: string): Promise<number> {
  const inThreads = await rows<{ question: string; turn: string | null }>(
    'SELECT question, turn FROM thread_question WHERE member_id = $1',
    [memberId],
  );
  // a follow-up was answered as it was completed
  const known = new Set(
    inThreads.flatMap(({ question, turn }) => [question, turn === null ? question : questionOf(turn)]),
  );
  const asked = await rows<{ options: string }>(
    "SELECT options FROM asked WHERE key IN (SELECT key FROM asked_by WHERE member_id = $1 AND part = 'question')",
    [memberId],
  );
  return asked.filter(
    ({ options }) => !known.has((JSON.parse(options) as { question?: string }).question ?? ''),
  ).length;
}

/** Of all rows of a table that a member has made. */
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
    // what was changed meanwhile is looked at again
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

/** A field of a text of JSON that `JSON.stringify` wrote; an id is digits alone. */
function likePatternOf(field: string, memberId: string): string {
  return `%"${field}":"${memberId.replace(/\D/g, '')}"%`;
}
