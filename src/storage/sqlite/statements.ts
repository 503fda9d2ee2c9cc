import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Dialect, Statements } from '../statements.ts';

/** What SQLite writes otherwise than the other database. */
export const dialect: Dialect = {
  numbered: 'INTEGER PRIMARY KEY AUTOINCREMENT',
  text: 'TEXT',
  end: ') STRICT',
};

/** Statements as every database understands them, prepared once each. */
export function createStatements(database: DatabaseSync): Statements {
  const prepared = new Map<string, StatementSync>();
  const prepareOnce = (sql: string): StatementSync => {
    const known = prepared.get(sql) ?? database.prepare(sql.replace(/\$(?=\d)/g, '?'));
    prepared.set(sql, known);
    return known;
  };
  return {
    rows: async <Row>(sql: string, values = []) => prepareOnce(sql).all(...values) as Row[],
    write: async (sql, values = []) => Number(prepareOnce(sql).run(...values).changes),
  };
}
