import type { AutocompleteInteraction, ChatInputCommandInteraction } from 'discord.js';
import {
  type APIApplicationCommandChannelOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
} from 'discord-api-types/v10';
import type { Digest } from '../src/digests/digest.ts';
import type { Digests } from '../src/digests/digests.ts';
import { parseZone, suggestDays, suggestZones } from '../src/digests/schedule-text.ts';
import { digestHistoryButton } from '../src/discord/button-ids.ts';
import type { Command } from '../src/discord/command.ts';
import type { Context } from '../src/discord/context.ts';
import { defineButton } from '../src/discord/define-button.ts';
import {
  renderDigestDeleted,
  renderDigestDetails,
  renderDigestHistory,
  renderDigestNow,
  renderDigestOverview,
  renderDigestPaused,
  renderDigestPreview,
  renderDigestStarted,
} from '../src/discord/render/digest.ts';
import { toLabel } from '../src/discord/render/text.ts';
import { refuseClosedChannel } from '../src/discord/server-scope.ts';
import type { Choice, Reply } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';
import { defineMessage } from '../src/i18n/define-message.ts';
import { createMessage, formatPlain } from '../src/i18n/template-values.ts';
import { formatDate } from '../src/i18n/translate.ts';
import { scoreTitleMatch } from '../src/language/similarity.ts';

const { Subcommand, String: Text, Integer, Channel } = ApplicationCommandOptionType;

const scheduleOptions = {
  days: {
    type: Text,
    name: 'days',
    description: '“every day”, “weekdays”, “mon, thu” …',
    autocomplete: true,
    max_length: 100,
  },
  time: {
    type: Text,
    name: 'time',
    description: 'Time of day, for example 08:30 or 8:30 pm',
    max_length: 20,
  },
  zone: {
    type: Text,
    name: 'zone',
    description: 'Time zone of that time: type a city, for example Berlin',
    autocomplete: true,
    max_length: 100,
  },
} as const;

const channelOption = {
  type: Channel,
  name: 'channel',
  description: 'Where it posts',
  channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
} satisfies APIApplicationCommandChannelOption;

const tagsOption = {
  type: Text,
  name: 'tags',
  description: 'Only articles with one of these tags, for example “local, sport”',
  autocomplete: true,
  max_length: 100,
} as const;

const nameOption = {
  type: Text,
  name: 'name',
  description: 'Which digest',
  required: true,
  autocomplete: true,
  max_length: 100,
} as const;

const ONLY_IN_SERVERS = defineMessage('Digests belong to a server: use this command in one.');

export default {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'digest',
    description: 'Posts of new articles, made on a schedule',
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    options: [
      {
        type: Subcommand,
        name: 'create',
        description: 'Post new articles to a channel on a schedule',
        options: [
          {
            type: Text,
            name: 'name',
            description: 'What it is called, for example “Morning papers”',
            required: true,
            min_length: 1,
            max_length: 80,
          },
          { ...channelOption, required: true },
          { ...scheduleOptions.days, required: true },
          { ...scheduleOptions.time, required: true },
          { ...scheduleOptions.zone, required: true },
          {
            type: Integer,
            name: 'count',
            description: 'Articles in a post, at most (5 if left out)',
            min_value: 1,
            max_value: 10,
          },
          tagsOption,
        ],
      },
      {
        type: Subcommand,
        name: 'list',
        description: 'The digests of this server, their next posts and how the last ones went',
        options: [{ ...nameOption, description: 'Only this one, with everything about it', required: false }],
      },
      {
        type: Subcommand,
        name: 'preview',
        description: 'See a digest as it would be posted now',
        options: [nameOption],
      },
      {
        type: Subcommand,
        name: 'history',
        description: 'How each post of a digest went, and why nothing was posted',
        options: [nameOption],
      },
      {
        type: Subcommand,
        name: 'edit',
        description: 'Change a digest; what you leave out stays as it is',
        options: [
          nameOption,
          {
            type: Text,
            name: 'new-name',
            description: 'What it is called from now on',
            min_length: 1,
            max_length: 80,
          },
          channelOption,
          scheduleOptions.days,
          scheduleOptions.time,
          scheduleOptions.zone,
          {
            type: Integer,
            name: 'count',
            description: 'Articles in a post, at most',
            min_value: 1,
            max_value: 10,
          },
          { ...tagsOption, description: 'Only articles with one of these tags; “all” for all articles' },
        ],
      },
      { type: Subcommand, name: 'pause', description: 'Stop a digest for a while', options: [nameOption] },
      { type: Subcommand, name: 'resume', description: 'Start a paused digest again', options: [nameOption] },
      {
        type: Subcommand,
        name: 'delete',
        description: 'Remove a digest and its record',
        options: [nameOption],
      },
      {
        type: Subcommand,
        name: 'now',
        description: 'Post what is new at once, beside the schedule',
        options: [nameOption],
      },
    ],
  },
  isEphemeral: true,
  audience: 'editors',
  async run(interaction, context) {
    if (!interaction.inGuild()) throw new UserError(ONLY_IN_SERVERS);
    return await subcommands[interaction.options.getSubcommand(true) as keyof typeof subcommands](
      interaction,
      context,
    );
  },
  async suggest(interaction, context) {
    const { name, value } = interaction.options.getFocused(true);
    if (name === 'days') return suggestDays(value).slice(0, 25).map(choiceOf);
    if (name === 'tags') return await autocompleteTags(context, value);
    if (name === 'zone')
      return suggestZones(value).map(zone => ({ name: formatZone(zone, context.clock.now()), value: zone }));
    if (interaction.options.getSubcommand() === 'create') return [];
    return await autocompleteDigestNames(interaction, context, value);
  },
  buttons: [
    defineButton({
      ...digestHistoryButton,
      async press({ digest, page = 0 }, { guildId }, { digests }) {
        if (guildId === null) throw new UserError(ONLY_IN_SERVERS);
        return replyWithHistory(await digests.find(guildId, digest), page, digests);
      },
    }),
  ],
} satisfies Command;

type DigestInteraction = ChatInputCommandInteraction<'cached' | 'raw'>;

const subcommands = {
  create: async (interaction: DigestInteraction, { digests }: Context): Promise<Reply> => {
    const { options, guildId, user } = interaction;
    const channel = options.getChannel('channel', true, [
      ChannelType.GuildText,
      ChannelType.GuildAnnouncement,
    ]);
    refuseClosedChannel(interaction, channel.id);
    const wish = {
      serverId: guildId,
      channelId: channel.id,
      name: options.getString('name', true),
      days: options.getString('days', true),
      time: options.getString('time', true),
      zone: options.getString('zone', true),
      count: options.getInteger('count') ?? 5,
      tags: options.getString('tags') ?? undefined,
      createdBy: user.id,
    };
    return renderDigestStarted(await digests.create(wish), 'created');
  },
  list: async ({ options, guildId }: DigestInteraction, { digests }: Context): Promise<Reply> => {
    const named = options.getString('name');
    if (named !== null)
      return renderDigestDetails(await digests.getOutlook(await digests.find(guildId, named)));
    const outlooks = await Promise.all(
      (await digests.list(guildId)).map(digest => digests.getOutlook(digest)),
    );
    return outlooks.length === 1 ? renderDigestDetails(outlooks[0]!) : renderDigestOverview(outlooks);
  },
  preview: async ({ options, guildId }: DigestInteraction, { digests, report }: Context): Promise<Reply> => {
    // several answers about each article
    report({ step: 'waiting' });
    const digest = await digests.find(guildId, options.getString('name', true));
    return renderDigestPreview(digest, await digests.preview(guildId, digest.id));
  },
  history: async ({ options, guildId }: DigestInteraction, { digests }: Context): Promise<Reply> =>
    replyWithHistory(await digests.find(guildId, options.getString('name', true)), 0, digests),
  edit: async (interaction: DigestInteraction, { digests }: Context): Promise<Reply> => {
    const { options, guildId } = interaction;
    const channel = options.getChannel('channel', false, [
      ChannelType.GuildText,
      ChannelType.GuildAnnouncement,
    ]);
    if (channel) refuseClosedChannel(interaction, channel.id);
    const tags = options.getString('tags')?.trim();
    const wished = {
      name: options.getString('new-name') ?? undefined,
      channelId: channel?.id,
      days: options.getString('days') ?? undefined,
      time: options.getString('time') ?? undefined,
      zone: options.getString('zone') ?? undefined,
      count: options.getInteger('count') ?? undefined,
      tags: tags?.toLowerCase() === 'all' ? '' : tags,
    };
    if (Object.values(wished).every(part => part === undefined))
      throw new UserError(
        'Say what to change: `new-name`, `channel`, `days`, `time`, `zone`, `count` or `tags`.',
      );
    return renderDigestStarted(
      await digests.edit(guildId, options.getString('name', true), wished),
      'changed',
    );
  },
  pause: async ({ options, guildId }: DigestInteraction, { digests }: Context): Promise<Reply> =>
    renderDigestPaused(await digests.pause(guildId, options.getString('name', true))),
  resume: async ({ options, guildId }: DigestInteraction, { digests }: Context): Promise<Reply> =>
    renderDigestStarted(await digests.resume(guildId, options.getString('name', true)), 'resumed'),
  delete: async ({ options, guildId }: DigestInteraction, { digests }: Context): Promise<Reply> =>
    renderDigestDeleted(await digests.delete(guildId, options.getString('name', true))),
  now: async ({ options, guildId }: DigestInteraction, { digests }: Context): Promise<Reply> => {
    const digest = await digests.find(guildId, options.getString('name', true));
    return renderDigestNow(digest, await digests.postNow(guildId, digest.id));
  },
};

async function replyWithHistory(digest: Digest, page: number, digests: Digests): Promise<Reply> {
  return renderDigestHistory(digest, await digests.listHistory(digest, page), page);
}

/** Digests whose name holds what was typed, else those that resemble it. */
async function autocompleteDigestNames(
  { guildId }: AutocompleteInteraction,
  { digests }: Context,
  typed: string,
): Promise<Choice[]> {
  if (guildId === null) return [];
  const all = await digests.list(guildId);
  const containing = all.filter(digest => digest.name.toLowerCase().includes(typed.toLowerCase()));
  const fitting =
    containing.length > 0
      ? containing
      : all.filter(digest => scoreTitleMatch(typed, digest.name) >= MIN_SIMILARITY);
  return fitting.slice(0, 25).map(({ id, name, paused }) => ({
    name: toLabel(paused ? formatPlain(createMessage('{{name}} (paused)', { name })) : name, 100),
    value: id,
  }));
}

/** Below this, what was typed and a name are about different things. */
const MIN_SIMILARITY = 0.6;

/** Tags of the library behind those that were typed already. */
async function autocompleteTags({ library }: Context, typed: string): Promise<Choice[]> {
  const before = typed.slice(0, typed.lastIndexOf(',') + 1);
  const begun = typed.slice(before.length).trim().toLowerCase();
  const libraryTags = await library.listTags();
  const chosen = before.split(',').map(tag => tag.trim().toLowerCase());
  return libraryTags
    .filter(({ tag }) => tag.startsWith(begun) && !chosen.includes(tag))
    .map(({ tag, articles }) => ({ tag: `${before}${before ? ' ' : ''}${tag}`, articles }))
    .filter(({ tag }) => tag.length <= 100)
    .slice(0, 25)
    .map(({ tag, articles }) => ({ name: toLabel(`${tag} (${articles})`, 100), value: tag }));
}

/** "Europe/Berlin, 09:12 there now". */
function formatZone(zone: string, now: number): string {
  const time = formatDate(now, {
    timeZone: parseZone(zone),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return formatPlain(createMessage('{{zone}}, {{time}} there now', { zone, time }));
}

function choiceOf(text: string): Choice {
  return { name: text, value: text };
}
