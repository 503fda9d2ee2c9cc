import type { Command } from '../src/discord/command.ts';
import { renderHelp } from '../src/discord/render/help.ts';

/** Made from the list of commands, itself included, so that help never lags behind. */
export function help(commands: readonly Command[]): Command {
  const command: Command = {
    data: { name: 'help', description: 'What I can do' },
    private: true,
    audience: 'everyone',
    run: async () => renderHelp([...commands, command]),
  };
  return command;
}
