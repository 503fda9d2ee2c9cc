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

test('the README has 150 lines at most, and its first screen is what it is, a picture and the two commands', () => {
  const lines = readme.split('\n');
  expect(lines.length).toBeLessThanOrEqual(151);
  const screen = lines.slice(0, 16).join('\n');
  expect(screen).toMatch(/!\[.+\]\(docs\/pictures\/preview\.png\).*`git clone`.*npm ci\n {4}npm start/s);
});

test('every figure of the README’s table stands in docs/quality.md', () => {
  const quality = readFileSync(new URL('../docs/quality.md', import.meta.url), 'utf8');
  const rows = readme
    .slice(readme.indexOf('| kind | measured on |'))
    .split('\n\n', 1)[0]!
    .split('\n')
    .slice(2);
  const figures = rows.flatMap(
    row =>
      row
        .split('|')
        .slice(3)
        .join(' ')
        .match(/\d+\.\d+/g) ?? [],
  );
  expect(figures.length).toBeGreaterThan(10);
  for (const figure of figures)
    expect(quality).toMatch(new RegExp(`(?<![\\d.])${RegExp.escape(figure)}(?!\\d)`));
});
