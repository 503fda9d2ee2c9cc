import { join } from 'node:path';
import { createRest } from '../discord/client.ts';
import { startManager } from '../discord/manager.ts';
import type { Settings } from '../env.ts';
import { NO_TOKEN, placeOf } from './discord-target.ts';
import { open } from './open.ts';
import { ending } from './shutdown.ts';

const MAIN = join(import.meta.dirname, '../main.ts');

/**
 * Starts a process for each shard and stays beside them; without a token, beside the preview that they serve.
 */
export async function manage(settings: Settings, shards: number | 'auto'): Promise<void> {
  const opened = await open(settings);
  const { log, storage } = opened;
  const { token, apiUrl, preview } = await placeOf(settings, opened);
  await storage.close();
  process.env.DISCORD_API_URL = apiUrl; // the processes inherit it
  const rest = createRest(apiUrl, token);
  const manager = await startManager({ file: MAIN, arguments: ['start'], rest, token, shards, log });
  const where = preview ? preview.url : 'on Discord';
  process.stdout.write(
    `Standfirst is ready: ${where}, in ${manager.processes} processes\n${preview ? `${NO_TOKEN}\n` : ''}`,
  );
  await ending();
  log.info('ending');
  await manager.stop();
  await preview?.close();
}
