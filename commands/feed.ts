import type { AutocompleteInteraction } from 'discord.js';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
} from 'discord-api-types/v10';
import { parseTags } from '../src/articles/names-and-tags.ts';
import { readFeedList } from '../src/discord/attachment.ts';
import { createChoice } from '../src/discord/choices.ts';
import type { Command } from '../src/discord/command.ts';
import type { Context } from '../src/discord/context.ts';
import { renderFeedsExported, renderFeedsImported } from '../src/discord/render/feed-list.ts';
import {
  feedNameOf,
  renderFeedAdded,
  renderFeedList,
  renderFeedPaused,
  renderFeedRemoved,
  renderFeedResumed,
} from '../src/discord/render/feeds.ts';
import { getPostChannel, POST_CHANNEL_TYPES } from '../src/discord/server-scope.ts';
import {
  listSubcommandOptions,
  runSubcommand,
  type ServerCommandInteraction,
  type Subcommands,
  suggestForSubcommand,
} from '../src/discord/subcommands.ts';
import type { Choice, Reply } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';
import { createMessage, formatPlain } from '../src/i18n/template-values.ts';
import { MAX_FIRST_ITEMS } from '../src/web/feed-items.ts';
import { addListedFeeds } from '../src/web/feed-list.ts';

const { String: Text, Channel, Attachment } = ApplicationCommandOptionType;

const feedOption = {
  type: Text,
  name: 'feed',
  description: 'Which feed',
  required: true,
  autocomplete: true,
  max_length: 100,
} as const;

/** A subcommand that takes nothing but a feed. */
const ofFeed = (
  description: string,
  reply: (named: string, serverId: string, feeds: Context['web']['feeds']) => Promise<Reply>,
) => ({
  data: { description, options: [feedOption] },
  run: ({ options, guildId }: ServerCommandInteraction, { web }: Context): Promise<Reply> =>
    reply(options.getString('feed', true), guildId, web.feeds),
  suggest: suggestFeeds,
});

const subcommands = {
  add: {
    data: {
      description: 'Follow a feed: I add its new articles, with their comments',
      options: [
        {
          type: Text,
          name: 'url',
          description: 'The address of a feed (RSS, Atom, JSON Feed), or of a page with one',
          required: true,
          max_length: 2000,
        },
        {
          type: Text,
          name: 'tags',
          description: 'Tags for its articles, separated by commas',
          max_length: 200,
        },
        {
          type: Channel,
          name: 'channel',
          description: 'Where I report problems (the system messages channel by default)',
          channel_types: [...POST_CHANNEL_TYPES],
        },
      ],
    },
    run: async (interaction: ServerCommandInteraction, context: Context): Promise<Reply> => {
      const { options, guildId, user } = interaction;
      const channel = getPostChannel(interaction);
      context.report({ step: 'fetching' });
      const { feed, items, others } = await context.web.feeds.add({
        serverId: guildId,
        address: options.getString('url', true),
        channelId: channel?.id ?? null,
        tags: parseTags(options.getString('tags') ?? ''),
        addedBy: user.id,
      });
      return renderFeedAdded(feed, { items, first: MAX_FIRST_ITEMS, others });
    },
  },
  import: {
    data: {
      description: 'Follow the feeds of a list that a feed reader exports (OPML)',
      options: [
        { type: Attachment, name: 'file', description: 'A file that ends in .opml or .xml', required: true },
      ],
    },
    run: async ({ options, guildId, user }: ServerCommandInteraction, context: Context): Promise<Reply> => {
      const listed = await readFeedList(options.getAttachment('file', true));
      context.report({ step: 'fetching' });
      const owner = { serverId: guildId, channelId: null, addedBy: user.id };
      return renderFeedsImported(await addListedFeeds(context.web.feeds, listed, owner));
    },
  },
  export: {
    data: {
      description: 'This server’s feeds as a list that feed readers take (OPML)',
    },
    run: async ({ guildId }: ServerCommandInteraction, { web }: Context): Promise<Reply> => {
      const feeds = await web.feeds.list(guildId);
      if (feeds.length === 0) throw new UserError('This server has no feeds yet. `/feed add` adds one.');
      const { writeOpml } = await import('../src/web/opml-writer.ts');
      return renderFeedsExported(writeOpml(feeds), feeds.length);
    },
  },
  list: {
    data: {
      description: 'List this server’s feeds and how they are doing',
    },
    run: async ({ guildId }: ServerCommandInteraction, { web }: Context): Promise<Reply> =>
      renderFeedList(await web.feeds.list(guildId)),
  },
  pause: ofFeed('Pause a feed', async (named, serverId, feeds) =>
    renderFeedPaused(await feeds.pause(serverId, named)),
  ),
  resume: ofFeed('Resume a paused, broken or ended feed now', async (named, serverId, feeds) =>
    renderFeedResumed(await feeds.resume(serverId, named)),
  ),
  remove: ofFeed('Remove a feed and keep its articles', async (named, serverId, feeds) =>
    renderFeedRemoved(await feeds.remove(serverId, named)),
  ),
} satisfies Subcommands<ServerCommandInteraction>;

export default {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'feed',
    description: 'Feeds whose new articles I add automatically',
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    options: listSubcommandOptions(subcommands),
  },
  isEphemeral: true,
  audience: 'editors',
  async run(interaction, context) {
    if (!interaction.inGuild()) throw new UserError('Feeds belong to a server: use this command in one.');
    return await runSubcommand<ServerCommandInteraction>(subcommands, interaction, context);
  },
  suggest: (interaction, context) => suggestForSubcommand(subcommands, interaction, context),
} satisfies Command;

/** Suggests feeds whose name or address contains the typed text. */
async function suggestFeeds(
  { guildId, options }: AutocompleteInteraction,
  { web }: Context,
): Promise<Choice[]> {
  if (guildId === null) return [];
  const sought = options.getFocused().toLowerCase();
  const feeds = (await web.feeds.list(guildId)).filter(feed =>
    `${feedNameOf(feed)} ${feed.url}`.toLowerCase().includes(sought),
  );
  return feeds.map(feed => {
    const name = feedNameOf(feed);
    return createChoice(
      feed.paused ? formatPlain(createMessage('{{name}} (paused)', { name })) : name,
      feed.id,
    );
  });
}
