import { setTimeout as sleep } from 'node:timers/promises';
import { config } from 'dotenv';
import { NO_TOKEN_NOTICE, openDiscordTarget } from './app/discord-target.ts';
import { openResources } from './app/open.ts';
import { isManaged, waitForShutdown } from './app/shutdown.ts';
import { describeFailure } from './cli/exit-code.ts';
import { connect } from './discord/connection.ts';
import { sendReady } from './discord/shards.ts';
import { readSettings, SettingsError } from './env.ts';
import { deleteEmptyVariables } from './env-variables.ts';

// What stands above is loaded before the login to Discord begins; everything else comes after it (see
// CONTRIBUTING.md).

// what is kept holds members' questions: files and folders are made for this user alone, whatever the shell
// says
process.umask(0o077);
config({ quiet: true });
deleteEmptyVariables(process.env);

/**
 * Loading holds up whatever arrives meanwhile, so a login that is quick goes first; one that takes longer
 * than this (milliseconds), for Discord is far away, has waits to fill.
 */
const LOGIN_HEAD_START_MS = 200;

async function start(): Promise<void> {
  const settings = readSettings(process.env);
  if (settings.processes !== null) {
    const { runShards: manage } = await import('./app/shards.ts');
    return manage(settings, settings.processes);
  }
  const opened = await openResources(settings);
  const { log, storage } = opened;
  const { token, apiUrl, preview } = await openDiscordTarget(settings, opened);
  const { shards } = settings;
  const connecting = connect({ token, apiUrl, log, shards });
  await Promise.race([connecting.then(({ ready }) => ready), sleep(LOGIN_HEAD_START_MS)]);
  const { startServing } = await import('./app/serve.ts');
  const serving = await startServing(settings, opened, connecting);
  // whoever reads that it is ready may end it at once
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
  // threads that are still at work, and the channel to who manages the shards, would keep the process alive,
  // and whoever waits to start the next
  process.exit();
}

/** Whoever reads our output may stop early (`| head`); that ends the work and is no fault. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  const [asked, ...more] = process.argv.slice(2);
  if (asked === 'start' && more.length === 0) await start();
  else await (await import('./cli/actions.ts')).createCli(start).parseAsync();
} catch (error) {
  if (error instanceof SettingsError) {
    process.stderr.write(`These settings are wrong (see .env.example):\n${error.message}\n`);
    process.exit(2);
  }
  const { text, code } = describeFailure(error);
  process.stderr.write(`${text}\n`);
  process.exit(code);
}
