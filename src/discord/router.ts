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
import { phrase } from '../i18n/define-message.ts';
import { channel, say } from '../i18n/template-values.ts';
import { speak, speaking, t } from '../i18n/translate.ts';
import { within } from '../log.ts';
import type { Stalls } from '../observability/event-loop.ts';
import { asWork, waitFor } from '../observability/waits.ts';
import { after } from '../scheduling/clock.ts';
import { admit, visitorOf } from './access.ts';
import { remembering } from './answer-again.ts';
import { audited } from './audit.ts';
import { drawn } from './chart-image.ts';
import type { Command, Press } from './command.ts';
import { askedBy, type House, type OpenHouse } from './context.ts';
import { type Pressed, readCustomId, withChoice } from './custom-id.ts';
import { createHearing } from './locale-memory.ts';
import { type Claims, Elsewhere } from './message-claims.ts';
import { answerMessage, type Missed } from './messages.ts';
import { checkChosen, checkFields, checkOptions, isTypedAsDeclared } from './option-checks.ts';
import { type Cause, createFelt, DEADLINE, type Felt } from './perceived-latency.ts';
import { needed, refusalIn } from './permissions.ts';
import { createLives, type Live, PACE, type Pace, type State } from './progress.ts';
import { channelMention, tell } from './render/text.ts';
import { body, explain, type Outcome } from './reply-body.ts';
import { Uncertain } from './rest-request.ts';
import type { Reply } from './types.ts';

/**
 * How long an article's thread stays open without a message (minutes): a week. It opens again by itself when
 * somebody writes.
 */
const THREAD_STAYS = 10_080;

/** What the button that stops an answer carries in place of a command's name. */
const CANCEL = 'cancel';

export interface Served {
  /** Answers a message that did not come by the connection. */
  hear(message: Message, missed: Missed): void;
  /**
   * Resolves once everything is answered that members wait for now; what is not after so long (milliseconds)
   * is given up with a sentence.
   */
  finish(patience?: number): Promise<void>;
}

export interface Serving {
  readonly commands: readonly Command[];
  readonly house: OpenHouse;
  readonly claims: Claims;
  readonly stalls: Stalls;
  readonly pace?: Pace;
}

/**
 * Connects the commands and threads to a client. Everything that is sent in answer to a member is sent here.
 */
export function serve(client: Client, { commands, house, claims, stalls, pace = PACE }: Serving): Served {
  const lives = createLives(pace);
  const told = new Set<string>();
  const hearing = createHearing();
  const byName = new Map(commands.map(command => [command.data.name, command]));
  const menus = commands.flatMap(({ menu }) => menu ?? []);
  const keyed = [...menus, ...commands.flatMap(({ buttons }) => buttons ?? [])];
  const pressable = new Map<string, Pressable>([...byName, ...keyed.map(each => [each.key, each] as const)]);

  /** What interactions are counted under; whatever else is sent as a name is not a name of ours. */
  const names = new Set([
    ...commands.flatMap(namesOf),
    ...menus.map(({ data }) => data.name),
    ...pressable.keys(),
    CANCEL,
  ]);

  /** What members are waiting for. */
  const running = new Set<Promise<void>>();
  function begun(work: () => Promise<void>): Promise<void> {
    const started = work();
    const over = started.catch(() => undefined);
    running.add(over);
    void over.then(() => running.delete(over));
    return started;
  }

  const felt = createFelt(house.clock.now, stalls);
  const met = new WeakMap<Interaction, Met>();

  client.on(Events.InteractionCreate, interaction => {
    if (!claims.isNew(interaction.id)) return;
    hearing.heard(interaction);
    const speaks = () =>
      speaking(interaction.locale, () => asWork(workOf(interaction), () => handle(interaction)));
    void begun(() => within({ interaction: interaction.id }, speaks)).catch(error =>
      house.log.error({ err: error, interaction: interaction.id }, 'an interaction could not be answered'),
    );
  });
  function hear(message: Message, missed?: Missed): void {
    if (!claims.isNew(message.id)) return;
    const way = { lives, told, claims, felt: felt(message.createdTimestamp), missed };
    const speaks = () =>
      speaking(hearing.localeOf(message), () =>
        asWork(`message ${message.id}`, () => answerMessage(message, house, way)),
      );
    void begun(() => within({ message: message.id }, speaks)).catch(error =>
      house.log.error({ err: error, message: message.id }, 'a message could not be answered'),
    );
  }
  client.on(Events.MessageCreate, message => hear(message));

  return {
    hear,
    async finish(patience = pace.ending) {
      const givingUp = setTimeout(() => lives.giveUp(), patience);
      await Promise.all(running);
      clearTimeout(givingUp);
    },
  };

  /**
   * The house for whoever may use this here. Throws a UserError where they may not: the one place where that
   * is decided.
   */
  async function admitted(
    interaction: Interaction,
    { command, hidden, live }: { command: Pressable & { name: string }; hidden?: boolean; live?: Live },
  ): Promise<House> {
    const { user, guildId, channelId } = interaction;
    const rules = await house.settings.get(guildId);
    speak(rules.language);
    admit(visitorOf(interaction), rules, {
      audience: command.audience ?? 'readers',
      name: command.name,
      ...(hidden !== undefined && { hidden }),
    });
    const asker = { memberId: user.id, serverId: guildId, rules };
    return audited(remembering(askedBy(asker, house, live?.watch), { ...asker, channelId }), asker);
  }

  /**
   * Answers, and leaves one line in the log: what was asked for, what became of it and how long it took;
   * nothing of what was written.
   */
  async function handle(interaction: Interaction): Promise<void> {
    const waits = felt(interaction.createdTimestamp);
    const claimed = claim(interaction);
    const here: Met = { waits, isMine: claimed.then(whose => whose !== false), replied: null, late: null };
    met.set(interaction, here);
    try {
      const whose = isHarmless(interaction) || (await waitFor('database', () => claimed));
      if (whose === false) return;
      const outcome = whose === 'unknown' ? await refuseToChange(interaction) : await dispatch(interaction);
      note(interaction, here, here.late === null ? outcome : 'unanswered');
    } catch (error) {
      if (error instanceof Elsewhere) return;
      here.late ??= waits.cause();
      note(interaction, here, 'unanswered');
      throw error;
    }
  }

  function note(
    interaction: Interaction,
    { waits, replied, late }: Met,
    outcome: Outcome | 'unanswered',
  ): void {
    const [used, whole] = [nameOf(interaction), waits.elapsed()];
    const name = names.has(used.command) ? used : { ...used, command: 'unknown' };
    const cause = late === null ? {} : { cause: late };
    house.log[interaction.isAutocomplete() ? 'debug' : 'info'](
      { ...name, outcome, ...cause, milliseconds: Math.round(whole), interaction: interaction.id },
      'interaction',
    );
    const command = name.kind === 'autocomplete' ? `${name.command} (autocomplete)` : name.command;
    house.observe({ kind: 'interaction', command, outcome, cause: late, firstReply: replied, whole });
  }

  /**
   * Whether it is this process's to answer. What is typed is everybody's: a list that is shown twice is the
   * same list.
   */
  async function claim(interaction: Interaction): Promise<boolean | 'unknown'> {
    if (interaction.isAutocomplete()) return true;
    return isHarmless(interaction) ? claims.claim(interaction.id) : claims.claimToChange(interaction.id);
  }

  /** What another process may be changing just now is not changed a second time. */
  async function refuseToChange(interaction: Interaction): Promise<Outcome> {
    const isAnswerable =
      interaction.isChatInputCommand() || interaction.isMessageComponent() || interaction.isModalSubmit();
    return isAnswerable ? refuse(interaction, new UserError(NOT_KNOWN)) : 'refused';
  }

  /**
   * Whether it changes nothing, so that the reply may be made before it is known whether another process
   * makes it too.
   */
  function isHarmless(interaction: Interaction): boolean {
    if (interaction.isAutocomplete() || interaction.isMessageContextMenuCommand()) return true;
    if (interaction.isChatInputCommand()) return byName.get(interaction.commandName)?.isHarmless ?? false;
    return (
      'customId' in interaction &&
      (pressable.get(readCustomId(interaction.customId)?.command ?? '')?.isHarmless ?? false)
    );
  }

  /**
   * Sends the first reply to an interaction that is this process's to answer, and notes when Discord had it.
   * Throws `Elsewhere` where it is not.
   */
  async function first<Sent>(interaction: Interaction, send: () => Promise<Sent>): Promise<Sent> {
    const here = met.get(interaction)!;
    if (!(await waitFor('database', () => here.isMine))) throw new Elsewhere();
    // what Discord takes that was sent in time has come in time, however late this process hears of it
    if (here.waits.elapsed() > DEADLINE) here.late ??= here.waits.cause();
    try {
      const sent = await waitFor('discord', send);
      here.replied ??= here.waits.elapsed();
      return sent;
    } catch (error) {
      if (isDiscords(error, RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged)) throw new Elsewhere();
      if (here.waits.elapsed() > DEADLINE) here.late ??= here.waits.cause();
      throw error;
    }
  }

  async function dispatch(interaction: Interaction): Promise<Outcome> {
    if (interaction.isChatInputCommand()) return runCommand(interaction);
    if (interaction.isMessageContextMenuCommand()) return runMenu(interaction);
    if (interaction.isAutocomplete()) return suggest(interaction);
    if (interaction.isButton() || interaction.isAnySelectMenu() || interaction.isModalSubmit())
      return press(interaction);
    return 'refused';
  }

  async function runMenu(interaction: MessageContextMenuCommandInteraction): Promise<Outcome> {
    const menu = menus.find(({ data }) => data.name === interaction.commandName);
    return respond(interaction, { hidden: true }, async live => {
      if (!menu)
        throw new UserError('I do not know this any more. Discord may need a minute to notice; try /help.');
      const command = { name: `“${menu.data.name}”` };
      const own = await admitted(interaction, { command, hidden: true, live });
      if (interaction.targetMessage.channelId !== interaction.channelId)
        throw new UserError('This message is not in this channel.');
      return menu.act(interaction, own);
    });
  }

  async function runCommand(interaction: ChatInputCommandInteraction): Promise<Outcome> {
    const command = byName.get(interaction.commandName);
    const hidden = (interaction.options.get('private')?.value ?? command?.private ?? false) !== false;
    if (command?.ask) {
      const form = await openFormOf(command, interaction);
      if (form) return form;
    }
    return respond(interaction, { hidden }, async live => {
      if (!command)
        throw new UserError(
          'I do not know /{{commandName}} any more. Discord may need a minute to notice; try /help.',
          {
            commandName: interaction.commandName,
          },
        );
      const own = await admitted(interaction, { command: named(command), live });
      await checkOptions(interaction, command.data);
      return command.run(interaction, own);
    });
  }

  /** Opens the form of a command; undefined where it has none for what was typed. */
  async function openFormOf(
    command: Command,
    interaction: ChatInputCommandInteraction,
  ): Promise<Outcome | undefined> {
    try {
      const own = await admitted(interaction, { command: named(command) });
      await checkOptions(interaction, command.data);
      const form = await command.ask?.(interaction, own);
      if (!form) return undefined;
      await first(interaction, () => interaction.showModal(form));
      return 'answered';
    } catch (error) {
      return refuse(interaction, error);
    }
  }

  async function refuse(interaction: ChatInputCommandInteraction | Press, error: unknown): Promise<Outcome> {
    const { reply, outcome: became } = failure(error, interaction);
    await first(interaction, () => interaction.reply({ ...body(reply), flags: MessageFlags.Ephemeral }));
    return became;
  }

  async function press(interaction: Press): Promise<Outcome> {
    const pressed = readCustomId(interaction.customId);
    const command = pressed && pressable.get(pressed.command);
    const chosen = interaction.isAnySelectMenu() ? interaction.values : [];
    if (pressed?.command === CANCEL) return cancel(interaction, pressed);
    const make = async (live: Live) => {
      if (!command?.press)
        throw new UserError(
          'This button is from an older version of mine and does nothing any more. Please use the command again.',
        );
      const use = {
        command: { ...command, name: `/${pressed?.command}` },
        hidden: pressed?.mode !== 'post',
        live,
      };
      const own = await admitted(interaction, use);
      if (interaction.isAnySelectMenu()) await checkChosen(interaction);
      if (interaction.isModalSubmit()) checkFields(interaction, command.fields ?? []);
      return command.press(withChoice(pressed?.values ?? [], chosen), interaction, own);
    };
    if (pressed?.mode === 'form' && command?.form && !interaction.isModalSubmit())
      return openForm(interaction, pressed, command);
    if (pressed?.mode === 'turn' && command?.press) return turn(interaction, make);
    return respond(
      interaction,
      { hidden: pressed?.mode !== 'post' || isFilledInPrivately(interaction) },
      make,
    );
  }

  /** Shows a form; it must be the first answer, so nothing is deferred. */
  async function openForm(
    interaction: Exclude<Press, ModalSubmitInteraction>,
    { values, command: name }: Pressed,
    command: Pressable,
  ): Promise<Outcome> {
    try {
      const use = { command: { ...command, name: `/${name}` }, hidden: true };
      const form = await command.form?.(values, interaction, await admitted(interaction, use));
      if (form) await first(interaction, () => interaction.showModal(form));
      return 'answered';
    } catch (error) {
      return refuse(interaction, error);
    }
  }

  async function suggest(interaction: AutocompleteInteraction): Promise<Outcome> {
    const command = byName.get(interaction.commandName);
    const suggesting = async () => {
      if (!command?.suggest || !isTypedAsDeclared(interaction, command.data)) return [];
      return command.suggest(interaction, await admitted(interaction, { command: named(command) }));
    };
    const choices = await suggesting().catch(nothingToChoose);
    await first(interaction, () => interaction.respond(choices.slice(0, 25))).catch(ignoreLate);
    return 'answered';
  }

  /** The member who asked stops the answer that is being made; its message says so itself. */
  async function cancel(interaction: Press, { values: [id] }: Pressed): Promise<Outcome> {
    try {
      lives.cancel(id, interaction.user.id);
    } catch (error) {
      return refuse(interaction, error);
    }
    await first(interaction, () => interaction.deferUpdate());
    return 'answered';
  }

  /** Sends what `make` returns: at once if it is ready soon, else after a deferral, and then as it grows. */
  async function respond(
    interaction: Answerable,
    { hidden }: { hidden: boolean },
    make: (live: Live) => Promise<Reply>,
  ): Promise<Outcome> {
    const flags = hidden ? ({ flags: MessageFlags.Ephemeral } as const) : {};
    const { early, followed } = await begin(interaction, make);
    // a post is opened before there is something to say, and that may take longer than Discord waits
    const isLater = !early || early.reply.post !== undefined;
    if (isLater) await first(interaction, () => interaction.deferReply(flags));
    const made = early ?? (await followed(({ reply }) => interaction.editReply(body(reply))));
    const { reply, outcome: became } = made.reply.post ? await openPost(interaction, made.reply.post) : made;
    if (isLater) await interaction.editReply(body(reply));
    else
      await first(interaction, () =>
        interaction.reply({
          ...body(reply),
          ...(became === 'answered' ? flags : { flags: MessageFlags.Ephemeral }),
        }),
      );
    if (reply.thread) await openThread(interaction, reply.thread);
    if (reply.besides) await sayBesides(interaction, reply.besides);
    return became;
  }

  /**
   * Puts what `make` returns in place of the message whose button was pressed; a failure goes to the member
   * alone.
   */
  async function turn(interaction: Press, make: (live: Live) => Promise<Reply>): Promise<Outcome> {
    const { early, followed } = await begin(interaction, make);
    if (!early) await first(interaction, () => interaction.deferUpdate());
    const before = interaction.message && {
      content: interaction.message.content,
      embeds: interaction.message.embeds,
      components: interaction.message.components,
    };
    let isChanged = false;
    const show = ({ reply, isPartly }: State) => {
      isChanged = true;
      // until there is something of the new answer, the old one stays
      return interaction.editReply(
        isPartly
          ? body(reply)
          : { ...before, content: reply.content ?? '', components: body(reply).components },
      );
    };
    const { reply, outcome: became } = early ?? (await followed(show));
    const failed = became !== 'answered';
    if (failed && isChanged && before) await interaction.editReply(before);
    if (failed && early)
      await first(interaction, () => interaction.reply({ ...body(reply), flags: MessageFlags.Ephemeral }));
    else if (failed) await interaction.followUp({ ...body(reply), flags: MessageFlags.Ephemeral });
    else if (early && (!interaction.isModalSubmit() || interaction.isFromMessage()))
      await first(interaction, () => interaction.update(body(reply)));
    else if (early)
      await first(interaction, () => interaction.reply({ ...body(reply), flags: MessageFlags.Ephemeral }));
    else await interaction.editReply(body(reply));
    if (reply.instead) await putInstead(interaction, reply.instead);
    if (reply.besides) await sayBesides(interaction, reply.besides);
    return became;
  }

  /** A private message, or one that was removed, cannot be changed: then the member has the answer alone. */
  async function putInstead(
    { channel, appPermissions }: Press,
    { messageId, reply }: NonNullable<Reply['instead']>,
  ): Promise<void> {
    const mayAttach = appPermissions.has(PermissionFlagsBits.AttachFiles);
    try {
      await channel?.messages.edit(messageId, body(await drawn(reply, { mayAttach, log: house.log })));
    } catch (error) {
      house.log.info(
        { err: error, message: messageId },
        'an answer that was made anew could not take the place of the old one',
      );
    }
  }

  /** Where it cannot be said it is not: the channel is gone, closed to the bot, or of another server. */
  async function sayBesides(
    { guildId }: Answerable,
    { channelIds, content }: NonNullable<Reply['besides']>,
  ): Promise<void> {
    for (const channelId of channelIds)
      try {
        const channel = await client.channels.fetch(channelId);
        const isHere = channel !== null && !channel.isDMBased() && channel.guildId === guildId;
        if (isHere && channel.isSendable()) await channel.send({ content });
      } catch (error) {
        house.log.info({ err: error, channel: channelId }, 'something could not be said besides');
      }
  }

  /**
   * Begins to make a reply: what is ready soon, or, as soon as that is known to take long, the way to wait
   * for the rest while its states are shown.
   */
  async function begin(interaction: Answerable, make: (live: Live) => Promise<Reply>) {
    const live = lives.begin(interaction.id, interaction.user.id);
    const mayAttach = interaction.appPermissions.has(PermissionFlagsBits.AttachFiles);
    const made = make(live).then(reply => drawn(reply, { mayAttach, log: house.log }));
    const patience = after(pace.firstReply);
    const soon = await Promise.race([settled(made), live.takesLong, patience.over]);
    patience.forget();
    const became = (result: Settled) => ('error' in result ? failure(result.error, interaction) : result);
    const followed = async (show: (state: State) => Promise<unknown>) =>
      became(
        await settled(
          live.follow(made, state => show(state).catch(error => noteUnshown(error, interaction))),
        ),
      );
    return { early: soon && became(soon), followed };
  }

  // the next state or the answer follows
  function noteUnshown(error: unknown, interaction: Answerable): void {
    house.log.warn({ err: error, interaction: interaction.id }, 'a state of an answer could not be shown');
  }

  /** Whatever is thrown on the way to a reply becomes a sentence for the reader. */
  function failure(error: unknown, interaction: Answerable): { reply: Reply; outcome: Outcome } {
    const reply = explain(error, house.log, { interaction: interaction.id, ...nameOf(interaction) });
    return { reply, outcome: error instanceof UserError ? 'refused' : 'failed' };
  }

  /** A post has no id before it exists, so it is on record a moment after. */
  async function openPost(
    interaction: Answerable,
    { forumId, name, articleId, first }: NonNullable<Reply['post']>,
  ): Promise<{ reply: Reply; outcome: Outcome }> {
    try {
      const forum = await interaction.client.channels.fetch(forumId);
      if (forum?.type !== ChannelType.GuildForum || forum.guildId !== interaction.guildId)
        throw new UserError('This is not a forum any more.');
      const needsTag = forum.flags.has(ChannelFlags.RequireTag);
      const appliedTags = needsTag ? forum.availableTags.slice(0, 1).map(({ id }) => id) : [];
      const wanted = { name, autoArchiveDuration: THREAD_STAYS, appliedTags, message: body(first) };
      const post = await forum.threads.create(wanted).catch(async error => {
        const opened = await findOpened(forum, name, interaction);
        if (opened) return opened;
        throw error instanceof Uncertain ? new UserError(UNCERTAIN, {}, { cause: error }) : error;
      });
      await house.threads.open({
        threadId: post.id,
        serverId: interaction.guildId,
        articleId,
        openedBy: interaction.user.id,
        openedAt: new Date(house.clock.now()).toISOString(),
      });
      return {
        reply: { content: t('I opened a post about it: {{channel}}', { channel: channelMention(post.id) }) },
        outcome: 'answered',
      };
    } catch (error) {
      if (!(error instanceof DiscordAPIError)) return failure(error, interaction);
      house.log.warn({ err: error, interaction: interaction.id }, 'a post could not be opened');
      const lack = await refusalIn(error, client, forumId, needed.post);
      return failure(
        new UserError('I could not open a post in {{channel}}. {{lack}}', {
          channel: channel(forumId),
          lack: lack ?? say('Discord says: {{message}}.', { message: error.message }),
        }),
        interaction,
      );
    }
  }

  /** The post that Discord opened although it did not say so. */
  async function findOpened(
    forum: ForumChannel,
    name: string,
    { id }: Answerable,
  ): Promise<AnyThreadChannel | undefined> {
    const { threads } = await forum.threads.fetchActive();
    for (const post of threads.values()) {
      const isOurs = post.ownerId === client.user?.id && post.name === name && BigInt(post.id) > BigInt(id);
      if (isOurs && !(await house.threads.get(post.id))) return post;
    }
    return undefined;
  }

  /**
   * A thread on a message has the message's id, so it is on record before it exists: a crash in between loses
   * nothing.
   */
  async function openThread(
    interaction: Answerable,
    { name, articleId, first }: NonNullable<Reply['thread']>,
  ): Promise<void> {
    const message: Message = await interaction.fetchReply();
    const openedAt = new Date(house.clock.now()).toISOString();
    await house.threads.open({
      threadId: message.id,
      serverId: interaction.guildId,
      articleId,
      openedBy: interaction.user.id,
      openedAt,
    });
    try {
      const thread = await message
        .startThread({ name, autoArchiveDuration: THREAD_STAYS })
        .catch(error => openedAlready(error, message));
      await thread.send({ ...body(first), nonce: thread.id, enforceNonce: true });
    } catch (error) {
      const said =
        error instanceof DiscordAPIError
          ? say('Discord says: {{message}}.', { message: error.message })
          : say('Discord did not answer.');
      const lack = await refusalIn(error, client, message.channelId, needed.thread);
      house.log.warn({ err: error, interaction: interaction.id }, 'a thread could not be opened');
      await interaction.followUp({
        content: tell(
          say('I could not open the thread here. {{lack}} Please try again.', { lack: lack ?? said }),
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
async function openedAlready(error: unknown, { id, client }: Message): Promise<AnyThreadChannel> {
  if (!(error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage))
    throw error;
  const thread = await client.channels.fetch(id);
  if (!thread?.isThread()) throw error;
  return thread;
}

const NOT_KNOWN = phrase('My database did not answer in time, so I changed nothing. Please try again.');
const UNCERTAIN = phrase('Discord did not say whether it opened the post. Please try again.');

/** What can be pressed, and for whom it is. */
type Pressable = Pick<Command, 'press' | 'form' | 'fields' | 'audience' | 'isHarmless'>;

function named(command: Command): Pressable & { name: string } {
  return { ...command, name: `/${command.data.name}` };
}

/** Whoever filled in a form that a private message opened goes on in private. */
function isFilledInPrivately(interaction: Press): boolean {
  return interaction.isModalSubmit() && (interaction.message?.flags.has(MessageFlags.Ephemeral) ?? false);
}

type Settled = { readonly reply: Reply; readonly outcome: 'answered' } | { readonly error: unknown };

/** The one catch. */
function settled(made: Promise<Reply>): Promise<Settled> {
  return made.then(
    reply => ({ reply, outcome: 'answered' as const }),
    (error: unknown) => ({ error }),
  );
}

/** An interaction that is being answered. */
interface Met {
  readonly waits: Felt;
  /** Whether it is this process's to answer. */
  readonly isMine: Promise<boolean>;
  /** After how long (milliseconds) Discord had the first reply; null until then. */
  replied: number | null;
  /** Why it is or was answered too late; null while it is not. */
  late: Cause | null;
}

/** What is answered with a message. */
type Answerable = ChatInputCommandInteraction | MessageContextMenuCommandInteraction | Press;

/**
 * What was used, in names of ours: a custom id is not logged as it stands, for it may hold words that a
 * member searched for.
 */
function nameOf(interaction: Interaction): { kind: string; command: string } {
  if (interaction.isChatInputCommand()) {
    const subcommand = interaction.options.getSubcommand(false);
    return { kind: 'command', command: [interaction.commandName, subcommand].filter(Boolean).join(' ') };
  }
  if (interaction.isMessageContextMenuCommand()) return { kind: 'menu', command: interaction.commandName };
  if (interaction.isAutocomplete()) return { kind: 'autocomplete', command: interaction.commandName };
  if ('customId' in interaction)
    return { kind: 'component', command: readCustomId(interaction.customId)?.command ?? 'unknown' };
  return { kind: 'other', command: 'unknown' };
}

/** A command's own name, and its name with each of its subcommands. */
function namesOf({ data: { name, options = [] } }: Command): string[] {
  return [name, ...options.map(option => `${name} ${option.name}`)];
}

/** What the board shows of it. */
function workOf(interaction: Interaction): string {
  const { kind, command } = nameOf(interaction);
  return `${kind} ${command} ${interaction.id}`;
}

// Whoever is still typing is not told what is wrong: there is nothing to choose yet.
function nothingToChoose(error: unknown): [] {
  if (!(error instanceof UserError)) throw error;
  return [];
}

// The member went on typing, or closed the box: Discord has forgotten the question.
function ignoreLate(error: unknown): void {
  if (!isDiscords(error, RESTJSONErrorCodes.UnknownInteraction)) throw error;
}

function isDiscords(error: unknown, code: RESTJSONErrorCodes): boolean {
  return error instanceof DiscordAPIError && error.code === code;
}
