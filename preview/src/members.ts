import type {
  APIApplicationCommand,
  APIApplicationCommandOptionChoice,
  APIEmbed,
  APIMessage,
  APIUser,
} from 'discord-api-types/v10';
import { ComponentType, InteractionType, PermissionFlagsBits } from 'discord-api-types/v10';
import { PreviewError } from './errors.ts';
import { ask, isLoading, TOKEN_AGE } from './interactions.ts';
import { leaves, textsOf } from './limits.ts';
import { findMessage, messagesOf, post, remove } from './messages.ts';
import { type FieldValues, filledIn } from './modals.ts';
import { commandData, commandsFor, menuData, resolvedValues, type Values } from './options.ts';
import { may } from './permissions.ts';
import { enter, openThread } from './threads.ts';
import type { Until } from './until.ts';
import {
  announce,
  type Change,
  type Channel,
  directChannel,
  type Interaction,
  isDirect,
  isGuildChannel,
  isThread,
  type Modal,
  type Stored,
  type World,
} from './world.ts';

/**
 * A member of a server, for tests and for the page. Whatever Discord's client would refuse is a PreviewError.
 */
export interface Member {
  readonly id: string;
  readonly user: APIUser;
  /** Types a slash command and sends it. */
  command(
    channelId: string,
    name: string,
    options?: Values,
    how?: { subcommand?: string; group?: string; locale?: string },
  ): Promise<Asked>;
  /** Chooses one of the bot's entries in the menu of a message. */
  menu(
    message: Pick<APIMessage, 'id' | 'channel_id'>,
    name: string,
    how?: { locale?: string },
  ): Promise<Asked>;
  /**
   * What the bot offers for the option that is being typed. Rejects when it does not answer within 3 seconds.
   */
  autocomplete(
    channelId: string,
    name: string,
    options: Values,
    focused: string,
    how?: { subcommand?: string; group?: string },
  ): Promise<readonly APIApplicationCommandOptionChoice[]>;
  /** Presses a button, or chooses what stands in a menu under this value. */
  click(message: Pick<APIMessage, 'id' | 'channel_id'>, customId: string): Promise<Asked>;
  /** Chooses in a menu. */
  select(
    message: Pick<APIMessage, 'id' | 'channel_id'>,
    customId: string,
    values: readonly string[],
  ): Promise<Asked>;
  /** Fills in the modal that the bot answered with, by the custom ids of its fields, and sends it. */
  submitModal(asked: Pick<Asked, 'id'>, fields: FieldValues): Promise<Asked>;
  /**
   * Sends an interaction with data as they stand, though no program of Discord's would make them, on a
   * message if one is named: for tests of what the bot believes.
   */
  forge(channelId: string, type: InteractionType, data: object, messageId?: string): Asked;
  /** Writes a message, with what a link in it would show (`embeds`) and a text file if given. */
  say(
    channelId: string,
    content: string,
    how?: { replyTo?: string; embeds?: readonly APIEmbed[]; file?: { name: string; text: string } },
  ): Promise<APIMessage>;
  /** Changes one of the member's own messages. */
  rewrite(message: Pick<APIMessage, 'id' | 'channel_id'>, content: string): Promise<APIMessage>;
  /** Opens a public thread, on a message if one is named; its id. */
  openThread(channelId: string, name: string, messageId?: string): Promise<string>;
  /** The channel of direct messages with the bot; its id. */
  directMessages(): string;
  /** Is typing. */
  types(channelId: string): void;
  /** What stands in the channel for this member, the oldest first. */
  sees(channelId: string): APIMessage[];
  /** The commands that this member is offered there. */
  commands(channelId: string): APIApplicationCommand[];
  /** Takes a file from the member's device; its id is the value of an option that takes a file. */
  attach(file: { name: string; type?: string; bytes: Uint8Array | string }): string;
  /** Puts a private message out of sight. */
  dismiss(messageId: string): void;
}

/** What a member asked, and what becomes of it. */
export interface Asked {
  readonly id: string;
  /** Whether the bot put the answer off ("thinking…"). */
  readonly wasDeferred: boolean;
  /** Whether the bot let the three seconds pass. */
  readonly failed: boolean;
  /** The answer as it stands; undefined before there is one and after it was removed. */
  readonly message: APIMessage | undefined;
  /** Every version of the answer so far, "thinking…" included. */
  readonly versions: readonly APIMessage[];
  /** Messages that the bot sent after its answer, the oldest first. */
  readonly followUps: readonly APIMessage[];
  /** The first answer that says something: not "thinking…". Rejects when the bot fails to answer. */
  reply(): Promise<APIMessage>;
  /** The answer once it fits; every later version is tried. */
  replyWhere(fits: (message: APIMessage) => boolean): Promise<APIMessage>;
  /**
   * The answer when nothing about it has changed for `quiet` milliseconds (50 if absent); where its first
   * line is small (`-# …`), as of one that says what is being done, for fifty times as long, but no less than ten seconds.
   */
  final(quiet?: number): Promise<APIMessage>;
  /** Resolves as soon as the bot answered in any way, or with `failed`. */
  settled(): Promise<'answered' | 'failed'>;
  /**
   * What the bot offered for an option that is being typed; undefined where it was asked for something else.
   */
  readonly choices: readonly APIApplicationCommandOptionChoice[] | undefined;
  /** The modal that the bot answered with. */
  modal(): Promise<Modal>;
}

/** So long (milliseconds) an answer may stand that says what is being done, before that counts as the answer. */
const PROGRESS_PATIENCE = 10_000;

/** The member's ways into the world. */
export function createMember(world: World, user: APIUser, until: Until): Member {
  const pose = (
    channelId: string,
    type: InteractionType,
    data: unknown,
    more: { source?: Stored; command?: string; locale?: string } = {},
  ) =>
    watch(
      world,
      ask(world, { member: user, channel: openChannel(world, user, channelId), type, data, ...more }),
      until,
    );

  return {
    id: user.id,
    user,
    async command(channelId, name, options = {}, { subcommand, group, locale } = {}) {
      const data = commandData(world, user, openChannel(world, user, channelId), {
        name,
        subcommand,
        group,
        options,
      });
      return pose(channelId, InteractionType.ApplicationCommand, data, {
        command: [name, group, subcommand].filter(Boolean).join(' '),
        ...(locale ? { locale } : {}),
      });
    },
    async menu({ id, channel_id }, name, { locale } = {}) {
      const channel = openChannel(world, user, channel_id);
      const { message } = seen(world, user, channel_id, id);
      const data = menuData(world, user, channel, name, message);
      return pose(channel_id, InteractionType.ApplicationCommand, data, {
        command: name,
        ...(locale ? { locale } : {}),
      });
    },
    async autocomplete(channelId, name, options, focused, { subcommand, group } = {}) {
      const channel = openChannel(world, user, channelId);
      const data = commandData(world, user, channel, { name, subcommand, group, options, focused });
      const interaction = ask(world, {
        member: user,
        channel,
        type: InteractionType.ApplicationCommandAutocomplete,
        data,
      });
      await until(() => interaction.state !== 'asked', `choices for ${name} ${focused}`);
      if (!interaction.choices)
        throw new PreviewError('Loading options failed: the bot did not answer within 3 seconds.');
      return interaction.choices;
    },
    async click({ id, channel_id }, customId) {
      const menu = findMenuWith(seen(world, user, channel_id, id).message, customId);
      if (menu !== undefined) return this.select({ id, channel_id }, menu, [customId]);
      const { source, component } = findComponent(world, user, channel_id, id, customId);
      if (component.type !== ComponentType.Button) throw new PreviewError(`"${customId}" is no button.`);
      return pose(
        channel_id,
        InteractionType.MessageComponent,
        { custom_id: customId, component_type: component.type, id: component.id },
        { source },
      );
    },
    async select({ id, channel_id }, customId, values) {
      const { source, component } = findComponent(world, user, channel_id, id, customId);
      demandChosen(component, values);
      return pose(
        channel_id,
        InteractionType.MessageComponent,
        {
          custom_id: customId,
          component_type: component.type,
          id: component.id,
          values,
          ...resolvedValues(
            world,
            { user, channel: openChannel(world, user, channel_id) },
            component,
            values,
          ),
        },
        { source },
      );
    },
    async submitModal(asked, fields) {
      const interaction = [...world.interactions.values()].find(({ id }) => id === asked.id);
      if (!interaction?.modal || interaction.member.id !== user.id)
        throw new PreviewError('There is no form to send.');
      const { modal, source } = interaction;
      const channel = openChannel(world, user, interaction.channelId);
      const data = { custom_id: modal.custom_id, ...filledIn(world, channel, { modal, fields, user }) };
      return pose(interaction.channelId, InteractionType.ModalSubmit, data, source ? { source } : {});
    },
    forge(channelId, type, data, messageId) {
      return pose(
        channelId,
        type,
        data,
        messageId === undefined ? {} : { source: seen(world, user, channelId, messageId) },
      );
    },
    async say(channelId, content, { replyTo, embeds = [], file } = {}) {
      const channel = openChannel(world, user, channelId);
      if (!file && embeds.length === 0) demandWriting(world, user, channel, content);
      const draft = { content, embeds, ...(replyTo ? { message_reference: { message_id: replyTo } } : {}) };
      const upload = file && {
        name: file.name,
        type: 'text/plain',
        bytes: new TextEncoder().encode(file.text),
      };
      const { message } = post(world, channel, draft, new Map(upload ? [['0', upload]] : []), { user });
      if (isThread(channel)) enter(world, channel, user.id);
      return message;
    },
    async rewrite({ id, channel_id }, content) {
      const stored = findMessage(world, channel_id, id);
      if (stored.message.author.id !== user.id)
        throw new PreviewError('Only your own messages can be changed.');
      const edited_timestamp = new Date(world.clock.now()).toISOString();
      stored.message = { ...stored.message, content, edited_timestamp };
      announce(world, { type: 'message update', stored });
      return stored.message;
    },
    async openThread(channelId, name, messageId) {
      const channel = openChannel(world, user, channelId);
      if (!isGuildChannel(channel)) throw new PreviewError('A thread hangs on a channel of a server.');
      return openThread(
        world,
        channel,
        user,
        { name },
        messageId ? findMessage(world, channelId, messageId) : undefined,
      ).id;
    },
    directMessages: () => directChannel(world, user).id,
    types: channelId => announce(world, { type: 'typing', channelId, userId: user.id }),
    sees: channelId =>
      canSee(world, user, world.channels.get(channelId)) ? visibleTo(user, messagesOf(world, channelId)) : [],
    commands: channelId => commandsFor(world, user, openChannel(world, user, channelId)),
    attach({ name, type = 'application/octet-stream', bytes }) {
      const id = world.nextId();
      world.files.set(id, {
        name,
        type,
        bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes,
      });
      return id;
    },
    dismiss(messageId) {
      const stored = [...world.messages.values()]
        .flat()
        .find(({ message, onlyFor }) => message.id === messageId && onlyFor === user.id);
      if (!stored) throw new PreviewError('Only a private message can be dismissed.');
      remove(world, stored);
    },
  };
}

function visibleTo(user: APIUser, messages: readonly Stored[]): APIMessage[] {
  return messages
    .filter(({ onlyFor }) => onlyFor === null || onlyFor === user.id)
    .map(({ message }) => message);
}

/** Whether the member finds this channel in their list. */
export function canSee(world: World, user: APIUser, channel: Channel | undefined): boolean {
  if (!channel) return false;
  if (isDirect(channel)) return channel.recipients.some(({ id }) => id === user.id);
  return may(world, user.id, channel.id, PermissionFlagsBits.ViewChannel);
}

function openChannel(world: World, user: APIUser, channelId: string): Channel {
  const channel = world.channels.get(channelId);
  if (!channel || !canSee(world, user, channel)) throw new PreviewError('This channel is not there.');
  return channel;
}

function demandWriting(world: World, user: APIUser, channel: Channel, content: string): void {
  if (!content.trim()) throw new PreviewError('The message is empty.');
  if (content.length > 2000) throw new PreviewError('A message has at most 2,000 characters.');
  const needed = isThread(channel)
    ? PermissionFlagsBits.SendMessagesInThreads
    : PermissionFlagsBits.SendMessages;
  if (
    isThread(channel) &&
    channel.thread_metadata.locked &&
    !may(world, user.id, channel.id, PermissionFlagsBits.ManageThreads)
  )
    throw new PreviewError('This thread is locked.');
  if (!may(world, user.id, channel.id, needed)) throw new PreviewError('You may not write here.');
}

/** A message that this member sees. */
function seen(world: World, user: APIUser, channelId: string, messageId: string): Stored {
  const found = messagesOf(world, channelId).find(
    ({ message, onlyFor }) => message.id === messageId && (onlyFor === null || onlyFor === user.id),
  );
  if (!found) throw new PreviewError('This message is not there.');
  return found;
}

type Component = Readonly<Record<string, unknown>>;

function findComponent(
  world: World,
  user: APIUser,
  channelId: string,
  messageId: string,
  customId: string,
): { source: Stored; component: Component } {
  openChannel(world, user, channelId);
  const source = seen(world, user, channelId, messageId);
  const all = leaves((source.message.components ?? []) as unknown as Component[], []).map(
    ({ component }) => component,
  );
  const component = all.find(({ custom_id }) => custom_id === customId);
  if (!component) throw new PreviewError(`The message has nothing with the custom id "${customId}".`);
  if (component.disabled) throw new PreviewError(`"${customId}" is switched off.`);
  return { source, component };
}

/** The menu in which this is a choice, where it is nothing of its own; undefined where there is none. */
function findMenuWith({ components = [] }: APIMessage, value: string): string | undefined {
  const all = leaves(components as unknown as Component[], []).map(({ component }) => component);
  if (all.some(({ custom_id }) => custom_id === value)) return undefined;
  const offers = ({ options }: Component) =>
    (options as { value: string }[] | undefined)?.some(option => option.value === value);
  return all.find(offers)?.custom_id as string | undefined;
}

function demandChosen(component: Component, values: readonly string[]): void {
  const options = component.options as { value: string }[] | undefined;
  const stray = options && values.find(value => !options.some(option => option.value === value));
  if (stray !== undefined) throw new PreviewError(`"${stray}" is not among the choices.`);
  const [least, most] = [Number(component.min_values ?? 1), Number(component.max_values ?? 1)];
  if (values.length < least || values.length > most)
    throw new PreviewError(`Choose ${least === most ? least : `${least} to ${most}`}.`);
}

/** Follows what becomes of an interaction. */
function watch(world: World, interaction: Interaction, until: Until): Asked {
  const versions: APIMessage[] = [];
  const followUps = new Map<string, APIMessage>();
  const current = () =>
    messagesOf(world, interaction.channelId).find(({ message }) => message.id === interaction.originalId);
  const note = () => {
    const message = current()?.message;
    if (message && message !== versions.at(-1)) versions.push(message);
  };
  const listener = (change: Change) => {
    // each interaction listens for a quarter of an hour: what concerns another one must cost next to nothing
    if (change.type === 'interaction') {
      if (change.interaction === interaction) note();
      else if (change.interaction.askedAt - interaction.askedAt > TOKEN_AGE) world.listeners.delete(listener);
      return;
    }
    if (change.type !== 'message' && change.type !== 'message update') return;
    const { message } = change.stored;
    if (message.id === interaction.originalId) note();
    const own = message.interaction_metadata?.id === interaction.id && message.id !== interaction.originalId;
    if (own && interaction.state === 'answered') followUps.set(message.id, message);
  };
  world.listeners.add(listener);
  const failure = () => {
    if (interaction.state === 'failed') throw new Error('The application did not respond.');
  };
  const replyWhere = (fits: (message: APIMessage) => boolean) =>
    until(
      () => {
        failure();
        const stored = current();
        return (
          stored &&
          !isLoading(stored) &&
          interaction.state === 'answered' &&
          fits(stored.message) &&
          stored.message
        );
      },
      `an answer to ${interaction.command ?? 'an interaction'}`,
    );

  return {
    id: interaction.id,
    get wasDeferred() {
      return interaction.deferred;
    },
    get failed() {
      return interaction.state === 'failed';
    },
    get message() {
      return current()?.message;
    },
    get versions() {
      return versions;
    },
    get choices() {
      return interaction.choices;
    },
    get followUps() {
      return [...followUps.values()];
    },
    reply: () => replyWhere(() => true),
    replyWhere,
    async final(quiet = 50) {
      const first = await replyWhere(() => true);
      for (let before = first; ; before = current()?.message ?? before) {
        const [text = ''] = textsOf({ ...before });
        const patience = text.startsWith('-# ') ? Math.max(50 * quiet, PROGRESS_PATIENCE) : quiet;
        const signal = AbortSignal.timeout(patience);
        await until(() => signal.aborted || current()?.message !== before, 'the answer to be whole');
        if (current()?.message === before) return before;
        if (!current()) throw new Error('The answer was removed.');
      }
    },
    settled: () => until(() => interaction.state !== 'asked' && interaction.state, 'the bot to answer'),
    modal: () =>
      until(() => {
        failure();
        return interaction.modal;
      }, 'a form'),
  };
}
