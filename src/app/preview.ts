import { join } from 'node:path';
import { AddressError, type Preview, startPreview } from 'discord-preview';
import { importFiles } from '../articles/import.ts';
import { createLibrary } from '../articles/library.ts';
import type { AppSettings } from '../env.ts';
import { UserError } from '../errors.ts';
import { systemClock } from '../scheduling/clock.ts';
import type { OpenResources } from './open.ts';

const PROJECT_DIRECTORY = join(import.meta.dirname, '../..');

/** The topics of the preview's channels. */
const TOPICS = {
  articles: 'Type / to pick an article and ask about it',
  general: 'Anything else',
  news: 'For digests',
};

/**
 * Opens the local preview of Discord, with the sample articles in the library. Throws a UserError if it
 * cannot listen on the port.
 */
export async function openPreview(
  { port, dataDirectory, operations }: AppSettings,
  { storage, log }: OpenResources,
): Promise<Preview> {
  const library = createLibrary({ articles: storage.articles, clock: systemClock });
  for await (const result of importFiles(['data/articles'], library, { root: PROJECT_DIRECTORY }))
    if (result.outcome === 'refused') log.warn(result.reason);
  const notAdvised = operations === null ? [] : [operations.port];
  const stateFile = join(dataDirectory, 'preview.json');
  try {
    return await startPreview({ port, notAdvised, stateFile, log, botName: 'Standfirst', topics: TOPICS });
  } catch (error) {
    throw error instanceof AddressError ? explain(error, port) : error;
  }
}

/** An error that says what to do if the preview cannot listen. */
function explain({ reason, nextPort, message }: AddressError, port: number): UserError {
  const values = { port: `${port}`, next: `${nextPort}` };
  switch (reason) {
    case 'taken by a preview':
      return new UserError(
        'Standfirst runs already: http://127.0.0.1:{{port}}/. Stop it first; or start another one beside it, on a port and with data of its own: PORT={{next}} DATA_DIR=./other npm start',
        values,
      );
    case 'taken':
      return new UserError(
        'Port {{port}} is taken by another program. Stop that one or choose another port: PORT={{next}} npm start',
        values,
      );
    case 'forbidden':
      return new UserError(
        'Port {{port}} may not be used by this user. Choose one above 1023: PORT=8080 npm start',
        values,
      );
    case 'no such host':
      return new UserError('The preview cannot listen: {{message}}', { message });
  }
}
