import { type BaseInteraction, ChannelType, type ForumChannel } from 'discord.js';
import { ApplicationCommandOptionType, InteractionContextType } from 'discord-api-types/v10';
import { questionRecipe } from '../src/answers/question/recipe.ts';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import type { StoredArticle } from '../src/articles/article.ts';
import { articleFor } from '../src/discord/article.ts';
import type { Command, Press } from '../src/discord/command.ts';
import type { House } from '../src/discord/context.ts';
import { articleOption, suggestArticles } from '../src/discord/options.ts';
import { lacking, needed, needs, type Permission } from '../src/discord/permissions.ts';
import { asked } from '../src/discord/question.ts';
import { textBeside } from '../src/discord/render/article-choice.ts';
import {
  renderDirect,
  renderDiscussion,
  renderPost,
  renderSwitched,
} from '../src/discord/render/discussion.ts';
import { renderQuestion } from '../src/discord/render/question.ts';
import { renderSummary } from '../src/discord/render/summary.ts';
import { refuseClosedTo } from '../src/discord/server-scope.ts';
import type { Reply } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';

export default {
  data: {
    name: 'discuss',
    description: 'Open a thread about an article: every message in it is a question to me',
    options: [
      articleOption,
      {
        type: ApplicationCommandOptionType.Channel,
        name: 'forum',
        description: 'A forum, for a post there in place of a thread here',
        channel_types: [ChannelType.GuildForum],
      },
    ],
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  },
  async run(interaction, house) {
    const forumId = interaction.options.getChannel('forum')?.id;
    const place = placeOf(interaction, forumId);
    return discuss(
      await house.library.find(interaction.options.getString('article', true)),
      place,
      interaction,
      house,
    );
  },
  suggest: (interaction, house) => suggestArticles(interaction, house.library),
  async press([first, second], interaction, house) {
    if (first === 'switch') return switchVersion(second, interaction, house);
    if (first === 'asked') return answerHere(second, interaction, house);
    return discuss(await articleFor(first, house.library), placeOf(interaction), interaction, house);
  },
} satisfies Command;

/** Where a discussion opens: a thread on the reply, a post in a forum, or these direct messages. */
type Place = 'thread' | 'direct' | ForumChannel;

/** Throws a UserError where none can be opened, or names the permissions that are missing. */
function placeOf(interaction: BaseInteraction, forumId?: string): Place {
  if (interaction.guildId === null) return 'direct';
  if (!interaction.inCachedGuild())
    throw new UserError(
      'I am not a member of this server, so I cannot open anything here. Use `/ask`, or `/discuss` in a direct message to me.',
    );
  const forum = forumOf(interaction, forumId);
  if (forum) {
    requirePermissions(
      forum.id,
      forum.permissionsFor(interaction.guild.members.me ?? interaction.client.user.id),
      needed.post,
    );
    refuseClosedTo(interaction, forum.id);
    return forum;
  }
  if (forumId !== undefined) throw new UserError('This is not a forum any more.');
  const { channel } = interaction;
  if (channel?.isThread())
    throw new UserError('This is a thread already. Use `/discuss` in its channel, or `/ask` here.');
  if (channel && channel.type !== ChannelType.GuildText && channel.type !== ChannelType.GuildAnnouncement)
    throw new UserError(
      'Threads can only be opened in text channels and forums. Use `/discuss` there, or `/ask` here.',
    );
  requirePermissions(interaction.channelId, interaction.appPermissions, needed.thread);
  return 'thread';
}

/** The forum that was named, else the one whose post this is. */
function forumOf({ channel, guild }: BaseInteraction<'cached'>, forumId?: string): ForumChannel | undefined {
  const named = forumId === undefined ? undefined : guild.channels.cache.get(forumId);
  const found = forumId === undefined ? (channel?.isThread() ? channel.parent : channel) : named;
  return found?.type === ChannelType.GuildForum ? found : undefined;
}

function requirePermissions(
  channelId: string | null,
  held: { has(permission: bigint): boolean } | null,
  wanted: readonly Permission[],
): void {
  const missing = lacking(held, wanted);
  if (missing.length > 0)
    throw new UserError(
      '{{missing}} Somebody who manages the server can give it to me. Until then you can use `/ask`.',
      {
        missing: needs(missing, channelId),
      },
    );
}

async function discuss(
  article: StoredArticle,
  place: Place,
  interaction: BaseInteraction,
  house: House,
): Promise<Reply> {
  if (place === 'thread') return renderDiscussion(article, house);
  const summary = renderSummary(
    article,
    await house.answer(summaryRecipe, article, { length: 'standard' }),
    'standard',
  );
  if (place !== 'direct')
    return renderPost(article, summary, { readsMessages: house.readsMessages, forumId: place.id });
  await pinHere(article, interaction, house);
  return renderDirect(summary);
}

/** Direct messages are about one article at a time. */
async function pinHere(
  article: StoredArticle,
  { channelId, user }: BaseInteraction,
  house: House,
): Promise<void> {
  if (channelId === null) throw new UserError('I cannot see this channel. Please write to me directly.');
  const openedAt = new Date(house.clock.now()).toISOString();
  await house.threads.open({
    threadId: channelId,
    serverId: null,
    articleId: article.id,
    openedBy: user.id,
    openedAt,
  });
}

/** An article was chosen for the question that a member asked in direct messages. */
async function answerHere(id: string | undefined, interaction: Press, house: House): Promise<Reply> {
  const article = await articleFor(id, house.library);
  const question = asked(interaction.message ? textBeside(interaction.message) : '');
  await pinHere(article, interaction, house);
  const settings = await house.settings.get(interaction.guildId);
  return renderQuestion(article, await house.answer(questionRecipe, article, { question }), {
    question,
    settings,
  });
}

/** A thread, post or direct message goes over to the newest version, for all who are in it. */
async function switchVersion(id: string | undefined, interaction: Press, house: House): Promise<Reply> {
  const article = await articleFor(id, house.library);
  const pinned = interaction.channelId === null ? undefined : await house.threads.get(interaction.channelId);
  if (!pinned)
    throw new UserError('This place is not about an article any more. `/discuss` opens a new one.');
  if (pinned.articleId === article.id)
    throw new UserError('This is about version {{version}} already.', { version: article.version });
  if ((await house.library.latest(pinned.articleId))?.source !== article.source)
    throw new UserError('This place is about another article now.');
  await house.threads.pin(pinned.threadId, article.id);
  return renderSwitched(article);
}
