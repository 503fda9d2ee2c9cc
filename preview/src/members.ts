import type {
  APIApplicationCommand,
  APIApplicationCommandOptionChoice,
  APIEmbed,
  APIMessage,
  APIUser,
} from 'discord-api-types/v10';
import { ComponentType, InteractionType } from 'discord-api-types/v10';
import { type Asked, watch } from './asked.ts';
import { PreviewError } from './errors.ts';
import { ask } from './interactions.ts';
import {
  canSee,
  demandChosen,
  demandWriting,
  findComponent,
  findMenuWith,
  openChannel,
  seen,
  visibleTo,
} from './member-checks.ts';
import { findMessage, messagesOf, post, remove } from './messages.ts';
import { type FieldValues, filledIn } from './modals.ts';
import { commandData, commandsFor, menuData } from './options.ts';
import { resolvedValues, type Values } from './resolved.ts';
import { enter, openThread } from './threads.ts';
import type { Until } from './until.ts';
import { announce, directChannel, isGuildChannel, isThread, type Stored, type World } from './world.ts';

/** A server's member, for tests and page. Throws a PreviewError for what Discord's client refuses. */
export interface Member {
  readonly id: string;
  readonly user: APIUser;
  /** The same member with a client in another language: a Discord locale. */
  speaking(locale: string): Member;
  /** Types a slash command and sends it. */
  command(
    channelId: string,
    name: string,
    options?: Values,
    how?: { subcommand?: string; group?: string; locale?: string },
  ): Promise<Asked>;
  /** Chooses one of the bot's commands in the menu of a message. */
  menu(
    message: Pick<APIMessage, 'id' | 'channel_id'>,
    name: string,
    how?: { locale?: string },
  ): Promise<Asked>;
  /** The bot's choices for the option being typed. Rejects without an answer within 3 seconds. */
  autocomplete(
    channelId: string,
    name: string,
    options: Values,
    focused: string,
    how?: { subcommand?: string; group?: string },
  ): Promise<readonly APIApplicationCommandOptionChoice[]>;
  /** Presses a button, or chooses the option with this value in a menu. */
  click(message: Pick<APIMessage, 'id' | 'channel_id'>, customId: string): Promise<Asked>;
  /** Chooses options in a menu. */
  select(
    message: Pick<APIMessage, 'id' | 'channel_id'>,
    customId: string,
    values: readonly string[],
  ): Promise<Asked>;
  /** Fills in the modal that the bot answered with, by the custom ids of its fields, and sends it. */
  submitModal(asked: Pick<Asked, 'id'>, fields: FieldValues): Promise<Asked>;
  /** Sends an interaction that no Discord client would, on a message if named: to test validation. */
  forge(channelId: string, type: InteractionType, data: object, messageId?: string): Asked;
  /** Writes a message, with link previews (`embeds`) and a text file if given. */
  say(
    channelId: string,
    content: string,
    how?: { replyTo?: string; embeds?: readonly APIEmbed[]; file?: { name: string; text: string } },
  ): Promise<APIMessage>;
  /** Edits one of the member's own messages. */
  rewrite(message: Pick<APIMessage, 'id' | 'channel_id'>, content: string): Promise<APIMessage>;
  /** Opens a public thread, on a message if one is named; returns its id. */
  openThread(channelId: string, name: string, messageId?: string): Promise<string>;
  /** Returns the id of the direct message channel with the bot. */
  directMessages(): string;
  /** Sends a typing notification. */
  types(channelId: string): void;
  /** The messages of a channel that this member can see, oldest first. */
  sees(channelId: string): APIMessage[];
  /** The commands that this member is offered in a channel. */
  commands(channelId: string): APIApplicationCommand[];
  /** Uploads a file; returns its id, the value for an option that takes a file. */
  attach(file: { name: string; type?: string; bytes: Uint8Array | string }): string;
  /** Dismisses a private message. */
  dismiss(messageId: string): void;
}

/** A member in their world. */
interface Self {
  readonly world: World;
  readonly user: APIUser;
  readonly until: Until;
  /** The language of the member's client; American English if undefined. */
  readonly locale?: string | undefined;
}

/** Creates a member's actions, in a client in the given language if there is one. */
export function createMember(world: World, user: APIUser, until: Until, locale?: string): Member {
  const self = { world, user, until, locale };
  return {
    speaking: other => createMember(world, user, until, other),
    ...{ id: user.id, user, ...createCommands(self), ...createPresses(self), ...createWriting(self) },
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

function pose(
  { world, user, until, locale }: Self,
  channelId: string,
  type: InteractionType,
  data: unknown,
  more: { source?: Stored; command?: string; locale?: string } = {},
): Asked {
  const channel = openChannel(world, user, channelId);
  return watch(world, ask(world, { member: user, channel, type, data, locale, ...more }), until);
}

/** Commands: typed, or chosen in the menu of a message. */
function createCommands(self: Self): Pick<Member, 'command' | 'menu' | 'autocomplete'> {
  const { world, user, until, locale: spoken } = self;
  return {
    async command(channelId, name, options = {}, { subcommand, group, locale } = {}) {
      const data = commandData(world, user, openChannel(world, user, channelId), {
        name,
        subcommand,
        group,
        options,
      });
      return pose(self, channelId, InteractionType.ApplicationCommand, data, {
        command: [name, group, subcommand].filter(Boolean).join(' '),
        ...(locale ? { locale } : {}),
      });
    },
    async menu({ id, channel_id }, name, { locale } = {}) {
      const channel = openChannel(world, user, channel_id);
      const { message } = seen(world, user, channel_id, id);
      const data = menuData(world, user, channel, name, message);
      return pose(self, channel_id, InteractionType.ApplicationCommand, data, {
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
        locale: spoken,
      });
      await until(() => interaction.state !== 'asked', `choices for ${name} ${focused}`);
      if (!interaction.choices)
        throw new PreviewError('Loading options failed: the bot did not answer within 3 seconds.');
      return interaction.choices;
    },
  };
}

/** Buttons, menus and forms. */
function createPresses(self: Self): Pick<Member, 'click' | 'select' | 'submitModal' | 'forge'> {
  const { world, user } = self;
  return {
    async click({ id, channel_id }, customId) {
      const menu = findMenuWith(seen(world, user, channel_id, id).message, customId);
      if (menu !== undefined) return this.select({ id, channel_id }, menu, [customId]);
      const { source, component } = findComponent(world, user, channel_id, id, customId);
      if (component.type !== ComponentType.Button) throw new PreviewError(`"${customId}" is no button.`);
      return pose(
        self,
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
        self,
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
      return pose(self, interaction.channelId, InteractionType.ModalSubmit, data, source ? { source } : {});
    },
    forge(channelId, type, data, messageId) {
      return pose(
        self,
        channelId,
        type,
        data,
        messageId === undefined ? {} : { source: seen(world, user, channelId, messageId) },
      );
    },
  };
}

/** Messages and threads. */
function createWriting(
  self: Self,
): Pick<Member, 'say' | 'rewrite' | 'openThread' | 'directMessages' | 'types'> {
  const { world, user } = self;
  return {
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
  };
}
