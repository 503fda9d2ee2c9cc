import {
  type APIInteraction,
  type APIMessage,
  InteractionType,
  MessageFlags,
  MessageType,
} from 'discord-api-types/v10';
import { refusal } from './errors.ts';
import type { Question } from './interactions.ts';
import type { Author, Draft } from './messages.ts';
import { permissionsOf } from './permissions.ts';
import { shownChannel } from './shown.ts';
import { type Channel, type Interaction, isDirect, serverIdOf, type World } from './world.ts';

/** The payload of an interaction, as the gateway sends it. */
export function payload(
  world: World,
  question: Question,
  made: { id: string; token: string },
): APIInteraction {
  const { member: user, channel, type, data, source, locale = 'en-US' } = question;
  const serverId = serverIdOf(channel);
  const held = (userId: string) =>
    serverId ? permissionsOf(world, userId, { serverId, channelId: channel.id }).toString() : '0';
  const server = serverId ? world.servers.get(serverId) : undefined;
  const member = server?.members.get(user.id);
  const place = server
    ? {
        guild_id: server.id,
        guild: { id: server.id, locale: 'en-US', features: [] },
        guild_locale: 'en-US',
        member: { ...member, permissions: held(user.id) },
        context: 0,
      }
    : { user, context: 1 };
  return {
    ...made,
    application_id: world.bot.id,
    type,
    version: 1,
    channel_id: channel.id,
    channel: { ...shownChannel(world, channel), permissions: held(user.id) },
    ...{ locale, app_permissions: held(world.bot.id), entitlements: [], attachment_size_limit: 10_485_760 },
    authorizing_integration_owners: { '0': serverId ?? '0' },
    ...place,
    ...(data === undefined ? {} : { data }),
    ...(source ? { message: source.message } : {}),
  } as unknown as APIInteraction;
}

/** The author of an interaction's answers, with the properties that such messages carry. */
export function authorOf(world: World, interaction: Interaction, draft: Draft, under?: string): Author {
  const { command: name, member } = interaction;
  const channel = channelOf(world, interaction);
  const repliesTo = under ?? interaction.source?.message.id;
  const asked =
    targetOf(interaction) === undefined ? MessageType.ChatInputCommand : MessageType.ContextMenuCommand;
  const type = repliesTo ? MessageType.Reply : name ? asked : MessageType.Default;
  const guild = isDirect(channel) ? {} : { guild_id: channel.guild_id };
  return {
    user: world.bot,
    onlyFor: isEphemeral(draft) ? member.id : null,
    extra: {
      type,
      application_id: world.bot.id,
      webhook_id: world.bot.id,
      interaction_metadata: metadata(interaction),
      ...(name && { interaction: { id: interaction.id, type: interaction.type, name, user: member } }),
      ...(repliesTo && {
        message_reference: { type: 0, channel_id: channel.id, message_id: repliesTo, ...guild },
      }),
    } as Partial<APIMessage>,
  };
}

function metadata(interaction: Interaction): NonNullable<APIMessage['interaction_metadata']> {
  const { id, type, member: user, payload, source } = interaction;
  const common = { id, type, user, authorizing_integration_owners: payload.authorizing_integration_owners };
  if (type === InteractionType.MessageComponent)
    return { ...common, interacted_message_id: source!.message.id } as never;
  if (type === InteractionType.ModalSubmit) {
    const triggering = source
      ? { ...common, type: 3, interacted_message_id: source.message.id }
      : { ...common, type: 2 };
    return { ...common, triggering_interaction_metadata: triggering } as never;
  }
  const target = targetOf(interaction);
  return (target === undefined ? common : { ...common, target_message_id: target }) as never;
}

/** The message whose menu the command was chosen from; undefined for other interactions. */
function targetOf({ payload }: Interaction): string | undefined {
  const data = 'data' in payload ? (payload.data as { target_id?: string } | undefined) : undefined;
  return data?.target_id;
}

/** Whether flags make a message private. */
export const isEphemeral = ({ flags }: { readonly flags?: unknown }) =>
  (Number(flags ?? 0) & MessageFlags.Ephemeral) !== 0;

/** The channel of an interaction. Throws 10003 if it is gone. */
export function channelOf(world: World, interaction: Interaction): Channel {
  const channel = world.channels.get(interaction.channelId);
  if (!channel) throw refusal('Unknown Channel');
  return channel;
}
