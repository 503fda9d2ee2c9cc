import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { distance } from 'fastest-levenshtein';
import { createChoice } from '../src/discord/choices.ts';
import type { Command } from '../src/discord/command.ts';
import { defineButton } from '../src/discord/define-button.ts';
import { helpMenu, OVERVIEW, renderCommandHelp, renderHelp } from '../src/discord/render/help.ts';
import { marksButton, renderMarks } from '../src/discord/render/marks.ts';
import { UserError } from '../src/errors.ts';
import { joinValues, markCode } from '../src/i18n/template-values.ts';
import { t } from '../src/i18n/translate.ts';

/** Creates the help command from the list of commands, itself included, so that it is never out of date. */
export function createHelpCommand(commands: readonly Command[]): Command {
  const command: Command = {
    data: {
      name: 'help',
      description: 'What I can do',
      options: [
        {
          type: ApplicationCommandOptionType.String,
          name: 'command',
          description: 'Everything about one command',
          autocomplete: true,
          max_length: 40,
        },
      ],
    },
    isEphemeral: true,
    audience: 'everyone',
    isReadOnly: true,
    async run(interaction) {
      const typed = interaction.options.getString('command');
      return typed === null ? renderHelp(all) : renderCommandHelp(findCommand(typed, all), all);
    },
    buttons: [
      defineButton({ ...marksButton, press: async () => renderMarks() }),
      defineButton({
        ...helpMenu,
        press: async ({ command: name }) =>
          name === OVERVIEW ? renderHelp(all) : renderCommandHelp(findCommand(name, all), all),
      }),
    ],
    suggest: async interaction =>
      rankCommands(interaction.options.getFocused(), all).map(({ data: { name, description } }) =>
        createChoice(`/${name}: ${t(description)}`, name),
      ),
  };
  const all = [...commands, command];
  return command;
}

function findCommand(typed: string, commands: readonly Command[]): Command {
  const key = normalizeCommandName(typed);
  const [best] = rankCommands(typed, commands);
  if (best && (normalizeCommandName(best.data.name).startsWith(key) || distance(best.data.name, key) <= 2))
    return best;
  const names = joinValues(
    commands.map(({ data }) => markCode(`/${data.name}`)),
    ', ',
  );
  throw new UserError('I have no command “{{typed}}”. I know {{names}}.', { typed, names });
}

/** Ranks commands by the typed text: beginning with it, containing it, two typing errors. */
function rankCommands(typed: string, commands: readonly Command[]): Command[] {
  const key = normalizeCommandName(typed);
  const rankOf = ({ data: { name } }: Command) =>
    name.startsWith(key) ? 0 : name.includes(key) ? 1 : 2 + distance(name, key);
  return commands
    .map(command => ({ command, rank: rankOf(command) }))
    .filter(({ rank: rankOf }) => rankOf <= 4)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ command }) => command);
}

/** Normalizes a typed command name: `/Summary` and `summary` are the same. */
function normalizeCommandName(typed: string): string {
  return typed.trim().replace(/^\//, '').toLowerCase().split(/\s+/)[0] ?? '';
}
