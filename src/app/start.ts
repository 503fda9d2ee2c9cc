import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '../discord/connection.ts';
import { sendReady } from '../discord/shards.ts';
import { readSettings } from '../env.ts';
import { growHeapSlowly } from '../heap.ts';
import { NO_TOKEN_NOTICE, openDiscordTarget } from './discord-target.ts';
import { openResources } from './open.ts';
import { isManaged, waitForShutdown } from './shutdown.ts';

// Only the imports above are loaded before the login to Discord begins; everything else comes after it (see
// docs/architecture.md).

/**
 * Loading delays the steps of the login, so a fast login goes first; one that takes longer than this
 * (milliseconds), because Discord is far away, has idle waits in which to load.
 */
const LOGIN_HEAD_START_MS = 200;

/** Runs the bot until it is told to end. */
export async function start(): Promise<void> {
  const settings = readSettings(process.env);
  if (settings.processes !== null) {
    const { runShards: manage } = await import('./shards.ts');
    return manage(settings, settings.processes);
  }
  const opened = await openResources(settings);
  const { log, storage } = opened;
  const { token, apiUrl, preview } = await openDiscordTarget(settings, opened);
  const { shards } = settings;
  const connecting = connect({ token, apiUrl, log, shards });
  await Promise.race([connecting.then(({ connected }) => connected), sleep(LOGIN_HEAD_START_MS)]);
  const { startServing } = await import('./serve.ts');
  const serving = await startServing(settings, opened, connecting);
  growHeapSlowly();
  // anybody who reads that it is ready may end it at once
  const shutdown = waitForShutdown();
  if (isManaged) {
    log.info({ shards: shards.list }, 'ready');
    sendReady();
  } else
    process.stdout.write(
      preview
        ? `Standfirst is ready: ${preview.url}\n${NO_TOKEN_NOTICE}\n`
        : `Standfirst is ready on Discord as ${serving.name}\n`,
    );

  await shutdown;
  log.info('ending');
  await serving.stop();
  await preview?.close();
  await storage.close();
  // threads still at work, and the channel to the shard manager, would keep the process alive, and delay
  // whoever is waiting to start the next one
  process.exit();
}
