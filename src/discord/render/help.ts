import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import type { Command, Reply } from '../command.ts';

/** One line for each command, with its options or subcommands. */
export function renderHelp(commands: readonly Command[]): Reply {
  return {
    embeds: [
      {
        title: 'Standfirst',
        description: [
          'I serve stored articles: what they say, who said it, and what their readers make of it. All I show in quotation marks is copied from the article; ¶ is the paragraph it stands in.',
          ...commands.map(line),
        ].join('\n\n'),
        color: 0xb3392f,
        footer: { text: 'In a thread opened by /discuss every message is a question to me.' },
      },
    ],
  };
}

function line({ data, audience }: Command): string {
  const options = data.options ?? [];
  const subcommands = options
    .filter(option => option.type === ApplicationCommandOptionType.Subcommand)
    .map(option => option.name);
  const named = options.filter(option => option.type !== ApplicationCommandOptionType.Subcommand);
  const usage = subcommands.length > 0 ? subcommands : named.map(option => (option.required ? option.name : `[${option.name}]`));
  const who = audience === 'editors' ? ' *(for editors)*' : '';
  return `**/${data.name}** ${usage.map(word => `\`${word}\``).join(' ')}\n${data.description}${who}`;
}
