import { join } from 'node:path';
import { type Preview, startPreview } from '../../preview/src/preview.ts';
import { importFiles } from '../articles/import.ts';
import { createLibrary } from '../articles/library.ts';
import type { AppSettings } from '../env.ts';
import { systemClock } from '../scheduling/clock.ts';
import type { OpenResources } from './open.ts';

const PROJECT_DIRECTORY = join(import.meta.dirname, '../..');

/** The local preview of Discord, with the sample articles in the library. */
export async function openPreview(
  { port, dataDirectory, operations }: AppSettings,
  { storage, log }: OpenResources,
): Promise<Preview> {
  const library = createLibrary({ articles: storage.articles, clock: systemClock });
  for await (const result of importFiles(['data/articles'], library, { root: PROJECT_DIRECTORY }))
    if (result.outcome === 'refused') log.warn(result.reason);
  const notAdvised = operations === null ? [] : [operations.port];
  return startPreview({ port, notAdvised, stateFile: join(dataDirectory, 'preview.json'), log });
}
