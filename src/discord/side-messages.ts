import { PermissionFlagsBits } from 'discord.js';
import { attachImage } from './chart-image.ts';
import type { Services } from './context.ts';
import type { CustomIdInteraction } from './define-button.ts';
import type { RepliableInteraction } from './exchange.ts';
import { toEditBody, toMessageBody } from './reply-body.ts';
import type { Reply } from './types.ts';

/**
 * Replaces one of our earlier messages with a regenerated answer. A message that is private or was removed
 * cannot be changed; then only the member has the answer.
 */
export async function replaceMessage(
  { channel, appPermissions }: CustomIdInteraction,
  { messageId, reply }: NonNullable<Reply['replacement']>,
  { log }: Services,
): Promise<void> {
  const mayAttach = appPermissions.has(PermissionFlagsBits.AttachFiles);
  try {
    const message = await channel?.messages.fetch(messageId);
    await message?.edit(toEditBody(await attachImage(reply, { mayAttach, log }), message));
  } catch (error) {
    log.info(
      { err: error, message: messageId },
      'an answer that was made anew could not take the place of the old one',
    );
  }
}

/** Posts an announcement in channels of the asking server; skips channels gone, closed or elsewhere. */
export async function postAnnouncement(
  { client, guildId }: RepliableInteraction,
  { channelIds, content }: NonNullable<Reply['announcement']>,
  { log }: Services,
): Promise<void> {
  for (const channelId of channelIds)
    try {
      const channel = await client.channels.fetch(channelId);
      const isHere = channel !== null && !channel.isDMBased() && channel.guildId === guildId;
      if (isHere && channel.isSendable()) await channel.send(toMessageBody({ content }));
    } catch (error) {
      log.info({ err: error, channel: channelId }, 'something could not be said besides');
    }
}
