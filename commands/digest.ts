import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
} from 'discord-api-types/v10';
import type { Digest } from '../src/digests/digest.ts';
import type { Digests } from '../src/digests/digests.ts';
import { digestHistoryButton, digestRetryButton } from '../src/discord/button-ids.ts';
import type { Command } from '../src/discord/command.ts';
import type { Context } from '../src/discord/context.ts';
import { defineButton } from '../src/discord/define-button.ts';
import { createDigestForm, createFilledInDigest, createTypedDigest } from '../src/discord/digest-form.ts';
import {
  channelOption,
  nameOption,
  scheduleOptions,
  suggestDigestParts,
  suggestDigests,
  tagsOption,
} from '../src/discord/digest-options.ts';
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
import { DIGEST_FIELDS, digestFormButton } from '../src/discord/render/digest-form.ts';
import { getPostChannel } from '../src/discord/server-scope.ts';
import {
  getSubcommandModal,
  listSubcommandOptions,
  runSubcommand,
  type ServerCommandInteraction,
  type Subcommands,
  suggestForSubcommand,
} from '../src/discord/subcommands.ts';
import type { Reply } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';
import { defineMessage } from '../src/i18n/define-message.ts';

const { String: Text, Integer } = ApplicationCommandOptionType;

const countOption = {
  type: Integer,
  name: 'count',
  description: 'At most this many articles in a post',
  min_value: 1,
  max_value: 10,
} as const;

/** A subcommand that takes nothing but the name of a digest. */
const ofDigest = (
  description: string,
  reply: (named: string, serverId: string, digests: Digests) => Promise<Reply>,
) => ({
  data: { description, options: [nameOption] },
  run: ({ options, guildId }: ServerCommandInteraction, { digests }: Context): Promise<Reply> =>
    reply(options.getString('name', true), guildId, digests),
  suggest: suggestDigests,
});

const subcommands = {
  create: {
    data: {
      description: 'Post new articles to a channel on a schedule; without options, a form asks for all',
      options: [
        {
          type: Text,
          name: 'name',
          description: 'A name, for example “Morning papers”',
          min_length: 1,
          max_length: 80,
        },
        channelOption,
        scheduleOptions.days,
        scheduleOptions.time,
        scheduleOptions.zone,
        { ...countOption, description: 'At most this many articles in a post (5 by default)' },
        tagsOption,
      ],
    },
    form: createDigestForm,
    run: createTypedDigest,
    suggest: suggestDigestParts,
  },
  list: {
    data: {
      description: 'List this server’s digests, when they post next and how the last posts went',
      options: [{ ...nameOption, description: 'Only this one, in full detail', required: false }],
    },
    run: async ({ options, guildId }: ServerCommandInteraction, { digests }: Context): Promise<Reply> => {
      const named = options.getString('name');
      if (named !== null)
        return renderDigestDetails(await digests.getOutlook(await digests.find(guildId, named)));
      const outlooks = await Promise.all(
        (await digests.list(guildId)).map(digest => digests.getOutlook(digest)),
      );
      const [only, ...others] = outlooks;
      return only && others.length === 0 ? renderDigestDetails(only) : renderDigestOverview(outlooks);
    },
    suggest: suggestDigests,
  },
  preview: {
    data: {
      description: 'Preview a digest as it would be posted now',
      options: [nameOption],
    },
    run: async (
      { options, guildId }: ServerCommandInteraction,
      { digests, report }: Context,
    ): Promise<Reply> => {
      // takes several answers about each article
      report({ step: 'waiting' });
      const digest = await digests.find(guildId, options.getString('name', true));
      return renderDigestPreview(await digests.getOutlook(digest), await digests.preview(guildId, digest.id));
    },
    suggest: suggestDigests,
  },
  history: ofDigest(
    'How each post of a digest went, and why any were skipped',
    async (named, serverId, digests) => replyWithHistory(await digests.find(serverId, named), 0, digests),
  ),
  edit: {
    data: {
      description: 'Change a digest; anything you leave out stays the same',
      options: [
        nameOption,
        {
          type: Text,
          name: 'new-name',
          description: 'A new name',
          min_length: 1,
          max_length: 80,
        },
        channelOption,
        scheduleOptions.days,
        scheduleOptions.time,
        scheduleOptions.zone,
        countOption,
        { ...tagsOption, description: 'Only articles with one of these tags; “all” for all articles' },
      ],
    },
    run: async (interaction: ServerCommandInteraction, { digests }: Context): Promise<Reply> => {
      const { options, guildId } = interaction;
      const channel = getPostChannel(interaction);
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
    suggest: (interaction, context) =>
      interaction.options.getFocused(true).name === nameOption.name
        ? suggestDigests(interaction, context)
        : suggestDigestParts(interaction, context),
  },
  pause: ofDigest('Pause a digest', async (named, serverId, digests) =>
    renderDigestPaused(await digests.pause(serverId, named)),
  ),
  resume: ofDigest('Resume a paused digest', async (named, serverId, digests) =>
    renderDigestStarted(await digests.resume(serverId, named), 'resumed'),
  ),
  delete: ofDigest('Delete a digest and its history', async (named, serverId, digests) =>
    renderDigestDeleted(await digests.delete(serverId, named)),
  ),
  now: ofDigest('Post what’s new right now, outside the schedule', postNow),
} satisfies Subcommands<ServerCommandInteraction>;

const ONLY_IN_SERVERS = defineMessage('Digests belong to a server: use this command in one.');

export default {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'digest',
    description: 'Scheduled posts of new articles',
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    options: listSubcommandOptions(subcommands),
  },
  isEphemeral: true,
  audience: 'editors',
  async getCommandModal(interaction, context) {
    if (!interaction.inGuild()) throw new UserError(ONLY_IN_SERVERS);
    return await getSubcommandModal<ServerCommandInteraction>(subcommands, interaction, context);
  },
  async run(interaction, context) {
    if (!interaction.inGuild()) throw new UserError(ONLY_IN_SERVERS);
    return await runSubcommand<ServerCommandInteraction>(subcommands, interaction, context);
  },
  suggest: (interaction, context) => suggestForSubcommand(subcommands, interaction, context),
  buttons: [
    defineButton({
      ...digestFormButton,
      fields: DIGEST_FIELDS,
      async press(_values, interaction, context) {
        if (!interaction.inGuild()) throw new UserError(ONLY_IN_SERVERS);
        if (!interaction.isModalSubmit()) throw new UserError('Please use `/digest create` again.');
        return createFilledInDigest(interaction, context);
      },
    }),
    defineButton({
      ...digestHistoryButton,
      async press({ digest, page = 0 }, { guildId }, { digests }) {
        if (guildId === null) throw new UserError(ONLY_IN_SERVERS);
        return replyWithHistory(await digests.find(guildId, digest), page, digests);
      },
    }),
    defineButton({
      ...digestRetryButton,
      async press({ digest }, { guildId }, { digests }) {
        if (guildId === null) throw new UserError(ONLY_IN_SERVERS);
        return await postNow(digest, guildId, digests);
      },
    }),
  ],
} satisfies Command;

async function replyWithHistory(digest: Digest, page: number, digests: Digests): Promise<Reply> {
  return renderDigestHistory(digest, await digests.listHistory(digest, page), page);
}

async function postNow(named: string, serverId: string, digests: Digests): Promise<Reply> {
  const digest = await digests.find(serverId, named);
  return renderDigestNow(digest, await digests.postNow(serverId, digest.id));
}
