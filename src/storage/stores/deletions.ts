/**
 * SQL: deletes some of the rows for which a condition holds. `key`: the columns that name one of them, separated by
 * commas; in the condition the table is called `old`.
 */
export function deleteSome(
  table: string,
  key: string,
  { where, limit }: { readonly where: string; readonly limit: number },
): string {
  const columns = key.includes(',') ? `(${key})` : key;
  return `DELETE FROM ${table} WHERE ${columns} IN (SELECT ${key} FROM ${table} AS old WHERE ${where} LIMIT ${limit})`;
}
