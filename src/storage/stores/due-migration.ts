import type { Dialect } from '../database.ts';

/**
 * Gives digests, feeds and pages the same columns for when they are due and who is at them. Digests, which a
 * process kept in its memory or as jobs until then, are all due at once: what becomes of their slots is told by
 * the record of these.
 */
export const createDueColumns = ({ text }: Dialect) => `
  ALTER TABLE digest ADD COLUMN nextDue ${text} DEFAULT '';
  ALTER TABLE digest ADD COLUMN leasedUntil ${text} NOT NULL DEFAULT '';
  ALTER TABLE digest ADD COLUMN leasedBy ${text} NOT NULL DEFAULT '';
  ALTER TABLE digest ADD COLUMN dueAgain INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX digest_due ON digest (nextDue) WHERE nextDue IS NOT NULL;
  ALTER TABLE feed RENAME COLUMN nextLook TO nextDue;
  ALTER TABLE feed RENAME COLUMN claimedUntil TO leasedUntil;
  ALTER TABLE feed ADD COLUMN leasedBy ${text} NOT NULL DEFAULT '';
  ALTER TABLE feed ADD COLUMN dueAgain INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE web_page RENAME COLUMN nextLook TO nextDue;
  ALTER TABLE web_page RENAME COLUMN claimedUntil TO leasedUntil;
  ALTER TABLE web_page ADD COLUMN leasedBy ${text} NOT NULL DEFAULT '';
  ALTER TABLE web_page ADD COLUMN dueAgain INTEGER NOT NULL DEFAULT 0;
  UPDATE feed SET leasedUntil = '' WHERE leasedUntil <> '';
  UPDATE web_page SET leasedUntil = '' WHERE leasedUntil <> '';
`;
