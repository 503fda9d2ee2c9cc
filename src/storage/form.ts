import { createHash } from 'node:crypto';

/**
 * What stands for the tables that migrations made: kept in the database, so that one whose tables are others under the same number is told
 * apart before a statement fails on it. Such were written before the first release.
 */
export function formOf(migrations: readonly string[]): string {
  return createHash('sha256').update(migrations.join('\n')).digest('hex');
}

export const OTHER_FORM =
  'a version from before the first release wrote it, whose tables were others; move it away (or name another database) and import the articles again';
