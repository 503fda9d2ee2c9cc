import { join } from 'node:path';
import { createRest } from '../discord/client.ts';
import { startShardProcesses } from '../discord/shard-processes.ts';
import type { AppSettings } from '../env.ts';
import { NO_TOKEN_NOTICE, openDiscordTarget } from './discord-target.ts';
import { openResources } from './open.ts';
import { waitForShutdown } from './shutdown.ts';

const MAIN_FILE = join(import.meta.dirname, '../main.ts');

/**
 * Starts a process for each shard and waits until shutdown; without a token, the processes connect to a local
 * preview that runs in this one.
 */
export async function runShards(settings: AppSettings, shards: number | 'auto'): Promise<void> {
  const opened = await openResources(settings);
  const { log, storage } = opened;
  const { token, apiUrl, preview } = await openDiscordTarget(settings, opened);
  await storage.close();
  process.env.DISCORD_API_URL = apiUrl; // inherited by the processes
  const rest = createRest(apiUrl, token);
  const manager = await startShardProcesses({
    file: MAIN_FILE,
    arguments: ['start'],
    rest,
    token,
    shards,
    log,
  });
  const location = preview ? preview.url : 'on Discord';
  process.stdout.write(
    `Standfirst is ready: ${location}, in ${manager.processes} processes\n${preview ? `${NO_TOKEN_NOTICE}\n` : ''}`,
  );
  await waitForShutdown();
  log.info('ending');
  await manager.stop();
  await preview?.close();
}
