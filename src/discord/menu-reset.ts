import { DiscordAPIError, type Message, MessageFlags } from 'discord.js';
import { type APIMessageTopLevelComponent, ComponentType } from 'discord-api-types/v10';
import { isButtonMenu, parseCustomId, pressedIdOf, renewMenuId } from './custom-id.ts';
import type { CustomIdInteraction } from './define-button.ts';
import { findButtonMenu } from './layout.ts';
import { isGone } from './permissions.ts';
import type { ReplyWebhooks } from './reply-webhooks.ts';

/**
 * Lets the same item of a menu of buttons be chosen again: Discord shows the last choice and does not report
 * choosing it once more. A choice that turns its message gets a new menu anyway, and a private message gets
 * one from `renewPrivateMenus`, unless the choice opened a form, which may be cancelled. The message is changed by
 * the webhook of the interaction that it replies to, which works in servers without the bot too. Once that is over,
 * a private message is tried with the choice's own webhook: Discord's documents don't say whether a form lets it
 * change the message that was chosen in.
 */
export async function resetButtonMenu(
  interaction: CustomIdInteraction,
  replyWebhooks: ReplyWebhooks,
): Promise<void> {
  if (!interaction.isStringSelectMenu() || !isButtonMenu(interaction.customId)) return;
  const mode = parseCustomId(pressedIdOf(interaction))?.mode;
  if (mode === 'turn') return;
  const { message } = interaction;
  const isPrivate = message.flags.has(MessageFlags.Ephemeral);
  if (isPrivate && mode !== 'form') return;
  const components = renewMenus(message);
  const before = replyWebhooks.find(message.interactionMetadata?.id);
  const edited = before
    ? before.editMessage(message, { components })
    : isPrivate
      ? interaction.webhook.editMessage('@original', { components })
      : message.edit({ components });
  await edited.catch(ignoreRefusal);
}

/** A private message's components with renewed menus, or null. Accepted only with the first reply. */
export function renewPrivateMenus(message: Message): APIMessageTopLevelComponent[] | null {
  const isPrivate = message.flags.has(MessageFlags.Ephemeral);
  return isPrivate && findButtonMenu(message) ? renewMenus(message) : null;
}

function renewMenus({ components }: Message): APIMessageTopLevelComponent[] {
  return components
    .map(component => component.toJSON() as APIMessageTopLevelComponent)
    .map(row =>
      row.type !== ComponentType.ActionRow
        ? row
        : {
            ...row,
            components: row.components.map(each =>
              each.type === ComponentType.StringSelect && isButtonMenu(each.custom_id)
                ? { ...each, custom_id: renewMenuId(each.custom_id) }
                : each,
            ),
          },
    );
}

// the message is gone, or out of reach, or may not be changed: the menu stays as Discord shows it
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof DiscordAPIError) && !isGone(error)) throw error;
}
