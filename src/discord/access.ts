import type { GuildMember, Interaction, Message } from 'discord.js';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { UserError } from '../errors.ts';
import { joinValues, mentionChannel, mentionRole } from '../i18n/template-values.ts';
import type { ServerSettings } from '../storage/stores/settings.ts';

/**
 * Who may use something: `everyone` is always allowed, `readers` are the members whom the server lets ask, in
 * the channels where it lets them, and `editors` manage the server or have the role set in `/settings`.
 */
export type Audience = 'everyone' | 'readers' | 'editors';

/** The server, channels, roles and permissions of the person asking. */
export interface Visitor {
  /** Null in direct messages. */
  readonly serverId: string | null;
  readonly roles: readonly string[];
  readonly managesServer: boolean;
  /** The channel and its parents: for a thread also its channel, for both also the category. */
  readonly channelIds: readonly string[];
}

/** The visitor behind an interaction. */
export function visitorOf({ guildId, member, memberPermissions, channel, channelId }: Interaction): Visitor {
  const roles = member?.roles ?? [];
  return {
    serverId: guildId,
    roles: Array.isArray(roles) ? roles : [...roles.cache.keys()],
    managesServer: memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
    channelIds: [...(channelId === null ? [] : [channelId]), ...listChannelAndParents(channel)],
  };
}

/** The visitor behind a message. */
export function visitorOfMessage({ guildId, member, channel, channelId }: Message): Visitor {
  return {
    serverId: guildId,
    roles: rolesOf(member),
    managesServer: member?.permissions.has(PermissionFlagsBits.ManageGuild) ?? false,
    channelIds: [channelId, ...listChannelAndParents(channel)],
  };
}

function rolesOf(member: GuildMember | null): string[] {
  return member ? [...member.roles.cache.keys()] : [];
}

function listChannelAndParents(channel: Interaction['channel']): string[] {
  if (!channel || channel.isDMBased()) return [];
  const parent = channel.parent;
  return [channel.parentId, parent?.parentId].filter(id => typeof id === 'string');
}

/** Whether a visitor manages the server or has the role set in `/settings`. False in direct messages. */
export function isEditor(visitor: Visitor, settings: Pick<ServerSettings, 'editorRole'>): boolean {
  if (visitor.serverId === null) return false;
  return (
    visitor.managesServer || (settings.editorRole !== null && visitor.roles.includes(settings.editorRole))
  );
}

/**
 * Says who may do this, or where, if the visitor may not. Replies that only the asking member sees
 * (`ephemeral`) are allowed in every channel: the list of channels exists to keep the others quiet.
 */
export function findAccessRefusal(
  visitor: Visitor,
  settings: ServerSettings,
  { audience, name, ephemeral = false }: { audience: Audience; name: string; ephemeral?: boolean },
): UserError | undefined {
  if (audience === 'editors') return findEditorRefusal(visitor, settings, name);
  if (audience !== 'readers' || visitor.serverId === null) return undefined;
  const { askers, channels } = settings;
  if (askers.length > 0 && !isEditor(visitor, settings) && !askers.some(role => visitor.roles.includes(role)))
    return new UserError('In this server, only members with the role {{roles}} can ask me.', {
      roles: joinValues(askers.map(mentionRole), 'or'),
    });
  if (channels.length > 0 && !ephemeral && !channels.some(channel => visitor.channelIds.includes(channel)))
    return new UserError(
      'In this server, I only answer in {{channels}}. Elsewhere, commands work with `private`, for you alone.',
      {
        channels: joinValues(channels.map(mentionChannel), 'or'),
      },
    );
  return undefined;
}

function findEditorRefusal(visitor: Visitor, settings: ServerSettings, name: string): UserError | undefined {
  if (visitor.serverId === null)
    return new UserError('{{name}} only works in a server. Please use it in one.', { name });
  if (isEditor(visitor, settings)) return undefined;
  if (settings.editorRole === null)
    return new UserError('{{name}} is for editors: members with the “Manage Server” permission.', { name });
  return new UserError(
    '{{name}} is for editors: members with the “Manage Server” permission or the role {{role}}.',
    { name, role: mentionRole(settings.editorRole) },
  );
}
