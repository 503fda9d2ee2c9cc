import { type BaseInteraction, ChannelType, DiscordAPIError, type ForumChannel } from 'discord.js';
import { ApplicationCommandOptionType, InteractionContextType } from 'discord-api-types/v10';
import { readTurn } from '../src/answers/question/follow-ups/turn.ts';
import { questionRecipe } from '../src/answers/question/recipe.ts';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import type { StoredArticle } from '../src/articles/article.ts';
import {
  askedArticleMenu,
  discussButton,
  otherArticleButton,
  switchVersionButton,
} from '../src/discord/button-ids.ts';
import type { Command } from '../src/discord/command.ts';
import { articleOption, autocompleteArticles } from '../src/discord/command-options.ts';
import type { Context } from '../src/discord/context.ts';
import { prepareQuestions } from '../src/discord/conversation.ts';
import { createMenuId } from '../src/discord/custom-id.ts';
import { type CustomIdInteraction, defineButton } from '../src/discord/define-button.ts';
import { pinArticle } from '../src/discord/direct-article.ts';
import {
  describeMissing,
  listMissing,
  neededPermissions,
  type Permission,
} from '../src/discord/permissions.ts';
import { parseQuestion } from '../src/discord/question-text.ts';
import { readChoiceText } from '../src/discord/render/article-choice.ts';
import {
  renderDirectMessage,
  renderDiscussion,
  renderExistingDiscussion,
  renderForumPost,
  renderSwitched,
} from '../src/discord/render/discussion.ts';
import { renderQuestion } from '../src/discord/render/question.ts';
import { renderSummary } from '../src/discord/render/summary.ts';
import { askForArticle, getArticle, resolveArticle } from '../src/discord/requested-article.ts';
import { refuseClosedChannel } from '../src/discord/server-scope.ts';
import type { Reply } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';

export default {
  data: {
    name: 'discuss',
    description: 'Open a thread about an article, where every message is a question to me',
    options: [
      articleOption,
      {
        type: ApplicationCommandOptionType.Channel,
        name: 'forum',
        description: 'A forum, to open a post there instead of a thread here',
        channel_types: [ChannelType.GuildForum],
      },
    ],
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  },
  async run(interaction, context) {
    const forumId = interaction.options.getChannel('forum')?.id;
    const target = findDiscussionTarget(interaction, forumId);
    // the article menu cannot carry the forum
    const article = await (forumId === undefined
      ? resolveArticle(interaction, context)
      : context.library.find(interaction.options.getString('article', true)));
    if (!article) return askForArticle(interaction, { to: createMenuId('post', discussButton) }, context);
    return openDiscussion(article, target, interaction, context);
  },
  suggest: (interaction, context) => autocompleteArticles(interaction, context.library),
  buttons: [
    defineButton({
      ...discussButton,
      press: async ({ article }, interaction, context) =>
        openDiscussion(
          await getArticle(article, context.library),
          findDiscussionTarget(interaction),
          interaction,
          context,
        ),
    }),
    defineButton({ ...switchVersionButton, press: switchVersion }),
    defineButton({ ...askedArticleMenu, press: answerDirectMessage }),
    defineButton({ ...otherArticleButton, press: askOtherArticle }),
  ],
} satisfies Command;

/** Where a discussion opens: in a thread on the reply, in a forum post, or in these direct messages. */
type DiscussionTarget = 'thread' | 'direct' | ForumChannel;

/** Where the discussion opens. Throws a UserError if nowhere, or one that names missing permissions. */
function findDiscussionTarget(interaction: BaseInteraction, forumId?: string): DiscussionTarget {
  if (interaction.guildId === null) return 'direct';
  if (!interaction.inCachedGuild())
    throw new UserError(
      'I’m not a member of this server, so I can’t open a thread here. Use `/ask`, or `/discuss` in a direct message to me.',
    );
  const forum = findForum(interaction, forumId);
  if (forum) {
    requirePermissions(
      forum.id,
      forum.permissionsFor(interaction.guild.members.me ?? interaction.client.user.id),
      neededPermissions.post,
    );
    refuseClosedChannel(interaction, forum, neededPermissions.post);
    return forum;
  }
  if (forumId !== undefined)
    throw new UserError(
      'This is no longer a forum. Choose another one, or leave out `forum` to open a thread here.',
    );
  const { channel } = interaction;
  if (channel?.isThread())
    throw new UserError('This is already a thread. Use `/discuss` in its channel, or `/ask` here.');
  if (channel && channel.type !== ChannelType.GuildText && channel.type !== ChannelType.GuildAnnouncement)
    throw new UserError(
      'Threads can only be opened in text channels and forums. Use `/discuss` there, or `/ask` here.',
    );
  requirePermissions(interaction.channelId, interaction.appPermissions, neededPermissions.thread);
  return 'thread';
}

/** The named forum, or the one that the current channel or post belongs to. */
function findForum(
  { channel, guild }: BaseInteraction<'cached'>,
  forumId?: string,
): ForumChannel | undefined {
  const chosen = forumId === undefined ? undefined : guild.channels.cache.get(forumId);
  const found = forumId === undefined ? (channel?.isThread() ? channel.parent : channel) : chosen;
  return found?.type === ChannelType.GuildForum ? found : undefined;
}

function requirePermissions(
  channelId: string | null,
  granted: { has(permission: bigint): boolean } | null,
  wanted: readonly Permission[],
): void {
  const missing = listMissing(granted, wanted);
  if (missing.length > 0)
    throw new UserError('{{missing}} Someone who manages the server can grant it. Until then, use `/ask`.', {
      missing: describeMissing(missing, channelId),
    });
}

async function openDiscussion(
  article: StoredArticle,
  target: DiscussionTarget,
  interaction: BaseInteraction,
  context: Context,
): Promise<Reply> {
  const parentId = target === 'thread' ? interaction.channelId : target === 'direct' ? null : target.id;
  const existing =
    parentId === null ? undefined : await findDiscussion(article, parentId, interaction, context);
  if (existing !== undefined) return renderExistingDiscussion(existing);
  if (target === 'thread') {
    prepareQuestions(article, context);
    return renderDiscussion(article, context);
  }
  const summary = renderSummary(
    article,
    await context.answer(summaryRecipe, article, { length: 'standard' }),
    { length: 'standard', settings: context.rules },
  );
  prepareQuestions(article, context);
  if (target !== 'direct')
    return renderForumPost(article, summary, { readsMessages: context.readsMessages, forumId: target.id });
  await pinHere(article, interaction, context);
  return renderDirectMessage(summary);
}

/** The maximum number of existing threads on an article that are looked up, newest first. */
const MAX_DISCUSSIONS = 5;

/** The id of an unlocked thread or post on the article that already exists in the channel. */
async function findDiscussion(
  article: StoredArticle,
  parentId: string,
  { guildId, client }: BaseInteraction,
  { threads, library }: Context,
): Promise<string | undefined> {
  const versions = [...new Set([article.id, ...(await library.listVersions(article.id))])];
  const pinned = await threads.listPinned(guildId ?? '', versions);
  for (const { threadId } of pinned.toReversed().slice(0, MAX_DISCUSSIONS)) {
    const thread = await client.channels.fetch(threadId).catch(ignoreRefused);
    if (thread?.isThread() && thread.parentId === parentId && !thread.locked) return threadId;
  }
  return undefined;
}

// It was deleted or is no longer visible, so it cannot be reused.
function ignoreRefused(error: unknown): null {
  if (!(error instanceof DiscordAPIError)) throw error;
  return null;
}

/** Pins the article to the direct messages in which a command or button was used. */
async function pinHere(
  { id }: StoredArticle,
  { channelId, user }: BaseInteraction,
  context: Context,
): Promise<void> {
  if (channelId === null) throw new UserError('I can’t see this channel. Please send me a direct message.');
  await pinArticle(id, { channelId, memberId: user.id }, context);
}

/** How many earlier questions of direct messages are searched for the one that a message answers. */
const MAX_EARLIER = 50;

/** Answers the question asked in direct messages, once the member has chosen an article. */
async function answerDirectMessage(
  { article: id }: { article: string },
  interaction: CustomIdInteraction,
  context: Context,
): Promise<Reply> {
  const question = parseQuestion(interaction.message ? readChoiceText(interaction.message) : '');
  return answerFrom(await getArticle(id, context.library), question, interaction, context);
}

/** Asks another article the question of direct messages that a reply answers. */
async function askOtherArticle(
  { article: id }: { article: string },
  interaction: CustomIdInteraction,
  context: Context,
): Promise<Reply> {
  const { channelId, message } = interaction;
  const earlier = await context.threads.listQuestionsBefore(channelId ?? '', interaction.id, MAX_EARLIER);
  const asked = earlier.findLast(({ messageId }) => messageId === message?.reference?.messageId);
  if (!asked) throw new UserError('I no longer have this question. Please ask it again.');
  return answerFrom(await getArticle(id, context.library), readTurn(asked).question, interaction, context);
}

/** Answers a question from an article that direct messages are about from now on. */
async function answerFrom(
  article: StoredArticle,
  question: string,
  interaction: CustomIdInteraction,
  context: Context,
): Promise<Reply> {
  await pinHere(article, interaction, context);
  const settings = context.rules;
  return renderQuestion(article, await context.answer(questionRecipe, article, { question }), {
    question,
    settings,
  });
}

/** Switches a thread, post or direct message to the newest version of its article, for everyone in it. */
async function switchVersion(
  { article: id }: { article: string },
  interaction: CustomIdInteraction,
  context: Context,
): Promise<Reply> {
  const article = await getArticle(id, context.library);
  const pinned =
    interaction.channelId === null ? undefined : await context.threads.get(interaction.channelId);
  if (!pinned)
    throw new UserError('This discussion is no longer about an article. `/discuss` opens a new one.');
  if (pinned.articleId === article.id)
    throw new UserError('This is already about version {{version}}. Just ask your question.', {
      version: article.version,
    });
  if ((await context.library.getLatest(pinned.articleId))?.source !== article.source)
    throw new UserError(
      'This discussion is about another article now. Use `/discuss` in its channel to open one about this article.',
    );
  await context.threads.pin(pinned.threadId, article.id);
  return renderSwitched(article);
}
