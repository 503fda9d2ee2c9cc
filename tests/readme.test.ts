import { readFileSync } from 'node:fs';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { expect, test } from 'vitest';
import { commands } from '../commands/index.ts';
import type { Command } from '../src/discord/command.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

function formatRow({ data, audience }: Command): string {
  const options = data.options ?? [];
  const subcommands = options
    .filter(option => option.type === ApplicationCommandOptionType.Subcommand)
    .map(option => `\`${option.name}\``);
  const named = options
    .filter(option => option.type !== ApplicationCommandOptionType.Subcommand)
    .map(option => (option.required ? `\`${option.name}\`` : `[\`${option.name}\`]`));
  const who = audience === 'editors' ? ' (editors)' : '';
  return `| \`/${data.name}\` | ${subcommands.join(', ') || named.join(' ') || '–'} | ${data.description}${who} |`;
}

test('the README has a row for every command, with its options', () => {
  for (const command of commands) expect(readme).toContain(formatRow(command));
});
