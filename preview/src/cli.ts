#!/usr/bin/env node
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { PreviewError, startPreview } from './preview.ts';

const USAGE = 'discord-preview [--port 4321] [--host 127.0.0.1] [--name Bot] [--state file.json]';

/** Runs a preview until SIGINT or SIGTERM, and prints its addresses and the token a bot logs in with. */
async function run(): Promise<void> {
  const { port, host, name, state } = readArguments();
  const preview = await startPreview({
    ...{ port: Number(port), host, botName: name },
    ...(state !== undefined && { stateFile: state }),
  });
  console.log(`page:  ${preview.url}\napi:   ${preview.apiUrl}\ntoken: ${preview.token}`);
  await Promise.race(['SIGINT', 'SIGTERM'].map(signal => once(process, signal)));
  await preview.close();
}

function readArguments() {
  const text = { type: 'string' } as const;
  const options = {
    port: { ...text, default: '4321' },
    host: { ...text, default: '127.0.0.1' },
    name: { ...text, default: 'Bot' },
    state: text,
  };
  try {
    const { values } = parseArgs({ options });
    if (!/^\d{1,5}$/.test(values.port)) throw new Error('--port takes a number');
    return values;
  } catch (error) {
    throw new PreviewError(`${(error as Error).message}\n${USAGE}`);
  }
}

await run().catch((error: unknown) => {
  if (!(error instanceof PreviewError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});
