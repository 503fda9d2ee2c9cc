/**
 * SQL: deletes a limited number of the rows that match a condition. `key` names the columns that identify a
 * row, separated by commas; the condition calls the table `old`.
 */
export function deleteSome(
  table: string,
  key: string,
  { where, limit }: { readonly where: string; readonly limit: number },
): string {
  const columns = key.includes(',') ? `(${key})` : key;
  return `DELETE FROM ${table} WHERE ${columns} IN (SELECT ${key} FROM ${table} AS old WHERE ${where} LIMIT ${limit})`;
}
