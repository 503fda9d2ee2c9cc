import type { Logger } from 'pino';
import type { AppSettings } from '../env.ts';
import { createLog } from '../log.ts';
import { restrictAccess } from '../storage/file-permissions.ts';
import { openStorage } from '../storage/open.ts';
import type { Storage } from '../storage/storage.ts';
import { isManaged } from './shutdown.ts';

/** The resources that everything else needs. */
export interface OpenResources {
  readonly log: Logger;
  readonly storage: Storage;
}

/**
 * Opens the log and the database according to the settings. Throws a UserError if the database cannot be
 * used.
 */
export async function openResources(
  settings: Pick<AppSettings, 'logLevel' | 'database' | 'cacheUrl' | 'dataDirectory' | 'misspelt'>,
): Promise<OpenResources> {
  const { logLevel, database, cacheUrl, misspelt } = settings;
  const log = createLog(logLevel, { terminal: process.stderr.isTTY });
  if (!isManaged)
    for (const { name, meant } of misspelt)
      log.warn({ variable: name }, `${name} is no setting of Standfirst's: did you mean ${meant}?`);
  for (const path of restrictAccess(settings))
    log.warn({ path }, 'other users of this machine may read this, and it could not be closed to them');
  return { log, storage: await openStorage(database, log, { cacheUrl }) };
}
