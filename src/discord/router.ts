import {
  type AnyThreadChannel,
  type AutocompleteInteraction,
  ChannelFlags,
  ChannelType,
  type ChatInputCommandInteraction,
  type Client,
  DiscordAPIError,
  Events,
  type ForumChannel,
  type Interaction,
  type Message,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
  RESTJSONErrorCodes,
} from 'discord.js';
import { UserError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';
import { createMessage, mentionChannel } from '../i18n/template-values.ts';
import { setLocale, t, withLocale } from '../i18n/translate.ts';
import { withLogFields } from '../log.ts';
import type { StallMonitor } from '../observability/event-loop.ts';
import { trackTask, trackWait } from '../observability/waits.ts';
import { startTimer } from '../scheduling/clock.ts';
import { checkAccess, visitorOf } from './access.ts';
import { createAuditedContext } from './audit.ts';
import { attachImage } from './chart-image.ts';
import type { Command, CustomIdInteraction } from './command.ts';
import { type Context, createContext, type Services } from './context.ts';
import { insertChoice, type ParsedCustomId, parseCustomId } from './custom-id.ts';
import { createLocaleMemory } from './locale-memory.ts';
import { type Claims, Elsewhere } from './message-claims.ts';
import { answerMessage, type MissedMessage } from './messages.ts';
import { checkMenuChoice, checkModalFields, checkOptions, isValidPartialInput } from './option-checks.ts';
import {
  createPendingReplies,
  type PendingReply,
  REPLY_TIMINGS,
  type ReplyState,
  type ReplyTimings,
} from './pending-replies.ts';
import {
  createLatencyTracker,
  type DelayCause,
  type PerceivedLatency,
  REPLY_DEADLINE_MS,
} from './perceived-latency.ts';
import { explainRefusal, neededPermissions } from './permissions.ts';
import { formatChannelMention, renderMessage } from './render/text.ts';
import { createStoringContext } from './repeated-answer.ts';
import { explainError, type ReplyOutcome, toMessageBody } from './reply-body.ts';
import { Uncertain } from './rest-request.ts';
import type { Reply } from './types.ts';

/**
 * How long an article's thread stays open without a message (minutes): a week. It opens again by itself when
 * somebody writes.
 */
const THREAD_ARCHIVE_MINUTES = 10_080;

/** What the button that stops an answer carries in place of a command's name. */
const CANCEL_COMMAND = 'cancel';

export interface Router {
  /** Answers a message that did not come by the connection. */
  receive(message: Message, missed: MissedMessage): void;
  /**
   * Resolves once everything is answered that members wait for now; what is not after so long (milliseconds)
   * is given up with a sentence.
   */
  drain(patience?: number): Promise<void>;
}

export interface RouterDependencies {
  readonly commands: readonly Command[];
  readonly services: Services;
  readonly claims: Claims;
  readonly stalls: StallMonitor;
  readonly pace?: ReplyTimings;
}

/**
 * Connects the commands and threads to a client. Everything that is sent in answer to a member is sent here.
 */
export function createRouter(
  client: Client,
  { commands, services, claims, stalls, pace = REPLY_TIMINGS }: RouterDependencies,
): Router {
  const pendingReplies = createPendingReplies(pace);
  const refusedMembers = new Set<string>();
  const localeMemory = createLocaleMemory();
  const commandsByName = new Map(commands.map(command => [command.data.name, command]));
  const menus = commands.flatMap(({ contextMenu: menu }) => menu ?? []);
  const keyedHandlers = [...menus, ...commands.flatMap(({ buttons }) => buttons ?? [])];
  const componentHandlers = new Map<string, ComponentHandler>([
    ...commandsByName,
    ...keyedHandlers.map(each => [each.key, each] as const),
  ]);

  /** What interactions are counted under; whatever else is sent as a name is not a name of ours. */
  const names = new Set([
    ...commands.flatMap(listCommandNames),
    ...menus.map(({ data }) => data.name),
    ...componentHandlers.keys(),
    CANCEL_COMMAND,
  ]);

  /** What members are waiting for. */
  const running = new Set<Promise<void>>();
  function track(work: () => Promise<void>): Promise<void> {
    const started = work();
    const done = started.catch(() => undefined);
    running.add(done);
    void done.then(() => running.delete(done));
    return started;
  }

  const trackLatency = createLatencyTracker(services.clock.now, stalls);
  const pendingInteractions = new WeakMap<Interaction, PendingInteraction>();

  client.on(Events.InteractionCreate, interaction => {
    if (!claims.markSeen(interaction.id)) return;
    localeMemory.remember(interaction);
    const runInLocale = () =>
      withLocale(interaction.locale, () => trackTask(taskNameOf(interaction), () => handle(interaction)));
    void track(() => withLogFields({ interaction: interaction.id }, runInLocale)).catch(error =>
      services.log.error({ err: error, interaction: interaction.id }, 'an interaction could not be answered'),
    );
  });
  function receive(message: Message, missed?: MissedMessage): void {
    if (!claims.markSeen(message.id)) return;
    const delivery = {
      pendingReplies,
      refusedMembers,
      claims,
      latency: trackLatency(message.createdTimestamp),
      missed,
    };
    const runInLocale = () =>
      withLocale(localeMemory.localeOf(message), () =>
        trackTask(`message ${message.id}`, () => answerMessage(message, services, delivery)),
      );
    void track(() => withLogFields({ message: message.id }, runInLocale)).catch(error =>
      services.log.error({ err: error, message: message.id }, 'a message could not be answered'),
    );
  }
  client.on(Events.MessageCreate, message => receive(message));

  return {
    receive,
    async drain(patience = pace.shutdown) {
      const givingUp = setTimeout(() => pendingReplies.cancelAll(), patience);
      await Promise.all(running);
      clearTimeout(givingUp);
    },
  };

  /**
   * The house for whoever may use this here. Throws a UserError where they may not: the one place where that
   * is decided.
   */
  async function authorize(
    interaction: Interaction,
    {
      command,
      ephemeral,
      pending,
    }: { command: ComponentHandler & { name: string }; ephemeral?: boolean; pending?: PendingReply },
  ): Promise<Context> {
    const { user, guildId, channelId } = interaction;
    const rules = await services.settings.get(guildId);
    setLocale(rules.language);
    checkAccess(visitorOf(interaction), rules, {
      audience: command.audience ?? 'readers',
      name: command.name,
      ...(ephemeral !== undefined && { ephemeral }),
    });
    const asker = { memberId: user.id, serverId: guildId, rules };
    return createAuditedContext(
      createStoringContext(createContext(asker, services, pending?.subscriber), { ...asker, channelId }),
      asker,
    );
  }

  /**
   * Answers, and leaves one line in the log: what was asked for, what became of it and how long it took;
   * nothing of what was written.
   */
  async function handle(interaction: Interaction): Promise<void> {
    const latency = trackLatency(interaction.createdTimestamp);
    const claimed = claimInteraction(interaction);
    const pending: PendingInteraction = {
      latency,
      isMine: claimed.then(ownership => ownership !== false),
      repliedAfter: null,
      lateCause: null,
    };
    pendingInteractions.set(interaction, pending);
    try {
      const ownership = isReadOnly(interaction) || (await trackWait('database', () => claimed));
      if (ownership === false) return;
      const outcome =
        ownership === 'unknown' ? await refuseToChange(interaction) : await dispatch(interaction);
      recordOutcome(interaction, pending, pending.lateCause === null ? outcome : 'unanswered');
    } catch (error) {
      if (error instanceof Elsewhere) return;
      pending.lateCause ??= latency.cause();
      recordOutcome(interaction, pending, 'unanswered');
      throw error;
    }
  }

  function recordOutcome(
    interaction: Interaction,
    { latency, repliedAfter, lateCause }: PendingInteraction,
    outcome: ReplyOutcome | 'unanswered',
  ): void {
    const [used, whole] = [describeInteraction(interaction), latency.elapsed()];
    const name = names.has(used.command) ? used : { ...used, command: 'unknown' };
    const cause = lateCause === null ? {} : { cause: lateCause };
    services.log[interaction.isAutocomplete() ? 'debug' : 'info'](
      { ...name, outcome, ...cause, milliseconds: Math.round(whole), interaction: interaction.id },
      'interaction',
    );
    const command = name.kind === 'autocomplete' ? `${name.command} (autocomplete)` : name.command;
    services.observe({
      kind: 'interaction',
      command,
      outcome,
      cause: lateCause,
      firstReply: repliedAfter,
      whole,
    });
  }

  /**
   * Whether it is this process's to answer. What is typed is everybody's: a list that is shown twice is the
   * same list.
   */
  async function claimInteraction(interaction: Interaction): Promise<boolean | 'unknown'> {
    if (interaction.isAutocomplete()) return true;
    return isReadOnly(interaction) ? claims.claim(interaction.id) : claims.claimToChange(interaction.id);
  }

  /** What another process may be changing just now is not changed a second time. */
  async function refuseToChange(interaction: Interaction): Promise<ReplyOutcome> {
    const isAnswerable =
      interaction.isChatInputCommand() || interaction.isMessageComponent() || interaction.isModalSubmit();
    return isAnswerable ? sendRefusal(interaction, new UserError(CLAIM_UNKNOWN)) : 'refused';
  }

  /**
   * Whether it changes nothing, so that the reply may be made before it is known whether another process
   * makes it too.
   */
  function isReadOnly(interaction: Interaction): boolean {
    if (interaction.isAutocomplete() || interaction.isMessageContextMenuCommand()) return true;
    if (interaction.isChatInputCommand())
      return commandsByName.get(interaction.commandName)?.isReadOnly ?? false;
    return (
      'customId' in interaction &&
      (componentHandlers.get(parseCustomId(interaction.customId)?.command ?? '')?.isReadOnly ?? false)
    );
  }

  /**
   * Sends the first reply to an interaction that is this process's to answer, and notes when Discord had it.
   * Throws `Elsewhere` where it is not.
   */
  async function sendFirst<Sent>(interaction: Interaction, send: () => Promise<Sent>): Promise<Sent> {
    const pending = pendingInteractions.get(interaction)!;
    if (!(await trackWait('database', () => pending.isMine))) throw new Elsewhere();
    // what Discord takes that was sent in time has come in time, however late this process hears of it
    if (pending.latency.elapsed() > REPLY_DEADLINE_MS) pending.lateCause ??= pending.latency.cause();
    try {
      const sent = await trackWait('discord', send);
      pending.repliedAfter ??= pending.latency.elapsed();
      return sent;
    } catch (error) {
      if (isDiscordError(error, RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged))
        throw new Elsewhere();
      if (pending.latency.elapsed() > REPLY_DEADLINE_MS) pending.lateCause ??= pending.latency.cause();
      throw error;
    }
  }

  async function dispatch(interaction: Interaction): Promise<ReplyOutcome> {
    if (interaction.isChatInputCommand()) return runCommand(interaction);
    if (interaction.isMessageContextMenuCommand()) return runContextMenu(interaction);
    if (interaction.isAutocomplete()) return autocomplete(interaction);
    if (interaction.isButton() || interaction.isAnySelectMenu() || interaction.isModalSubmit())
      return handleComponent(interaction);
    return 'refused';
  }

  async function runContextMenu(interaction: MessageContextMenuCommandInteraction): Promise<ReplyOutcome> {
    const menu = menus.find(({ data }) => data.name === interaction.commandName);
    return respond(interaction, { ephemeral: true }, async pending => {
      if (!menu)
        throw new UserError('I do not know this any more. Discord may need a minute to notice; try /help.');
      const command = { name: `“${menu.data.name}”` };
      const context = await authorize(interaction, { command, ephemeral: true, pending });
      if (interaction.targetMessage.channelId !== interaction.channelId)
        throw new UserError('This message is not in this channel.');
      return menu.run(interaction, context);
    });
  }

  async function runCommand(interaction: ChatInputCommandInteraction): Promise<ReplyOutcome> {
    const command = commandsByName.get(interaction.commandName);
    const ephemeral = (interaction.options.get('private')?.value ?? command?.isEphemeral ?? false) !== false;
    if (command?.getCommandModal) {
      const form = await showCommandModal(command, interaction);
      if (form) return form;
    }
    return respond(interaction, { ephemeral }, async pending => {
      if (!command)
        throw new UserError(
          'I do not know /{{commandName}} any more. Discord may need a minute to notice; try /help.',
          {
            commandName: interaction.commandName,
          },
        );
      const context = await authorize(interaction, { command: toComponentHandler(command), pending });
      await checkOptions(interaction, command.data);
      return command.run(interaction, context);
    });
  }

  /** Opens the form of a command; undefined where it has none for what was typed. */
  async function showCommandModal(
    command: Command,
    interaction: ChatInputCommandInteraction,
  ): Promise<ReplyOutcome | undefined> {
    try {
      const context = await authorize(interaction, { command: toComponentHandler(command) });
      await checkOptions(interaction, command.data);
      const modal = await command.getCommandModal?.(interaction, context);
      if (!modal) return undefined;
      await sendFirst(interaction, () => interaction.showModal(modal));
      return 'answered';
    } catch (error) {
      return sendRefusal(interaction, error);
    }
  }

  async function sendRefusal(
    interaction: ChatInputCommandInteraction | CustomIdInteraction,
    error: unknown,
  ): Promise<ReplyOutcome> {
    const { reply, outcome } = explainFailure(error, interaction);
    await sendFirst(interaction, () =>
      interaction.reply({ ...toMessageBody(reply), flags: MessageFlags.Ephemeral }),
    );
    return outcome;
  }

  async function handleComponent(interaction: CustomIdInteraction): Promise<ReplyOutcome> {
    const parsed = parseCustomId(interaction.customId);
    const command = parsed && componentHandlers.get(parsed.command);
    const chosen = interaction.isAnySelectMenu() ? interaction.values : [];
    if (parsed?.command === CANCEL_COMMAND) return cancelReply(interaction, parsed);
    const createReply = async (pending: PendingReply) => {
      if (!command?.handleComponent)
        throw new UserError(
          'This button is from an older version of mine and does nothing any more. Please use the command again.',
        );
      const use = {
        command: { ...command, name: `/${parsed?.command}` },
        ephemeral: parsed?.mode !== 'post',
        pending,
      };
      const context = await authorize(interaction, use);
      if (interaction.isAnySelectMenu()) await checkMenuChoice(interaction);
      if (interaction.isModalSubmit()) checkModalFields(interaction, command.fields ?? []);
      return command.handleComponent(insertChoice(parsed?.values ?? [], chosen), interaction, context);
    };
    if (parsed?.mode === 'form' && command?.getModal && !interaction.isModalSubmit())
      return showComponentModal(interaction, parsed, command);
    if (parsed?.mode === 'turn' && command?.handleComponent) return updateMessage(interaction, createReply);
    return respond(
      interaction,
      { ephemeral: parsed?.mode !== 'post' || isFromEphemeral(interaction) },
      createReply,
    );
  }

  /** Shows a form; it must be the first answer, so nothing is deferred. */
  async function showComponentModal(
    interaction: Exclude<CustomIdInteraction, ModalSubmitInteraction>,
    { values, command: name }: ParsedCustomId,
    command: ComponentHandler,
  ): Promise<ReplyOutcome> {
    try {
      const use = { command: { ...command, name: `/${name}` }, ephemeral: true };
      const modal = await command.getModal?.(values, interaction, await authorize(interaction, use));
      if (modal) await sendFirst(interaction, () => interaction.showModal(modal));
      return 'answered';
    } catch (error) {
      return sendRefusal(interaction, error);
    }
  }

  async function autocomplete(interaction: AutocompleteInteraction): Promise<ReplyOutcome> {
    const command = commandsByName.get(interaction.commandName);
    const getChoices = async () => {
      if (!command?.suggest || !isValidPartialInput(interaction, command.data)) return [];
      return command.suggest(
        interaction,
        await authorize(interaction, { command: toComponentHandler(command) }),
      );
    };
    const choices = await getChoices().catch(ignoreUserError);
    await sendFirst(interaction, () => interaction.respond(choices.slice(0, 25))).catch(ignoreExpired);
    return 'answered';
  }

  /** The member who asked stops the answer that is being made; its message says so itself. */
  async function cancelReply(
    interaction: CustomIdInteraction,
    { values: [id] }: ParsedCustomId,
  ): Promise<ReplyOutcome> {
    try {
      pendingReplies.cancel(id, interaction.user.id);
    } catch (error) {
      return sendRefusal(interaction, error);
    }
    await sendFirst(interaction, () => interaction.deferUpdate());
    return 'answered';
  }

  /** Sends what `make` returns: at once if it is ready soon, else after a deferral, and then as it grows. */
  async function respond(
    interaction: RepliableInteraction,
    { ephemeral }: { ephemeral: boolean },
    createReply: (pending: PendingReply) => Promise<Reply>,
  ): Promise<ReplyOutcome> {
    const flags = ephemeral ? ({ flags: MessageFlags.Ephemeral } as const) : {};
    const { early, followed: waitForReply } = await startReply(interaction, createReply);
    // a post is opened before there is something to say, and that may take longer than Discord waits
    const isLater = !early || early.reply.post !== undefined;
    if (isLater) await sendFirst(interaction, () => interaction.deferReply(flags));
    const made = early ?? (await waitForReply(({ reply }) => interaction.editReply(toMessageBody(reply))));
    const { reply, outcome } = made.reply.post ? await openForumPost(interaction, made.reply.post) : made;
    if (isLater) await interaction.editReply(toMessageBody(reply));
    else
      await sendFirst(interaction, () =>
        interaction.reply({
          ...toMessageBody(reply),
          ...(outcome === 'answered' ? flags : { flags: MessageFlags.Ephemeral }),
        }),
      );
    if (reply.thread) await openThread(interaction, reply.thread);
    if (reply.announcement) await postAnnouncement(interaction, reply.announcement);
    return outcome;
  }

  /**
   * Puts what `make` returns in place of the message whose button was pressed; a failure goes to the member
   * alone.
   */
  async function updateMessage(
    interaction: CustomIdInteraction,
    createReply: (pending: PendingReply) => Promise<Reply>,
  ): Promise<ReplyOutcome> {
    const { early, followed: waitForReply } = await startReply(interaction, createReply);
    if (!early) await sendFirst(interaction, () => interaction.deferUpdate());
    const before = interaction.message && {
      content: interaction.message.content,
      embeds: interaction.message.embeds,
      components: interaction.message.components,
    };
    let isChanged = false;
    const show = ({ reply, hasContent: isPartly }: ReplyState) => {
      isChanged = true;
      // until there is something of the new answer, the old one stays
      return interaction.editReply(
        isPartly
          ? toMessageBody(reply)
          : { ...before, content: reply.content ?? '', components: toMessageBody(reply).components },
      );
    };
    const { reply, outcome } = early ?? (await waitForReply(show));
    const failed = outcome !== 'answered';
    if (failed && isChanged && before) await interaction.editReply(before);
    if (failed && early)
      await sendFirst(interaction, () =>
        interaction.reply({ ...toMessageBody(reply), flags: MessageFlags.Ephemeral }),
      );
    else if (failed) await interaction.followUp({ ...toMessageBody(reply), flags: MessageFlags.Ephemeral });
    else if (early && (!interaction.isModalSubmit() || interaction.isFromMessage()))
      await sendFirst(interaction, () => interaction.update(toMessageBody(reply)));
    else if (early)
      await sendFirst(interaction, () =>
        interaction.reply({ ...toMessageBody(reply), flags: MessageFlags.Ephemeral }),
      );
    else await interaction.editReply(toMessageBody(reply));
    if (reply.replacement) await replaceMessage(interaction, reply.replacement);
    if (reply.announcement) await postAnnouncement(interaction, reply.announcement);
    return outcome;
  }

  /** A private message, or one that was removed, cannot be changed: then the member has the answer alone. */
  async function replaceMessage(
    { channel, appPermissions }: CustomIdInteraction,
    { messageId, reply }: NonNullable<Reply['replacement']>,
  ): Promise<void> {
    const mayAttach = appPermissions.has(PermissionFlagsBits.AttachFiles);
    try {
      await channel?.messages.edit(
        messageId,
        toMessageBody(await attachImage(reply, { mayAttach, log: services.log })),
      );
    } catch (error) {
      services.log.info(
        { err: error, message: messageId },
        'an answer that was made anew could not take the place of the old one',
      );
    }
  }

  /** Where it cannot be said it is not: the channel is gone, closed to the bot, or of another server. */
  async function postAnnouncement(
    { guildId }: RepliableInteraction,
    { channelIds, content }: NonNullable<Reply['announcement']>,
  ): Promise<void> {
    for (const channelId of channelIds)
      try {
        const channel = await client.channels.fetch(channelId);
        const isHere = channel !== null && !channel.isDMBased() && channel.guildId === guildId;
        if (isHere && channel.isSendable()) await channel.send({ content });
      } catch (error) {
        services.log.info({ err: error, channel: channelId }, 'something could not be said besides');
      }
  }

  /**
   * Begins to make a reply: what is ready soon, or, as soon as that is known to take long, the way to wait
   * for the rest while its states are shown.
   */
  async function startReply(
    interaction: RepliableInteraction,
    createReply: (pending: PendingReply) => Promise<Reply>,
  ) {
    const pending = pendingReplies.start(interaction.id, interaction.user.id);
    const mayAttach = interaction.appPermissions.has(PermissionFlagsBits.AttachFiles);
    const replyPromise = createReply(pending).then(reply =>
      attachImage(reply, { mayAttach, log: services.log }),
    );
    const timeout = startTimer(pace.firstReply);
    const soon = await Promise.race([settleReply(replyPromise), pending.takesLong, timeout.elapsed]);
    timeout.cancel();
    const explainResult = (result: SettledReply) =>
      'error' in result ? explainFailure(result.error, interaction) : result;
    const waitForReply = async (show: (state: ReplyState) => Promise<unknown>) =>
      explainResult(
        await settleReply(
          pending.waitFor(replyPromise, state =>
            show(state).catch(error => logUnshownState(error, interaction)),
          ),
        ),
      );
    return { early: soon && explainResult(soon), followed: waitForReply };
  }

  // the next state or the answer follows
  function logUnshownState(error: unknown, interaction: RepliableInteraction): void {
    services.log.warn({ err: error, interaction: interaction.id }, 'a state of an answer could not be shown');
  }

  /** Whatever is thrown on the way to a reply becomes a sentence for the reader. */
  function explainFailure(
    error: unknown,
    interaction: RepliableInteraction,
  ): { reply: Reply; outcome: ReplyOutcome } {
    const reply = explainError(error, services.log, {
      interaction: interaction.id,
      ...describeInteraction(interaction),
    });
    return { reply, outcome: error instanceof UserError ? 'refused' : 'failed' };
  }

  /** A post has no id before it exists, so it is on record a moment after. */
  async function openForumPost(
    interaction: RepliableInteraction,
    { forumId, name, articleId, firstMessage }: NonNullable<Reply['post']>,
  ): Promise<{ reply: Reply; outcome: ReplyOutcome }> {
    try {
      const forum = await interaction.client.channels.fetch(forumId);
      if (forum?.type !== ChannelType.GuildForum || forum.guildId !== interaction.guildId)
        throw new UserError('This is not a forum any more.');
      const needsTag = forum.flags.has(ChannelFlags.RequireTag);
      const appliedTags = needsTag ? forum.availableTags.slice(0, 1).map(({ id }) => id) : [];
      const wanted = {
        name,
        autoArchiveDuration: THREAD_ARCHIVE_MINUTES,
        appliedTags,
        message: toMessageBody(firstMessage),
      };
      const post = await forum.threads.create(wanted).catch(async error => {
        const opened = await findCreatedPost(forum, name, interaction);
        if (opened) return opened;
        throw error instanceof Uncertain ? new UserError(POST_UNCERTAIN, {}, { cause: error }) : error;
      });
      await services.threads.open({
        threadId: post.id,
        serverId: interaction.guildId,
        articleId,
        openedBy: interaction.user.id,
        openedAt: new Date(services.clock.now()).toISOString(),
      });
      return {
        reply: {
          content: t('I opened a post about it: {{channel}}', { channel: formatChannelMention(post.id) }),
        },
        outcome: 'answered',
      };
    } catch (error) {
      if (!(error instanceof DiscordAPIError)) return explainFailure(error, interaction);
      services.log.warn({ err: error, interaction: interaction.id }, 'a post could not be opened');
      const missing = await explainRefusal(error, client, forumId, neededPermissions.post);
      return explainFailure(
        new UserError('I could not open a post in {{channel}}. {{lack}}', {
          channel: mentionChannel(forumId),
          lack: missing ?? createMessage('Discord says: {{message}}.', { message: error.message }),
        }),
        interaction,
      );
    }
  }

  /** The post that Discord opened although it did not say so. */
  async function findCreatedPost(
    forum: ForumChannel,
    name: string,
    { id }: RepliableInteraction,
  ): Promise<AnyThreadChannel | undefined> {
    const { threads } = await forum.threads.fetchActive();
    for (const post of threads.values()) {
      const isOurs = post.ownerId === client.user?.id && post.name === name && BigInt(post.id) > BigInt(id);
      if (isOurs && !(await services.threads.get(post.id))) return post;
    }
    return undefined;
  }

  /**
   * A thread on a message has the message's id, so it is on record before it exists: a crash in between loses
   * nothing.
   */
  async function openThread(
    interaction: RepliableInteraction,
    { name, articleId, firstMessage }: NonNullable<Reply['thread']>,
  ): Promise<void> {
    const message: Message = await interaction.fetchReply();
    const openedAt = new Date(services.clock.now()).toISOString();
    await services.threads.open({
      threadId: message.id,
      serverId: interaction.guildId,
      articleId,
      openedBy: interaction.user.id,
      openedAt,
    });
    try {
      const thread = await message
        .startThread({ name, autoArchiveDuration: THREAD_ARCHIVE_MINUTES })
        .catch(error => findCreatedThread(error, message));
      await thread.send({ ...toMessageBody(firstMessage), nonce: thread.id, enforceNonce: true });
    } catch (error) {
      const discordReason =
        error instanceof DiscordAPIError
          ? createMessage('Discord says: {{message}}.', { message: error.message })
          : createMessage('Discord did not answer.');
      const missing = await explainRefusal(error, client, message.channelId, neededPermissions.thread);
      services.log.warn({ err: error, interaction: interaction.id }, 'a thread could not be opened');
      await interaction.followUp({
        content: renderMessage(
          createMessage('I could not open the thread here. {{lack}} Please try again.', {
            lack: missing ?? discordReason,
          }),
        ),
        flags: MessageFlags.Ephemeral,
      });
    }
  }
}

/**
 * The thread on a message that there is after all: Discord opened it, and its answer was lost. Throws every
 * other error.
 */
async function findCreatedThread(error: unknown, { id, client }: Message): Promise<AnyThreadChannel> {
  if (!(error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage))
    throw error;
  const thread = await client.channels.fetch(id);
  if (!thread?.isThread()) throw error;
  return thread;
}

const CLAIM_UNKNOWN = defineMessage(
  'My database did not answer in time, so I changed nothing. Please try again.',
);
const POST_UNCERTAIN = defineMessage('Discord did not say whether it opened the post. Please try again.');

/** What can be pressed, and for whom it is. */
type ComponentHandler = Pick<Command, 'handleComponent' | 'getModal' | 'fields' | 'audience' | 'isReadOnly'>;

function toComponentHandler(command: Command): ComponentHandler & { name: string } {
  return { ...command, name: `/${command.data.name}` };
}

/** Whoever filled in a form that a private message opened goes on in private. */
function isFromEphemeral(interaction: CustomIdInteraction): boolean {
  return interaction.isModalSubmit() && (interaction.message?.flags.has(MessageFlags.Ephemeral) ?? false);
}

type SettledReply = { readonly reply: Reply; readonly outcome: 'answered' } | { readonly error: unknown };

/** The one catch. */
function settleReply(made: Promise<Reply>): Promise<SettledReply> {
  return made.then(
    reply => ({ reply, outcome: 'answered' as const }),
    (error: unknown) => ({ error }),
  );
}

/** An interaction that is being answered. */
interface PendingInteraction {
  readonly latency: PerceivedLatency;
  /** Whether it is this process's to answer. */
  readonly isMine: Promise<boolean>;
  /** After how long (milliseconds) Discord had the first reply; null until then. */
  repliedAfter: number | null;
  /** Why it is or was answered too late; null while it is not. */
  lateCause: DelayCause | null;
}

/** What is answered with a message. */
type RepliableInteraction =
  | ChatInputCommandInteraction
  | MessageContextMenuCommandInteraction
  | CustomIdInteraction;

/**
 * What was used, in names of ours: a custom id is not logged as it stands, for it may hold words that a
 * member searched for.
 */
function describeInteraction(interaction: Interaction): { kind: string; command: string } {
  if (interaction.isChatInputCommand()) {
    const subcommand = interaction.options.getSubcommand(false);
    return { kind: 'command', command: [interaction.commandName, subcommand].filter(Boolean).join(' ') };
  }
  if (interaction.isMessageContextMenuCommand()) return { kind: 'menu', command: interaction.commandName };
  if (interaction.isAutocomplete()) return { kind: 'autocomplete', command: interaction.commandName };
  if ('customId' in interaction)
    return { kind: 'component', command: parseCustomId(interaction.customId)?.command ?? 'unknown' };
  return { kind: 'other', command: 'unknown' };
}

/** A command's own name, and its name with each of its subcommands. */
function listCommandNames({ data: { name, options = [] } }: Command): string[] {
  return [name, ...options.map(option => `${name} ${option.name}`)];
}

/** What the board shows of it. */
function taskNameOf(interaction: Interaction): string {
  const { kind, command } = describeInteraction(interaction);
  return `${kind} ${command} ${interaction.id}`;
}

// Whoever is still typing is not told what is wrong: there is nothing to choose yet.
function ignoreUserError(error: unknown): [] {
  if (!(error instanceof UserError)) throw error;
  return [];
}

// The member went on typing, or closed the box: Discord has forgotten the question.
function ignoreExpired(error: unknown): void {
  if (!isDiscordError(error, RESTJSONErrorCodes.UnknownInteraction)) throw error;
}

function isDiscordError(error: unknown, code: RESTJSONErrorCodes): boolean {
  return error instanceof DiscordAPIError && error.code === code;
}
