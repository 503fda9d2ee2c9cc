import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
} from 'discord-api-types/v10';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { Command } from '../command.ts';
import type { Reply } from '../types.ts';
import { EMBED_COLOUR, joinIntoPages } from './embed.ts';
import { escapeLine, formatCode, joinText, md } from './text.ts';

/** One line for each command, with its options or subcommands, and what can be done with a message. */
export function renderHelp(commands: readonly Command[]): Reply {
  const menus = commands.flatMap(({ contextMenu: menu }) => menu ?? []);
  const blocks = [
    t(
      'I answer from stored articles: what they say, who said it, and what their readers think. Everything in quotation marks is copied from the article. ¶ is the paragraph behind a sentence, and ≈ marks what is in a model’s words.',
    ),
    ...commands.map(formatCommand),
    ...(menus.length > 0
      ? [
          md`${t('**In a message’s menu** (right-click or long-press → Apps)')}\n${joinText(
            menus.map(({ data, description }) => md`“${t(data.name)}”: ${t(description)}`),
            '\n',
          )}`,
        ]
      : []),
  ];
  const pages = joinIntoPages(blocks, '\n\n').map(description => ({ description, color: EMBED_COLOUR }));
  return {
    embeds: pages.map((page, at) => ({
      ...(at === 0 && { title: md`Standfirst` }),
      ...page,
      ...(at === pages.length - 1 && {
        footer: {
          text: t(
            'In a thread opened by /discuss, every message is a question to me. /help command: explains one command.',
          ),
        },
      }),
    })),
  };
}

/** All about one command. */
export function renderCommandHelp(command: Command): Reply {
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
    ...(menu
      ? [
          t('Also in a message’s menu (Apps), “{{name}}”: {{description}}.', {
            name: t(menu.data.name),
            description: t(menu.description),
          }),
        ]
      : []),
  ];
  return {
    embeds: [
      {
        title: md`/${escapeLine(data.name)}`,
        description:
          joinIntoPages(
            blocks.filter(block => block !== ''),
            '\n\n',
          )[0] ?? md``,
        color: EMBED_COLOUR,
      },
    ],
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

function formatCommand(command: Command): Markdown {
  const { data } = command;
  const options = data.options ?? [];
  const subcommands = options.filter(isSubcommand).map(option => option.name);
  const ownOptions = options.filter(option => !isSubcommand(option));
  const usage =
    subcommands.length > 0
      ? subcommands
      : ownOptions.map(option => (option.required ? option.name : `[${option.name}]`));
  return md`**/${escapeLine(data.name)}** ${joinText(
    usage.map(word => formatCode(word)),
    ' ',
  )}\n${t(data.description)}${formatAudience(command)}`;
}

function formatAudience({ audience }: Command): Markdown {
  return audience === 'editors' ? md` *${t('(for editors)')}*` : md``;
}
