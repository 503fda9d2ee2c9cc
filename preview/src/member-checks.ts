import type { APIMessage, APIUser } from 'discord-api-types/v10';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { leaves } from './component-limits.ts';
import { PreviewError } from './errors.ts';
import { messagesOf } from './messages.ts';
import { may } from './permissions.ts';
import { type Channel, isDirect, isThread, type Stored, type World } from './world.ts';

/** The messages that everybody or this member in particular may see. */
export function visibleTo(user: APIUser, messages: readonly Stored[]): APIMessage[] {
  return messages
    .filter(({ onlyFor }) => onlyFor === null || onlyFor === user.id)
    .map(({ message }) => message);
}

/** Whether the member can see this channel. */
export function canSee(world: World, user: APIUser, channel: Channel | undefined): boolean {
  if (!channel) return false;
  if (isDirect(channel)) return channel.recipients.some(({ id }) => id === user.id);
  return may(world, user.id, channel.id, PermissionFlagsBits.ViewChannel);
}

/** Returns a channel that this member can see. Throws a PreviewError otherwise. */
export function openChannel(world: World, user: APIUser, channelId: string): Channel {
  const channel = world.channels.get(channelId);
  if (!channel || !canSee(world, user, channel)) throw new PreviewError('This channel is not there.');
  return channel;
}

/** Throws a PreviewError if Discord's client would not let the member write this there. */
export function demandWriting(world: World, user: APIUser, channel: Channel, content: string): void {
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

/** Returns a message that this member can see. Throws a PreviewError otherwise. */
export function seen(world: World, user: APIUser, channelId: string, messageId: string): Stored {
  const found = messagesOf(world, channelId).find(
    ({ message, onlyFor }) => message.id === messageId && (onlyFor === null || onlyFor === user.id),
  );
  if (!found) throw new PreviewError('This message is not there.');
  return found;
}

/** A component as it appears in a message. */
export type Component = Readonly<Record<string, unknown>>;

/** Finds an enabled component of a message that this member can see. Throws a PreviewError otherwise. */
export function findComponent(
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

/** The menu that offers this value, by custom id; undefined without one, or for a component's own id. */
export function findMenuWith({ components = [] }: APIMessage, value: string): string | undefined {
  const all = leaves(components as unknown as Component[], []).map(({ component }) => component);
  if (all.some(({ custom_id }) => custom_id === value)) return undefined;
  const offers = ({ options }: Component) =>
    (options as { value: string }[] | undefined)?.some(option => option.value === value);
  return all.find(offers)?.custom_id as string | undefined;
}

/** Throws a PreviewError if a menu does not accept these values. */
export function demandChosen(component: Component, values: readonly string[]): void {
  const options = component.options as { value: string }[] | undefined;
  const stray = options && values.find(value => !options.some(option => option.value === value));
  if (stray !== undefined) throw new PreviewError(`"${stray}" is not among the choices.`);
  const [least, most] = [Number(component.min_values ?? 1), Number(component.max_values ?? 1)];
  if (values.length < least || values.length > most)
    throw new PreviewError(`Choose ${least === most ? least : `${least} to ${most}`}.`);
}
