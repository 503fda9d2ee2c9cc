import { type REST, Routes } from 'discord.js';
import type { Command } from './command.ts';

/** Registers the commands with Discord for all servers, in one request that can be repeated at will; returns how many there are. */
export async function deploy(rest: REST, applicationId: string, commands: readonly Command[]): Promise<number> {
  const registered = (await rest.put(Routes.applicationCommands(applicationId), {
    body: commands.map(command => command.data),
  })) as unknown[];
  return registered.length;
}
