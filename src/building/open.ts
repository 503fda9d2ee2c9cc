import type { Logger } from 'pino';
import type { Settings } from '../env.ts';
import { createLog } from '../log.ts';
import { openStorage } from '../storage/open.ts';
import type { Storage } from '../storage/storage.ts';

/** What everything else stands on. */
export interface Opened {
  readonly log: Logger;
  readonly storage: Storage;
}

/** The log as the settings say, and the database. Throws a UserError where that cannot be used. */
export async function open({ logLevel, database }: Pick<Settings, 'logLevel' | 'database'>): Promise<Opened> {
  const log = createLog(logLevel, { terminal: process.stderr.isTTY });
  return { log, storage: await openStorage(database, log) };
}
