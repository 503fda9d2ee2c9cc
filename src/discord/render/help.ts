import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { Command, MessageContextMenu } from '../command.ts';
import { createButton, createMenuRows, createRow } from '../components.ts';
import { createCustomId, createMenuId } from '../custom-id.ts';
import type { Reply } from '../types.ts';
import { articlesButton } from './articles.ts';
import { marksButton } from './marks.ts';
import { escapeLine, formatCode, joinText, md, toLabel } from './text.ts';

/** Explains the chosen command; the first option leads back to the overview. */
export const helpMenu = { key: 'help/command', values: z.object({ command: z.string() }) };

/** The value of the option for the overview. */
export const OVERVIEW = 'overview';

/** The overview of the commands, one line each, with a menu to read more about each. */
export function renderHelp(commands: readonly Command[]): Reply {
  const menus = commands.flatMap(({ contextMenu }) => contextMenu ?? []);
  const forEditors = commands.filter(isForEditors).map(formatCommand);
  const forReaders = commands.filter(command => !isForEditors(command)).map(formatCommand);
  return {
    cards: [
      {
        title: t('What I can do'),
        description: joinText(
          [
            t(
              'I answer from stored articles: what they say, who said it, and what their readers think. Everything in quotation marks is copied from the article.',
            ),
            t('Start with `/summary`. In a thread opened by `/discuss`, every message is a question to me.'),
          ],
          '\n\n',
        ),
        sections: [
          { name: t('For everyone'), value: joinText(forReaders, '\n') },
          ...(menus.length > 0
            ? [
                {
                  name: t('In a message’s menu (right-click or long-press → Apps)'),
                  value: formatMenus(menus),
                },
              ]
            : []),
          { name: t('For editors'), value: joinText(forEditors, '\n') },
        ],
      },
    ],
    components: createHelpRows(commands, null),
  };
}

const isForEditors = ({ audience }: Command) => audience === 'editors';

function formatMenus(menus: readonly MessageContextMenu[]): Markdown {
  const lines = menus.map(
    menu => md`**${t(menu.data.name)}**: ${t(menu.description)}${formatAudience(menu)}`,
  );
  return joinText(lines, '\n');
}

function formatCommand({ data }: Command): Markdown {
  return md`**/${escapeLine(data.name)}**: ${t(data.description)}`;
}

function createHelpRows(
  commands: readonly Command[],
  shown: Command | null,
): NonNullable<Reply['components']> {
  const overview = { label: t('What I can do'), value: OVERVIEW };
  const options = commands
    .filter(command => command !== shown)
    .map(({ data }) => ({
      label: `/${data.name}`,
      value: data.name,
      description: toLabel(t(data.description), 100),
    }));
  return [
    createRow(
      createButton(t('Articles'), createCustomId('open', articlesButton, [0, ''])),
      createButton(t('¶ ≈ explained'), createCustomId('open', marksButton)),
    ),
    ...createMenuRows(createMenuId('turn', helpMenu), t('Explain a command…'), [
      ...(shown ? [overview] : []),
      ...options,
    ]),
  ];
}

/** The details of one command, with the menu for the others. */
export function renderCommandHelp(command: Command, commands: readonly Command[]): Reply {
  const { data, contextMenu: menu } = command;
  const options = data.options ?? [];
  const subcommands = options.filter(isSubcommand);
  const blocks = [
    md`${t(data.description)}${formatAudience(command)}`,
    ...subcommands.map(sub =>
      joinText(
        [
          md`**/${escapeLine(data.name)} ${escapeLine(sub.name)}**`,
          t(sub.description),
          ...(sub.options ?? []).map(formatOption),
        ],
        '\n',
      ),
    ),
    ...(subcommands.length > 0 ? [] : [joinText(options.filter(isBasicOption).map(formatOption), '\n')]),
    menu &&
      t('Also in a message’s menu (Apps), “{{name}}”: {{description}}.', {
        name: t(menu.data.name),
        description: t(menu.description),
      }),
  ];
  return {
    cards: [
      {
        title: md`/${escapeLine(data.name)}`,
        description: joinText(blocks, '\n\n'),
      },
    ],
    components: createHelpRows(commands, command),
  };
}

function isSubcommand(option: APIApplicationCommandOption): option is APIApplicationCommandSubcommandOption {
  return option.type === ApplicationCommandOptionType.Subcommand;
}

function isBasicOption(option: APIApplicationCommandOption): option is APIApplicationCommandBasicOption {
  return !isSubcommand(option) && option.type !== ApplicationCommandOptionType.SubcommandGroup;
}

function formatOption(option: APIApplicationCommandBasicOption): Markdown {
  const choices =
    'choices' in option && option.choices
      ? md` (${joinText(
          option.choices.map(({ name }) => t(name)),
          '; ',
        )})`
      : '';
  return md`${formatCode(option.name)}${option.required ? '' : md` *${t('optional')}*`}: ${t(option.description)}${choices}`;
}

function formatAudience({ audience }: Pick<Command, 'audience'>): Markdown {
  return audience === 'editors' ? md` *${t('(for editors)')}*` : md``;
}
