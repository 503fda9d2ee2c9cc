import { commands } from '../../commands/index.ts';
import { createRest, readAccess } from '../discord/client.ts';
import { deploy } from '../discord/deploy.ts';
import { readSettings } from '../env.ts';
import { UserError } from '../errors.ts';

/** Registers the commands with Discord and reports which are new. Throws a UserError without a bot token. */
export async function deployCommands(env: NodeJS.ProcessEnv): Promise<string> {
  const settings = readSettings(env);
  if (settings.discordToken === null)
    throw new UserError('DISCORD_TOKEN is not set, so there is no bot whose commands could be registered.');
  const rest = createRest(settings.discordApiUrl, settings.discordToken);
  const { applicationId } = await readAccess(rest);
  const { count, changed } = await deploy(rest, applicationId, commands);
  return changed.length > 0
    ? `registered ${count} commands; new or changed: ${changed.join(', ')}`
    : `all ${count} commands are registered already; nothing was changed`;
}
