import { elementAt } from '../lists.ts';
/** Tables by name, with the names of their columns. */
export type Tables = ReadonlyMap<string, ReadonlySet<string>>;

/** Why a database with foreign tables is refused, and what to do about it. */
export const FOREIGN_DATABASE =
  'another program or a version from before the first release wrote it, whose tables were others; move it away (or name another database) and import the articles again';

/**
 * Explains why a database is refused that claims a schema version but lacks part of that schema; null if it
 * has everything. How its statements were written does not matter: the tables and columns of the version must
 * exist, and anything else is ignored.
 */
export function explainForeignSchema(migrations: readonly string[], found: Tables): string | null {
  for (const [table, columns] of parseTables(migrations)) {
    const there = found.get(table);
    if (!there) return `it lacks the table “${table}”, so ${FOREIGN_DATABASE}`;
    for (const column of columns)
      if (!there.has(column)) return `its table “${table}” lacks “${column}”, so ${FOREIGN_DATABASE}`;
  }
  return null;
}

/** Whether none of the tables that these migrations create is there. */
export function isForeignDatabase(migrations: readonly string[], found: Tables): boolean {
  return listTables(migrations).every(table => !found.has(table));
}

/** Lists the tables that exist after the migrations. */
export function listTables(migrations: readonly string[]): string[] {
  return [...parseTables(migrations).keys()];
}

/** Groups the rows of a database's catalogue by table. */
export function toTables(rows: readonly { readonly table: string; readonly column: string }[]): Tables {
  const tables = new Map<string, Set<string>>();
  for (const { table, column } of rows) tables.set(table, (tables.get(table) ?? new Set()).add(column));
  return tables;
}

/** Parses the tables that exist after the migrations from their SQL. */
export function parseTables(migrations: readonly string[]): Tables {
  const tables = new Map<string, Set<string>>();
  for (const statement of migrations.join(';').split(';')) {
    const words = statement
      .trim()
      .split(/[\s"]+/)
      .filter(word => word !== '' && !/^(?:IF|NOT|EXISTS|UNLOGGED)$/.test(word));
    const [verb, what, name = ''] = words;
    if (what !== 'TABLE') continue;
    const [table = ''] = name.split('(', 1);
    if (verb === 'CREATE') tables.set(table, parseColumns(statement));
    if (verb === 'DROP') tables.delete(table);
    if (verb === 'ALTER' && words[3] === 'ADD')
      tables.get(table)?.add(elementAt(words, words[4] === 'COLUMN' ? 5 : 4));
    if (verb === 'ALTER' && words[3] === 'RENAME')
      tables.get(table)?.add(elementAt(words, -1)).delete(elementAt(words, -3));
    if (verb === 'ALTER' && words[3] === 'DROP') tables.get(table)?.delete(elementAt(words, -1));
  }
  return tables;
}

/** Parses the columns of a CREATE TABLE: the items in its outermost brackets, except the constraints. */
function parseColumns(statement: string): Set<string> {
  let depth = 0;
  const parts = [''];
  for (const sign of statement) {
    if (sign === ')') depth -= 1;
    if (sign === ',' && depth === 1) parts.push('');
    else if (depth > 0) parts[parts.length - 1] += sign;
    if (sign === '(') depth += 1;
  }
  const names = parts.map(
    part =>
      part
        .trim()
        .split(/[\s"(]+/)
        .find(word => word !== '') ?? '',
  );
  return new Set(
    names.filter(name => name !== '' && !/^(?:UNIQUE|PRIMARY|FOREIGN|CHECK|CONSTRAINT)$/.test(name)),
  );
}
