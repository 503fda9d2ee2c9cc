import type { Dialect } from '../database.ts';

/**
 * Gives digests, feeds and pages the same columns for due times and leases. All digests become due at once,
 * since their due times were kept in memory or as jobs before; the record of their slots says which of them
 * are done.
 */
export const createDueColumns = ({ text }: Dialect) => `
  ALTER TABLE digest ADD COLUMN next_due ${text} DEFAULT '';
  ALTER TABLE digest ADD COLUMN leased_until ${text} NOT NULL DEFAULT '';
  ALTER TABLE digest ADD COLUMN leased_by ${text} NOT NULL DEFAULT '';
  ALTER TABLE digest ADD COLUMN due_again INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX digest_due ON digest (next_due) WHERE next_due IS NOT NULL;
  ALTER TABLE feed RENAME COLUMN next_look TO next_due;
  ALTER TABLE feed RENAME COLUMN claimed_until TO leased_until;
  ALTER TABLE feed ADD COLUMN leased_by ${text} NOT NULL DEFAULT '';
  ALTER TABLE feed ADD COLUMN due_again INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE web_page RENAME COLUMN next_look TO next_due;
  ALTER TABLE web_page RENAME COLUMN claimed_until TO leased_until;
  ALTER TABLE web_page ADD COLUMN leased_by ${text} NOT NULL DEFAULT '';
  ALTER TABLE web_page ADD COLUMN due_again INTEGER NOT NULL DEFAULT 0;
  UPDATE feed SET leased_until = '' WHERE leased_until <> '';
  UPDATE web_page SET leased_until = '' WHERE leased_until <> '';
`;
