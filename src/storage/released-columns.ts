import { columnOf } from './column-names.ts';
import type { Tables } from './schema-check.ts';

/** The columns that were camelCase in the first schema versions. */
const RELEASED_COLUMNS = [
  ...['addedAt', 'articleId', 'askedAt', 'channelId', 'claimedUntil', 'digestId', 'dueAgain', 'feedId'],
  ...['inputTokens', 'lastArrival', 'lastGeneration', 'leasedBy', 'leasedUntil', 'memberId', 'messageId'],
  ...[
    'nameKey',
    'nextDue',
    'nextLook',
    'openedAt',
    'openedBy',
    'outputTokens',
    'seenAt',
    'serverId',
    'threadId',
  ],
];
const releasedNames = new Map(RELEASED_COLUMNS.map(name => [columnOf(name), name]));

/** Rewrites a migration's snake_case SQL with the camelCase column names it was released with. */
export function withReleasedColumns(sql: string): string {
  return sql.replace(/\b[a-z]+(?:_[a-z]+)+\b/g, word => {
    const released = releasedNames.get(word);
    return released === undefined ? word : `"${released}"`;
  });
}

/** Returns SQL that renames the camelCase columns of these tables to snake_case. */
export function renameReleasedColumns(tables: Tables): string {
  return [...tables]
    .flatMap(([table, columns]) =>
      [...columns]
        .filter(column => releasedNames.get(columnOf(column)) === column)
        .map(column => `ALTER TABLE ${table} RENAME COLUMN "${column}" TO ${columnOf(column)};`),
    )
    .join('\n');
}
