import type { ArticleText } from '../../articles/article.ts';
import { type Copies, type Row, referredFirst, refuseOther, type Snapshot } from '../copy.ts';
import type { Database } from './database.ts';
import { index } from './index.ts';
import { recount } from './owners.ts';

/** Rows that are read at once. */
const AT_ONCE = 200;

/** What is made from other rows, and what says how the rows are to be read. */
const NOT_KEPT = [
  'article_search',
  'article_word_part',
  'article_holder',
  'schema_version',
  'rate',
  'claim',
  'unfinished_move',
];

export function copies(database: Database): Copies {
  return {
    read: work =>
      database.together(
        async transaction => work(await snapshotOf(transaction)),
        'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
      ),
    unfinished: () => unfinishedIn(database),
    async fillInSteps(source, work) {
      const begun = await unfinishedIn(database);
      refuseOther(begun, source);
      const { tables } = await database.together(snapshotOf);
      const result = await work({
        tables,
        rows: table => rowsOf(database, table),
        isBegun: begun !== null,
        begin: async () =>
          void (await database.write('INSERT INTO unfinished_move (source) VALUES ($1)', [source])),
        // a transaction, for the server would still carry out the last statement of a process that is gone
        add: (table, rows) => database.together(transaction => add(transaction, table, rows)),
        remove: (table, rows) => database.together(transaction => remove(transaction, table, rows)),
      });
      if ((await unfinishedIn(database)) === null) return result;
      await database.together(async transaction => {
        await settleNumbers(transaction, tables);
        await transaction.write('DELETE FROM unfinished_move');
      });
      return result;
    },
    fill: work =>
      database.together(async transaction => {
        const snapshot = await snapshotOf(transaction);
        await transaction.write('ALTER TABLE article_version DISABLE TRIGGER USER');
        const result = await work({ ...snapshot, add: (table, rows) => add(transaction, table, rows) });
        await transaction.write('ALTER TABLE article_version ENABLE TRIGGER USER');
        await settleNumbers(transaction, snapshot.tables);
        return result;
      }),
  };
}

async function unfinishedIn(database: Database): Promise<string | null> {
  return (await database.row<{ source: string }>('SELECT source FROM unfinished_move'))?.source ?? null;
}

/** A table as it stands, read in a transaction of its own. */
async function* rowsOf(database: Database, table: string): AsyncGenerator<readonly Row[]> {
  const all: (readonly Row[])[] = [];
  await database.together(async transaction => {
    for await (const rows of (await snapshotOf(transaction)).rows(table)) all.push(rows);
  });
  yield* all;
}

/** Writes what is made from the rows, once they are all there. */
async function settleNumbers(transaction: Database, tables: readonly string[]): Promise<void> {
  await transaction.write(recount);
  await indexAll(transaction);
  for (const table of tables) await countOn(transaction, table);
  await transaction.rows(goOn);
}

async function snapshotOf(transaction: Database): Promise<Snapshot> {
  const known = await transaction.rows<{ name: string }>(
    'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() AND tablename <> ALL ($1)',
    [NOT_KEPT],
  );
  const references = await transaction.rows<{ from: string; to: string }>(
    `SELECT source.relname AS "from", target.relname AS "to" FROM pg_constraint
     JOIN pg_class AS source ON source.oid = conrelid JOIN pg_class AS target ON target.oid = confrelid
     WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`,
  );
  return {
    tables: referredFirst(
      known.map(({ name }) => name),
      references,
    ),
    async *rows(table) {
      await transaction.write(`DECLARE reading CURSOR FOR SELECT * FROM "${table}"`);
      try {
        for (;;) {
          const rows = await transaction.rows<Row>(`FETCH ${AT_ONCE} FROM reading`);
          if (rows.length === 0) return;
          yield rows;
        }
      } finally {
        await transaction.write('CLOSE reading');
      }
    },
  };
}

async function add(transaction: Database, table: string, rows: readonly Row[]): Promise<void> {
  // JSON escapes NUL, so it is taken out here.
  const json = JSON.stringify(rows, (_, value) =>
    typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value,
  );
  await transaction.write(
    `INSERT INTO "${table}" SELECT * FROM json_populate_recordset(NULL::"${table}", $1::json)`,
    [json],
  );
}

/** Where a move comes from that has not ended. */
export const copySchema = 'CREATE TABLE unfinished_move (source TEXT NOT NULL);';

/** Arrivals go on after the last that a digest has covered, also where that article was removed since. */
const goOn = `
  SELECT setval(pg_get_serial_sequence('article_version', 'sequence'), max(last)) FROM (
    SELECT max(sequence) AS last FROM article_version UNION SELECT max(lastArrival) FROM digest
    UNION SELECT max(lastArrival) FROM digest_post
  ) AS arrivals HAVING max(last) > 0`;

/** Numbers that the server gives go on after the highest. */
async function countOn(transaction: Database, table: string): Promise<void> {
  const columns = await transaction.rows<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = current_schema() AND table_name = $1 AND is_identity = 'YES'`,
    [table],
  );
  for (const { name } of columns)
    await transaction.rows(
      `SELECT setval(pg_get_serial_sequence('${table}', '${name}'), max("${name}")) FROM "${table}" HAVING max("${name}") IS NOT NULL`,
    );
}

/** Writes what all newest versions are found by. */
async function indexAll(transaction: Database): Promise<void> {
  await transaction.write('DELETE FROM article_search');
  const newest = await transaction.rows<{
    sequence: number;
    holder: string;
    name: string | null;
    article: number;
  }>(
    `SELECT sequence, held.holder, name, article FROM article_version AS held JOIN article_holding AS holding ON holding.number = held.holding
     WHERE newest = 1 ORDER BY sequence`,
  );
  for (const { sequence, holder, name, article } of newest) {
    const { text } = (await transaction.row<{ text: string }>('SELECT text FROM article WHERE number = $1', [
      article,
    ]))!;
    await index(transaction, sequence, JSON.parse(text) as ArticleText, { holder, name });
  }
}

async function remove(transaction: Database, table: string, rows: readonly Row[]): Promise<void> {
  for (const row of rows) {
    const given = Object.entries(row).filter(([, value]) => value !== null);
    const same = given.map(([column], i) => `"${column}" = $${i + 1}`);
    const absent = Object.keys(row).filter(column => row[column] === null);
    const where = [...same, ...absent.map(column => `"${column}" IS NULL`)].join(' AND ');
    await transaction.write(
      `DELETE FROM "${table}" WHERE ${where}`,
      given.map(([, value]) => value),
    );
  }
}
