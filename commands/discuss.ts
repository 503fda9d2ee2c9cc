import { type BaseInteraction, ChannelType } from 'discord.js';
import { InteractionContextType, PermissionFlagsBits } from 'discord-api-types/v10';
import { articleFor } from '../src/discord/article.ts';
import type { Command } from '../src/discord/command.ts';
import { articleOption, suggestArticles } from '../src/discord/options.ts';
import { renderDiscussion } from '../src/discord/render/discussion.ts';
import { UserError } from '../src/errors.ts';

export default {
  data: {
    name: 'discuss',
    description: 'Open a thread about an article: every message in it is a question to me',
    options: [articleOption],
    contexts: [InteractionContextType.Guild],
  },
  async run(interaction, house) {
    requireRoomForThread(interaction);
    const article = await house.library.find(interaction.options.getString('article', true));
    return renderDiscussion(article, { readsMessages: house.readsMessages });
  },
  suggest: (interaction, house) => suggestArticles(interaction, house.library),
  async press([id], interaction, house) {
    requireRoomForThread(interaction);
    return renderDiscussion(await articleFor(id, house.library), { readsMessages: house.readsMessages });
  },
} satisfies Command;

const needed = {
  'Create Public Threads': PermissionFlagsBits.CreatePublicThreads,
  'Send Messages in Threads': PermissionFlagsBits.SendMessagesInThreads,
};

/** Throws a UserError where no thread can be opened, or names the permissions that are missing. */
function requireRoomForThread(interaction: BaseInteraction): void {
  const { channel } = interaction;
  if (!interaction.inGuild()) throw new UserError('Threads exist only in servers. Here you can use `/ask`.');
  if (channel?.isThread()) throw new UserError('This is a thread already. Use `/discuss` in its channel, or `/ask` here.');
  if (channel && channel.type !== ChannelType.GuildText && channel.type !== ChannelType.GuildAnnouncement)
    throw new UserError('Threads can only be opened in text channels. Use `/discuss` there, or `/ask` here.');
  const missing = Object.entries(needed).filter(([, permission]) => !interaction.appPermissions.has(permission));
  if (missing.length > 0)
    throw new UserError(
      `I need ${missing.map(([name]) => `“${name}”`).join(' and ')} in <#${interaction.channelId}> to open a thread. Somebody who manages the server can give it to me.`,
    );
}
