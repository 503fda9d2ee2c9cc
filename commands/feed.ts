import type { AutocompleteInteraction, ChatInputCommandInteraction } from 'discord.js';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
} from 'discord-api-types/v10';
import { tagsOf } from '../src/articles/names-and-tags.ts';
import type { Command } from '../src/discord/command.ts';
import type { House } from '../src/discord/context.ts';
import {
  feedAdded,
  feedList,
  feedName,
  feedPaused,
  feedRemoved,
  feedResumed,
} from '../src/discord/render/feeds.ts';
import { label } from '../src/discord/render/text.ts';
import { refuseClosedTo } from '../src/discord/server-scope.ts';
import type { Choice, Reply } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';
import { plainly, say } from '../src/i18n/template-values.ts';
import { FIRST_ITEMS } from '../src/web/feeds.ts';

const { Subcommand, String: Text, Channel } = ApplicationCommandOptionType;

const feed = {
  type: Text,
  name: 'feed',
  description: 'Which feed',
  required: true,
  autocomplete: true,
  max_length: 100,
} as const;

export default {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'feed',
    description: 'Feeds whose new articles I store by myself',
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    options: [
      {
        type: Subcommand,
        name: 'add',
        description: 'Store what is new in a feed, with what its readers write',
        options: [
          {
            type: Text,
            name: 'url',
            description: 'The address of a feed (RSS, Atom, JSON Feed), or of a page that has one',
            required: true,
            max_length: 2000,
          },
          {
            type: Text,
            name: 'tags',
            description: 'Tags for its articles, with commas between them',
            max_length: 200,
          },
          {
            type: Channel,
            name: 'channel',
            description: 'Where I say so if it breaks (the channel for system messages if left out)',
            channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
          },
        ],
      },
      { type: Subcommand, name: 'list', description: 'The feeds of this server and how it goes with them' },
      { type: Subcommand, name: 'pause', description: 'Stop looking at a feed for a while', options: [feed] },
      {
        type: Subcommand,
        name: 'resume',
        description: 'Look at a paused, broken or ended feed again, at once',
        options: [feed],
      },
      { type: Subcommand, name: 'remove', description: 'Remove a feed; its articles stay', options: [feed] },
    ],
  },
  private: true,
  audience: 'editors',
  async run(interaction, house) {
    if (!interaction.inGuild()) throw new UserError('Feeds belong to a server: use this command in one.');
    return await actions[interaction.options.getSubcommand(true) as keyof typeof actions](interaction, house);
  },
  suggest: (interaction, house) => suggestFeeds(interaction, house, interaction.options.getFocused()),
} satisfies Command;

type Interaction = ChatInputCommandInteraction<'cached' | 'raw'>;

const actions = {
  add: async (interaction: Interaction, house: House): Promise<Reply> => {
    const { options, guildId, user } = interaction;
    const channel = options.getChannel('channel', false, [
      ChannelType.GuildText,
      ChannelType.GuildAnnouncement,
    ]);
    if (channel) refuseClosedTo(interaction, channel.id);
    house.tell({ step: 'fetching' });
    const { feed, items, others } = await house.web.feeds.add({
      serverId: guildId,
      address: options.getString('url', true),
      channelId: channel?.id ?? null,
      tags: tagsOf(options.getString('tags') ?? ''),
      addedBy: user.id,
    });
    return feedAdded(feed, { items, first: FIRST_ITEMS, others });
  },
  list: async ({ guildId }: Interaction, { web }: House): Promise<Reply> =>
    feedList(await web.feeds.list(guildId)),
  pause: async ({ options, guildId }: Interaction, { web }: House): Promise<Reply> =>
    feedPaused(await web.feeds.pause(guildId, options.getString('feed', true))),
  resume: async ({ options, guildId }: Interaction, { web }: House): Promise<Reply> =>
    feedResumed(await web.feeds.resume(guildId, options.getString('feed', true))),
  remove: async ({ options, guildId }: Interaction, { web }: House): Promise<Reply> =>
    feedRemoved(await web.feeds.remove(guildId, options.getString('feed', true))),
};

async function suggestFeeds(
  { guildId }: AutocompleteInteraction,
  { web }: House,
  typed: string,
): Promise<Choice[]> {
  if (guildId === null) return [];
  const sought = typed.toLowerCase();
  const feeds = (await web.feeds.list(guildId)).filter(feed =>
    `${feedName(feed)} ${feed.url}`.toLowerCase().includes(sought),
  );
  return feeds.slice(0, 25).map(feed => ({
    name: label(
      feed.paused ? plainly(say('{{name}} (paused)', { name: feedName(feed) })) : feedName(feed),
      100,
    ),
    value: feed.id,
  }));
}
