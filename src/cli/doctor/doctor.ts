import { readSettings, SettingsError } from '../../env.ts';
import { type Check, type Finding, runChecks } from './check.ts';
import { createDiscordChecks } from './discord.ts';
import {
  createCacheChecks,
  createDatabaseCheck,
  createFolderCheck,
  createPortCheck,
  nodeCheck,
} from './machine.ts';
import { createModelChecks } from './model.ts';

/** Checks everything that the bot needs, one thing after another, without changing anything at Discord. */
export async function* examine(environment: NodeJS.ProcessEnv): AsyncGenerator<Finding> {
  yield* runChecks([nodeCheck]);
  const settings = parseSettings(environment);
  if (Array.isArray(settings)) {
    yield* settings;
    return;
  }
  yield { outcome: 'fine', what: 'Settings', found: 'every value can be read' };
  for (const { name, meant } of settings.misspelt)
    yield {
      outcome: 'warning',
      what: 'Settings',
      found: `there is no ${name}, so it does nothing`,
      todo: `did you mean ${meant}?`,
    };
  const checks: readonly Check[] = [
    createFolderCheck(settings),
    createDatabaseCheck(settings),
    ...createCacheChecks(settings),
    createPortCheck(settings),
    ...createDiscordChecks(settings),
    ...createModelChecks(settings),
  ];
  yield* runChecks(checks);
}

/** The settings, or one finding for each error in them. */
function parseSettings(environment: NodeJS.ProcessEnv): ReturnType<typeof readSettings> | Finding[] {
  try {
    return readSettings(environment);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.message
      .split('\n')
      .map(fault => ({ outcome: 'fault', what: 'Settings', found: fault.trim(), todo: 'see .env.example' }));
  }
}
